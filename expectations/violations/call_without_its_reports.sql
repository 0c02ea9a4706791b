-- table: core.calls
-- description: the reports that a call was merged from are there, as many as are counted
SELECT s.call_id AS key
FROM staged AS s
LEFT JOIN (
    SELECT x.call_id, count(*) AS found
    FROM (SELECT y.call_id, unnest(y.report_ids) AS report_id FROM staged AS y) AS x
    SEMI JOIN (
        SELECT z.report_id FROM core.call_reports AS z
        WHERE z.edition >= (SELECT min(y.first_edition) FROM staged AS y)
    ) AS r ON r.report_id = x.report_id
    GROUP BY x.call_id
) AS f ON f.call_id = s.call_id
WHERE coalesce(f.found, 0) <> len(s.report_ids) OR s.report_count <> len(s.report_ids)
