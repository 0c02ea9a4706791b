-- table: core.call_reports
-- mostly: 0.9
-- rows_allowed: 5
-- description: a call has two parties or more
SELECT r.report_id AS key
FROM core.call_reports AS r
WHERE r.edition = $edition
  AND (SELECT count(*) FROM core.parties AS p WHERE p.report_id = r.report_id) < 2
