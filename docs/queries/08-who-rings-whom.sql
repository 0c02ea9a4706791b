-- With whom does Pakistan speak, how often, and who rings?
-- An analyst. `unknown` counts calls of which no report says who rang, or only that somebody did whose side is not known.
SELECT counterpart, calls, rung, received, unknown, last_date, participants
FROM marts.call_network
WHERE side = 'PAK'
ORDER BY calls DESC, counterpart
