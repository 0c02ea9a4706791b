-- One row: which publication this is, and the editions in it.
SELECT
    p.publication_id,
    (SELECT list(e.edition ORDER BY e.edition) FROM meta.editions AS e WHERE e.status = 'published') AS editions
FROM meta.publication AS p
