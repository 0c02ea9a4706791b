-- How alike the names of two parties are, each by its key and its words as written: by spelling where both are in Latin
-- letters (name_likeness), else by sound (readouts.reference.scripts.likeness): the same grades, and behind the point how
-- alike the words sound. `side` is whom both speak for, NULL where it is not known. NULL: they cannot be compared.
CREATE OR REPLACE TEMP MACRO person_likeness(key, parts, other_key, other_parts, side) AS
    CASE
        WHEN len(parts) = 0 OR len(other_parts) = 0 OR (is_in_latin_letters(parts) AND is_in_latin_letters(other_parts))
            THEN list_transform(
                [CASE
                    WHEN len(key) <= len(other_key) THEN {'one': key, 'other': other_key}
                    ELSE {'one': other_key, 'other': key}
                END],
                lambda names: name_likeness(names.one, names.other)
            )[1]::DOUBLE
        ELSE heard_likeness(parts, other_parts, side)
    END
