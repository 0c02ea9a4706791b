"""The two DuckDB files: opened, kept open, and the states of editions in each.

What belongs here: connections and files. What does not: what their tables hold (``tables``).
"""
