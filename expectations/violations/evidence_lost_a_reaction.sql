-- table: marts.evidence
-- description: a figure's reaction is one that stands in core
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN (
    SELECT x.reaction_id, x.edition FROM core.reactions AS x WHERE x.edition >= (SELECT min(y.edition) FROM staged AS y)
) AS r ON r.reaction_id = s.reaction_id AND r.edition = s.edition
