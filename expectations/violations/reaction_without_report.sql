-- table: core.reactions
-- description: a reaction belongs to a call report that is there
SELECT r.reaction_id AS key
FROM core.reactions AS r
ANTI JOIN core.call_reports AS c USING (report_id)
WHERE r.edition = $edition
