-- table: core.parties
-- description: a party belongs to a call report that is there
SELECT p.party_id AS key
FROM core.parties AS p
ANTI JOIN core.call_reports AS c USING (report_id)
WHERE p.edition = $edition
