-- table: core.people
-- description: each form of a person's name is that of a party to a call, of the same side and of no other person
SELECT p.row_id AS key
FROM (SELECT x.row_id, x.person_id, x.side, unnest(x.name_forms) AS name FROM core.people AS x) AS p
LEFT JOIN (SELECT DISTINCT y.side, y.name FROM core.parties AS y) AS n ON n.side = p.side AND n.name = p.name
QUALIFY n.name IS NULL OR min(p.person_id) OVER (PARTITION BY p.side, p.name)
    <> max(p.person_id) OVER (PARTITION BY p.side, p.name)
