-- table: marts.evidence
-- description: a reaction leads to the call of which its report tells
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN (
    SELECT c.call_id, unnest(c.report_ids) AS report_id FROM core.calls AS c
) AS m ON m.call_id = s.call_id AND m.report_id = s.report_id
