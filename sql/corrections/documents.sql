-- One row: an article that a correction is attached to, and whether anything in it waits to be looked at.
WITH looked_at AS (
    SELECT DISTINCT r.article_id
    FROM core.applied_corrections AS k
    JOIN core.call_reports AS r ON r.report_id = k.report_id
    WHERE k.attached_by IN ('id', 'quotation')
)
SELECT a.*, EXISTS (SELECT 1 FROM marts.to_review AS w WHERE w.article_id = a.article_id) AS waits
FROM core.articles AS a
SEMI JOIN looked_at AS l ON l.article_id = a.article_id
WHERE a.duplicate_of IS NULL
QUALIFY row_number() OVER (PARTITION BY a.article_id ORDER BY a.edition) = 1
ORDER BY a.article_id
