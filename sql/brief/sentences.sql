-- One row: one of the $3 latest reactions known to edition $1 in a call from day $2 on, with its words, in the order
-- of reactions.sql.
SELECT
    e.reaction_id,
    e.evidence,
    a.language,
    t.translation,
    t.translated_into,
    t.translated_by,
    e.article_id,
    e.title,
    e.publisher,
    e.published_date,
    e.canonical_url,
    e.edition,
    e.warc_file,
    e.warc_offset
FROM marts.evidence AS e
LEFT JOIN core.articles AS a ON a.article_id = e.article_id AND a.edition = e.edition
LEFT JOIN core.translations AS t
    ON t.article_id = e.article_id AND t.edition = e.edition AND t.evidence = e.evidence
WHERE e.edition <= $1 AND e.call_date >= $2
ORDER BY e.call_date DESC, e.call_id, e.is_copy, e.published_date, e.read_by <> 'both', e.reaction_id, e.edition
LIMIT $3
