-- table: marts.evidence
-- description: a reaction leads to the call of which its report tells
SELECT s.reaction_id AS key
FROM staged AS s
LEFT JOIN core.calls AS c ON c.call_id = s.call_id
WHERE c.call_id IS NULL OR NOT list_contains(c.report_ids, s.report_id)
