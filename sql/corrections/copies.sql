-- One row: how many wire copies there are of the article that the row of id $1 stands in.
SELECT count(DISTINCT c.article_id)
FROM core.articles AS c
WHERE c.duplicate_of IN (
    SELECT article_id FROM core.reactions WHERE reaction_id = $1
    UNION ALL SELECT article_id FROM core.parties WHERE party_id = $1
    UNION ALL SELECT article_id FROM core.call_reports WHERE report_id = $1
)
