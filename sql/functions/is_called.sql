-- Whether somebody wrote a party's name: `written` as a person writes it, the party's name with its key and its words. It is
-- the same name letter by letter, or one person's (person_likeness).
CREATE OR REPLACE TEMP MACRO is_called(written, name, key, parts, side) AS
    coalesce(lower(strip_accents(written)) = lower(strip_accents(name)), false)
    OR coalesce(
        list_transform(
            [regexp_extract_all(lower(strip_accents(written)), '[\p{L}\p{M}]+')],
            lambda words: person_likeness(words, words, key, parts, side)
        )[1] >= 2,
        false
    )
