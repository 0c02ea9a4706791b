"""The clauses of a sentence: its words and mentions, its verbs, their subjects, how far each reaches.

What belongs here: grammar. What does not: which words carry a stance (``claims``), and who is a party (``parties``).
"""
