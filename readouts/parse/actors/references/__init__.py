"""Words that stand for somebody: names, offices, countries, pronouns, where they begin and end in a sentence.

What belongs here: finding references, and what stands beside them. What does not: who is the same person as whom
(``people``).
"""
