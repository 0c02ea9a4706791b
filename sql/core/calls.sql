-- One row: one call, merged from the reports of all articles that tell of it.
-- Two reports are of one call when they are of one day, share two sides, and name nobody on a shared side whose
-- names have no word in common ("Iwaya Takeshi" is "Takeshi Iwaya"; a nameless counterpart joins a named one).
-- Reports of editions that a gate refused, or that are half done, are left out.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

reports AS (
    SELECT
        r.report_id,
        r.edition,
        r.call_date,
        -- a copy may come out a day later than what it copies
        coalesce(r.call_date, o.published_date, a.published_date) AS day,
        r.medium,
        r.initiator,
        r.initiator_side,
        CASE WHEN a.duplicate_of IS NULL THEN a.publisher END AS source
    FROM core.call_reports AS r
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    LEFT JOIN core.articles AS o ON o.article_id = a.duplicate_of
),

-- The words of a name, folded: three letters or more, so that initials and particles match nobody.
party_words AS (
    SELECT
        p.report_id,
        p.side,
        p.name,
        list_filter(
            string_split_regex(lower(strip_accents(coalesce(p.name, ''))), '[^\p{L}]+'), lambda w: length(w) > 2
        ) AS words
    FROM core.parties AS p
    JOIN reports AS r ON r.report_id = p.report_id
    WHERE p.side IS NOT NULL
),

-- How each pair of reports of one day agrees on each side they share.
shared_sides AS (
    SELECT
        x.report_id AS one,
        y.report_id AS other,
        px.side,
        bool_or(px.name IS NULL OR py.name IS NULL OR list_has_any(px.words, py.words)) AS agrees
    FROM reports AS x
    JOIN reports AS y ON y.day = x.day AND y.report_id <> x.report_id
    JOIN party_words AS px ON px.report_id = x.report_id
    JOIN party_words AS py ON py.report_id = y.report_id AND py.side = px.side
    GROUP BY x.report_id, y.report_id, px.side
),

links AS (
    SELECT one, other FROM shared_sides
    GROUP BY one, other
    HAVING count(*) >= 2 AND bool_and(agrees)
),

reachable AS (
    WITH RECURSIVE reach AS (
        SELECT report_id, report_id AS member FROM reports
        UNION
        SELECT h.report_id, l.other AS member FROM reach AS h JOIN links AS l ON l.one = h.member
    )
    SELECT report_id, member FROM reach
),

-- The report that told of the call first names it, so that a later one changes nothing.
grouped AS (
    SELECT h.report_id, arg_min(h.member, (m.edition, h.member)) AS root
    FROM reachable AS h
    JOIN reports AS m ON m.report_id = h.member
    GROUP BY h.report_id
),

-- One name a person and call: of the forms that share a word, the longest.
named AS (
    SELECT g.root, p.side, p.name, p.words
    FROM party_words AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    WHERE p.name IS NOT NULL
),

longest AS (
    SELECT DISTINCT n.root, n.side, n.name
    FROM named AS n
    WHERE NOT EXISTS (
        SELECT 1 FROM named AS m
        WHERE m.root = n.root AND m.side = n.side AND list_has_any(m.words, n.words)
          AND (length(m.name), m.name) > (length(n.name), n.name)
    )
),

participants AS (
    SELECT root, list(name ORDER BY side, name) AS participants FROM longest GROUP BY root
),

sides AS (
    SELECT g.root, list(DISTINCT p.side ORDER BY p.side) AS sides
    FROM party_words AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    GROUP BY g.root
),

counted AS (
    SELECT
        g.root,
        min(r.day) AS call_date,
        bool_or(r.call_date IS NOT NULL) AS is_date_stated,
        coalesce(mode(r.medium ORDER BY r.medium) FILTER (r.medium <> 'unspecified'), 'unspecified') AS medium,
        mode(r.initiator ORDER BY r.initiator) AS initiator,
        mode(r.initiator_side ORDER BY r.initiator_side) AS initiator_side,
        list(r.report_id ORDER BY r.edition, r.report_id) AS report_ids,
        count(*) AS report_count,
        count(DISTINCT r.source) AS source_count,
        min(r.edition) AS first_edition,
        max(r.edition) AS last_edition
    FROM grouped AS g
    JOIN reports AS r ON r.report_id = g.report_id
    GROUP BY g.root
)

SELECT
    c.root AS call_id,
    c.call_date,
    c.is_date_stated,
    c.medium,
    c.initiator,
    c.initiator_side,
    coalesce(s.sides, []) AS sides,
    coalesce(p.participants, []) AS participants,
    c.report_ids,
    c.report_count,
    c.source_count,
    c.first_edition,
    c.last_edition
FROM counted AS c
LEFT JOIN sides AS s ON s.root = c.root
LEFT JOIN participants AS p ON p.root = c.root
ORDER BY c.call_date, c.root
