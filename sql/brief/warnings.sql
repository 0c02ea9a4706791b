-- One row: one expectation that edition $1 did not meet.
SELECT g.table_name, g.expectation, g.severity, g.description, g.rows_failed, g.rows_checked, g.shut
FROM meta.gate_results AS g
WHERE g.edition = $1 AND NOT g.success
ORDER BY g.severity, g.table_name, g.expectation
