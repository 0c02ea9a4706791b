-- One row: one change of the leading position of one side in calls with one counterpart.
-- Rebuilt by: pair (pair of marts.positions, pairs of marts.evidence)
-- From one day on which the side is on record with the counterpart to the next one. The edition is that with which the
-- change came to be, which may be a later one than that of the words: its reports can make another position lead. The
-- report named is the first that carries the new position, an original where there is one, of those then known.
WITH led AS (
    SELECT
        p.side,
        p.counterpart,
        p.call_date,
        any_value(p.position) AS position,
        list_sort(list_distinct(flatten(list(p.stances)))) AS stances,
        flatten(list(p.reaction_ids)) AS reaction_ids,
        any_value(p.leading_edition) AS edition
    FROM marts.positions AS p
    WHERE p.is_leading
    GROUP BY p.side, p.counterpart, p.call_date
),

-- Days in a row on which the same position leads are one run, and a change from it was known with the first of them: a day
-- between that is told later changes nothing.
turned AS (
    SELECT l.*, coalesce(lag(l.position) OVER days <> l.position, true)::INTEGER AS turn
    FROM led AS l
    WINDOW days AS (PARTITION BY l.side, l.counterpart ORDER BY l.call_date)
),

numbered AS (
    SELECT t.*, sum(t.turn) OVER (PARTITION BY t.side, t.counterpart ORDER BY t.call_date) AS run FROM turned AS t
),

held AS (
    SELECT
        n.*,
        min(n.edition) OVER (PARTITION BY n.side, n.counterpart, n.run ORDER BY n.call_date) AS held_edition
    FROM numbered AS n
),

shifts AS (
    SELECT
        l.side,
        l.counterpart,
        lag(l.call_date) OVER days AS from_date,
        lag(l.position) OVER days AS from_position,
        lag(l.stances) OVER days AS from_stances,
        l.call_date AS to_date,
        l.position AS to_position,
        l.stances AS to_stances,
        l.reaction_ids,
        greatest(l.edition, lag(l.held_edition) OVER days) AS edition
    FROM held AS l
    WINDOW days AS (PARTITION BY l.side, l.counterpart ORDER BY l.call_date)
    QUALIFY lag(l.position) OVER days <> l.position
),

carried AS (
    SELECT s.side, s.counterpart, s.to_date, s.edition, unnest(s.reaction_ids) AS reaction_id FROM shifts AS s
),

reported AS (
    SELECT
        c.side,
        c.counterpart,
        c.to_date,
        e.reaction_id,
        e.report_id,
        e.publisher,
        e.evidence,
        e.canonical_url
    FROM carried AS c
    JOIN marts.evidence AS e ON e.reaction_id = c.reaction_id
    QUALIFY row_number() OVER (
        PARTITION BY c.side, c.counterpart, c.to_date
        ORDER BY e.is_copy, e.edition > c.edition, e.published_date, e.edition, e.reaction_id
    ) = 1
)

SELECT
    s.side || '/' || s.counterpart || '/' || s.to_date::VARCHAR AS row_id,
    s.side,
    s.counterpart,
    s.side || '/' || s.counterpart AS pair,
    s.from_date,
    s.from_position,
    s.from_stances,
    s.to_date,
    s.to_position,
    s.to_stances,
    r.reaction_id,
    r.report_id,
    r.publisher,
    r.evidence AS quotation,
    r.canonical_url AS quotation_url,
    s.edition
FROM shifts AS s
JOIN reported AS r ON r.side = s.side AND r.counterpart = s.counterpart AND r.to_date = s.to_date
ORDER BY s.to_date, s.side, s.counterpart
