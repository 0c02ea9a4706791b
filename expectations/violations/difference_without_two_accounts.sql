-- table: marts.readout_differences
-- description: a difference is between two sides of its call, and both passages stand where it says
SELECT d.row_id AS key
FROM staged AS d
LEFT JOIN core.calls AS c
    ON c.call_id = d.call_id AND list_has_all(c.sides, [d.told_by, d.untold_by])
    AND list_contains(c.report_ids, d.other_report_id)
LEFT JOIN marts.evidence AS e
    ON e.reaction_id = d.reaction_id AND e.call_id = d.call_id AND e.side = d.side AND e.stance = d.stance
    AND e.evidence = d.passage
WHERE d.told_by = d.untold_by OR c.call_id IS NULL OR e.reaction_id IS NULL
