-- One row: a party of one of the call reports $1, by its number in it.
SELECT
    p.report_id, p.ordinal, p.party_id,
    coalesce(p.name, p.office, '?') AS name, coalesce(p.side, '?') AS side
FROM core.parties AS p WHERE list_contains($1::VARCHAR[], p.report_id) ORDER BY p.report_id, p.ordinal
