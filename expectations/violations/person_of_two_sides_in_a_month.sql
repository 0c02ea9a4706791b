-- table: marts.contradictions
-- severity: warning
-- description: a person speaks for one side until the office changes; one whom the edition's reports have on another side than those of a month about them is to be looked at, and corrected
SELECT s.row_id AS key, s.name || ': ' || s.side || ' and ' || s.other_side AS observed
FROM staged AS s
WHERE s.last_edition = $edition
