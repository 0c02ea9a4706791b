-- How do I get events with CAMEO and PLOVER codes, one for each day, pair and stance?
-- A researcher who joins them with other event data. The target is the country that the text names, else the counterparts;
-- the codes are looked up by stance, since `core.reactions` has those of what the parser said, before any correction.
WITH codes AS (SELECT DISTINCT stance, cameo, plover FROM core.reactions)

SELECT
    e.call_date AS event_date,
    e.side AS source,
    coalesce(e.toward, array_to_string(e.counterparts, '+')) AS target,
    c.cameo,
    c.plover,
    e.stance,
    count(DISTINCT e.publisher) FILTER (NOT e.is_copy) AS sources
FROM marts.evidence AS e
LEFT JOIN codes AS c ON c.stance = e.stance
WHERE e.call_date < DATE '2025-01-01'
GROUP BY event_date, source, target, c.cameo, c.plover, e.stance
ORDER BY event_date, source, target, e.stance
