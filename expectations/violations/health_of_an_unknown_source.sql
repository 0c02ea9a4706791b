-- table: marts.source_health
-- description: a source that is judged has been fetched
SELECT s.source_id AS key
FROM staged AS s
ANTI JOIN raw.pages AS p ON p.source_id = s.source_id AND p.edition >= s.first_edition
