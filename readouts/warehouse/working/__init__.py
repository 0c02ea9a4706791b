"""The working tables: what steps write, before readers have it; where they are, and who brings them there.

What belongs here: one door (``door``) to the two ways of keeping them. On one machine they are one DuckDB file
(``one_file``). Where several machines share the instance they are in DuckLake, and the machine that has the turn works
on a copy of its own (``shared``). What does not: opening a file (``files``), and what the tables hold (``tables``).
"""
