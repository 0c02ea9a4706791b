-- table: core.calls
-- description: a report belongs to one call
SELECT u.call_id AS key
FROM (
    SELECT c.call_id, unnest(c.report_ids) AS report_id
    FROM core.calls AS c
    WHERE c.last_edition >= (SELECT min(s.first_edition) FROM staged AS s)
) AS u
QUALIFY count(*) OVER (PARTITION BY u.report_id) > 1
