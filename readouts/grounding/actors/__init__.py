"""The parties of an answer in the text: their names, where they are mentioned, whom they speak for.

What belongs here: who is spoken of where, and by what. What does not: what somebody does there (``roles``).
"""
