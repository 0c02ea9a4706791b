-- How alike two names are, `one` the one with no more words.
-- 4: all words of both are the same; 3: the words of one, two or more, are in the other, in its order or turned about
-- ("Iwaya Takeshi", "Takeshi Iwaya"); 2: the one is a single word of the other; 1: each has a word that the other has
-- not, and they share the first word and another, or of the words that differ one begins the other ("Nasr", "Nasrel");
-- 0: two people. NULL: names in two scripts, or without a word, or of initials alone cannot be compared.
-- A macro's argument is written out wherever it is named; the places, which are long to write, are worked out once.
CREATE OR REPLACE TEMP MACRO name_likeness(one, other) AS
    list_transform([name_places(one, other)], lambda places: CASE
        WHEN len(one) = 0 OR len(other) = 0 THEN NULL
        WHEN regexp_matches(one[1], '\p{Latin}') <> regexp_matches(other[1], '\p{Latin}') THEN NULL
        WHEN array_to_string(one, '') = array_to_string(other, '') THEN 4
        -- One word here is two there: "Amir-Pour", "Amirpour".
        WHEN len(one) <> len(other) AND length(array_to_string(one, '')) >= 8
            AND damerau_levenshtein(array_to_string(one, ''), array_to_string(other, '')) <= 1 THEN 4
        WHEN len(list_filter(one, lambda v: length(v) > 1)) = 0 OR len(list_filter(other, lambda w: length(w) > 1)) = 0 THEN NULL
        -- A word is shared that is more than an initial in both.
        WHEN len(list_filter(one, lambda v, i: length(v) > 1 AND length(other[places[i]]) > 1)) = 0 THEN 0
        WHEN len(list_distinct(places)) = len(one) THEN CASE
            WHEN len(one) = 1 AND len(other) > 1 THEN 2
            -- Turned about as a whole, but for one place each word comes after the one before.
            WHEN len(list_filter(places, lambda p, i: p > places[i % len(places) + 1])) > 1 THEN 0
            WHEN len(one) = len(other) THEN 4
            ELSE 3
        END
        WHEN places[1] = 1
            -- "Asad Hassan Sharn" is no "Asad Hussein Sharn", nor is a shared patronymic a shared name.
            AND NOT heard_apart(one, other)
            AND len(list_distinct(list_filter(places, lambda p, i: NOT regexp_matches(one[i], '.{3}(vi[ct]|vitc|vyc|vna)$')))) >= 2
            THEN 1
        WHEN len(one) = len(other) AND len(list_filter(
            one,
            lambda v, i: places[i] IS NULL AND NOT list_bool_or(list_transform(
                other, lambda w: least(length(v), length(w)) >= 4 AND (starts_with(w, v) OR starts_with(v, w))
            ))
        )) = 0 THEN 1
        ELSE 0
    END)[1]
