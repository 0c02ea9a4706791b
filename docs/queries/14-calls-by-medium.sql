-- How do they speak, and how often does a report give the day of the call?
-- A researcher who judges the data before using it.
SELECT
    year(call_date) AS year,
    medium,
    count(*) AS calls,
    count(*) FILTER (is_date_stated) AS with_stated_day,
    count(*) FILTER (len(sides) > 2) AS conferences
FROM core.calls
GROUP BY year, medium
ORDER BY year, medium
