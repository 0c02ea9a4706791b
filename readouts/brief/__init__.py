"""The daily brief: what a person looks at in the morning, one self-contained HTML file an edition.

What belongs here: reading the published warehouse and making pages of it, as plain functions. What does not: figures
that others should be able to query; those are marts.
"""
