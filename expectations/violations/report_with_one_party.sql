-- table: core.call_reports
-- mostly: 0.9
-- rows_allowed: 5
-- description: a call has two parties or more
SELECT s.report_id AS key
FROM staged AS s
LEFT JOIN core.parties AS p ON p.report_id = s.report_id AND p.edition = $edition
GROUP BY s.report_id
HAVING count(p.party_id) < 2
