-- One row: one reason for which the gate refused rows of edition $1 that are in the quarantine $2, and how many.
SELECT r.reason, count(*) AS refused
FROM (SELECT unnest(q.reasons) AS reason FROM query_table($2) AS q WHERE q.quarantined_in = $1) AS r
GROUP BY r.reason
