-- Which reports a change reaches: those that changed, and those of articles that did or are copies of one that did; the
-- articles to be read with them, and their originals, are named beside them.
WITH changed AS (
    SELECT t.value AS report_id FROM touched AS t
    UNION
    SELECT r.report_id FROM core.call_reports AS r JOIN touched AS t ON t.value = r.article_id
    UNION
    SELECT r.report_id
    FROM core.call_reports AS r
    JOIN core.articles AS a ON a.article_id = r.article_id
    JOIN touched AS t ON t.value = a.duplicate_of
),

read_articles AS (
    SELECT DISTINCT unnest([a.article_id, a.duplicate_of]) AS article_id
    FROM changed AS c
    JOIN core.call_reports AS r ON r.report_id = c.report_id
    JOIN core.articles AS a ON a.article_id = r.article_id
)

SELECT report_id AS value, true AS is_inner FROM changed
UNION ALL
SELECT article_id, false FROM read_articles WHERE article_id IS NOT NULL
