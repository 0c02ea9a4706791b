-- table: core.reactions
-- description: the evidence stands in its article's text, character for character, at its offsets
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN core.articles AS a
    ON a.article_id = s.article_id AND a.edition = $edition
    AND substring(a.text, s.evidence_start + 1, s.evidence_end - s.evidence_start) = s.evidence
