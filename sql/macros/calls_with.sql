-- One row: one call that the side given took part in; rang tells whether it was the one that rang.
-- Such as: FROM calls_with('PAK')
CREATE MACRO calls_with(one_side) AS TABLE
SELECT *
FROM main.calls_by_side
WHERE lower(side) = lower(one_side)
ORDER BY call_date, call_id
