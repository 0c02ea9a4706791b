-- One row: one country (or organisation), over all calls and stances.
-- Rebuilt by: side (side of marts.evidence)
SELECT
    e.side AS row_id,
    e.side,
    count(DISTINCT e.call_id) AS calls,
    greatest(count(DISTINCT e.publisher) FILTER (NOT e.is_copy), 1) AS sources,
    count(DISTINCT e.call_id) FILTER (e.position = 'supportive') AS supportive_calls,
    count(DISTINCT e.call_id) FILTER (e.position = 'de-escalatory') AS de_escalatory_calls,
    count(DISTINCT e.call_id) FILTER (e.position = 'critical') AS critical_calls,
    list(DISTINCT e.stance ORDER BY e.stance) AS stances,
    min(e.call_date) AS first_date,
    max(e.call_date) AS last_date
FROM marts.evidence AS e
WHERE e.side IS NOT NULL
GROUP BY e.side
ORDER BY e.side
