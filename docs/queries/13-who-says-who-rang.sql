-- Who says who rang, and do the reports agree?
-- A journalist. A `disagreement` names each version and the publishers that have it; on the sample there is none. Calls of
-- which nobody says who rang are left out.
SELECT
    s.sides,
    s.told_initiator_side AS rang,
    list(DISTINCT s.publisher ORDER BY s.publisher) AS told_by,
    c.disagreements
FROM calls_with_sources AS s
JOIN core.calls AS c ON c.call_id = s.call_id
WHERE s.initiator_side IS NOT NULL AND NOT s.is_copy
GROUP BY s.call_id, s.sides, s.told_initiator_side, c.disagreements
ORDER BY s.sides, rang NULLS LAST
