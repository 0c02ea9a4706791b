-- One row: the first day of calls from which on the brief of edition $1 can carry every reaction, $2 at most; NULL
-- where there is none.
WITH days AS (
    SELECT e.call_date, count(*) AS reactions FROM marts.evidence AS e WHERE e.edition <= $1 GROUP BY e.call_date
),

summed AS (
    SELECT d.call_date, sum(d.reactions) OVER (ORDER BY d.call_date DESC) AS reactions FROM days AS d
)

-- The latest day is carried whatever its size.
SELECT
    coalesce(min(s.call_date) FILTER (s.reactions <= $2), max(s.call_date)) AS first_day,
    (SELECT min(d.call_date) FROM days AS d) AS earliest
FROM summed AS s
