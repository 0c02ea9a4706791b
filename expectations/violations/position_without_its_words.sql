-- table: marts.positions
-- description: a position rests on reactions that stand in the evidence, each of this side and position on this day
SELECT p.row_id AS key
FROM (SELECT s.*, unnest(s.reaction_ids) AS reaction_id FROM staged AS s) AS p
LEFT JOIN marts.evidence AS e ON e.reaction_id = p.reaction_id
WHERE e.reaction_id IS NULL
   OR e.side <> p.side OR e.position <> p.position OR e.call_date <> p.call_date
   OR NOT list_contains(e.counterparts, p.counterpart)
