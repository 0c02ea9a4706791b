-- One row: one call, merged from the reports of all articles that tell of it.
-- Each report follows the best of those that it agrees with and that say more than it does; what ends at the same
-- report is one call. So a report that says little joins one call and never ties two together. Two reports agree when
-- they have the same sides (of a conference: most of them), name nobody on a shared side who is somebody else, and
-- give the same day. A party without a side is known again by its name alone, be it with a side there or without. A
-- report without a day joins a dated call of that day or the two days before it was published, else another without
-- one, published at most a day apart. Two dated calls of neighbouring days are merged only where it may have been one
-- night: the later day is told further east, where it had begun when the earlier one was told, and nobody tells both.
-- Whom others of the same two sides spoke with, and when, is nothing to it.
-- Rebuilt by: report_ids (report_id of core.counted_reports, report_id of core.counted_parties)

-- The reports in the order in which they are followed: dated ones first, then whoever lists and names most, and most fully. What came
-- first names the call: of an earlier edition, and of one edition by source and address, whenever these were fetched.
WITH RECURSIVE reports AS (
    SELECT
        r.*,
        row_number() OVER (ORDER BY r.edition, r.source_id, r.url, r.report_id) AS arrival,
        row_number() OVER (
            ORDER BY
                r.call_date IS NULL, len(r.sides) DESC, r.strangers > 0, r.seats DESC, r.named_seats DESC,
                r.fullness DESC, r.told_on, r.edition, r.source_id, r.url, r.report_id
        ) AS precedence
    FROM core.counted_reports AS r
),

-- Where each looks for its like, and its day; where others find it by name, only about the days on which they look.
looks AS (
    SELECT r.report_id, unnest(r.lines) AS line, coalesce(r.call_date, r.told_on) AS day FROM reports AS r
),

places AS (
    SELECT l.*, true AS is_asked FROM looks AS l
    UNION ALL
    SELECT n.*, false AS is_asked
    FROM (SELECT report_id, unnest(name_lines) AS line, coalesce(call_date, told_on) AS day FROM reports) AS n
    SEMI JOIN (
        SELECT DISTINCT l.line, l.day + unnest([-2, -1, 0, 1, 2]) AS day FROM looks AS l WHERE contains(l.line, '~')
    ) AS a ON a.line = n.line AND a.day = n.day
),

-- Who says in the world on which day two sides spoke: no copies, which say "today" elsewhere.
tellers AS (
    SELECT
        r.*,
        array_to_string(r.sides, ' ') AS line,
        coalesce(list_contains(r.sides, r.speaks_for) OR list_contains(r.sides, r.publisher_country), false) AS is_own
    FROM reports AS r
    WHERE r.call_date IS NOT NULL AND NOT r.is_copy AND r.seats = 2 AND len(r.sides) = 2
),

-- The days of two sides that somebody tells further east than somebody the day before: there one night is looked for.
eves AS (
    SELECT DISTINCT d.line, d.call_date AS day
    FROM tellers AS d
    JOIN tellers AS e ON e.line = d.line AND e.call_date = d.call_date - 1 AND e.utc_offset < d.utc_offset
    WHERE d.is_floating AND e.is_floating
),

-- The places where a report looks for a call to join: on its own day, or on the days about its publication. Where it may
-- be of the night before, it is compared with the reports of two days before, too.
searches AS (
    SELECT
        p.report_id,
        p.line,
        p.is_asked,
        unnest(CASE
            WHEN r.call_date IS NULL THEN [r.told_on - 2, r.told_on - 1, r.told_on, r.told_on + 1]
            WHEN v.line IS NOT NULL THEN [r.call_date, r.call_date - 1, r.call_date - 2]
            ELSE [r.call_date]
        END)::DATE AS day
    FROM places AS p
    JOIN reports AS r ON r.report_id = p.report_id
    LEFT JOIN eves AS v ON v.line = p.line AND v.day = p.day
),

-- Pairs of reports that may be of one call, if they are of the same people.
candidates AS (
    SELECT DISTINCT x.report_id AS one, y.report_id AS other
    FROM searches AS s
    JOIN places AS p ON p.line = s.line AND p.day = s.day AND (p.is_asked OR s.is_asked)
    JOIN reports AS x ON x.report_id = s.report_id
    JOIN reports AS y
        ON y.report_id = p.report_id AND (y.precedence < x.precedence OR y.call_date < x.call_date)
    WHERE CASE
        WHEN x.call_date IS NOT NULL THEN y.call_date IS NOT NULL
        -- An article that gives one call a day and another none tells of two calls.
        WHEN x.article_id = y.article_id THEN false
        WHEN y.call_date IS NOT NULL
            THEN y.call_date <= x.told_on OR coalesce(y.utc_offset > x.utc_offset, false)
        ELSE abs(y.told_on - x.told_on) <= 1
    END
),

-- The persons on each seat that two candidates may share: of one side, or of a side that one of them does not know.
faced AS (
    SELECT
        c.one,
        c.other,
        px.seat AS seat,
        py.seat AS other_seat,
        px.side IS NOT NULL AND py.side IS NOT NULL AS is_of_side,
        px.side IS NULL AND py.side IS NULL AS are_strangers,
        px.person,
        py.person AS other_person,
        px.office_class = py.office_class AS is_same_office,
        -- Of such offices a side has one holder on a day.
        px.office_class = py.office_class AND px.office_class IN ('fm', 'pm', 'president', 'defence', 'nsa', 'sg') AS is_same_holder,
        name_script(px.name_parts) <> name_script(py.name_parts) AS are_two_scripts,
        px.is_head,
        py.is_head AS other_is_head,
        len(px.name_key) > 0 OR len(py.name_key) > 0 AS is_named,
        len(px.name_key) > 0 AND len(py.name_key) > 0 AS are_named,
        person_likeness(px.name_key, px.name_parts, py.name_key, py.name_parts, coalesce(px.side, py.side)) AS likeness
    FROM candidates AS c
    JOIN core.counted_parties AS px ON px.report_id = c.one
    JOIN core.counted_parties AS py ON py.report_id = c.other AND (py.side = px.side OR px.side IS NULL OR py.side IS NULL)
),

-- 3: the same person, by the table of office-holders or by name; 2, 1: of one side, a name is lacking, and the offices
-- are alike or not known; 0: somebody else. Without a side it takes a name, or two of whom no text says more.
agreements AS (
    SELECT
        one,
        other,
        seat,
        other_seat,
        bool_or(is_of_side) AS is_of_side,
        max(CASE
            WHEN person = other_person THEN 3
            WHEN person <> other_person THEN 0
            WHEN likeness >= 2 THEN 3
            WHEN likeness >= 1 THEN CASE WHEN is_of_side AND coalesce(is_same_office, true) THEN 3 ELSE 0 END
            -- What two scripts make of one name is not always alike.
            WHEN likeness < 1 THEN CASE WHEN is_of_side AND are_two_scripts AND is_same_holder THEN 1 ELSE 0 END
            WHEN NOT is_of_side AND (is_named OR NOT are_strangers) THEN 0
            -- Two names that cannot be compared, in two offices.
            WHEN are_named AND NOT is_same_office THEN 0
            WHEN is_head IS NULL OR other_is_head IS NULL THEN 1
            WHEN is_head = other_is_head THEN 2
            ELSE 0
        END) AS agreement
    FROM faced
    GROUP BY one, other, seat, other_seat
),

likenesses AS (
    SELECT
        one,
        other,
        sum(agreement) AS likeness,
        count(DISTINCT seat) FILTER (agreement > 0) AS seats,
        count(DISTINCT other_seat) FILTER (agreement > 0) AS other_seats
    FROM agreements
    GROUP BY one, other
    -- On a side that both have somebody must be the same.
    HAVING coalesce(min(agreement) FILTER (is_of_side), 1) > 0
),

-- Of a call of two both seats are shared; of a conference two of three, since reports list it in part. A call of two is
-- no conference, but for one whose third party is somebody of the two sides.
agreed AS (
    SELECT l.one, l.other, l.likeness, x.seats - l.seats + y.seats - l.other_seats AS unshared
    FROM likenesses AS l
    JOIN reports AS x ON x.report_id = l.one
    JOIN reports AS y ON y.report_id = l.other
    WHERE CASE
        WHEN x.seats > 2 AND y.seats > 2
            THEN least(l.seats, l.other_seats) >= 2
                AND least(l.seats, l.other_seats) * 3 >= 2 * least(x.seats, y.seats)
        ELSE l.seats = x.seats AND l.other_seats = y.seats
    END
),

-- The days that each report of an eve finds told of its own people, by those who may mean them: calls that others of the
-- two sides had are no concern of theirs. Whoever speaks for one of the two counts in a zone that is known to be its own;
-- others matter where none does.
days AS (
    SELECT
        x.report_id,
        t.call_date AS day,
        bool_and(t.is_floating) AS is_floating,
        coalesce(min(t.utc_offset) FILTER (t.is_own), min(t.utc_offset)) AS westernmost,
        coalesce(max(t.utc_offset) FILTER (t.is_own), max(t.utc_offset)) AS easternmost,
        min(t.published_at) FILTER (t.utc_offset IS NOT NULL) AS first_told,
        list(DISTINCT t.publisher) AS publishers
    FROM reports AS x
    JOIN eves AS v ON v.line = array_to_string(x.sides, ' ') AND v.day = x.call_date
    JOIN (
        SELECT one, other FROM agreed
        UNION
        SELECT other, one FROM agreed
        UNION
        SELECT report_id, report_id FROM tellers
    ) AS a ON a.one = x.report_id
    JOIN tellers AS t ON t.report_id = a.other AND t.line = v.line
    GROUP BY x.report_id, t.call_date
),

-- One evening in the west is the next day in the east: two neighbouring days, the later told further east than the
-- earlier; the later had begun there when the earlier was told (where only the day of that is known, three hours lie
-- between them); no publisher tells both; and there is no third day before them that the first might belong to.
one_night AS (
    SELECT r.report_id
    FROM reports AS r
    JOIN days AS d ON d.report_id = r.report_id AND d.day = r.call_date
    JOIN days AS e ON e.report_id = r.report_id AND e.day = r.call_date - 1
    ANTI JOIN days AS f ON f.report_id = r.report_id AND f.day = r.call_date - 2
    WHERE d.is_floating AND e.is_floating
      AND d.westernmost > e.easternmost
      AND CASE
          WHEN e.first_told IS NULL THEN d.westernmost - e.easternmost >= 180
          ELSE e.first_told >= d.day::TIMESTAMP - to_minutes(d.easternmost::BIGINT)
      END
      AND NOT list_has_any(d.publishers, e.publishers)
),

-- Where the report of the evening may be of a call of others, that day or the day before, it leads no morning to that.
astray AS (
    SELECT DISTINCT l.one, l.other
    FROM agreed AS l
    JOIN reports AS x ON x.report_id = l.one
    JOIN reports AS y ON y.report_id = l.other AND y.call_date < x.call_date
    JOIN agreed AS m ON m.one = y.report_id
    JOIN reports AS z ON z.report_id = m.other AND z.call_date >= y.call_date - 1
    ANTI JOIN agreed AS n ON n.one = x.report_id AND n.other = z.report_id
),

-- The one report that each follows: of the latest day, then the most alike, then the one that says most. One of the day
-- before is followed only where it was one night, and both tell the same but for the day.
leaders AS (
    SELECT l.one AS report_id, l.other AS leader
    FROM agreed AS l
    JOIN reports AS x ON x.report_id = l.one
    JOIN reports AS y ON y.report_id = l.other
    LEFT JOIN one_night AS n ON n.report_id = l.one AND y.call_date = x.call_date - 1
    ANTI JOIN astray AS o ON o.one = l.one AND o.other = l.other
    WHERE x.call_date IS NULL
        OR y.call_date = x.call_date
        OR (
            n.report_id IS NOT NULL
            AND coalesce(x.initiator_side = y.initiator_side, true)
            AND (x.medium = y.medium OR 'unspecified' IN (x.medium, y.medium))
        )
    QUALIFY row_number() OVER (
        PARTITION BY l.one ORDER BY y.call_date DESC NULLS LAST, l.likeness DESC, l.unshared, y.precedence
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

-- Everybody whom a call's reports name.
named AS (
    SELECT DISTINCT g.root, p.side, p.name, p.name_key AS words, p.name_parts AS parts
    FROM core.counted_parties AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    WHERE p.name IS NOT NULL
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

-- Whoever rings without a side has the one that another report of the call gives the same person: the party of the name
-- that counts, whatever role the parser gave it.
rung AS (
    SELECT
        g.root,
        g.report_id,
        g.initiator,
        coalesce(g.initiator_side, min(m.side)) AS initiator_side
    FROM grouped AS g
    LEFT JOIN core.counted_parties AS p ON p.report_id = g.report_id AND p.name = g.initiator AND g.initiator_side IS NULL
    LEFT JOIN named AS m ON m.root = g.root AND m.side IS NOT NULL
        AND person_likeness(p.name_key, p.name_parts, m.words, m.parts, m.side) >= 2
    WHERE g.initiator IS NOT NULL
    GROUP BY g.root, g.report_id, g.initiator, g.initiator_side
),

callers AS (
    SELECT g.root, r.initiator_side, arg_max(r.initiator, (length(r.initiator), r.initiator)) AS initiator
    FROM grouped AS g
    JOIN rung AS r ON r.report_id = g.report_id
    GROUP BY g.root, r.initiator_side
    QUALIFY row_number() OVER (
        PARTITION BY g.root
        ORDER BY count(DISTINCT g.publisher) FILTER (NOT g.is_copy) DESC, min(g.arrival)
    ) = 1
),

-- Where independent sources disagree: each version, and who has it.
versions AS (
    SELECT root, 'medium' AS field, medium AS version, list(DISTINCT publisher ORDER BY publisher) AS publishers
    FROM grouped
    WHERE medium <> 'unspecified' AND NOT is_copy
    GROUP BY root, medium
    UNION ALL
    SELECT g.root, 'initiator_side', r.initiator_side, list(DISTINCT g.publisher ORDER BY g.publisher)
    FROM grouped AS g
    JOIN rung AS r ON r.report_id = g.report_id
    WHERE r.initiator_side IS NOT NULL AND NOT g.is_copy
    GROUP BY g.root, r.initiator_side
),

disputed AS (
    SELECT root, field || ' ' || version || ': ' || array_to_string(publishers, ', ') AS told
    FROM versions
    QUALIFY count(*) OVER (PARTITION BY root, field) > 1
),

disagreements AS (
    SELECT root, list(told ORDER BY told) AS disagreements FROM disputed GROUP BY root
),

-- One name a person and call: of the forms that are one person's, one with a side, then in Latin letters, then the longest.
shorter AS (
    SELECT DISTINCT n.root, n.side, n.name
    FROM named AS n
    JOIN named AS m ON m.root = n.root AND (m.side = n.side OR n.side IS NULL)
        AND (m.side IS NOT NULL, is_in_latin_letters(m.parts), length(m.name), m.name)
            > (n.side IS NOT NULL, is_in_latin_letters(n.parts), length(n.name), n.name)
    WHERE person_likeness(n.words, n.parts, m.words, m.parts, m.side) >= 1
),

longest AS (
    SELECT DISTINCT n.root, n.side, n.name
    FROM named AS n
    ANTI JOIN shorter AS s ON s.root = n.root AND s.side IS NOT DISTINCT FROM n.side AND s.name = n.name
),

participants AS (
    SELECT
        root,
        list(name ORDER BY side NULLS LAST, name) AS participants,
        list(name ORDER BY name) FILTER (side IS NULL) AS unplaced
    FROM longest
    GROUP BY root
),

-- Of strangers whom nobody names the office tells, where it does.
nameless AS (
    SELECT g.root, list(DISTINCT coalesce(p.office, 'somebody unnamed') ORDER BY coalesce(p.office, 'somebody unnamed')) AS unplaced
    FROM core.counted_parties AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    WHERE p.side IS NULL AND p.name IS NULL
    GROUP BY g.root
),

sides AS (
    SELECT g.root, list(DISTINCT p.side ORDER BY p.side) AS sides
    FROM core.counted_parties AS p
    JOIN grouped AS g ON g.report_id = p.report_id
    WHERE p.side IS NOT NULL
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
    coalesce(p.unplaced, n.unplaced, []) AS unplaced,
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
LEFT JOIN nameless AS n ON n.root = c.root
ORDER BY c.call_date, c.root
