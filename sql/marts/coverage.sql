-- One row: one source and edition: whether it answered, and what it brought, so that silence can be told from absence.
-- Rebuilt by: edition (edition of raw.pages, edition of core.articles, edition of core.call_reports, edition of core.reactions, edition of core.unparsed)
-- A source without a row was not asked for that edition; or nothing is fetched to learn what it has (a folder, WARC files,
-- addresses in sources.yaml), and it had nothing new.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

fetched AS (
    SELECT
        p.source_id,
        p.edition,
        max(json_extract_string(p.source_facts, '$.country')) AS country,
        count(*) AS fetches,
        count(p.error) AS errors,
        count(p.error) FILTER (p.kind = 'article') AS lost,
        count(*) FILTER (p.kind = 'article' AND p.error IS NULL) AS pages
    FROM raw.pages AS p
    JOIN finished AS f ON f.edition = p.edition
    GROUP BY p.source_id, p.edition
),

reports AS (
    SELECT r.edition, r.article_id, count(*) AS reports FROM core.call_reports AS r WHERE NOT r.is_doubtful GROUP BY r.edition, r.article_id
),

reactions AS (
    SELECT r.edition, r.article_id, count(*) AS reactions FROM core.reactions AS r WHERE NOT r.is_doubtful GROUP BY r.edition, r.article_id
),

passages AS (
    SELECT
        u.edition,
        u.article_id,
        count(*) FILTER (u.reason <> 'other_language' AND NOT starts_with(u.reason, 'refused_stance_')) AS unparsed,
        count(*) FILTER (u.reason = 'other_language') AS other_language
    FROM core.unparsed AS u
    GROUP BY u.edition, u.article_id
),

read AS (
    SELECT
        a.source_id,
        a.edition,
        count(*) AS articles,
        count(r.reports) AS articles_with_calls,
        sum(r.reports) AS reports,
        sum(e.reactions) AS reactions,
        sum(u.unparsed) AS unparsed,
        sum(u.other_language) AS other_language
    FROM core.articles AS a
    LEFT JOIN reports AS r ON r.edition = a.edition AND r.article_id = a.article_id
    LEFT JOIN reactions AS e ON e.edition = a.edition AND e.article_id = a.article_id
    LEFT JOIN passages AS u ON u.edition = a.edition AND u.article_id = a.article_id
    GROUP BY a.source_id, a.edition
)

SELECT
    f.source_id || '/' || f.edition::VARCHAR AS row_id,
    f.source_id,
    f.country,
    f.edition,
    f.fetches,
    f.errors,
    coalesce(r.articles, 0) AS articles,
    coalesce(r.articles_with_calls, 0) AS articles_with_calls,
    coalesce(r.reports, 0) AS reports,
    coalesce(r.reactions, 0) AS reactions,
    coalesce(r.unparsed, 0) AS unparsed,
    coalesce(r.other_language, 0) AS other_language,
    f.pages - coalesce(r.articles, 0) AS refused,
    CASE
        WHEN r.articles_with_calls > 0 THEN 'reported'
        WHEN r.articles > 0 THEN 'no_calls'
        -- It gave no answer at all, or what it had could not be fetched or read.
        WHEN f.errors = f.fetches OR f.lost > 0 OR f.pages > 0 THEN 'failed'
        ELSE 'silent'
    END AS state
FROM fetched AS f
LEFT JOIN read AS r ON r.source_id = f.source_id AND r.edition = f.edition
ORDER BY f.edition, f.source_id
