"""The tables: their definitions, their layout in a file, and the rows made for them.

What belongs here: what a table is and which parts of it changed. What does not: whether rows may enter (``gate``).
"""
