-- table: marts.position_shifts
-- description: a shift leads to another position than it comes from, which is the leading one of its day
SELECT s.row_id AS key
FROM staged AS s
LEFT JOIN marts.positions AS p
    ON p.side = s.side AND p.counterpart = s.counterpart AND p.call_date = s.to_date
    AND p.position = s.to_position AND p.is_leading
WHERE s.from_position = s.to_position OR p.row_id IS NULL
