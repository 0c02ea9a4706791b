-- One row: one source: when it last answered, when it last had a new article, how often it fails, what it yields.
-- Days are editions and count back from the latest one, so that the figures are the archive's and not the clock's.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

latest AS (
    SELECT max(p.edition) AS edition
    FROM raw.pages AS p
    JOIN finished AS f ON f.edition = p.edition
),

fetches AS (
    SELECT
        p.source_id,
        min(p.edition) AS first_edition,
        max(p.edition) FILTER (WHERE p.error IS NULL) AS last_success,
        count(*) FILTER (WHERE p.edition > l.edition - 30) AS fetches_30_days,
        count(p.error) FILTER (WHERE p.edition > l.edition - 30) AS errors_30_days
    FROM raw.pages AS p
    JOIN finished AS f ON f.edition = p.edition
    CROSS JOIN latest AS l
    GROUP BY p.source_id
),

-- what led to the articles when it was asked for last, each address once; an entry that could not be read is no trouble
lists AS (
    SELECT p.source_id, arg_max_null(p.error, p.fetched_at) AS error, arg_max(p.edition, p.fetched_at) AS edition
    FROM raw.pages AS p
    JOIN finished AS f ON f.edition = p.edition
    WHERE p.kind <> 'article' AND coalesce(p.error, '') NOT LIKE 'entry:%'
    GROUP BY p.source_id, p.requested_url
),

listed AS (
    SELECT i.source_id, min(i.error) AS error
    FROM lists AS i
    JOIN (SELECT source_id, max(edition) AS edition FROM lists GROUP BY source_id) AS t
        ON t.source_id = i.source_id AND t.edition = i.edition
    GROUP BY i.source_id
),

-- what the pages were instead of articles, where none was an article for 30 days
pages AS (
    SELECT p.source_id, mode(p.error) AS error
    FROM raw.pages AS p
    JOIN finished AS f ON f.edition = p.edition
    CROSS JOIN latest AS l
    WHERE p.kind = 'article' AND p.edition > l.edition - 30
    GROUP BY p.source_id
    HAVING count(*) = count(p.error)
),

articles AS (
    SELECT a.source_id, max(a.edition) AS last_new_article, count(*) AS articles
    FROM core.articles AS a
    JOIN finished AS f ON f.edition = a.edition
    GROUP BY a.source_id
),

reported AS (
    SELECT c.call_id, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

calls AS (
    SELECT a.source_id, count(DISTINCT r.call_id) AS calls
    FROM reported AS r
    JOIN core.call_reports AS t ON t.report_id = r.report_id
    JOIN core.articles AS a ON a.article_id = t.article_id
    GROUP BY a.source_id
)

SELECT
    s.source_id,
    s.first_edition,
    s.last_success,
    a.last_new_article,
    coalesce(a.articles, 0) AS articles,
    coalesce(c.calls, 0) AS calls,
    s.fetches_30_days,
    s.errors_30_days,
    round(s.errors_30_days / greatest(s.fetches_30_days, 1), 3) AS error_rate,
    l.edition - coalesce(a.last_new_article, s.first_edition) AS days_silent,
    coalesce(i.error, g.error) AS trouble
FROM fetches AS s
CROSS JOIN latest AS l
LEFT JOIN articles AS a ON a.source_id = s.source_id
LEFT JOIN listed AS i ON i.source_id = s.source_id
LEFT JOIN pages AS g ON g.source_id = s.source_id
LEFT JOIN calls AS c ON c.source_id = s.source_id
ORDER BY s.source_id
