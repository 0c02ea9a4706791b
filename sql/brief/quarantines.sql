-- One row: one table of rows that the gate refused; every table of the warehouse has its own.
SELECT t.table_name AS name
FROM duckdb_tables() AS t
WHERE t.schema_name = 'quarantine'
ORDER BY t.table_name
