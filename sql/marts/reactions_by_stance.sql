-- One row: one stance, over all calls and countries.
-- Rebuilt by: stance (stance of marts.evidence)
SELECT
    e.stance AS row_id,
    e.stance,
    any_value(e.position) AS position,
    count(DISTINCT e.side) FILTER (e.side <> 'joint') AS countries,
    count(DISTINCT e.call_id) AS calls,
    greatest(count(DISTINCT e.publisher) FILTER (NOT e.is_copy), 1) AS sources,
    coalesce(list(DISTINCT e.side ORDER BY e.side) FILTER (e.side <> 'joint'), []) AS held_by,
    min(e.call_date) AS first_date,
    max(e.call_date) AS last_date
FROM marts.evidence AS e
GROUP BY e.stance
ORDER BY e.stance
