-- One row: one stance that one side's account tells and another's does not, known to edition $1, from day $2 on, the
-- latest first, $3 at most.
SELECT
    d.call_date,
    e.is_date_stated,
    d.call_id,
    d.side,
    d.stance,
    d.position,
    d.told_by,
    d.untold_by,
    d.is_position_told,
    d.passage,
    d.passage_url,
    d.other_passage,
    d.other_url,
    d.reaction_id,
    a.language,
    t.translation,
    t.translated_into,
    t.translated_by,
    b.language AS other_language,
    n.translation AS other_translation,
    n.translated_into AS other_translated_into,
    n.translated_by AS other_translated_by,
    e.read_by,
    e.edition,
    o.article_id AS other_article,
    o.edition AS other_edition
FROM marts.readout_differences AS d
JOIN marts.evidence AS e ON e.reaction_id = d.reaction_id
JOIN core.call_reports AS o ON o.report_id = d.other_report_id
LEFT JOIN core.articles AS a ON a.article_id = e.article_id AND a.edition = e.edition
LEFT JOIN core.translations AS t
    ON t.article_id = e.article_id AND t.edition = e.edition AND t.evidence = d.passage
LEFT JOIN core.articles AS b ON b.article_id = o.article_id AND b.edition = o.edition
LEFT JOIN core.translations AS n
    ON n.article_id = o.article_id AND n.edition = o.edition AND n.evidence = d.other_passage
WHERE e.edition <= $1 AND o.edition <= $1 AND d.call_date >= $2
QUALIFY row_number() OVER (PARTITION BY d.row_id ORDER BY e.edition) = 1
ORDER BY d.call_date DESC, d.call_id, d.side, d.stance, d.told_by, d.untold_by
LIMIT $3
