-- One row: one side that edition $1 told a position of, and in how many calls it took which.
SELECT
    e.side,
    count(DISTINCT e.call_id) AS calls,
    greatest(count(DISTINCT e.publisher) FILTER (NOT e.is_copy), 1) AS sources,
    count(DISTINCT e.call_id) FILTER (e.position = 'supportive') AS supportive,
    count(DISTINCT e.call_id) FILTER (e.position = 'de-escalatory') AS de_escalatory,
    count(DISTINCT e.call_id) FILTER (e.position = 'critical') AS critical,
    list(DISTINCT e.stance ORDER BY e.stance) AS stances
FROM marts.evidence AS e
WHERE e.edition = $1 AND e.side IS NOT NULL
GROUP BY e.side
ORDER BY calls DESC, e.side
