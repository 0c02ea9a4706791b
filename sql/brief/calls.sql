-- One row: one call known to edition $1, from day $2 on, whether that edition told of it and which publishers did, and the
-- words of the report that was first.
WITH known AS (
    SELECT c.*
    FROM core.calls AS c
    WHERE c.first_edition <= $1 AND c.call_date >= $2
),

-- Whoever tells of a call is a source of it, whether or not a position is told with it; copies are none.
told AS (
    SELECT
        k.call_id,
        coalesce(list(DISTINCT a.publisher ORDER BY a.publisher) FILTER (a.duplicate_of IS NULL), []) AS publishers
    FROM (SELECT call_id, unnest(report_ids) AS report_id FROM known WHERE last_edition >= $1) AS k
    JOIN core.call_reports AS r ON r.report_id = k.report_id AND r.edition = $1
    JOIN core.articles AS a ON a.article_id = r.article_id AND a.edition = r.edition
    GROUP BY k.call_id
),

-- Who read the call, in whichever report of it.
readers AS (
    SELECT
        k.call_id,
        CASE
            WHEN NOT bool_or(r.read_by IN ('model', 'both')) THEN 'rules'
            WHEN NOT bool_or(r.read_by IN ('rules', 'both')) THEN 'model'
            ELSE 'both'
        END AS read_by,
        max(r.edition) AS read_in
    FROM (SELECT o.call_id, unnest(o.report_ids) AS report_id FROM known AS o) AS k
    JOIN core.call_reports AS r ON r.report_id = k.report_id AND r.edition <= $1
    GROUP BY k.call_id
)

SELECT
    k.call_id,
    k.call_date,
    k.is_date_stated,
    k.sides,
    k.unplaced,
    k.medium,
    k.initiator_side,
    k.first_edition = $1 AS is_new,
    t.call_id IS NOT NULL AS is_told,
    coalesce(t.publishers, []) AS publishers,
    r.evidence,
    a.language,
    t.translation,
    t.translated_into,
    t.translated_by,
    r.article_id,
    a.title,
    a.publisher,
    a.published_date,
    a.canonical_url,
    r.edition,
    w.read_by,
    w.read_in
FROM known AS k
LEFT JOIN told AS t ON t.call_id = k.call_id
LEFT JOIN readers AS w ON w.call_id = k.call_id
LEFT JOIN core.call_reports AS r ON r.report_id = k.report_ids[1] AND r.edition = k.first_edition
LEFT JOIN core.articles AS a ON a.article_id = r.article_id AND a.edition = r.edition
LEFT JOIN core.translations AS t
    ON t.article_id = r.article_id AND t.edition = r.edition AND t.evidence = r.evidence
ORDER BY k.call_date DESC, k.call_id
