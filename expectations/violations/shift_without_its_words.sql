-- table: marts.position_shifts
-- description: a shift rests on a sentence of the evidence in which this side takes the new position on that day
SELECT s.row_id AS key
FROM staged AS s
LEFT JOIN marts.evidence AS e
    ON e.reaction_id = s.reaction_id AND e.side = s.side AND e.position = s.to_position AND e.call_date = s.to_date
    AND e.evidence = s.quotation
WHERE e.reaction_id IS NULL
