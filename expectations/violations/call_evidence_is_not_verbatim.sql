-- table: core.call_reports
-- description: the sentence that reports the call stands in its article's text, character for character, at its offsets
SELECT r.report_id AS key
FROM core.call_reports AS r
JOIN core.articles AS a USING (article_id)
WHERE r.edition = $edition
  AND substring(a.text, r.evidence_start + 1, r.evidence_end - r.evidence_start) <> r.evidence
