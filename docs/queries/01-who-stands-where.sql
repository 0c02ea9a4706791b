-- Who stands where on us, by their latest call with us, and since when?
-- A desk officer in Islamabad. Each of a day's positions is a row, the leading one marked; `since` is the first of the
-- days in a row that have it.
SELECT side, position, toward, stances, sources, is_leading, since
FROM marts.positions
WHERE counterpart = 'PAK'
QUALIFY rank() OVER (PARTITION BY side ORDER BY call_date DESC) = 1
ORDER BY side, is_leading DESC, position, toward
