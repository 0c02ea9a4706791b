"""What a model answered: its form, what is left of it where it is cut, and where it is kept.

What belongs here: answers as they came. What does not: what becomes of one (``grounding``, ``joining``).
"""
