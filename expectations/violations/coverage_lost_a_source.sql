-- table: marts.coverage
-- description: where an edition is covered, each source that was asked for it has its row
SELECT p.source_id || '/' || p.edition::VARCHAR AS key
FROM raw.pages AS p
ANTI JOIN marts.coverage AS c ON c.source_id = p.source_id AND c.edition = p.edition
WHERE p.edition = $edition AND EXISTS (SELECT 1 FROM marts.coverage AS o WHERE o.edition = $edition)
