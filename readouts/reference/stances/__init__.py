"""Stances: what each means, which words of a language carry it, and how often its rules were right.

What belongs here: the lexicon, its notation, the taxonomy, and the pages that are written of them. What does not:
reading a text by them (``parse``, ``grounding``).
"""
