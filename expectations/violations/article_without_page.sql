-- table: core.articles
-- description: an article was read from a page that is there
SELECT a.article_id AS key
FROM core.articles AS a
ANTI JOIN raw.pages AS p USING (page_id)
WHERE a.edition = $edition
