"""The SQL models: run in order, for the parts that were touched, with the lineage of their columns.

What belongs here: what happens with the files under ``sql/``. What does not: the SQL itself.
"""
