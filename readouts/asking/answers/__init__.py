"""What a model answered: what a server sent, the answer in it, and where it is kept.

What belongs here: answers as they came. What does not: what becomes of one (``grounding``, ``joining``).
"""
