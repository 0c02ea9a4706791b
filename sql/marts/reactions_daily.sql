-- One row: one day, country (or organisation) and stance.
-- Rebuilt by: call_date (call_date of marts.evidence)
SELECT
    e.call_date::VARCHAR || '/' || e.side || '/' || e.stance AS row_id,
    e.call_date,
    e.side,
    e.stance,
    any_value(e.position) AS position,
    count(DISTINCT e.call_id) AS calls,
    greatest(count(DISTINCT e.publisher) FILTER (NOT e.is_copy), 1) AS sources
FROM marts.evidence AS e
WHERE e.side IS NOT NULL
GROUP BY e.call_date, e.side, e.stance
ORDER BY e.call_date, e.side, e.stance
