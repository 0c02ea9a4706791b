-- table: marts.evidence
-- description: a reaction leads to the call of which its report tells
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN (
    SELECT x.call_id, x.report_ids FROM core.calls AS x
    WHERE x.last_edition >= (SELECT min(y.edition) FROM staged AS y)
) AS c ON c.call_id = s.call_id AND list_contains(c.report_ids, s.report_id)
