-- Which sources fail, or have brought nothing new for a week?
-- A data engineer. `trouble` is what was wrong when it was last asked, and what to do; `readouts sources check ID` tries one anew.
SELECT source_id, last_success, last_new_article, days_silent, fetches_30_days AS fetches, errors_30_days AS errors, error_rate, trouble
FROM marts.source_health
WHERE days_silent > 7 OR errors_30_days > 0
ORDER BY error_rate DESC, source_id
