-- table: core.people
-- description: each person has one latest office
SELECT p.row_id AS key
FROM staged AS p
QUALIFY count(*) FILTER (p.is_latest) OVER (PARTITION BY p.person_id) <> 1
