"""Reading the published warehouse: queries, what it says of itself, and the documents made of it.

What belongs here: questions and answers. What does not: changing anything.
"""
