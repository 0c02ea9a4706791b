-- table: marts.positions
-- description: a position rests on reactions that stand in the evidence, each of this side and position on this day
SELECT p.row_id AS key
FROM (SELECT s.*, unnest(s.reaction_ids) AS reaction_id FROM staged AS s) AS p
ANTI JOIN (
    SELECT e.reaction_id, e.side, e.position, e.call_date, unnest(e.counterparts) AS counterpart
    FROM marts.evidence AS e
    WHERE e.side IN (SELECT t.side FROM staged AS t)
) AS w
    ON w.reaction_id = p.reaction_id AND w.side = p.side AND w.position = p.position AND w.call_date = p.call_date
    AND w.counterpart = p.counterpart
