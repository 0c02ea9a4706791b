-- table: core.parties
-- severity: warning
-- description: of most parties the side is known; where it is of far fewer, a source has lost its country, or a rule has broken
-- An edition of fewer than fifty parties has no shares to speak of. Of hand-annotated reports one party in thirty has no
-- side, of those read without their publisher one in ten.
WITH unknown AS (
    SELECT s.party_id, s.side, count(*) FILTER (s.side IS NULL) OVER () AS sideless, count(*) OVER () AS total
    FROM staged AS s
)

SELECT
    u.party_id AS key,
    printf('%.0f %% of %d parties have no side, at most 25 %% expected', 100 * u.sideless / u.total, u.total) AS observed
FROM unknown AS u
WHERE u.side IS NULL AND u.total >= 50 AND u.sideless > 0.25 * u.total
