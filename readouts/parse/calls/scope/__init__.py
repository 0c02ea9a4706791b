"""Which sentences tell of which call.

What belongs here: the scope of each call, and what breaks it. What does not: which calls there are (``finder``), and
what the sentences say (``reactions``).
"""
