-- How widely is each stance held, and by whom?
-- An analyst. A side `joint` is a statement that several make as one.
SELECT stance, position, countries, calls, held_by
FROM marts.reactions_by_stance
ORDER BY countries DESC, calls DESC, stance
