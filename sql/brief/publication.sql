-- One row: the publication that is read, and the latest edition in it.
SELECT
    p.publication_id,
    p.published_at,
    p.readouts,
    p.parser,
    p.extractor,
    (SELECT max(e.edition) FROM meta.editions AS e WHERE e.status = 'published') AS latest
FROM meta.publication AS p
