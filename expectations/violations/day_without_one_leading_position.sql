-- table: marts.positions
-- description: each day has one leading position of a side with a counterpart
-- Of a day that changed only the rows that changed are staged; it is told as a whole.
SELECT p.row_id AS key
FROM marts.positions AS p
SEMI JOIN staged AS s ON s.side = p.side AND s.counterpart = p.counterpart AND s.call_date = p.call_date
QUALIFY count(DISTINCT p.position) FILTER (p.is_leading) OVER (PARTITION BY p.side, p.counterpart, p.call_date) <> 1
