-- table: core.applied_corrections
-- severity: warning
-- description: a correction finds the row that it was written for; one that does not is to be looked at, and changes nothing
SELECT k.row_id AS key
FROM core.applied_corrections AS k
WHERE k.attached_by IS NULL
