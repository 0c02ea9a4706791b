-- One row: one call that both sides given took part in; rang tells whether the first of them rang.
-- Such as: FROM calls_between('NOR', 'PAK')
CREATE MACRO calls_between(one_side, other_side) AS TABLE
SELECT *
FROM main.calls_by_side
WHERE lower(side) = lower(one_side) AND list_contains(list_transform(counterparts, lambda c: lower(c)), lower(other_side))
ORDER BY call_date, call_id
