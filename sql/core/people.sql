-- One row: one person in one office for one side, learned from the reports.
-- Rebuilt by: side (side of core.counted_parties, sides of core.counted_reports)
-- Whom the table of office-holders has is one person under whatever name. Two other names are one person's when all words
-- of the shorter are in the longer, in its order or turned about, spelled in one way or another; or when they share two
-- words and the office. A name that fits two persons, a surname alone among them, is that of the one in its office, else
-- its own.
-- Names in other scripts are compared by how they sound; of one person's, one in Latin letters is shown.
-- An office is one however it is worded. Where a report names none, the person holds the last one known before it.

-- What each day's reports call whom; a name without a word is compared as it is.
WITH seen AS (
    SELECT
        p.side,
        p.name,
        p.name_latin,
        CASE
            WHEN len(p.name_key) = 0 THEN [lower(p.name)]
            WHEN is_in_latin_letters(p.name_parts) THEN p.name_key
            ELSE p.name_parts
        END AS words,
        CASE WHEN len(p.name_parts) > 0 THEN p.name_parts ELSE [lower(p.name)] END AS parts,
        p.person,
        p.office,
        p.office_kind,
        p.office_class,
        coalesce(r.call_date, r.told_on) AS day,
        count(DISTINCT p.report_id) AS reports,
        min((r.edition, r.source_id, r.url, r.report_id, p.name)) AS arrival
    FROM core.counted_parties AS p
    JOIN core.counted_reports AS r ON r.report_id = p.report_id
    WHERE p.side IS NOT NULL AND p.name IS NOT NULL
    GROUP BY ALL
),

-- Names of the same words, of one holder or of nobody whom the table has, the fullest first.
names AS (
    SELECT
        s.side,
        s.words,
        max(s.parts) AS parts,
        bool_and(is_in_latin_letters(s.parts)) AS is_latin,
        name_script(max(s.parts)) AS script,
        s.person,
        list_distinct(list(s.office_class) FILTER (s.office_class IS NOT NULL)) AS offices,
        row_number() OVER (
            PARTITION BY s.side
            ORDER BY
                s.person IS NULL, len(list_filter(s.words, lambda w: NOT regexp_matches(w, '^[\p{Latin}\p{Cyrillic}]$'))) DESC,
                len(s.words) DESC,
                min(s.arrival), s.person
        ) AS number
    FROM seen AS s
    GROUP BY s.side, s.words, s.person
),

-- Names that may be one person's have a word that begins alike; where one of them is in another script, that sounds so.
beginnings AS (
    SELECT DISTINCT n.side, n.number, unnest(list_transform(n.words, lambda w: left(w, 3))) AS beginning
    FROM names AS n
    WHERE len(n.words) > 1
),

heard AS (
    SELECT DISTINCT n.side, n.number, n.is_latin, unnest(heard_beginnings(n.parts)) AS beginning
    FROM names AS n
    SEMI JOIN (SELECT side FROM names WHERE NOT is_latin) AS o ON o.side = n.side
),

pairs AS (
    SELECT b.side, b.number, o.number AS fuller
    FROM beginnings AS b
    JOIN beginnings AS o ON o.side = b.side AND o.beginning = b.beginning AND o.number < b.number
    UNION
    SELECT b.side, b.number, o.number
    FROM heard AS b
    JOIN heard AS o
        ON o.side = b.side AND o.beginning = b.beginning AND o.number < b.number AND NOT (o.is_latin AND b.is_latin)
),

compared AS (
    SELECT
        p.side,
        p.number,
        p.fuller,
        f.person,
        list_has_any(n.offices, f.offices) AS is_same_office,
        person_likeness(n.words, n.parts, f.words, f.parts, p.side) AS likeness
    FROM pairs AS p
    JOIN names AS n ON n.side = p.side AND n.number = p.number AND n.person IS NULL
    JOIN names AS f ON f.side = p.side AND f.number = p.fuller
),

above AS (
    SELECT c.side, c.number, c.fuller, c.person, c.is_same_office, c.likeness
    FROM compared AS c
    WHERE c.likeness >= 3 OR (c.likeness >= 1 AND c.likeness < 2 AND c.is_same_office)
),

-- Of the names that none is above, each is a person, and so is each holder; one below a single such, or below a single one
-- in its office, is that person's.
tops AS (
    SELECT a.side, a.number, coalesce('holder ' || a.person, 'name ' || a.fuller) AS who, bool_or(a.is_same_office) AS is_same_office
    FROM above AS a
    ANTI JOIN above AS higher ON higher.side = a.side AND higher.number = a.fuller
    GROUP BY a.side, a.number, coalesce('holder ' || a.person, 'name ' || a.fuller)
),

joined AS (
    SELECT
        t.side,
        t.number,
        CASE WHEN count(*) = 1 THEN min(t.who) ELSE min(t.who) FILTER (t.is_same_office) END AS who
    FROM tops AS t
    GROUP BY t.side, t.number
    HAVING count(*) = 1 OR count(*) FILTER (t.is_same_office) = 1
),

placed AS (
    SELECT n.side, n.number, coalesce('holder ' || n.person, j.who, 'name ' || n.number) AS who
    FROM names AS n
    LEFT JOIN joined AS j ON j.side = n.side AND j.number = n.number
),

-- One below several is that person's whose names alone are most like it: "R. J. Kessel" is no "Ronald Kessel" beside a
-- "Robert J. Kessel".
closest AS (
    SELECT a.side, a.number, p.who
    FROM above AS a
    JOIN placed AS p ON p.side = a.side AND p.number = a.fuller
    ANTI JOIN joined AS j ON j.side = a.side AND j.number = a.number
    -- Itself not below several.
    ANTI JOIN (SELECT t.side, t.number FROM tops AS t ANTI JOIN joined AS j ON j.side = t.side AND j.number = t.number) AS u
        ON u.side = a.side AND u.number = a.fuller
    JOIN names AS n ON n.side = a.side AND n.number = a.number
    -- Nor somebody else than the fullest name of that person says, where both are in one script, or in such as write
    -- every sound.
    ANTI JOIN names AS r
        ON r.side = a.side AND 'name ' || r.number = p.who
        AND (
            n.script = r.script
            OR (n.script IN ('Latin', 'Cyrillic', 'Other') AND r.script IN ('Latin', 'Cyrillic', 'Other'))
        )
        AND person_likeness(n.words, n.parts, r.words, r.parts, a.side) < 1
    QUALIFY a.likeness = max(a.likeness) OVER (PARTITION BY a.side, a.number)
),

settled AS (
    SELECT c.side, c.number, min(c.who) AS who
    FROM closest AS c
    GROUP BY c.side, c.number
    HAVING count(DISTINCT c.who) = 1
),

full_names AS (
    SELECT n.side, n.number, n.words, n.parts, n.is_latin, n.offices, coalesce(s.who, p.who) AS who
    FROM names AS n
    JOIN placed AS p ON p.side = n.side AND p.number = n.number
    LEFT JOIN settled AS s ON s.side = n.side AND s.number = n.number
    WHERE len(n.words) > 1 OR n.person IS NOT NULL
),

-- A surname alone is that of the only person who has it, or the only one in its office, or of the one who has it by the
-- letter while others' sound like it.
alone AS (
    SELECT * FROM names WHERE len(words) = 1 AND person IS NULL
),

bearers AS (
    SELECT b.side, b.number, b.who, bool_or(b.is_same_office) AS is_same_office, max(b.likeness) AS likeness
    FROM (
        SELECT n.side, n.number, f.who, list_has_any(n.offices, f.offices) AS is_same_office, 3.0 AS likeness
        FROM alone AS n
        JOIN (SELECT side, who, offices, unnest(words) AS word FROM full_names) AS f
            ON f.side = n.side AND f.word = n.words[1]
        UNION ALL
        SELECT n.side, n.number, f.who, list_has_any(n.offices, f.offices), least(l.likeness, 3.0)
        FROM (
            SELECT DISTINCT b.side, b.number, o.number AS fuller
            FROM heard AS b
            JOIN heard AS o ON o.side = b.side AND o.beginning = b.beginning AND NOT (o.is_latin AND b.is_latin)
        ) AS p
        JOIN alone AS n ON n.side = p.side AND n.number = p.number
        JOIN full_names AS f ON f.side = p.side AND f.number = p.fuller,
            LATERAL (SELECT person_likeness(n.words, n.parts, f.words, f.parts, n.side) AS likeness) AS l
        WHERE l.likeness >= 2
    ) AS b
    GROUP BY b.side, b.number, b.who
),

likest AS (
    SELECT * FROM bearers QUALIFY likeness >= max(likeness) OVER (PARTITION BY side, number) - 0.03
),

lone AS (
    SELECT
        b.side,
        b.number,
        CASE WHEN count(*) = 1 THEN min(b.who) ELSE min(b.who) FILTER (b.is_same_office) END AS who
    FROM likest AS b
    GROUP BY b.side, b.number
    HAVING count(*) = 1 OR count(*) FILTER (b.is_same_office) = 1
),

persons AS (
    SELECT
        s.side,
        s.name,
        s.words,
        bool_and(n.is_latin) AS is_latin,
        min(s.name_latin) AS name_latin,
        s.person,
        sum(s.reports) AS reports,
        min(s.arrival) AS arrival,
        any_value(coalesce(f.who, l.who, 'name ' || n.number)) AS who
    FROM seen AS s
    JOIN names AS n ON n.side = s.side AND n.words = s.words AND n.person IS NOT DISTINCT FROM s.person
    LEFT JOIN full_names AS f ON f.side = n.side AND f.number = n.number
    LEFT JOIN lone AS l ON l.side = n.side AND l.number = n.number
    GROUP BY s.side, s.name, s.words, s.person
),

-- A person is known by the table's name, else by the form that came first: a fuller one that comes later changes no id.
people AS (
    SELECT
        p.side,
        p.who,
        max(p.person) AS person,
        coalesce(max(p.person), arg_min(p.name, p.arrival)) AS first_form,
        arg_max(p.name, (p.is_latin, len(p.words), p.reports, p.name)) AS name,
        arg_max(p.name_latin, (p.is_latin, len(p.words), p.reports, p.name)) AS name_latin,
        list(DISTINCT p.name ORDER BY p.name) AS name_forms
    FROM persons AS p
    GROUP BY p.side, p.who
),

appearances AS (
    SELECT p.side, p.who, s.day, s.office, s.office_class AS class, s.office_kind, s.reports
    FROM seen AS s
    JOIN persons AS p ON p.side = s.side AND p.name = s.name AND p.person IS NOT DISTINCT FROM s.person
),

held AS (
    SELECT
        a.side,
        a.who,
        a.day,
        a.office,
        a.office_kind,
        a.reports,
        coalesce(
            last_value(a.class IGNORE NULLS) OVER (
                PARTITION BY a.side, a.who ORDER BY a.day, a.class NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ),
            first_value(a.class IGNORE NULLS) OVER (
                PARTITION BY a.side, a.who ORDER BY a.day, a.class NULLS LAST
                ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            )
        ) AS class
    FROM appearances AS a
),

-- Each office in the wording that most reports have.
wordings AS (
    SELECT h.side, h.who, h.class, h.office, h.office_kind
    FROM held AS h
    WHERE h.office IS NOT NULL
    GROUP BY h.side, h.who, h.class, h.office, h.office_kind
    QUALIFY row_number() OVER (
        PARTITION BY h.side, h.who, h.class ORDER BY sum(h.reports) DESC, length(h.office) DESC, h.office
    ) = 1
),

spells AS (
    SELECT
        h.side,
        h.who,
        h.class,
        min(h.day) AS first_date,
        max(h.day) AS last_date,
        sum(h.reports) AS report_count
    FROM held AS h
    GROUP BY h.side, h.who, h.class
),

-- The office that a person was last seen in before being seen in this one.
former AS (
    SELECT s.side, s.who, s.class, w.office
    FROM spells AS s
    JOIN spells AS b ON b.side = s.side AND b.who = s.who AND b.last_date < s.first_date
    JOIN wordings AS w ON w.side = b.side AND w.who = b.who AND w.class = b.class
    QUALIFY row_number() OVER (
        PARTITION BY s.side, s.who, s.class ORDER BY b.last_date DESC, b.first_date DESC, b.class
    ) = 1
)

SELECT
    p.side || '/' || p.first_form || coalesce('/' || s.class, '') AS row_id,
    left(sha256('person' || chr(31) || p.side || chr(31) || p.first_form), 20) AS person_id,
    p.name,
    p.name_latin,
    p.name_forms,
    p.person,
    w.office,
    w.office_kind,
    p.side,
    s.first_date,
    s.last_date,
    s.report_count,
    row_number() OVER (
        PARTITION BY p.side, p.who
        ORDER BY s.last_date DESC, s.first_date DESC, s.report_count DESC, s.class
    ) = 1 AS is_latest,
    f.office AS former_office
FROM people AS p
JOIN spells AS s ON s.side = p.side AND s.who = p.who
LEFT JOIN wordings AS w ON w.side = s.side AND w.who = s.who AND w.class = s.class
LEFT JOIN former AS f ON f.side = s.side AND f.who = s.who AND f.class = s.class
ORDER BY p.side, p.name, p.first_form, s.first_date, s.class
