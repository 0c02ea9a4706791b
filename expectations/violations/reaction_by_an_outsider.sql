-- table: core.reactions
-- mostly: 0.9
-- rows_allowed: 5
-- description: whoever reacts is a party to the call
SELECT r.reaction_id AS key
FROM core.reactions AS r
WHERE r.edition = $edition
  AND r.side IS NOT NULL
  AND NOT EXISTS (FROM core.parties AS p WHERE p.report_id = r.report_id AND p.side = r.side)
