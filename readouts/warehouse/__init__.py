"""The warehouse: the private build file, the gate before every table, and the published copy.

What belongs here: opening DuckDB, the definitions of tables, staging, auditing and committing rows, building
the SQL models, publishing. This package alone imports DuckDB, and its ``audit`` module alone imports Great
Expectations. What does not belong here: fetching pages, reading them, and anything of Dagster.
"""
