-- One row: one side and one way in which reports write a person of a watched name; ? for a side that is not known.
-- $keys: the words of each watched name as names are compared. All of one must be in one form of the person's name, in any
-- order.
WITH forms AS (
    SELECT DISTINCT p.side, p.name, p.name_key FROM core.counted_parties AS p WHERE p.name IS NOT NULL
),

met AS (
    SELECT f.side, f.name
    FROM forms AS f
    JOIN (SELECT unnest($keys::VARCHAR[][]) AS key) AS w ON list_has_all(f.name_key, w.key)
),

told AS (
    SELECT p.side, p.person_id, unnest(p.name_forms) AS name FROM core.people AS p
)

SELECT DISTINCT p.side, p.name
FROM told AS p
SEMI JOIN (SELECT o.person_id FROM told AS o JOIN met AS m ON m.side = o.side AND m.name = o.name) AS w
    ON w.person_id = p.person_id
UNION
SELECT '?' AS side, m.name FROM met AS m WHERE m.side IS NULL
ORDER BY ALL
