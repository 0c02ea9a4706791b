-- table: marts.reactions_by_stance
-- description: a stance that is counted stands in the evidence
SELECT s.row_id AS key
FROM staged AS s
ANTI JOIN marts.evidence AS e ON e.stance = s.stance AND e.position = s.position
