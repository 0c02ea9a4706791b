-- One row: one change of position known to edition $1, from day $2 on, the latest first, $3 at most: which edition told it,
-- and which one the words come from that it is quoted by.
SELECT
    s.side,
    s.counterpart,
    s.from_date,
    s.from_position,
    s.from_stances,
    s.to_date,
    s.to_position,
    s.to_stances,
    s.publisher,
    s.quotation,
    s.quotation_url,
    s.reaction_id,
    a.language,
    t.translation,
    t.translated_into,
    t.translated_by,
    e.in_call,
    e.read_by,
    e.edition,
    s.edition AS told_in
FROM marts.position_shifts AS s
JOIN marts.evidence AS e ON e.reaction_id = s.reaction_id
LEFT JOIN core.articles AS a ON a.article_id = e.article_id AND a.edition = e.edition
LEFT JOIN core.translations AS t
    ON t.article_id = e.article_id AND t.edition = e.edition AND t.evidence = s.quotation
WHERE s.edition <= $1 AND e.edition <= $1 AND s.to_date >= $2
QUALIFY row_number() OVER (PARTITION BY s.row_id ORDER BY e.edition) = 1
ORDER BY s.to_date DESC, s.side, s.counterpart
LIMIT $3
