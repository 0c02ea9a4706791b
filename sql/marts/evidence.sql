-- One row: one reaction in one article, with its call, its article and its words: the one table to quote from.
-- Rebuilt by: report_id (report_id of core.reactions, report_ids of core.calls)
WITH of_call AS (
    SELECT c.call_id, c.call_date, unnest(c.report_ids) AS report_id FROM core.calls AS c
)

SELECT
    r.reaction_id,
    o.call_id,
    r.report_id,
    o.call_date,
    r.speaker,
    coalesce(r.side, 'joint') AS side,
    r.counterparts,
    r.stance,
    r.position,
    r.toward,
    r.in_call,
    r.evidence,
    r.rule,
    r.article_id,
    a.title,
    a.publisher,
    a.published_date,
    a.duplicate_of IS NOT NULL AS is_copy,
    a.canonical_url,
    p.warc_file,
    p.warc_offset,
    r.edition
FROM core.reactions AS r
JOIN of_call AS o ON o.report_id = r.report_id
JOIN core.articles AS a ON a.article_id = r.article_id
LEFT JOIN raw.pages AS p ON p.page_id = a.page_id
ORDER BY o.call_date, o.call_id, r.article_id, r.evidence_start, r.reaction_id
