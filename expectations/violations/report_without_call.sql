-- table: core.calls
-- mostly: 0.9
-- rows_allowed: 5
-- description: every report of the edition is in a call, but for those that are doubtful or that an analyst retracted
SELECT r.report_id AS key
FROM core.call_reports AS r
ANTI JOIN meta.editions AS e ON e.edition = r.edition AND e.status NOT IN ('published', 'building')
ANTI JOIN core.applied_corrections AS k
    ON k.report_id = r.report_id AND k.kind = 'report' AND k.field = 'retracted' AND k.value = 'true'
WHERE r.edition = $edition AND NOT r.is_doubtful
  AND r.report_id NOT IN (
      SELECT unnest(c.report_ids) FROM core.calls AS c WHERE c.last_edition >= $edition AND c.first_edition <= $edition
  )
