-- What was said day by day in the weeks around the invasion of Ukraine?
-- A researcher, who sets the window to that of the crisis.
SELECT call_date, side, stance, calls, sources
FROM marts.reactions_daily
WHERE call_date BETWEEN DATE '2022-02-10' AND DATE '2022-03-10'
ORDER BY call_date, side, stance
