-- table: marts.evidence
-- description: a figure's reaction is one that stands in core
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN core.reactions AS r ON r.reaction_id = s.reaction_id AND r.edition = s.edition
