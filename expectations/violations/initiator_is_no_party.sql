-- table: core.call_reports
-- mostly: 0.9
-- rows_allowed: 5
-- description: whoever rang is a party to the call
SELECT s.report_id AS key
FROM staged AS s
WHERE s.initiator_side IS NOT NULL
  AND NOT EXISTS (
      FROM core.parties AS p
      WHERE p.report_id = s.report_id AND p.side = s.initiator_side AND p.edition = $edition
  )
