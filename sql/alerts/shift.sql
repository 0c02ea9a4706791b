-- One row: one change of a leading position that one of some editions made known, and that touches a rule.
-- $editions; of the rule $countries, $pairs, $stances and $names, each empty where it has none; $people: who goes by one
-- of the names, as side/name.
-- It is known once both of its positions are: a late report of the older one can be what tells of it.
-- Only sides that these editions tell of can have been made to shift by them.
WITH told AS (
    SELECT DISTINCT e.side, unnest(e.counterparts) AS counterpart
    FROM marts.evidence AS e
    WHERE list_contains($editions::DATE[], e.edition)
),

days AS (
    SELECT p.side, p.counterpart, p.call_date, min(e.edition) AS known
    FROM (
        SELECT q.*, unnest(q.reaction_ids) AS reaction_id
        FROM marts.positions AS q
        SEMI JOIN told AS n ON n.side = q.side AND n.counterpart = q.counterpart
        WHERE q.is_leading
    ) AS p
    JOIN marts.evidence AS e ON e.reaction_id = p.reaction_id
    GROUP BY p.side, p.counterpart, p.call_date
),

fresh AS (
    SELECT s.*, greatest(f.known, t.known) AS edition
    FROM marts.position_shifts AS s
    JOIN days AS f ON f.side = s.side AND f.counterpart = s.counterpart AND f.call_date = s.from_date
    JOIN days AS t ON t.side = s.side AND t.counterpart = s.counterpart AND t.call_date = s.to_date
    WHERE list_contains($editions::DATE[], greatest(f.known, t.known))
)

SELECT
    f.edition,
    [f.row_id] AS keys,
    f.side,
    f.counterpart,
    f.from_date,
    f.from_position,
    f.from_stances,
    f.to_date,
    f.to_position,
    f.to_stances,
    e.speaker,
    f.quotation,
    a.language,
    n.translation,
    n.translated_into,
    n.translated_by,
    f.publisher,
    e.published_date,
    f.quotation_url AS url,
    e.warc_file,
    e.warc_offset
FROM fresh AS f
JOIN marts.evidence AS e ON e.reaction_id = f.reaction_id
LEFT JOIN core.articles AS a ON a.article_id = e.article_id
LEFT JOIN core.translations AS n ON n.article_id = e.article_id AND n.evidence = f.quotation
WHERE (
        len($countries::VARCHAR[]) + len($pairs::VARCHAR[][]) + len($names::VARCHAR[]) = 0
        OR list_has_any([f.side, f.counterpart], $countries::VARCHAR[])
        OR len(list_filter($pairs::VARCHAR[][], lambda pair: list_has_all([f.side, f.counterpart], pair))) > 0
        OR list_contains($people::VARCHAR[], f.side || '/' || e.speaker)
    )
    AND (len($stances::VARCHAR[]) = 0 OR list_has_any(f.to_stances, $stances::VARCHAR[]))
ORDER BY f.to_date, f.row_id
