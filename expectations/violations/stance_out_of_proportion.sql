-- table: core.reactions
-- severity: warning
-- description: no stance takes a larger share of an edition's reactions than news accounts for; one that does is a rule that has run away, or a great event
-- An edition of fewer than fifty reactions may be about a single call, and has no shares to speak of. The bounds leave
-- about three times the share that each stance has of hand-annotated reports, and room for a day of one great event; a
-- stance that is not listed may have 0.6 of them.
WITH bounds (stance, most) AS (
    VALUES ('cooperation', 0.85), ('solidarity', 0.5), ('commendation', 0.5), ('criticism', 0.4), ('mediation_offer', 0.2)
),

shares AS (
    SELECT
        s.reaction_id,
        s.stance,
        coalesce(b.most, 0.6) AS most,
        count(*) OVER (PARTITION BY s.stance) AS rows,
        count(*) OVER () AS total
    FROM staged AS s
    LEFT JOIN bounds AS b ON b.stance = s.stance
)

SELECT
    h.reaction_id AS key,
    printf('%s: %.0f %% of %d, at most %.0f %% expected', h.stance, 100 * h.rows / h.total, h.total, 100 * h.most)
        AS observed
FROM shares AS h
WHERE h.total >= 50 AND h.rows > h.most * h.total
