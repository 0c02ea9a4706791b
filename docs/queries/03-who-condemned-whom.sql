-- Who condemned whom, in how many calls, by how many independent sources?
-- An analyst.
SELECT
    side,
    toward,
    count(DISTINCT call_id) AS calls,
    count(DISTINCT publisher) FILTER (NOT is_copy) AS sources,
    min(call_date) AS first_date
FROM marts.evidence
WHERE stance = 'condemnation'
GROUP BY side, toward
ORDER BY calls DESC, side, toward
