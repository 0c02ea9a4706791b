-- One row: one reaction in one article, said toward the side given, or in a call with it or beside one; the columns basis and in_call tell which.
-- Such as: FROM reactions_to('PAK') WHERE basis <> 'toward_another'
CREATE MACRO reactions_to(addressed_side) AS TABLE
SELECT * EXCLUDE (addressee)
FROM main.reactions_by_addressee
WHERE lower(addressee) = lower(addressed_side)
ORDER BY call_date, side, stance, reaction_id
