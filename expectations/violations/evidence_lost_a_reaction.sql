-- table: marts.evidence
-- description: a figure's reaction is one that stands in core
SELECT e.reaction_id AS key
FROM marts.evidence AS e
ANTI JOIN core.reactions AS r USING (reaction_id)
