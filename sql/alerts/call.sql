-- One row: one call that one of some editions was the first to tell of, and that touches a rule, in the words of its
-- first report.
-- $editions; of the rule $countries, $pairs, $stances and $names, each empty where it has none; $people: who goes by one
-- of the names, as side/name, with ? for a side that is not known.
WITH fresh AS (
    SELECT c.* FROM core.calls AS c WHERE list_contains($editions::DATE[], c.first_edition)
),

reports AS (
    SELECT f.call_id, unnest(f.report_ids) AS report_id FROM fresh AS f
),

present AS (
    SELECT r.call_id, list(DISTINCT coalesce(p.side, '?') || '/' || p.name) AS people
    FROM reports AS r
    JOIN core.counted_parties AS p ON p.report_id = r.report_id
    WHERE p.name IS NOT NULL
    GROUP BY r.call_id
),

held AS (
    SELECT
        e.call_id,
        list(DISTINCT e.stance) AS stances,
        list(DISTINCT {'side': e.side, 'stance': e.stance} ORDER BY {'side': e.side, 'stance': e.stance}) AS reactions
    FROM marts.evidence AS e
    JOIN fresh AS f ON f.call_id = e.call_id
    GROUP BY e.call_id
),

told AS (
    SELECT
        r.call_id,
        t.evidence AS quotation,
        a.language,
        n.translation,
        n.translated_into,
        n.translated_by,
        a.publisher,
        a.published_date,
        a.canonical_url AS url,
        g.warc_file,
        g.warc_offset
    FROM reports AS r
    JOIN core.call_reports AS t ON t.report_id = r.report_id
    JOIN core.articles AS a ON a.article_id = t.article_id AND a.edition = t.edition
    LEFT JOIN raw.pages AS g ON g.page_id = a.page_id
    LEFT JOIN core.translations AS n
        ON n.article_id = t.article_id AND n.edition = t.edition AND n.evidence = t.evidence
    QUALIFY row_number() OVER (
        PARTITION BY r.call_id ORDER BY a.duplicate_of IS NOT NULL, a.published_date, t.edition, r.report_id
    ) = 1
)

SELECT
    f.first_edition AS edition,
    f.report_ids AS keys,
    f.call_id,
    f.call_date,
    f.is_date_stated,
    f.medium,
    f.sides,
    f.participants,
    f.unplaced,
    f.initiator,
    f.initiator_side,
    f.source_count,
    coalesce(h.reactions, []) AS reactions,
    t.* EXCLUDE (call_id)
FROM fresh AS f
JOIN told AS t ON t.call_id = f.call_id
LEFT JOIN held AS h ON h.call_id = f.call_id
LEFT JOIN present AS p ON p.call_id = f.call_id
WHERE (
        len($countries::VARCHAR[]) + len($pairs::VARCHAR[][]) + len($names::VARCHAR[]) = 0
        OR list_has_any(f.sides, $countries::VARCHAR[])
        OR len(list_filter($pairs::VARCHAR[][], lambda pair: list_has_all(f.sides, pair))) > 0
        OR list_has_any(coalesce(p.people, []), $people::VARCHAR[])
    )
    AND (len($stances::VARCHAR[]) = 0 OR list_has_any(coalesce(h.stances, []), $stances::VARCHAR[]))
ORDER BY f.call_date, f.call_id
