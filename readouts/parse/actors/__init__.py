"""Layer 2: who is spoken of: names, offices, countries, and which of them are one person.

What belongs here: finding references, telling persons apart, and whose officials they are. What does not: what they do.
"""
