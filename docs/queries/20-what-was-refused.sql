-- Which articles were refused, and why?
-- A data engineer. Every table has such a twin in `quarantine`.
SELECT edition, source_id, title, url, reasons
FROM quarantine.articles
ORDER BY edition, source_id, url
