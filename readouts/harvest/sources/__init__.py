"""``sources.yaml``: what a source may say, and the file read with where each mistake stands.

What belongs here: forms and checks of what a person wrote. What does not: asking a source for anything (``kinds``,
``collection``).
"""
