-- table: core.call_reports
-- description: a call report belongs to an article that is there
SELECT r.report_id AS key
FROM core.call_reports AS r
ANTI JOIN core.articles AS a USING (article_id)
WHERE r.edition = $edition
