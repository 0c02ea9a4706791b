-- Whether two words of names (readouts.reference.naming) may be one: the same, an initial and what it begins, a letter
-- lost or changed in a long word, two in a very long one, or an article stuck to it ("Elsharnou", "Sharnou"). A last
-- letter that tells a woman's name from a man's ("Mario", "Maria"; "Ivanov", "Ivanova") tells two people apart.
CREATE OR REPLACE TEMP MACRO words_alike(v, w) AS
    v = w
    OR (length(v) = 1 AND starts_with(w, v))
    OR (length(w) = 1 AND starts_with(v, w))
    OR (
        least(length(v), length(w)) >= 5
        AND abs(length(v) - length(w)) <= 2
        AND damerau_levenshtein(v, w) <= CASE WHEN least(length(v), length(w)) >= 8 AND right(v, 1) = right(w, 1) THEN 2 ELSE 1 END
        AND NOT (length(v) = length(w) AND left(v, -1) = left(w, -1) AND right(v, 1) IN ('a', 'e', 'i', 'o') AND right(w, 1) IN ('a', 'e', 'i', 'o'))
        AND v <> w || 'a' AND w <> v || 'a'
        AND damerau_levenshtein(regexp_replace(v, '[aeiouy]', '', 'g'), regexp_replace(w, '[aeiouy]', '', 'g')) <= 1
        -- A changed letter sounds like the one in its place: a consonant of one kind, a vowel not far off.
        AND NOT (length(v) = length(w) AND (
            translate(v, 'bpfvwdtszcxgkqhjlrmnaeiouy', '11111223333444445678......')
                <> translate(w, 'bpfvwdtszcxgkqhjlrmnaeiouy', '11111223333444445678......')
            OR (
                translate(v, 'aiouy', '.....') = translate(w, 'aiouy', '.....')
                AND translate(v, 'iyaou', '11222') <> translate(w, 'iyaou', '11222')
            )
            OR (
                translate(v, 'eiouy', '.....') = translate(w, 'eiouy', '.....')
                AND translate(v, 'iyeou', '11122') <> translate(w, 'iyeou', '11122')
            )
        ))
    )
    OR (length(v) >= 4 AND w IN ('al' || v, 'el' || v))
    OR (length(w) >= 4 AND v IN ('al' || w, 'el' || w))
