-- One row: one passage of edition $1 that speaks of a call and yielded none, or not the one that a model told, $2 at most, and how many there are.
SELECT
    u.passage,
    u.reason,
    a.publisher,
    a.language,
    a.published_date,
    a.canonical_url,
    count(*) OVER () AS passages
FROM core.unparsed AS u
JOIN core.articles AS a ON a.article_id = u.article_id AND a.edition = u.edition
WHERE u.edition = $1 AND u.reason NOT IN ('other_language', 'waiting_for_model') AND NOT starts_with(u.reason, 'refused_stance_')
ORDER BY u.reason, a.publisher, u.unparsed_id
LIMIT $2
