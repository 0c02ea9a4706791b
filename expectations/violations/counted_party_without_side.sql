-- table: core.counted_parties
-- description: a party has a side where its basis says how that is known, and none where it says that it is not
SELECT s.party_id AS key
FROM staged AS s
WHERE (s.side IS NULL) <> (s.country_basis = 'none')
