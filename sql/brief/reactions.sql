-- One row: one reaction known to edition $1, in a call from day $2 on: the latest calls first, and of the reports of one
-- day first what both readers read.
SELECT
    e.call_id,
    e.side,
    e.stance,
    e.position,
    e.publisher,
    e.is_copy,
    e.edition,
    e.reaction_id,
    e.article_id,
    e.speaker,
    e.is_corrected,
    e.in_call,
    e.read_by
FROM marts.evidence AS e
WHERE e.edition <= $1 AND e.call_date >= $2
ORDER BY e.call_date DESC, e.call_id, e.is_copy, e.published_date, e.read_by <> 'both', e.reaction_id, e.edition
