"""Whether words for a call tell of one that took place.

What belongs here: deciding that from the words around a cue (``around``): ``traps`` and ``unheld``. What does not: the
cues (``cues``), and what only the whole text tells (``taken_back``).
"""
