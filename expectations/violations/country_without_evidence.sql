-- table: marts.reactions_by_country
-- description: what a country is counted with stands in the evidence
SELECT s.row_id AS key
FROM staged AS s
ANTI JOIN marts.evidence AS e ON e.side = s.side
