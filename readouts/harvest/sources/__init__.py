"""A source as ``sources.yaml`` may have it: what all kinds have in common.

What belongs here: fields and checks of what a person wrote, and what a kind asks through. What does not: the kinds
(``kinds``), reading the file (``sources_file``), and asking (``collection``).
"""
