-- Which call reports a change reaches: those whose call may be another one for it (is_inner), and those to be read with
-- them. A report's call is decided by the reports of the same sides two days about it, so the change reaches their
-- neighbours' neighbours; from there on only what is one call already, and reports without a day, which follow one
-- another from day to day. When a report was told, and of which day, is as the model has it; a copy tells when its
-- original did, so that the articles of reports and their originals are named beside them.
WITH RECURSIVE finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

-- Days that analysts gave; none where a text leaves it open.
corrected AS (
    SELECT k.report_id, k.value
    FROM core.applied_corrections AS k
    WHERE k.kind = 'report' AND k.field = 'call_date' AND k.report_id IS NOT NULL AND NOT k.is_superseded
),

told AS (
    SELECT
        r.report_id,
        min(a.article_id) AS article_id,
        min(a.duplicate_of) AS duplicate_of,
        min(coalesce(
            CASE
                WHEN k.value IS NOT NULL THEN nullif(k.value, 'none')::DATE
                WHEN r.date_basis = 'relative' AND o.article_id IS NOT NULL
                    THEN r.call_date - (a.published_date - o.published_date)::INTEGER
                ELSE r.call_date
            END,
            o.published_date,
            a.published_date
        )) AS day,
        bool_or(coalesce(nullif(k.value, 'none')::DATE, CASE WHEN k.value IS NULL THEN r.call_date END) IS NULL)
            AS is_undated
    FROM core.call_reports AS r
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    LEFT JOIN core.articles AS o ON o.article_id = a.duplicate_of
    LEFT JOIN corrected AS k ON k.report_id = r.report_id
    GROUP BY r.report_id
),

sided AS (
    SELECT p.report_id, list(DISTINCT p.side ORDER BY p.side) AS sides
    FROM core.parties AS p
    WHERE p.side IS NOT NULL
    GROUP BY p.report_id
),

places AS (
    SELECT
        t.report_id,
        unnest(CASE
            WHEN len(s.sides) = 2 THEN [array_to_string(s.sides, ' ')]
            ELSE list_transform(s.sides, lambda s: 'conference ' || s)
        END) AS line,
        t.day,
        t.is_undated
    FROM told AS t
    JOIN sided AS s ON s.report_id = t.report_id
    WHERE len(s.sides) >= 2
),

members AS (
    SELECT c.call_id, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

-- What a report that is gone had beside it, its call still tells: its sides and its day.
vanished AS (
    SELECT DISTINCT
        unnest(CASE
            WHEN len(c.sides) = 2 THEN [array_to_string(c.sides, ' ')]
            ELSE list_transform(c.sides, lambda s: 'conference ' || s)
        END) AS line,
        c.call_date AS day
    FROM touched AS t
    JOIN members AS m ON m.report_id = t.value
    JOIN core.calls AS c ON c.call_id = m.call_id
),

-- The reports that changed, and those of articles that did or are copies of one that did.
changed AS (
    SELECT t.value AS report_id FROM touched AS t
    UNION
    SELECT r.report_id FROM told AS r JOIN touched AS t ON t.value = r.article_id
    UNION
    SELECT r.report_id FROM told AS r JOIN touched AS t ON t.value = r.duplicate_of
),

first_circle AS (
    SELECT report_id FROM changed
    UNION
    SELECT p.report_id
    FROM places AS p
    JOIN vanished AS v ON v.line = p.line AND p.day BETWEEN v.day - 4 AND v.day + 4
    UNION
    SELECT q.report_id
    FROM changed AS t
    JOIN places AS p ON p.report_id = t.report_id
    JOIN places AS q ON q.line = p.line AND q.day BETWEEN p.day - 2 AND p.day + 2
),

second_circle AS (
    SELECT report_id FROM first_circle
    UNION
    SELECT q.report_id
    FROM first_circle AS t
    JOIN places AS p ON p.report_id = t.report_id
    JOIN places AS q ON q.line = p.line AND q.day BETWEEN p.day - 2 AND p.day + 2
),

reached AS (
    SELECT report_id FROM second_circle
    UNION
    (
        WITH following AS (FROM reached)
        SELECT n.report_id
        FROM following AS r
        JOIN members AS m ON m.report_id = r.report_id
        JOIN members AS n ON n.call_id = m.call_id
        UNION
        SELECT q.report_id
        FROM following AS r
        JOIN places AS p ON p.report_id = r.report_id AND p.is_undated
        JOIN places AS q ON q.line = p.line AND q.is_undated AND q.day BETWEEN p.day - 1 AND p.day + 1
    )
),

-- What is read beside: the neighbours of what is reached.
neighbours AS (
    SELECT DISTINCT q.report_id
    FROM reached AS r
    JOIN places AS p ON p.report_id = r.report_id
    JOIN places AS q ON q.line = p.line AND q.day BETWEEN p.day - 2 AND p.day + 2
    WHERE q.report_id NOT IN (SELECT report_id FROM reached)
),

read_articles AS (
    SELECT DISTINCT unnest([t.article_id, t.duplicate_of]) AS article_id
    FROM told AS t
    WHERE t.report_id IN (SELECT report_id FROM reached UNION ALL SELECT report_id FROM neighbours)
)

SELECT report_id AS value, true AS is_inner FROM reached
UNION ALL
SELECT report_id, false FROM neighbours
UNION ALL
SELECT article_id, false FROM read_articles WHERE article_id IS NOT NULL
