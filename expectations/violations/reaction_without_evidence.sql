-- table: marts.evidence
-- mostly: 0.9
-- rows_allowed: 5
-- description: every reaction of the edition can be quoted, but for those that are doubtful or that an analyst retracted
SELECT r.reaction_id AS key
FROM core.reactions AS r
ANTI JOIN meta.editions AS x ON x.edition = r.edition AND x.status NOT IN ('published', 'building')
ANTI JOIN marts.evidence AS e ON e.reaction_id = r.reaction_id AND e.edition = $edition
ANTI JOIN (
    SELECT c.kind, c.report_id, c.reaction_id, c.party_id
    FROM core.applied_corrections AS c
    WHERE c.field = 'retracted' AND c.value = 'true'
) AS k
    ON k.report_id = r.report_id
    AND CASE k.kind
        WHEN 'report' THEN true
        WHEN 'party' THEN k.party_id = r.party_id
        ELSE k.reaction_id = r.reaction_id
    END
WHERE r.edition = $edition AND NOT r.is_doubtful
  AND r.report_id NOT IN (SELECT t.report_id FROM core.call_reports AS t WHERE t.edition = $edition AND t.is_doubtful)
