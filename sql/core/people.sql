-- One row: one person in one office for one side, learned from the reports.
-- Rebuilt by: side (side of core.parties)
-- Two names are one person's when all words of the shorter are in the longer, in any order, long ones perhaps spelled in
-- two ways. A name that fits two persons stays its own, and so does a surname alone that is not spelled just as theirs.
-- An office is one however it is worded. Where a report names none, the person holds the last one known before it.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

-- What each day's reports call whom.
seen AS (
    SELECT
        p.side,
        p.name,
        p.office,
        p.office_kind,
        coalesce(r.call_date, a.published_date) AS day,
        count(DISTINCT p.report_id) AS reports,
        min((r.edition, g.fetched_at, r.report_id)) AS arrival
    FROM core.parties AS p
    JOIN core.call_reports AS r ON r.report_id = p.report_id
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    LEFT JOIN raw.pages AS g ON g.page_id = a.page_id
    WHERE p.side IS NOT NULL AND p.name IS NOT NULL
    GROUP BY p.side, p.name, p.office, p.office_kind, coalesce(r.call_date, a.published_date)
),

-- The words of each name, folded, without initials and particles, which would make strangers alike.
worded AS (
    SELECT
        s.side,
        s.name,
        list_sort(list_distinct(list_filter(
            string_split_regex(lower(strip_accents(s.name)), '[^\p{L}]+'),
            lambda w: length(w) > 1 AND w NOT IN (
                'al', 'el', 'ul', 'bin', 'bint', 'ibn', 'ben', 'abu', 'de', 'da', 'do', 'dos', 'del', 'della', 'di',
                'la', 'le', 'van', 'von', 'der', 'den', 'zu', 'und', 'jr', 'sr'
            )
        ))) AS words,
        sum(s.reports) AS reports,
        min((s.arrival, s.name)) AS arrival
    FROM seen AS s
    GROUP BY s.side, s.name
),

forms AS (
    SELECT
        w.side,
        w.name,
        CASE WHEN len(w.words) > 0 THEN w.words ELSE [lower(w.name)] END AS words,
        w.reports,
        w.arrival
    FROM worded AS w
),

-- Names of the same words, whatever their order.
names AS (
    SELECT
        f.side,
        f.words,
        min(f.arrival) AS arrival,
        row_number() OVER (PARTITION BY f.side ORDER BY min(f.arrival)) AS number
    FROM forms AS f
    GROUP BY f.side, f.words
),

entries AS (
    SELECT n.side, n.number, len(n.words) AS length, unnest(n.words) AS word FROM names AS n
),

vocabulary AS (
    SELECT DISTINCT e.side, e.word FROM entries AS e WHERE e.length > 1
),

-- Words that may be one: two spellings begin alike and differ in length by two letters at most.
spellings AS (
    SELECT v.side, v.word, o.word AS other
    FROM vocabulary AS v
    JOIN vocabulary AS o ON o.side = v.side AND o.word[1] = v.word[1]
    WHERE o.word = v.word OR (
        least(length(v.word), length(o.word)) > 3
        AND abs(length(v.word) - length(o.word)) <= 2
        AND jaro_winkler_similarity(v.word, o.word) >= 0.9
    )
),

-- Which name is above which: it holds all words of the other, each in a word of its own, and more of them; of equally
-- many, the one that came first.
above AS (
    SELECT e.side, e.number, o.number AS fuller
    FROM entries AS e
    JOIN spellings AS s ON s.side = e.side AND s.word = e.word
    JOIN entries AS o ON o.side = s.side AND o.word = s.other
    WHERE e.length > 1 AND (o.length > e.length OR (o.length = e.length AND o.number < e.number))
    GROUP BY e.side, e.number, e.length, o.number
    HAVING count(DISTINCT e.word) = e.length AND count(DISTINCT o.word) >= e.length
),

-- Of the names that none is above, each is a person; one below a single such person is that person's.
joined AS (
    SELECT a.side, a.number, min(a.fuller) AS person
    FROM above AS a
    ANTI JOIN above AS higher ON higher.side = a.side AND higher.number = a.fuller
    GROUP BY a.side, a.number
    HAVING count(*) = 1
),

full_names AS (
    SELECT n.side, n.number, n.words, coalesce(j.person, n.number) AS person
    FROM names AS n
    LEFT JOIN joined AS j ON j.side = n.side AND j.number = n.number
    WHERE len(n.words) > 1
),

-- A surname alone is that of the only person who has it.
lone AS (
    SELECT e.side, e.number, min(n.person) AS person
    FROM entries AS e
    JOIN entries AS o ON o.side = e.side AND o.word = e.word
    JOIN full_names AS n ON n.side = o.side AND n.number = o.number
    WHERE e.length = 1
    GROUP BY e.side, e.number
    HAVING count(DISTINCT n.person) = 1
),

persons AS (
    SELECT f.side, f.name, f.words, f.reports, f.arrival, coalesce(m.person, l.person, n.number) AS person
    FROM forms AS f
    JOIN names AS n ON n.side = f.side AND n.words = f.words
    LEFT JOIN full_names AS m ON m.side = n.side AND m.number = n.number
    LEFT JOIN lone AS l ON l.side = n.side AND l.number = n.number
),

-- A person's id is made of the form that came first, so that a fuller one that comes later does not change it.
people AS (
    SELECT
        p.side,
        p.person,
        arg_min(p.name, p.arrival) AS first_form,
        arg_max(p.name, (len(p.words), p.reports, p.name)) AS name,
        list(p.name ORDER BY p.name) AS name_forms
    FROM persons AS p
    GROUP BY p.side, p.person
),

-- Of some kinds of office a side has one, however worded; of others the words tell which.
appearances AS (
    SELECT
        p.side,
        p.person,
        s.day,
        s.office,
        CASE
            WHEN s.office_kind IN ('fm', 'pm', 'president', 'dpm', 'vice', 'defence', 'nsa', 'sg') THEN s.office_kind
            ELSE lower(strip_accents(s.office))
        END AS class,
        s.office_kind,
        s.reports
    FROM seen AS s
    JOIN persons AS p ON p.side = s.side AND p.name = s.name
),

held AS (
    SELECT
        a.side,
        a.person,
        a.day,
        a.office,
        a.office_kind,
        a.reports,
        coalesce(
            last_value(a.class IGNORE NULLS) OVER (
                PARTITION BY a.side, a.person ORDER BY a.day, a.class NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ),
            first_value(a.class IGNORE NULLS) OVER (
                PARTITION BY a.side, a.person ORDER BY a.day, a.class NULLS LAST
                ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            )
        ) AS class
    FROM appearances AS a
),

-- Each office in the wording that most reports have.
wordings AS (
    SELECT h.side, h.person, h.class, h.office, h.office_kind
    FROM held AS h
    WHERE h.office IS NOT NULL
    GROUP BY h.side, h.person, h.class, h.office, h.office_kind
    QUALIFY row_number() OVER (
        PARTITION BY h.side, h.person, h.class ORDER BY sum(h.reports) DESC, length(h.office) DESC, h.office
    ) = 1
),

spells AS (
    SELECT
        h.side,
        h.person,
        h.class,
        min(h.day) AS first_date,
        max(h.day) AS last_date,
        sum(h.reports) AS report_count
    FROM held AS h
    GROUP BY h.side, h.person, h.class
),

-- The office that a person was last seen in before being seen in this one.
former AS (
    SELECT s.side, s.person, s.class, w.office
    FROM spells AS s
    JOIN spells AS b ON b.side = s.side AND b.person = s.person AND b.last_date < s.first_date
    JOIN wordings AS w ON w.side = b.side AND w.person = b.person AND w.class = b.class
    QUALIFY row_number() OVER (
        PARTITION BY s.side, s.person, s.class ORDER BY b.last_date DESC, b.first_date DESC, b.class
    ) = 1
)

SELECT
    p.side || '/' || p.first_form || coalesce('/' || s.class, '') AS row_id,
    left(sha256('person' || chr(31) || p.side || chr(31) || p.first_form), 20) AS person_id,
    p.name,
    p.name_forms,
    w.office,
    w.office_kind,
    p.side,
    s.first_date,
    s.last_date,
    s.report_count,
    row_number() OVER (
        PARTITION BY p.side, p.person
        ORDER BY s.last_date DESC, s.first_date DESC, s.report_count DESC, s.class
    ) = 1 AS is_latest,
    f.office AS former_office
FROM people AS p
JOIN spells AS s ON s.side = p.side AND s.person = p.person
LEFT JOIN wordings AS w ON w.side = s.side AND w.person = s.person AND w.class = s.class
LEFT JOIN former AS f ON f.side = s.side AND f.person = s.person AND f.class = s.class
ORDER BY p.side, p.name, p.first_form, s.first_date, s.class
