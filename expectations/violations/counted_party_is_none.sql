-- table: core.counted_parties
-- description: a party that counts is one that the parser found
SELECT s.party_id AS key
FROM staged AS s
ANTI JOIN core.parties AS p ON p.party_id = s.party_id AND p.edition = s.edition AND p.report_id = s.report_id
