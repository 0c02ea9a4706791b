-- One row: what became of one correction, and how many rows of wire copies it is carried on to.
SELECT
    correction_id, attached_by, coalesce(reaction_id, party_id, report_id), is_superseded, reason,
    (SELECT count(*) FROM core.applied_corrections AS c
     WHERE c.attached_by = 'copy' AND c.correction_id = k.correction_id)
FROM core.applied_corrections AS k WHERE k.attached_by IS DISTINCT FROM 'copy'
