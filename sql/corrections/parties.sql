-- One row: a party of the call reports of the articles $1 as it counts.
SELECT c.report_id, c.name, c.office, c.side, c.country_basis
FROM core.counted_parties AS c
JOIN core.parties AS p ON p.party_id = c.party_id AND p.edition = c.edition
WHERE list_contains($1::VARCHAR[], p.article_id)
ORDER BY c.report_id, p.ordinal
