-- table: core.articles
-- severity: warning
-- description: a copy leads to its original; one whose original was refused counts as no source, and is to be looked at
SELECT s.article_id AS key, s.duplicate_of || ' is not there' AS observed
FROM staged AS s
ANTI JOIN core.articles AS o ON o.article_id = s.duplicate_of
WHERE s.duplicate_of IS NOT NULL
