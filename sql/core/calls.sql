-- One row: one call, merged from the reports of all articles that tell of it.
-- Each report follows the best of those that it agrees with and that say more than it does; what ends at the same
-- report is one call. So a report that says little joins one call and never ties two together. Two reports agree when
-- they have the same sides (of a conference: most of them), name nobody on a shared side who is somebody else, and
-- give the same day. A report without a day joins a dated call of that day or the two days before it was published,
-- else another without one, published at most a day apart. Two dated calls of different days are merged only where both
-- texts say no more than "today" and the later one was written further east, on the day that had begun there.
-- Rebuilt by: report_ids (report_id of core.call_reports, report_id of core.parties, article_id of core.articles, report_id of core.applied_corrections)
-- Reports of editions that a gate refused, or that are half done, are left out.
WITH RECURSIVE finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

-- Zones that DuckDB knows; it fails on another.
zones AS (
    SELECT name FROM pg_timezone_names()
),

-- What analysts say of a report in the parser's place; the value none empties a field.
amended AS (
    SELECT
        k.report_id,
        max(k.value) FILTER (k.field = 'call_date') AS call_date,
        max(k.value) FILTER (k.field = 'medium') AS medium,
        max(k.value) FILTER (k.field = 'initiator_side') AS initiator_side,
        max(k.value) FILTER (k.field = 'initiator') AS initiator,
        coalesce(bool_or(k.value = 'true') FILTER (k.field = 'retracted'), false) AS is_retracted
    FROM core.applied_corrections AS k
    WHERE k.kind = 'report' AND k.report_id IS NOT NULL AND NOT k.is_superseded
    GROUP BY k.report_id
),

-- A copy tells what its original told when that came out: "today" in it is the original's day, not its own.
told AS (
    SELECT
        r.report_id,
        r.edition,
        r.article_id,
        CASE
            WHEN k.call_date IS NOT NULL THEN nullif(k.call_date, 'none')::DATE
            WHEN r.date_basis = 'relative' AND o.article_id IS NOT NULL
                THEN r.call_date - (a.published_date - o.published_date)::INTEGER
            ELSE r.call_date
        END AS call_date,
        coalesce(o.published_date, a.published_date) AS told_on,
        r.date_basis IN ('relative', 'dateline') AND k.call_date IS NULL AS is_floating,
        -- Minutes that the publisher's clocks are ahead of UTC; a zone that nobody knows is none.
        (epoch(a.published_date::TIMESTAMP) - epoch(timezone(z.name, a.published_date::TIMESTAMP))) // 60 AS utc_offset,
        coalesce(k.medium, r.medium) AS medium,
        -- Where only the side is another one, it stands for whoever rang, as where the text names nobody.
        CASE
            WHEN k.initiator IS NOT NULL THEN nullif(k.initiator, 'none')
            WHEN k.initiator_side IS NULL OR k.initiator_side = r.initiator_side THEN r.initiator
            ELSE nullif(k.initiator_side, 'none')
        END AS initiator,
        CASE
            WHEN k.initiator_side IS NULL THEN r.initiator_side
            ELSE nullif(k.initiator_side, 'none')
        END AS initiator_side,
        k.report_id IS NOT NULL AS is_corrected,
        a.publisher,
        a.duplicate_of IS NOT NULL AS is_copy,
        -- What came first names the call; an edition run again appends, so the time of the fetch comes before the id.
        row_number() OVER (ORDER BY r.edition, p.fetched_at, r.report_id) AS arrival
    FROM core.call_reports AS r
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    LEFT JOIN core.articles AS o ON o.article_id = a.duplicate_of
    LEFT JOIN raw.pages AS p ON p.page_id = a.page_id
    LEFT JOIN zones AS z ON z.name = json_extract_string(p.source_facts, '$.timezone')
    LEFT JOIN amended AS k ON k.report_id = r.report_id
    WHERE k.is_retracted IS DISTINCT FROM true
    -- An article that came in with two editions tells once.
    QUALIFY row_number() OVER (PARTITION BY r.report_id ORDER BY r.edition, a.edition, p.fetched_at) = 1
),

-- The words of each name, folded, without initials and particles, which would make strangers alike.
persons AS (
    SELECT
        p.report_id,
        p.side,
        p.name,
        list_filter(
            string_split_regex(lower(strip_accents(coalesce(p.name, ''))), '[^\p{L}]+'),
            lambda w: length(w) > 1 AND w NOT IN (
                'al', 'el', 'ul', 'bin', 'bint', 'ibn', 'ben', 'abu', 'de', 'da', 'do', 'dos', 'del', 'della', 'di',
                'la', 'le', 'van', 'von', 'der', 'den', 'zu', 'und', 'jr', 'sr'
            )
        ) AS words,
        -- Heads of state and government ring their like: it keeps "the President" apart from a named minister.
        CASE
            WHEN p.office IS NOT NULL
                THEN regexp_matches(p.office, '(?i)\b(president|prime minister|premier|chancellor|king|queen|emir)\b')
                    AND NOT regexp_matches(p.office, '(?i)\b(deputy|vice|adviser|advisor)\b')
        END AS is_head
    FROM core.parties AS p
    WHERE p.side IS NOT NULL
),

lines AS (
    SELECT
        report_id,
        list(DISTINCT side ORDER BY side) AS sides,
        count(DISTINCT side) FILTER (len(words) > 0) AS named_sides
    FROM persons
    GROUP BY report_id
),

-- The reports in the order in which they are followed: dated ones first, then whoever lists and names most.
reports AS (
    SELECT
        t.*,
        l.sides,
        row_number() OVER (
            ORDER BY t.call_date IS NULL, len(l.sides) DESC NULLS LAST, l.named_sides DESC, t.told_on, t.arrival
        ) AS precedence
    FROM told AS t
    LEFT JOIN lines AS l ON l.report_id = t.report_id
),

-- Where a report is to be found: by its two sides, or by each side of a conference, which reports list in part, and
-- by its day. So the search for its like meets a handful of reports, however many years there are.
places AS (
    SELECT
        report_id,
        unnest(CASE
            WHEN len(sides) = 2 THEN [array_to_string(sides, ' ')]
            ELSE list_transform(sides, lambda s: 'conference ' || s)
        END) AS line,
        coalesce(call_date, told_on) AS day
    FROM reports
    WHERE len(sides) >= 2
),

-- The days on which two sides are said to have spoken, by whom in the world: no copies, which say "today" elsewhere.
days AS (
    SELECT
        p.line,
        p.day,
        bool_and(r.is_floating) AS is_floating,
        min(r.utc_offset) AS westernmost,
        max(r.utc_offset) AS easternmost,
        bool_or(r.utc_offset IS NULL) AS is_nowhere
    FROM places AS p
    JOIN reports AS r ON r.report_id = p.report_id
    WHERE r.call_date IS NOT NULL AND NOT r.is_copy AND len(r.sides) = 2
    GROUP BY p.line, p.day
),

-- One evening in the west is the next day in the east: two neighbouring days of which none is named, the later told by
-- publishers all further east, and no third day before them that the first might belong to.
one_night AS (
    SELECT d.line, d.day
    FROM days AS d
    JOIN days AS e ON e.line = d.line AND e.day = d.day - 1
    ANTI JOIN days AS f ON f.line = d.line AND f.day = d.day - 2
    WHERE d.is_floating AND e.is_floating AND NOT d.is_nowhere AND NOT e.is_nowhere
      AND d.westernmost > e.easternmost
),

-- The places where a report looks for a call to join: on its own day, or on the days about its publication.
searches AS (
    SELECT
        p.report_id,
        p.line,
        unnest(CASE
            WHEN r.call_date IS NULL THEN [r.told_on - 2, r.told_on - 1, r.told_on, r.told_on + 1]
            WHEN n.line IS NOT NULL THEN [r.call_date, r.call_date - 1]
            ELSE [r.call_date]
        END)::DATE AS day
    FROM places AS p
    JOIN reports AS r ON r.report_id = p.report_id
    LEFT JOIN one_night AS n ON n.line = p.line AND n.day = p.day
),

-- Pairs of reports that may be of one call: the one may follow the other.
candidates AS (
    SELECT DISTINCT x.report_id AS one, y.report_id AS other
    FROM searches AS s
    JOIN places AS p ON p.line = s.line AND p.day = s.day
    JOIN reports AS x ON x.report_id = s.report_id
    JOIN reports AS y
        ON y.report_id = p.report_id AND (y.precedence < x.precedence OR y.call_date < x.call_date)
    WHERE CASE
        WHEN x.call_date IS NOT NULL THEN y.call_date IS NOT NULL
        -- An article that gives one call a day and another none tells of two calls.
        WHEN x.article_id = y.article_id THEN false
        WHEN y.call_date IS NOT NULL THEN y.call_date <= x.told_on
        ELSE abs(y.told_on - x.told_on) <= 1
    END
    AND len(list_intersect(x.sides, y.sides)) >= 2
    AND len(list_intersect(x.sides, y.sides)) * 3 >= 2 * least(len(x.sides), len(y.sides))
),

-- The persons on each side that two candidates share.
faced AS (
    SELECT
        c.one,
        c.other,
        px.side,
        px.words,
        py.words AS other_words,
        px.is_head,
        py.is_head AS other_is_head,
        -- Names in two scripts cannot be compared letter by letter: they say as little as none.
        len(px.words) > 0 AND len(py.words) > 0
            AND regexp_matches(px.words[1], '\p{Latin}') = regexp_matches(py.words[1], '\p{Latin}') AS both_named
    FROM candidates AS c
    JOIN persons AS px ON px.report_id = c.one
    JOIN persons AS py ON py.report_id = c.other AND py.side = px.side
),

-- How many words of one name are in the other; long words may be spelled in two ways.
compared AS (
    SELECT
        *,
        CASE WHEN both_named THEN len(list_filter(words, lambda w: list_bool_or(list_transform(
            other_words,
            lambda v: v = w OR (least(length(v), length(w)) > 3 AND jaro_winkler_similarity(v, w) >= 0.85)
        )))) END AS shared_words
    FROM faced
),

-- 3: the same name ("Iwaya Takeshi" is "Takeshi Iwaya", "Dar" is "Ishaq Dar"; of long names two words and the first);
-- 2, 1: a name is lacking, and the offices are alike or not known; 0: somebody else.
agreements AS (
    SELECT
        one,
        other,
        side,
        max(CASE
            WHEN both_named THEN CASE
                WHEN shared_words >= least(len(words), len(other_words)) THEN 3
                WHEN shared_words >= 2 AND jaro_winkler_similarity(words[1], other_words[1]) >= 0.85 THEN 3
                ELSE 0
            END
            WHEN is_head IS NULL OR other_is_head IS NULL THEN 1
            WHEN is_head = other_is_head THEN 2
            ELSE 0
        END) AS agreement
    FROM compared
    GROUP BY one, other, side
),

likenesses AS (
    SELECT one, other, sum(agreement) AS likeness
    FROM agreements
    GROUP BY one, other
    HAVING min(agreement) > 0
),

-- The one report that each follows: of the latest day, then the most alike, then the one that says most.
leaders AS (
    SELECT l.one AS report_id, l.other AS leader
    FROM likenesses AS l
    JOIN reports AS y ON y.report_id = l.other
    QUALIFY row_number() OVER (
        PARTITION BY l.one ORDER BY y.call_date DESC NULLS LAST, l.likeness DESC, y.precedence
    ) = 1
),

-- From the reports that follow nobody down to all who follow them.
led AS (
    SELECT r.report_id, r.report_id AS head
    FROM reports AS r
    ANTI JOIN leaders AS l ON l.report_id = r.report_id
    UNION
    SELECT l.report_id, d.head
    FROM led AS d
    JOIN leaders AS l ON l.leader = d.report_id
),

-- Undated reports that follow one another from day to day are cut every two days: a daily call is not one long call.
spans AS (
    SELECT
        r.*,
        d.head,
        CASE
            WHEN bool_or(r.call_date IS NOT NULL) OVER (PARTITION BY d.head) THEN 0
            ELSE (r.told_on - min(r.told_on) OVER (PARTITION BY d.head)) // 2
        END AS span
    FROM led AS d
    JOIN reports AS r ON r.report_id = d.report_id
),

-- The report that told of the call first names it, so that a later one changes nothing.
grouped AS (
    SELECT
        *,
        first_value(report_id) OVER (PARTITION BY head, span ORDER BY arrival) AS root
    FROM spans
),

-- What each medium and each caller has for it: the independent sources that say so, then who said so first.
media AS (
    SELECT root, medium
    FROM grouped
    WHERE medium <> 'unspecified'
    GROUP BY root, medium
    QUALIFY row_number() OVER (
        PARTITION BY root ORDER BY count(DISTINCT publisher) FILTER (NOT is_copy) DESC, min(arrival)
    ) = 1
),

callers AS (
    SELECT root, initiator_side, arg_max(initiator, (length(initiator), initiator)) AS initiator
    FROM grouped
    WHERE initiator IS NOT NULL
    GROUP BY root, initiator_side
    QUALIFY row_number() OVER (
        PARTITION BY root ORDER BY count(DISTINCT publisher) FILTER (NOT is_copy) DESC, min(arrival)
    ) = 1
),

-- Where independent sources disagree: each version, and who has it.
versions AS (
    SELECT root, 'medium' AS field, medium AS version, list(DISTINCT publisher ORDER BY publisher) AS publishers
    FROM grouped
    WHERE medium <> 'unspecified' AND NOT is_copy
    GROUP BY root, medium
    UNION ALL
    SELECT root, 'initiator_side', initiator_side, list(DISTINCT publisher ORDER BY publisher)
    FROM grouped
    WHERE initiator_side IS NOT NULL AND NOT is_copy
    GROUP BY root, initiator_side
),

disputed AS (
    SELECT root, field || ' ' || version || ': ' || array_to_string(publishers, ', ') AS told
    FROM versions
    QUALIFY count(*) OVER (PARTITION BY root, field) > 1
),

disagreements AS (
    SELECT root, list(told ORDER BY told) AS disagreements FROM disputed GROUP BY root
),

-- One name a person and call: of the forms that share a word, the longest.
named AS (
    SELECT DISTINCT g.root, p.side, p.name, p.words
    FROM persons AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    WHERE p.name IS NOT NULL
),

longest AS (
    SELECT DISTINCT n.root, n.side, n.name
    FROM named AS n
    WHERE NOT EXISTS (
        SELECT 1 FROM named AS m
        WHERE m.root = n.root AND m.side = n.side AND list_has_any(m.words, n.words)
          AND (length(m.name), m.name) > (length(n.name), n.name)
    )
),

participants AS (
    SELECT root, list(name ORDER BY side, name) AS participants FROM longest GROUP BY root
),

sides AS (
    SELECT g.root, list(DISTINCT p.side ORDER BY p.side) AS sides
    FROM persons AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    GROUP BY g.root
),

counted AS (
    SELECT
        root,
        coalesce(min(call_date), min(told_on)) AS call_date,
        bool_or(call_date IS NOT NULL) AS is_date_stated,
        list(report_id ORDER BY arrival) AS report_ids,
        count(*) AS report_count,
        greatest(count(DISTINCT publisher) FILTER (NOT is_copy), 1) AS source_count,
        min(edition) AS first_edition,
        max(edition) AS last_edition,
        bool_or(is_corrected) AS is_corrected
    FROM grouped
    GROUP BY root
)

SELECT
    c.root AS call_id,
    c.call_date,
    c.is_date_stated,
    coalesce(m.medium, 'unspecified') AS medium,
    i.initiator,
    i.initiator_side,
    coalesce(d.disagreements, []) AS disagreements,
    coalesce(s.sides, []) AS sides,
    coalesce(p.participants, []) AS participants,
    c.report_ids,
    c.report_count,
    c.source_count,
    c.first_edition,
    c.last_edition,
    c.is_corrected
FROM counted AS c
LEFT JOIN media AS m ON m.root = c.root
LEFT JOIN callers AS i ON i.root = c.root
LEFT JOIN disagreements AS d ON d.root = c.root
LEFT JOIN sides AS s ON s.root = c.root
LEFT JOIN participants AS p ON p.root = c.root
ORDER BY c.call_date, c.root
