-- table: core.call_reports
-- description: a call report belongs to an article of its edition that is there
SELECT s.report_id AS key
FROM staged AS s
ANTI JOIN core.articles AS a ON a.article_id = s.article_id AND a.edition = $edition
