-- table: core.people
-- description: each form of a person's name is that of a party to a call, of the same side; two have one only where the table of office-holders tells them apart
WITH forms AS (
    SELECT s.row_id, s.person_id, s.person, s.side, unnest(s.name_forms) AS name FROM staged AS s
)

SELECT f.row_id AS key
FROM forms AS f
ANTI JOIN core.counted_parties AS n ON n.side = f.side AND n.name = f.name
UNION ALL
SELECT f.row_id AS key
FROM forms AS f
JOIN forms AS o ON o.side = f.side AND o.name = f.name AND o.person_id <> f.person_id
WHERE f.person IS NULL AND o.person IS NULL
