-- table: core.calls
-- description: a report belongs to one call
SELECT c.call_id AS key
FROM core.calls AS c, unnest(c.report_ids) AS u (report_id)
QUALIFY count(*) OVER (PARTITION BY u.report_id) > 1
