-- table: core.articles
-- description: an article is a copy of another one, never of itself
SELECT a.article_id AS key
FROM core.articles AS a
WHERE a.edition = $edition AND a.duplicate_of = a.article_id
