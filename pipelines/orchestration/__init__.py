"""The code location: Dagster's jobs, schedule, sensor and records, and its runs in this process.

What belongs here: what Dagster is told. What does not: assets (``assets``) and Dagster's files
(``pipelines.storage``).
"""
