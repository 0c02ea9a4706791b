-- Which checks found rows that fail, and did any shut the gate?
-- A data engineer. What fails a `critical` check goes to quarantine; a `warning` is recorded.
SELECT edition, table_name, expectation, severity, rows_failed, rows_checked, shut
FROM meta.gate_results
WHERE rows_failed > 0
ORDER BY edition, table_name, expectation
