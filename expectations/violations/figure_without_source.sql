-- table: marts.reactions_by_country_and_stance
-- description: a figure has a source, and one of its reactions leads to a page that the archive has
SELECT s.row_id AS key
FROM staged AS s
LEFT JOIN (
    SELECT y.row_id, unnest(y.reaction_ids) AS reaction_id FROM staged AS y
) AS x ON x.row_id = s.row_id
LEFT JOIN marts.evidence AS e ON e.reaction_id = x.reaction_id
GROUP BY s.row_id, s.sources
HAVING s.sources < 1 OR count(e.warc_file) = 0
