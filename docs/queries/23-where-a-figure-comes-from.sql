-- From which columns is the number of sources of a position made?
-- A data engineer who is about to change one. `docs/lineage.md` has all columns.
SELECT source_table, list(source_column ORDER BY source_column) AS source_columns
FROM meta.lineage
WHERE table_name = 'marts.positions' AND column_name = 'sources'
GROUP BY source_table
ORDER BY source_table
