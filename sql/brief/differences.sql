-- One row: one stance that one side's account tells and another's does not, known to edition $1, from day $2 on, the
-- latest first, $3 at most.
SELECT
    d.call_date,
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
    e.read_by,
    e.edition,
    o.article_id AS other_article,
    o.edition AS other_edition
FROM marts.readout_differences AS d
JOIN marts.evidence AS e ON e.reaction_id = d.reaction_id
JOIN core.call_reports AS o ON o.report_id = d.other_report_id
WHERE e.edition <= $1 AND o.edition <= $1 AND d.call_date >= $2
QUALIFY row_number() OVER (PARTITION BY d.row_id ORDER BY e.edition) = 1
ORDER BY d.call_date DESC, d.call_id, d.side, d.stance, d.told_by, d.untold_by
LIMIT $3
