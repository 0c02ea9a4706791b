-- table: core.parties
-- severity: warning
-- description: a party has a name or a side; of one with neither nothing says who spoke, and its sentence was read badly
SELECT s.party_id AS key
FROM staged AS s
WHERE s.side IS NULL AND s.name IS NULL
