-- One row: one side and one way in which reports write a person of a watched name.
-- $names: names as a person writes them. All words of one must be in one form of the person's name, in any order.
WITH watched AS (
    SELECT list_filter(
        string_split_regex(lower(strip_accents(n.name)), '[^\p{L}]+'), lambda w: length(w) > 0
    ) AS words
    FROM (SELECT unnest($names::VARCHAR[]) AS name) AS n
),

forms AS (
    SELECT
        p.person_id,
        f.form,
        list_filter(
            string_split_regex(lower(strip_accents(f.form)), '[^\p{L}]+'), lambda w: length(w) > 0
        ) AS words
    FROM core.people AS p, unnest(p.name_forms) AS f(form)
),

found AS (
    SELECT DISTINCT f.person_id
    FROM forms AS f
    JOIN watched AS w ON list_has_all(f.words, w.words)
)

SELECT DISTINCT p.side, f.form AS name
FROM core.people AS p
JOIN found ON found.person_id = p.person_id, unnest(p.name_forms) AS f(form)
ORDER BY p.side, f.form
