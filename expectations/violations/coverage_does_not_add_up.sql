-- table: marts.coverage
-- description: an edition's articles, reports and reactions are those of its sources together
SELECT min(c.row_id) AS key
FROM marts.coverage AS c
WHERE c.edition = $edition
HAVING sum(c.articles) <> (SELECT count(*) FROM core.articles AS a WHERE a.edition = $edition)
    OR sum(c.reports) <> (SELECT count(*) FROM core.call_reports AS r WHERE r.edition = $edition)
    OR sum(c.reactions) <> (SELECT count(*) FROM core.reactions AS e WHERE e.edition = $edition)
