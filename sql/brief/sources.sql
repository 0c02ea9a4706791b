-- One row: one source that is known by edition $1 and brought it no call: silent, failed, without calls, or not asked.
SELECT
    h.source_id,
    coalesce(c.state, 'not_asked') AS state,
    coalesce(c.fetches, 0) AS fetches,
    coalesce(c.errors, 0) AS errors,
    coalesce(c.articles, 0) AS articles,
    (
        SELECT max(a.edition) FROM marts.coverage AS a
        WHERE a.source_id = h.source_id AND a.edition <= $1 AND a.articles > 0
    ) AS last_article
FROM marts.source_health AS h
LEFT JOIN marts.coverage AS c ON c.source_id = h.source_id AND c.edition = $1
WHERE h.first_edition <= $1 AND coalesce(c.state, 'not_asked') <> 'reported'
ORDER BY list_position(['failed', 'silent', 'not_asked', 'no_calls'], coalesce(c.state, 'not_asked')), h.source_id
