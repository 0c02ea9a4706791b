-- table: core.reactions
-- mostly: 0.9
-- rows_allowed: 5
-- description: the counterparts of whoever reacts are the other sides of the call
SELECT s.reaction_id AS key
FROM staged AS s, unnest(s.counterparts) AS u (counterpart)
WHERE u.counterpart = s.side
   OR NOT EXISTS (
       FROM core.parties AS p
       WHERE p.report_id = s.report_id AND p.side = u.counterpart AND p.edition = $edition
   )
