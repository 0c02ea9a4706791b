-- table: core.articles
-- mostly: 0.9
-- rows_allowed: 5
-- description: a copy leads to the article that was first, not to another copy
SELECT s.article_id AS key
FROM staged AS s
JOIN core.articles AS o ON o.article_id = s.duplicate_of
WHERE o.duplicate_of IS NOT NULL
