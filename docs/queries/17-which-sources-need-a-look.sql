-- Which sources fail, or have brought nothing new for a week?
-- A data engineer.
SELECT source_id, last_success, last_new_article, days_silent, fetches_30_days AS fetches, errors_30_days AS errors, error_rate
FROM marts.source_health
WHERE days_silent > 7 OR errors_30_days > 0
ORDER BY error_rate DESC, source_id
