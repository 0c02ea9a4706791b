-- In which calls is somebody's side not known, and whom could an analyst place?
-- An analyst. Such a party counts for no side; `readouts correct PARTY_ID country NOR …` gives it one. On the sample all are known.
SELECT c.call_date, c.sides, c.participants, c.unplaced, p.party_id, p.name, p.office, r.evidence
FROM core.calls AS c
JOIN core.counted_parties AS p ON list_contains(c.report_ids, p.report_id) AND p.side IS NULL
JOIN core.call_reports AS r ON r.report_id = p.report_id AND r.edition = p.edition
ORDER BY c.call_date, c.call_id, p.party_id
