-- table: core.people
-- description: each person has one latest office
-- Of a person's offices only those that changed are staged; the person is told as a whole.
SELECT p.row_id AS key
FROM core.people AS p
SEMI JOIN staged AS s ON s.person_id = p.person_id
QUALIFY count(*) FILTER (p.is_latest) OVER (PARTITION BY p.person_id) <> 1
