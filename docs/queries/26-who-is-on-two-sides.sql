-- Whom do reports have on two sides within a month?
-- An analyst. One of the two is misread, or two people share a name; on the sample nobody is.
SELECT name, side, office, first_date, last_date, other_side, other_office, other_first_date, other_last_date
FROM marts.contradictions
ORDER BY name, side, other_side
