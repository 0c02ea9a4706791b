-- One row: one change of a leading position that one of some editions made known, and that touches a rule.
-- $editions; of the rule $countries, $pairs, $stances and $names, each empty where it has none; $people: who goes by one
-- of the names, as side/name.
-- A change that turns out to lead from or to another position is another one: what was told of it no longer holds.
WITH fresh AS (
    SELECT s.* FROM marts.position_shifts AS s WHERE list_contains($editions::DATE[], s.edition)
)

SELECT
    f.edition,
    [f.row_id || '/' || f.from_position || '/' || f.to_position] AS keys,
    f.side,
    f.counterpart,
    f.from_date,
    f.from_position,
    f.from_stances,
    f.to_date,
    f.to_position,
    f.to_stances,
    e.speaker,
    e.in_call,
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
