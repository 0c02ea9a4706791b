-- One row: one ordered pair of sides: how often the one speaks with the other, and who rings.
-- Rebuilt by: side || '/' || counterpart (each flatten(list_transform(sides, lambda a: list_transform(sides, lambda b: a || '/' || b))) of core.calls)
-- A conference counts for each pair of its sides.
WITH of_side AS (
    SELECT c.call_id, c.call_date, c.sides, c.initiator_side, unnest(c.sides) AS side
    FROM core.calls AS c
),

pairs AS (
    SELECT
        o.call_id,
        o.call_date,
        o.initiator_side,
        o.side,
        unnest(list_filter(o.sides, lambda s: s <> o.side)) AS counterpart
    FROM of_side AS o
),

counted AS (
    SELECT
        p.side,
        p.counterpart,
        count(*) AS calls,
        count(*) FILTER (p.initiator_side = p.side) AS rung,
        count(*) FILTER (p.initiator_side = p.counterpart) AS received,
        count(*) FILTER (p.initiator_side NOT IN (p.side, p.counterpart)) AS rung_by_others,
        count(*) FILTER (p.initiator_side IS NULL) AS unknown,
        min(p.call_date) AS first_date,
        max(p.call_date) AS last_date,
        list(p.call_id ORDER BY p.call_date, p.call_id) AS call_ids
    FROM pairs AS p
    GROUP BY p.side, p.counterpart
),

-- Whose side each name of a call is on: the call's own list does not say.
reports AS (
    SELECT c.call_id, c.participants, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

named AS (
    SELECT DISTINCT r.call_id, n.side, n.name, n.name_key AS words, n.name_parts AS parts
    FROM reports AS r
    JOIN core.counted_parties AS n ON n.report_id = r.report_id
    WHERE list_contains(r.participants, n.name) AND n.side IS NOT NULL
),

-- The names of both sides of a pair, each once.
spoke AS (
    SELECT p.side, p.counterpart, n.side AS of_side, n.name, any_value(n.words) AS words, any_value(n.parts) AS parts
    FROM pairs AS p
    JOIN named AS n ON n.call_id = p.call_id AND n.side IN (p.side, p.counterpart)
    GROUP BY p.side, p.counterpart, n.side, n.name
),

-- A shorter form of the same person's name: "Quen" beside "Ilvar Quen".
shorter AS (
    SELECT DISTINCT w.side, w.counterpart, w.of_side, w.name
    FROM spoke AS w
    JOIN spoke AS l ON l.side = w.side AND l.counterpart = w.counterpart AND l.of_side = w.of_side
        AND (is_in_latin_letters(l.parts), length(l.name), l.name) > (is_in_latin_letters(w.parts), length(w.name), w.name)
    WHERE person_likeness(w.words, w.parts, l.words, l.parts, w.of_side) >= 2
),

participants AS (
    SELECT w.side, w.counterpart, list(w.name ORDER BY w.of_side, w.name) AS participants
    FROM spoke AS w
    ANTI JOIN shorter AS s
        ON s.side = w.side AND s.counterpart = w.counterpart AND s.of_side = w.of_side AND s.name = w.name
    GROUP BY w.side, w.counterpart
)

SELECT
    c.side || '/' || c.counterpart AS row_id,
    c.side,
    c.counterpart,
    c.calls,
    c.rung,
    c.received,
    c.rung_by_others,
    c.unknown,
    c.first_date,
    c.last_date,
    coalesce(n.participants, []) AS participants,
    c.call_ids
FROM counted AS c
LEFT JOIN participants AS n ON n.side = c.side AND n.counterpart = c.counterpart
ORDER BY c.side, c.counterpart
