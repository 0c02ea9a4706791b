-- One row: one source without a new article for $days days or more, counted in days of editions.
SELECT
    s.source_id,
    s.days_silent,
    coalesce(s.last_new_article, s.first_edition) AS since,
    s.last_new_article,
    s.last_success,
    s.error_rate
FROM marts.source_health AS s
WHERE s.days_silent >= $days
ORDER BY s.source_id
