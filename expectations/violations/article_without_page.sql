-- table: core.articles
-- description: an article was read from a page of its edition that is there
SELECT s.article_id AS key
FROM staged AS s
ANTI JOIN raw.pages AS p ON p.page_id = s.page_id AND p.edition = $edition
