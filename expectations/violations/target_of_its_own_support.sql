-- table: core.reactions
-- mostly: 0.9
-- rows_allowed: 5
-- description: nobody backs, comforts, praises, condemns or reproaches its own side; a worry about one's own country and an appeal within it are toward it
SELECT s.reaction_id AS key
FROM staged AS s
WHERE s.toward = s.side AND s.stance NOT IN ('concern', 'restraint')
