-- One row: what one reader alone found: a reaction, and why it is doubtful.
SELECT r.read_by AS "read by", r.side AS country, r.stance, count(*) AS calls, r.evidence AS "in whose words",
    a.publisher, array_to_string(r.doubts, ', ') AS doubts
FROM core.reactions AS r JOIN core.articles AS a USING (article_id)
WHERE r.read_by <> 'both' AND a.duplicate_of IS NULL GROUP BY ALL ORDER BY ALL
