-- table: core.articles
-- description: an article is a copy of another one, never of itself
SELECT s.article_id AS key
FROM staged AS s
WHERE s.duplicate_of = s.article_id
