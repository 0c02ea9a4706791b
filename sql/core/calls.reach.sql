-- Which call reports a change reaches: those whose call may be another one for it (is_inner), and those to be read with
-- them. A report's call is decided by the reports that are to be found where it is two days about it, so the change
-- reaches their neighbours' neighbours; from there on only what is one call already, and reports without a day, which
-- follow one another from day to day.
WITH RECURSIVE reports AS (
    SELECT
        r.report_id,
        r.lines,
        r.name_lines,
        coalesce(r.call_date, r.told_on) AS day,
        r.call_date IS NULL AS is_undated,
        r.strangers > 0 AS has_strangers
    FROM core.counted_reports AS r
),

looks AS (
    SELECT * EXCLUDE (lines, name_lines), unnest(lines) AS line, true AS is_asked FROM reports
),

places AS MATERIALIZED (
    SELECT l.* FROM looks AS l
    UNION ALL
    SELECT n.*
    FROM (SELECT * EXCLUDE (lines, name_lines), unnest(name_lines) AS line, false AS is_asked FROM reports) AS n
    SEMI JOIN (
        SELECT DISTINCT l.line, l.day + unnest([-2, -1, 0, 1, 2]) AS day FROM looks AS l WHERE contains(l.line, '~')
    ) AS a ON a.line = n.line AND a.day = n.day
),

members AS (
    SELECT c.call_id, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

-- What a report that is gone had beside it, its call still tells: its sides and its day.
vanished AS (
    SELECT DISTINCT
        unnest(list_concat(
            [array_to_string(c.sides, ' ')], list_transform(c.sides, lambda s: 'conference ' || s)
        )) AS line,
        c.call_date AS day,
        t.value NOT IN (SELECT r.report_id FROM core.counted_reports AS r) AS is_gone
    FROM touched AS t
    JOIN members AS m ON m.report_id = t.value
    JOIN core.calls AS c ON c.call_id = m.call_id
),

-- How its names began nothing tells any more: whoever looks for names may have found it.
first_circle AS (
    SELECT value AS report_id FROM touched
    UNION
    SELECT p.report_id
    FROM (SELECT line, day + unnest([-4, -3, -2, -1, 0, 1, 2, 3, 4]) AS day FROM vanished) AS v
    JOIN places AS p ON p.line = v.line AND p.day = v.day
    UNION
    SELECT p.report_id
    FROM (SELECT DISTINCT day + unnest([-4, -3, -2, -1, 0, 1, 2, 3, 4]) AS day FROM vanished WHERE is_gone) AS v
    JOIN places AS p ON p.day = v.day
    WHERE p.has_strangers
    UNION
    SELECT q.report_id
    FROM (
        SELECT p.line, p.is_asked, p.day + unnest([-2, -1, 0, 1, 2]) AS day
        FROM touched AS t
        JOIN places AS p ON p.report_id = t.value
    ) AS p
    JOIN places AS q ON q.line = p.line AND q.day = p.day AND (p.is_asked OR q.is_asked)
),

second_circle AS (
    SELECT report_id FROM first_circle
    UNION
    SELECT q.report_id
    FROM (
        SELECT p.line, p.is_asked, p.day + unnest([-2, -1, 0, 1, 2]) AS day
        FROM first_circle AS t
        JOIN places AS p ON p.report_id = t.report_id
    ) AS p
    JOIN places AS q ON q.line = p.line AND q.day = p.day AND (p.is_asked OR q.is_asked)
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
        FROM (
            SELECT p.line, p.is_asked, p.day + unnest([-1, 0, 1]) AS day
            FROM following AS r
            JOIN places AS p ON p.report_id = r.report_id AND p.is_undated
        ) AS p
        JOIN places AS q
            ON q.line = p.line AND q.day = p.day AND q.is_undated AND (p.is_asked OR q.is_asked)
    )
),

-- What is read beside: the neighbours of what is reached, which may follow one of it, and those of theirs, which they may
-- follow instead.
neighbours AS (
    SELECT DISTINCT q.report_id
    FROM (
        SELECT p.line, p.is_asked, p.day + unnest([-2, -1, 0, 1, 2]) AS day
        FROM reached AS r
        JOIN places AS p ON p.report_id = r.report_id
    ) AS p
    JOIN places AS q ON q.line = p.line AND q.day = p.day AND (p.is_asked OR q.is_asked)
),

beside AS (
    SELECT report_id FROM neighbours
    UNION
    SELECT q.report_id
    FROM (
        SELECT p.line, p.is_asked, p.day + unnest([-2, -1, 0, 1, 2]) AS day
        FROM neighbours AS n
        JOIN places AS p ON p.report_id = n.report_id
    ) AS p
    JOIN places AS q ON q.line = p.line AND q.day = p.day AND (p.is_asked OR q.is_asked)
)

SELECT report_id AS value, true AS is_inner FROM reached
UNION ALL
SELECT report_id, false FROM beside WHERE report_id NOT IN (SELECT report_id FROM reached)
