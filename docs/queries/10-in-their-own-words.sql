-- What did Norway say by its own account, and where is the page archived?
-- A researcher. An own account is that of a publisher that speaks for the side, no newspaper of its country. `warc_offset` of
-- `marts.evidence` says where in the archived file the page begins.
SELECT call_date, speaker, office, stance, evidence, canonical_url, warc_file
FROM reactions_with_sources
WHERE side = 'NOR' AND is_own_account
ORDER BY call_date, stance, evidence
