-- One row: one passage in which the side given takes the stance given, originals before copies; without a stance, any.
-- Such as: FROM quotations('NOR', 'restraint')
CREATE MACRO quotations(speaking_side, taken_stance := NULL) AS TABLE
SELECT
    call_date, is_date_stated, side, speaker, stance, toward, counterparts, in_call, evidence, publisher, title, published_date, canonical_url,
    is_copy, is_corrected, reaction_id
FROM marts.evidence
WHERE lower(side) = lower(speaking_side) AND (taken_stance IS NULL OR stance = lower(taken_stance))
ORDER BY is_copy, call_date, published_date, reaction_id
