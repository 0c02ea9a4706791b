-- table: marts.positions
-- description: a position rests on reactions that stand in the evidence, each of this side and position on this day
SELECT p.row_id AS key
FROM marts.positions AS p
LEFT JOIN (SELECT x.row_id, unnest(x.reaction_ids) AS reaction_id FROM marts.positions AS x) AS u USING (row_id)
LEFT JOIN marts.evidence AS e
    ON e.reaction_id = u.reaction_id AND e.side = p.side AND e.position = p.position AND e.call_date = p.call_date
    AND list_contains(e.counterparts, p.counterpart)
WHERE e.reaction_id IS NULL
