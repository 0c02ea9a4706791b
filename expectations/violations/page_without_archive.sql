-- table: raw.pages
-- mostly: 0.9
-- rows_allowed: 5
-- description: an article's page that was fetched whole lies in the archive, so that every sentence leads to it
SELECT s.page_id AS key
FROM staged AS s
WHERE s.kind = 'article' AND s.error IS NULL AND (s.warc_file IS NULL OR s.warc_offset IS NULL)
