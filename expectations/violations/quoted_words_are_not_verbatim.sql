-- table: marts.evidence
-- description: the words to quote stand in the article that they lead to, character for character, at the reaction's offsets
SELECT s.reaction_id AS key
FROM staged AS s
JOIN core.reactions AS r ON r.reaction_id = s.reaction_id AND r.edition = s.edition
LEFT JOIN core.articles AS a ON a.article_id = s.article_id AND a.edition = s.edition
WHERE substring(a.text, r.evidence_start + 1, r.evidence_end - r.evidence_start) IS DISTINCT FROM s.evidence
   OR a.canonical_url IS DISTINCT FROM s.canonical_url
