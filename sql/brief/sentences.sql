-- One row: one of the $3 latest reactions known to edition $1 in a call from day $2 on, with its words, in the order
-- of reactions.sql.
SELECT
    e.reaction_id,
    e.evidence,
    e.article_id,
    e.title,
    e.publisher,
    e.published_date,
    e.canonical_url,
    e.edition,
    e.warc_file,
    e.warc_offset
FROM marts.evidence AS e
WHERE e.edition <= $1 AND e.call_date >= $2
ORDER BY e.call_date DESC, e.call_id, e.is_copy, e.published_date, e.reaction_id, e.edition
LIMIT $3
