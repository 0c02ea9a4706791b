-- One row: one reason for which the gate refused rows of edition $1, and how many of which table.
-- Every table has its quarantine; a test holds that each is named here.
WITH refused AS (
    SELECT 'applied_corrections' AS name, q.reasons FROM quarantine.applied_corrections AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'answers' AS name, q.reasons FROM quarantine.answers AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'articles' AS name, q.reasons FROM quarantine.articles AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'call_network' AS name, q.reasons FROM quarantine.call_network AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'call_reports' AS name, q.reasons FROM quarantine.call_reports AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'contradictions' AS name, q.reasons FROM quarantine.contradictions AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'counted_parties' AS name, q.reasons FROM quarantine.counted_parties AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'counted_reports' AS name, q.reasons FROM quarantine.counted_reports AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'calls' AS name, q.reasons FROM quarantine.calls AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'corrections' AS name, q.reasons FROM quarantine.corrections AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'coverage' AS name, q.reasons FROM quarantine.coverage AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'evidence' AS name, q.reasons FROM quarantine.evidence AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'pages' AS name, q.reasons FROM quarantine.pages AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'parties' AS name, q.reasons FROM quarantine.parties AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'people' AS name, q.reasons FROM quarantine.people AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'position_shifts' AS name, q.reasons FROM quarantine.position_shifts AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'positions' AS name, q.reasons FROM quarantine.positions AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'reactions' AS name, q.reasons FROM quarantine.reactions AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'reactions_by_country' AS name, q.reasons FROM quarantine.reactions_by_country AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'reactions_by_country_and_stance' AS name, q.reasons FROM quarantine.reactions_by_country_and_stance AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'reactions_by_stance' AS name, q.reasons FROM quarantine.reactions_by_stance AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'reactions_daily' AS name, q.reasons FROM quarantine.reactions_daily AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'readout_differences' AS name, q.reasons FROM quarantine.readout_differences AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'source_health' AS name, q.reasons FROM quarantine.source_health AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'to_review' AS name, q.reasons FROM quarantine.to_review AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'translations' AS name, q.reasons FROM quarantine.translations AS q WHERE q.quarantined_in = $1
    UNION ALL
    SELECT 'unparsed' AS name, q.reasons FROM quarantine.unparsed AS q WHERE q.quarantined_in = $1
)

SELECT r.name, reason, count(*) AS refused
FROM (SELECT r.name, unnest(r.reasons) AS reason FROM refused AS r) AS r
GROUP BY r.name, reason
ORDER BY refused DESC, r.name, reason
