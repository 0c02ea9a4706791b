-- The script of a name's words (readouts.reference.naming.name_parts), by its letters; kana tell Japanese ones.
CREATE OR REPLACE TEMP MACRO name_script(parts) AS
    CASE
        WHEN regexp_matches(array_to_string(parts, ''), '[\p{Hiragana}\p{Katakana}]') THEN 'Kana'
        WHEN regexp_matches(array_to_string(parts, ''), '\p{Han}') THEN 'Han'
        WHEN regexp_matches(array_to_string(parts, ''), '\p{Hangul}') THEN 'Hangul'
        WHEN regexp_matches(array_to_string(parts, ''), '\p{Arabic}') THEN 'Arabic'
        WHEN regexp_matches(array_to_string(parts, ''), '\p{Hebrew}') THEN 'Hebrew'
        WHEN regexp_matches(array_to_string(parts, ''), '\p{Cyrillic}') THEN 'Cyrillic'
        WHEN is_in_latin_letters(parts) THEN 'Latin'
        ELSE 'Other'
    END
