-- One row: one call report as it counts: what analysts say of it stands in the parser's place, with its sides, and where
-- its like are to be found.
-- Rebuilt by: report_id (report_id of core.call_reports, report_id of core.counted_parties, article_id of core.articles, report_id of core.applied_corrections)
-- Reports of editions that a gate refused, or that are half done, are left out, and so is what an analyst says is no call,
-- and what is doubtful until an analyst has said something of it.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

-- Zones that DuckDB knows; it fails on another.
zones AS (
    SELECT name FROM pg_timezone_names()
),

-- What analysts say of a report in the parser's place; the value none empties a field.
amended AS (
    SELECT
        k.report_id,
        max(k.value) FILTER (k.field = 'call_date') AS call_date,
        max(k.value) FILTER (k.field = 'medium') AS medium,
        max(k.value) FILTER (k.field = 'initiator_side') AS initiator_side,
        max(k.value) FILTER (k.field = 'initiator') AS initiator,
        coalesce(bool_or(k.value = 'true') FILTER (k.field = 'retracted'), false) AS is_retracted
    FROM core.applied_corrections AS k
    WHERE k.kind = 'report' AND k.report_id IS NOT NULL AND NOT k.is_superseded
    GROUP BY k.report_id
),

-- Reports of which an analyst gave a party another side, or took one out, and who rings in them now.
reseated AS (
    SELECT k.report_id
    FROM core.applied_corrections AS k
    WHERE k.kind = 'party' AND k.report_id IS NOT NULL AND NOT k.is_superseded
    GROUP BY k.report_id
),

ringing AS (
    SELECT s.report_id, min(coalesce(p.name, p.side)) AS initiator, min(p.side) AS initiator_side
    FROM reseated AS s
    LEFT JOIN core.counted_parties AS p ON p.report_id = s.report_id AND p.role = 'initiator'
    GROUP BY s.report_id
),

-- Whoever an analyst says rang is of the side of the party of that name, or is that side itself; of none where the report
-- has no such party, or has one on each of two sides.
renamed AS (
    SELECT k.report_id, CASE WHEN count(DISTINCT p.side) = 1 THEN min(p.side) END AS initiator_side
    FROM amended AS k
    LEFT JOIN core.counted_parties AS p ON p.report_id = k.report_id
        AND (p.side = k.initiator OR is_called(k.initiator, p.name, p.name_key, p.name_parts, p.side))
    WHERE k.initiator IS NOT NULL
    GROUP BY k.report_id
),

-- A copy tells what its original told when that came out: "today" in it is the original's day, not its own, and "on
-- Thursday" the last Thursday up to then. A weekday further back than that names its week ("Thursday last week"), which is
-- counted from the week of publication.
told AS (
    SELECT
        r.report_id,
        r.edition,
        r.article_id,
        CASE
            WHEN k.call_date IS NOT NULL THEN nullif(k.call_date, 'none')::DATE
            WHEN r.date_basis = 'relative' AND o.article_id IS NOT NULL
                THEN r.call_date - (a.published_date - o.published_date)::INTEGER
            WHEN r.date_basis = 'weekday' AND o.published_date <> a.published_date THEN CASE
                WHEN a.published_date - r.call_date < 7
                    THEN o.published_date - ((isodow(o.published_date) - isodow(r.call_date) + 7) % 7)::INTEGER
                ELSE r.call_date - (date_trunc('week', a.published_date)::DATE - date_trunc('week', o.published_date)::DATE)::INTEGER
            END
            ELSE r.call_date
        END AS call_date,
        coalesce(o.published_date, a.published_date) AS told_on,
        -- Whatever a text counts by, it counts in a zone; what an analyst says is the day.
        k.call_date IS NULL AS is_floating,
        -- Minutes that the publisher's clocks are ahead of UTC; a zone that nobody knows is none.
        (epoch(a.published_date::TIMESTAMP) - epoch(timezone(z.name, a.published_date::TIMESTAMP))) // 60 AS utc_offset,
        coalesce(k.medium, r.medium) AS medium,
        -- Where only the side is another one, it stands for whoever rang, as where the text names nobody.
        CASE
            WHEN k.initiator IS NOT NULL THEN nullif(k.initiator, 'none')
            WHEN k.initiator_side IS NOT NULL AND k.initiator_side IS DISTINCT FROM r.initiator_side
                THEN nullif(k.initiator_side, 'none')
            WHEN i.report_id IS NOT NULL THEN i.initiator
            ELSE r.initiator
        END AS initiator,
        CASE
            WHEN k.initiator_side IS NOT NULL THEN nullif(k.initiator_side, 'none')
            WHEN k.initiator IS NOT NULL THEN n.initiator_side
            WHEN i.report_id IS NOT NULL THEN i.initiator_side
            ELSE r.initiator_side
        END AS initiator_side,
        k.report_id IS NOT NULL OR i.report_id IS NOT NULL AS is_corrected,
        a.publisher,
        a.speaks_for,
        a.publisher_country,
        a.published_at,
        a.duplicate_of IS NOT NULL AS is_copy,
        a.source_id,
        a.url
    FROM core.call_reports AS r
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    LEFT JOIN core.articles AS o ON o.article_id = a.duplicate_of
    LEFT JOIN raw.pages AS p ON p.page_id = a.page_id
    LEFT JOIN zones AS z ON z.name = json_extract_string(p.source_facts, '$.timezone')
    LEFT JOIN amended AS k ON k.report_id = r.report_id
    LEFT JOIN renamed AS n ON n.report_id = r.report_id
    LEFT JOIN ringing AS i ON i.report_id = r.report_id
    WHERE k.is_retracted IS DISTINCT FROM true AND (NOT r.is_doubtful OR k.report_id IS NOT NULL)
    -- An article that came in with two editions tells once.
    QUALIFY row_number() OVER (PARTITION BY r.report_id ORDER BY r.edition, a.edition, a.source_id, a.url) = 1
),

-- Everybody on the line.
seated AS (
    SELECT
        p.report_id,
        p.seat,
        any_value(p.side) AS side,
        max(CASE
            WHEN p.person IS NOT NULL THEN 3
            ELSE least(len(list_filter(p.name_key, lambda w: length(w) > 1)), 2)
        END) AS fullness,
        list_distinct(flatten(list(list_transform(p.name_key, lambda w: left(w, 2))))) AS beginnings
    FROM core.counted_parties AS p
    GROUP BY p.report_id, p.seat
),

lined AS (
    SELECT
        s.report_id,
        coalesce(list(s.side ORDER BY s.side) FILTER (s.side IS NOT NULL), []) AS sides,
        count(*) AS seats,
        count(*) FILTER (s.side IS NULL) AS strangers,
        count(*) FILTER (s.fullness > 0) AS named_seats,
        sum(s.fullness) AS fullness,
        bool_or(s.side IS NULL AND s.fullness = 0) AS has_nameless_stranger,
        list_sort(list_distinct(list_transform(flatten(list(s.beginnings)), lambda w: '~' || w))) AS beginnings
    FROM seated AS s
    GROUP BY s.report_id
),

-- Each side with how the names beside it begin.
beside AS (
    SELECT
        a.report_id,
        list_sort(list_distinct(flatten(list(list_transform(b.beginnings, lambda w: a.side || '~' || w))))) AS lines
    FROM seated AS a
    JOIN seated AS b ON b.report_id = a.report_id AND b.seat <> a.seat
    JOIN lined AS l ON l.report_id = a.report_id AND l.seats = 2
    WHERE a.side IS NOT NULL
    GROUP BY a.report_id
)

SELECT
    t.*,
    coalesce(s.sides, []) AS sides,
    coalesce(s.seats, 0) AS seats,
    coalesce(s.strangers, 0) AS strangers,
    coalesce(s.named_seats, 0) AS named_seats,
    coalesce(s.fullness, 0) AS fullness,
    -- By the two sides, or each side of a conference, which reports list in part; where one side of two is not known, by
    -- the other and how the name begins; where none is, by how the names begin. So the search for its like meets a
    -- handful of reports, however many years there are.
    CASE WHEN s.seats >= 2 THEN list_concat(
        CASE WHEN len(s.sides) = 2 THEN [array_to_string(s.sides, ' ')] ELSE [] END,
        CASE WHEN s.seats > 2 THEN list_transform(s.sides, lambda s: 'conference ' || s) ELSE [] END,
        CASE WHEN s.has_nameless_stranger THEN ['?' || array_to_string(s.sides, ' ')] ELSE [] END,
        CASE WHEN s.strangers > 0 THEN coalesce(b.lines, []) ELSE [] END,
        CASE WHEN len(s.sides) = 0 THEN s.beginnings ELSE [] END
    ) ELSE [] END AS lines,
    CASE WHEN s.seats >= 2 THEN list_concat(
        CASE WHEN s.strangers = 0 THEN coalesce(b.lines, []) ELSE [] END,
        CASE WHEN len(s.sides) > 0 THEN s.beginnings ELSE [] END
    ) ELSE [] END AS name_lines
FROM told AS t
LEFT JOIN lined AS s ON s.report_id = t.report_id
LEFT JOIN beside AS b ON b.report_id = t.report_id
