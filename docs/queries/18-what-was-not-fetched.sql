-- Which pages could we not fetch, and why?
-- A data engineer. A page that failed and came at a later attempt has `came_later`.
SELECT
    p.edition,
    p.source_id,
    p.error,
    p.requested_url,
    count(*) AS attempts,
    bool_or(EXISTS (
        SELECT 1 FROM raw.pages AS q
        WHERE q.requested_url = p.requested_url AND q.error IS NULL AND q.fetched_at > p.fetched_at
    )) AS came_later
FROM raw.pages AS p
WHERE p.error IS NOT NULL
GROUP BY p.edition, p.source_id, p.error, p.requested_url
ORDER BY p.edition, p.source_id, p.requested_url, p.error
