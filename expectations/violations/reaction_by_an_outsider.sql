-- table: core.reactions
-- mostly: 0.9
-- rows_allowed: 5
-- description: whoever reacts is a party to the call, with a side or without; only several as one are no single party
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN core.parties AS p ON p.report_id = s.report_id AND p.side = s.side AND p.edition = $edition
WHERE s.side IS NOT NULL
UNION ALL
SELECT s.reaction_id AS key
FROM staged AS s
WHERE s.side IS NULL AND s.party_id IS NULL AND s.speaker IS DISTINCT FROM 'joint'
