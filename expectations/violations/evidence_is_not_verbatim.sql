-- table: core.reactions
-- description: the evidence stands in its article's text, character for character, at its offsets
SELECT r.reaction_id AS key
FROM core.reactions AS r
JOIN core.articles AS a USING (article_id)
WHERE r.edition = $edition
  AND substring(a.text, r.evidence_start + 1, r.evidence_end - r.evidence_start) <> r.evidence
