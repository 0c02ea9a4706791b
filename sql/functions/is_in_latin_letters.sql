-- Whether the words of a name (readouts.reference.naming.name_parts) are all in Latin letters; so is a name without a word.
CREATE OR REPLACE TEMP MACRO is_in_latin_letters(parts) AS
    NOT regexp_matches(array_to_string(parts, ''), '[^\p{Latin}\p{M}]')
