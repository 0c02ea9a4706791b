-- One row: one stance of one side in one call that one of some editions was the first to tell of, and that touches a rule.
-- $editions; of the rule $countries, $pairs, $stances and $names, each empty where it has none; $people: who goes by one
-- of the names, as side/name, with ? for a side that is not known.
-- A side touches it that holds the stance, that is on the line, or that the stance is about.
WITH told_now AS (
    SELECT DISTINCT e.call_id FROM marts.evidence AS e WHERE list_contains($editions::DATE[], e.edition)
),

told AS (
    SELECT e.* FROM marts.evidence AS e SEMI JOIN told_now AS n ON n.call_id = e.call_id
),

fresh AS (
    SELECT
        t.call_id,
        t.side,
        t.stance,
        min(t.edition) AS edition,
        list(t.reaction_id ORDER BY t.reaction_id) AS keys,
        list(DISTINCT coalesce(t.side, '?') || '/' || t.speaker) FILTER (t.speaker IS NOT NULL) AS people,
        list_distinct(list_concat(
            list(DISTINCT t.side) FILTER (t.side IS NOT NULL), flatten(list(t.counterparts)), list(t.toward) FILTER (t.toward IS NOT NULL)
        )) AS touched,
        greatest(count(DISTINCT t.publisher) FILTER (NOT t.is_copy), 1) AS source_count
    FROM told AS t
    GROUP BY t.call_id, t.side, t.stance
    HAVING list_contains($editions::DATE[], min(t.edition))
),

quoted AS (
    SELECT t.*
    FROM told AS t
    QUALIFY row_number() OVER (
        PARTITION BY t.call_id, t.side, t.stance ORDER BY t.is_copy, t.published_date, t.edition, t.reaction_id
    ) = 1
),

-- Where several speak as one, all who are on the line do.
line AS (
    SELECT
        c.call_id,
        any_value(c.sides) AS sides,
        list(DISTINCT coalesce(p.side, '?') || '/' || p.name) FILTER (p.name IS NOT NULL) AS people
    FROM (SELECT d.*, unnest(d.report_ids) AS report_id FROM core.calls AS d SEMI JOIN told_now AS n ON n.call_id = d.call_id) AS c
    LEFT JOIN core.counted_parties AS p ON p.report_id = c.report_id
    GROUP BY c.call_id
),

reached AS (
    SELECT
        f.*,
        CASE WHEN f.side = 'joint' THEN list_distinct(list_concat(f.touched, l.sides)) ELSE f.touched END AS sides,
        CASE WHEN f.side = 'joint' THEN l.people ELSE f.people END AS voices,
        CASE WHEN f.side = 'joint' THEN l.sides ELSE [f.side] END AS holders
    FROM fresh AS f
    JOIN line AS l ON l.call_id = f.call_id
)

SELECT
    r.edition,
    r.keys,
    r.call_id,
    q.call_date,
    q.is_date_stated,
    q.in_call,
    r.side,
    q.speaker,
    r.stance,
    q.position,
    q.toward,
    q.counterparts,
    r.source_count,
    q.evidence AS quotation,
    a.language,
    n.translation,
    n.translated_into,
    n.translated_by,
    q.publisher,
    q.published_date,
    q.canonical_url AS url,
    q.warc_file,
    q.warc_offset
FROM reached AS r
JOIN quoted AS q ON q.call_id = r.call_id AND q.side IS NOT DISTINCT FROM r.side AND q.stance = r.stance
LEFT JOIN core.articles AS a ON a.article_id = q.article_id
LEFT JOIN core.translations AS n ON n.article_id = q.article_id AND n.evidence = q.evidence
WHERE (
        len($countries::VARCHAR[]) + len($pairs::VARCHAR[][]) + len($names::VARCHAR[]) = 0
        OR list_has_any(r.sides, $countries::VARCHAR[])
        OR len(list_filter(
            $pairs::VARCHAR[][], lambda pair: list_has_all(r.sides, pair) AND list_has_any(r.holders, pair)
        )) > 0
        OR list_has_any(coalesce(r.voices, []), $people::VARCHAR[])
    )
    AND (len($stances::VARCHAR[]) = 0 OR list_contains($stances::VARCHAR[], r.stance))
ORDER BY q.call_date, r.call_id, r.side, r.stance
