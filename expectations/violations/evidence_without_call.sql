-- table: marts.evidence
-- description: a reaction leads to the call of which its report tells
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN core.calls AS c ON c.call_id = s.call_id AND list_contains(c.report_ids, s.report_id)
