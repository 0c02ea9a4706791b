-- One row: a call report of the articles $1 as it counts.
SELECT
    c.article_id, c.report_id, c.call_date, c.medium, c.initiator, r.evidence, r.evidence_start, r.evidence_end,
    c.is_corrected
FROM core.counted_reports AS c
JOIN core.call_reports AS r ON r.report_id = c.report_id AND r.edition = c.edition
WHERE list_contains($1::VARCHAR[], c.article_id)
ORDER BY c.article_id, r.ordinal, c.report_id
