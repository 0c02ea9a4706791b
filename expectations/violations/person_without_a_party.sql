-- table: core.people
-- description: each form of a person's name is that of a party to a call, of the same side and of no other person
WITH forms AS (
    SELECT s.row_id, s.person_id, s.side, unnest(s.name_forms) AS name FROM staged AS s
)

SELECT f.row_id AS key
FROM forms AS f
ANTI JOIN core.parties AS n ON n.side = f.side AND n.name = f.name
UNION ALL
SELECT f.row_id AS key
FROM forms AS f
QUALIFY min(f.person_id) OVER (PARTITION BY f.side, f.name) <> max(f.person_id) OVER (PARTITION BY f.side, f.name)
