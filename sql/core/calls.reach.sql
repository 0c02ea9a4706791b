-- Which call reports a change reaches: those whose call may be another one for it (is_inner), and those to be read with
-- them. A report's call is decided by the reports that are to be found where it is two days about it, so the change
-- reaches their neighbours' neighbours; from there on only what is one call already, and reports without a day, which
-- follow one another from day to day.
WITH RECURSIVE places AS (
    SELECT
        r.report_id,
        unnest(r.lines) AS line,
        coalesce(r.call_date, r.told_on) AS day,
        r.call_date IS NULL AS is_undated,
        r.strangers > 0 AS has_strangers
    FROM core.counted_reports AS r
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
    FROM places AS p
    JOIN vanished AS v ON v.line = p.line AND p.day BETWEEN v.day - 4 AND v.day + 4
    UNION
    SELECT p.report_id
    FROM places AS p
    JOIN (SELECT DISTINCT day FROM vanished WHERE is_gone) AS v ON p.day BETWEEN v.day - 4 AND v.day + 4
    WHERE p.has_strangers
    UNION
    SELECT q.report_id
    FROM touched AS t
    JOIN places AS p ON p.report_id = t.value
    JOIN places AS q ON q.line = p.line AND q.day BETWEEN p.day - 2 AND p.day + 2
    WHERE p.line[1] NOT IN ('~', '?') OR p.has_strangers OR q.has_strangers
),

second_circle AS (
    SELECT report_id FROM first_circle
    UNION
    SELECT q.report_id
    FROM first_circle AS t
    JOIN places AS p ON p.report_id = t.report_id
    JOIN places AS q ON q.line = p.line AND q.day BETWEEN p.day - 2 AND p.day + 2
    WHERE p.line[1] NOT IN ('~', '?') OR p.has_strangers OR q.has_strangers
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
        WHERE p.line[1] NOT IN ('~', '?') OR p.has_strangers OR q.has_strangers
    )
),

-- What is read beside: the neighbours of what is reached.
neighbours AS (
    SELECT DISTINCT q.report_id
    FROM reached AS r
    JOIN places AS p ON p.report_id = r.report_id
    JOIN places AS q ON q.line = p.line AND q.day BETWEEN p.day - 2 AND p.day + 2
    WHERE (p.line[1] NOT IN ('~', '?') OR p.has_strangers OR q.has_strangers)
      AND q.report_id NOT IN (SELECT report_id FROM reached)
)

SELECT report_id AS value, true AS is_inner FROM reached
UNION ALL
SELECT report_id, false FROM neighbours
