-- One row: one position of one side in calls with one counterpart on one day, toward one country or toward none named.
-- Rebuilt by: pair (pairs of marts.evidence)
-- Days are those on which the side is on record with the counterpart: a silence changes nobody's position. Each day has
-- one leading position, whatever it is toward: the one that most independent sources tell, then that of most calls, then
-- that of most stances. Condolences and good relations are courtesies: who gives them and appeals for restraint appeals
-- for restraint, so they lead only where nothing else is said.
-- A joint statement of several is no single side's position.
WITH said AS (
    SELECT
        e.side,
        unnest(list_filter(list_distinct(e.counterparts), lambda c: c <> e.side)) AS counterpart,
        e.call_date,
        e.position,
        e.toward,
        e.stance,
        e.call_id,
        e.publisher,
        e.is_copy,
        e.published_date,
        e.edition,
        e.evidence,
        e.canonical_url,
        e.reaction_id
    FROM marts.evidence AS e
    WHERE e.side <> 'joint'
),

taken AS (
    SELECT
        s.side,
        s.counterpart,
        s.call_date,
        s.position,
        s.toward,
        list(DISTINCT s.stance ORDER BY s.stance) AS stances,
        count(DISTINCT s.call_id) AS calls,
        greatest(count(DISTINCT s.publisher) FILTER (NOT s.is_copy), 1) AS sources,
        arg_min(s.evidence, (s.is_copy, s.published_date, s.edition, s.reaction_id)) AS quotation,
        arg_min(s.canonical_url, (s.is_copy, s.published_date, s.edition, s.reaction_id)) AS quotation_url,
        list(s.reaction_id ORDER BY s.reaction_id) AS reaction_ids
    FROM said AS s
    GROUP BY s.side, s.counterpart, s.call_date, s.position, s.toward
),

-- The positions of a day as each edition that told of it left them, the leading one first.
weighed AS (
    SELECT
        s.side,
        s.counterpart,
        s.call_date,
        d.edition AS as_of,
        s.position,
        row_number() OVER (
            PARTITION BY s.side, s.counterpart, s.call_date, d.edition
            ORDER BY
                bool_or(s.stance NOT IN ('condolence', 'cooperation')) DESC,
                count(DISTINCT s.publisher) FILTER (
                    NOT s.is_copy AND s.stance NOT IN ('condolence', 'cooperation')
                ) DESC,
                count(DISTINCT s.publisher) FILTER (NOT s.is_copy) DESC,
                count(DISTINCT s.call_id) DESC,
                count(DISTINCT s.stance) DESC,
                list_position(['critical', 'supportive', 'de-escalatory'], s.position)
        ) AS place
    FROM said AS s
    JOIN (SELECT DISTINCT o.side, o.counterpart, o.call_date, o.edition FROM said AS o) AS d
        ON d.side = s.side AND d.counterpart = s.counterpart AND d.call_date = s.call_date AND d.edition >= s.edition
    GROUP BY s.side, s.counterpart, s.call_date, d.edition, s.position
),

-- The editions with which the lead of a day changed; with the last of them what leads now came to lead.
turns AS (
    SELECT w.side, w.counterpart, w.call_date, w.as_of
    FROM weighed AS w
    WHERE w.place = 1
    QUALIFY lag(w.position) OVER (
        PARTITION BY w.side, w.counterpart, w.call_date ORDER BY w.as_of
    ) IS DISTINCT FROM w.position
),

led AS (
    SELECT t.side, t.counterpart, t.call_date, max(t.as_of) AS edition
    FROM turns AS t
    GROUP BY t.side, t.counterpart, t.call_date
),

-- The positions of a day as they are now, and the days of a pair, numbered.
ranked AS (
    SELECT
        w.side,
        w.counterpart,
        w.call_date,
        w.position,
        w.place,
        l.edition AS led_edition,
        dense_rank() OVER (PARTITION BY w.side, w.counterpart ORDER BY w.call_date) AS day
    FROM weighed AS w
    JOIN led AS l ON l.side = w.side AND l.counterpart = w.counterpart AND l.call_date = w.call_date
    QUALIFY w.as_of = max(w.as_of) OVER (PARTITION BY w.side, w.counterpart, w.call_date)
),

-- Days in a row have the same difference between their number and their place in the run.
runs AS (
    SELECT
        t.*,
        r.place,
        r.led_edition,
        r.day - row_number() OVER (
            PARTITION BY t.side, t.counterpart, t.position, t.toward ORDER BY t.call_date
        ) AS run,
        r.day - dense_rank() OVER (
            PARTITION BY t.side, t.counterpart, t.position ORDER BY t.call_date
        ) AS position_run
    FROM taken AS t
    JOIN ranked AS r
        ON r.side = t.side AND r.counterpart = t.counterpart
        AND r.call_date = t.call_date AND r.position = t.position
)

SELECT
    r.side || '/' || r.counterpart || '/' || r.call_date::VARCHAR || '/' || r.position
    || coalesce('/' || r.toward, '') AS row_id,
    r.side,
    r.counterpart,
    r.side || '/' || r.counterpart AS pair,
    r.call_date,
    r.position,
    r.toward,
    r.stances,
    r.calls,
    r.sources,
    r.place = 1 AS is_leading,
    CASE WHEN r.place = 1 THEN r.led_edition END AS leading_edition,
    min(r.call_date) OVER (
        PARTITION BY r.side, r.counterpart, r.position, r.toward, r.run
    ) AS since,
    min(r.call_date) OVER (
        PARTITION BY r.side, r.counterpart, r.position, r.position_run
    ) AS position_since,
    r.quotation,
    r.quotation_url,
    r.reaction_ids
FROM runs AS r
ORDER BY r.side, r.counterpart, r.call_date, r.place, r.toward
