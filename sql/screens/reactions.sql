-- One row: a country and a stance that it took, and the words of one report.
SELECT side AS country, stance, calls, sources, quotation AS "in whose words"
FROM marts.reactions_by_country_and_stance ORDER BY side, calls DESC, stance
