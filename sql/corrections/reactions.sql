-- One row: a reaction of the articles $1 as it counts.
SELECT
    e.report_id, e.speaker, e.side, e.stance, e.toward, e.in_call, e.rule, r.evidence, r.evidence_start,
    r.evidence_end, e.is_corrected
FROM marts.evidence AS e
JOIN core.reactions AS r ON r.reaction_id = e.reaction_id AND r.edition = e.edition
WHERE list_contains($1::VARCHAR[], e.article_id)
ORDER BY e.report_id, r.evidence_start, e.reaction_id
