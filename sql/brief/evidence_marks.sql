-- One row: one reaction that edition $1 told, and where its words stand in its article.
SELECT
    e.article_id,
    e.reaction_id,
    e.call_date,
    e.is_date_stated,
    e.in_call,
    e.side,
    e.speaker,
    e.counterparts,
    e.stance,
    e.position,
    e.toward,
    e.evidence,
    t.translation,
    t.translated_into,
    t.translated_by,
    e.is_corrected,
    e.read_by,
    e.edition,
    r.evidence_start,
    r.evidence_end
FROM marts.evidence AS e
JOIN core.reactions AS r ON r.reaction_id = e.reaction_id AND r.edition = e.edition
LEFT JOIN core.translations AS t
    ON t.article_id = e.article_id AND t.edition = e.edition AND t.evidence = e.evidence
WHERE e.edition = $1
ORDER BY e.article_id, r.evidence_start, e.reaction_id
