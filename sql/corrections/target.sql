-- One row: the reaction, party or call report of the id $1: its kind, what tells it from its like, its words.
SELECT r.reaction_id, 'reaction', coalesce(r.side, 'joint') || ' ' || r.stance, r.evidence, a.canonical_url,
    a.published_date
FROM core.reactions AS r JOIN core.articles AS a USING (article_id) WHERE r.reaction_id = $1
UNION ALL
SELECT p.party_id, 'party', coalesce(p.name, p.office, ''), r.evidence, a.canonical_url, a.published_date
FROM core.parties AS p
JOIN core.call_reports AS r ON r.report_id = p.report_id AND r.edition = p.edition
JOIN core.articles AS a ON a.article_id = p.article_id
WHERE p.party_id = $1
UNION ALL
SELECT
    r.report_id, 'report',
    (SELECT coalesce(string_agg(DISTINCT p.side, ' ' ORDER BY p.side), '')
     FROM core.parties AS p WHERE p.report_id = r.report_id),
    r.evidence, a.canonical_url, a.published_date
FROM core.call_reports AS r JOIN core.articles AS a USING (article_id) WHERE r.report_id = $1
LIMIT 1
