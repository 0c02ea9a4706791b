-- One row: records by who read them, those that count and those in doubt.
SELECT record, read_by AS "read by", count(*) FILTER (NOT is_doubtful) AS counted,
    count(*) FILTER (is_doubtful) AS doubtful
FROM (SELECT 'call' AS record, read_by, is_doubtful FROM core.call_reports
      UNION ALL SELECT 'reaction', read_by, is_doubtful FROM core.reactions)
GROUP BY record, read_by ORDER BY record, read_by
