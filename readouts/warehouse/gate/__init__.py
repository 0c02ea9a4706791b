"""The gate before every table: rows staged, audited, committed or refused, and the record of it.

What belongs here: expectations and what follows from them. What does not: where rows come from.
"""
