-- table: core.counted_reports
-- description: a report that counts is one that the parser found
SELECT s.report_id AS key
FROM staged AS s
ANTI JOIN core.call_reports AS r ON r.report_id = s.report_id AND r.edition = s.edition
