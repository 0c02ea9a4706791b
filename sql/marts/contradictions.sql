-- One row: one person whom reports have speak for two sides within a month, in one office as far as they name it.
-- One of the two is misread, or two people share a name. Only whole names are compared, word for word by their keys; what
-- a single report contradicts itself in is refused before.
WITH named AS (
    SELECT
        array_to_string(list_sort(p.name_key), ' ') AS key,
        p.name,
        p.side,
        p.office,
        p.office_class,
        p.report_id,
        p.edition
    FROM core.counted_parties AS p
    WHERE p.side IS NOT NULL AND len(list_filter(p.name_key, lambda w: length(w) > 1)) >= 2
),

-- Names that are on one side alone need not be looked at any further.
torn AS (
    SELECT n.key FROM named AS n GROUP BY n.key HAVING min(n.side) <> max(n.side)
),

seen AS (
    SELECT n.*, coalesce(r.call_date, r.told_on) AS day
    FROM named AS n
    SEMI JOIN torn AS t ON t.key = n.key
    JOIN core.counted_reports AS r ON r.report_id = n.report_id
),

pairs AS (
    SELECT
        a.key,
        a.side,
        b.side AS other_side,
        a.name,
        a.office,
        b.office AS other_office,
        a.day,
        b.day AS other_day,
        a.report_id,
        b.report_id AS other_report_id,
        greatest(a.edition, b.edition) AS edition
    FROM seen AS a
    JOIN seen AS b ON b.key = a.key AND a.side < b.side AND abs(a.day - b.day) <= 30
    WHERE coalesce(a.office_class = b.office_class, true)
)

SELECT
    p.side || '/' || p.other_side || '/' || p.key AS row_id,
    arg_max(p.name, (length(p.name), p.name)) AS name,
    p.side,
    p.other_side,
    arg_max(p.office, (length(p.office), p.office)) AS office,
    arg_max(p.other_office, (length(p.other_office), p.other_office)) AS other_office,
    min(p.day) AS first_date,
    max(p.day) AS last_date,
    min(p.other_day) AS other_first_date,
    max(p.other_day) AS other_last_date,
    list(DISTINCT p.report_id ORDER BY p.report_id) AS report_ids,
    list(DISTINCT p.other_report_id ORDER BY p.other_report_id) AS other_report_ids,
    max(p.edition) AS last_edition
FROM pairs AS p
GROUP BY p.key, p.side, p.other_side
ORDER BY p.side, p.other_side, p.key
