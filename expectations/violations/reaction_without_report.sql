-- table: core.reactions
-- description: a reaction belongs to a call report that is there
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN core.call_reports AS c ON c.report_id = s.report_id AND c.edition = $edition
