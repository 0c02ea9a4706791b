-- table: marts.reactions_daily
-- description: a day's figure leads to the evidence of that day, country and stance
SELECT s.row_id AS key
FROM staged AS s
ANTI JOIN marts.evidence AS e ON e.call_date = s.call_date AND e.side = s.side AND e.stance = s.stance
