-- table: marts.coverage
-- description: an edition's articles, reports and reactions that are not doubtful are those of its sources together
WITH told AS (
    SELECT
        c.edition,
        min(c.row_id) AS key,
        sum(c.articles) AS articles,
        sum(c.reports) AS reports,
        sum(c.reactions) AS reactions
    FROM marts.coverage AS c
    SEMI JOIN staged AS s ON s.edition = c.edition
    GROUP BY c.edition
)

SELECT t.key
FROM told AS t
LEFT JOIN (SELECT a.edition, count(*) AS n FROM core.articles AS a GROUP BY a.edition) AS a ON a.edition = t.edition
LEFT JOIN (SELECT r.edition, count(*) AS n FROM core.call_reports AS r WHERE NOT r.is_doubtful GROUP BY r.edition) AS r ON r.edition = t.edition
LEFT JOIN (SELECT e.edition, count(*) AS n FROM core.reactions AS e WHERE NOT e.is_doubtful GROUP BY e.edition) AS e ON e.edition = t.edition
WHERE t.articles <> coalesce(a.n, 0) OR t.reports <> coalesce(r.n, 0) OR t.reactions <> coalesce(e.n, 0)
