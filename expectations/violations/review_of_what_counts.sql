-- table: marts.to_review
-- description: what waits to be looked at is in no figure
SELECT s.target AS key
FROM staged AS s
WHERE s.target IN (SELECT e.reaction_id FROM marts.evidence AS e)
    OR s.target IN (SELECT r.report_id FROM core.counted_reports AS r)
