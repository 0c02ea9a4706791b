-- Who called on us for restraint, and in whose report do the words stand?
-- A desk officer. `basis` says why a reaction counts as addressed to Pakistan: the text names it (`toward`), or it was said
-- in a call with it, or beside one (`in_call`), and the text names nobody (`counterpart`). Wire copies are left out.
SELECT side, basis, evidence, publisher
FROM reactions_to('PAK')
WHERE stance = 'restraint' AND NOT is_copy
ORDER BY side, publisher, evidence
