-- What has each country said since May 2025, in how many calls?
-- A journalist who wants one table. A call in which two stances were voiced counts for both positions.
SELECT side, calls, supportive_calls, de_escalatory_calls, critical_calls, stances
FROM marts.reactions_by_country
WHERE last_date >= DATE '2025-05-01'
ORDER BY calls DESC, side
