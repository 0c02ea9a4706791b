-- table: marts.positions
-- description: each day has one leading position of a side with a counterpart
SELECT p.row_id AS key
FROM staged AS p
QUALIFY count(DISTINCT p.position) FILTER (p.is_leading) OVER (PARTITION BY p.side, p.counterpart, p.call_date) <> 1
