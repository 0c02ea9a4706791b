-- Is a call told by many because many know of it, or because they copied one wire?
-- An analyst. `first_edition` and `last_edition` are the days on which we first and last learned of the call.
SELECT
    c.sides,
    c.report_count AS reports,
    count(*) FILTER (s.is_copy) AS copies,
    c.source_count AS sources,
    list(DISTINCT s.publisher ORDER BY s.publisher) FILTER (NOT s.is_copy) AS publishers,
    c.first_edition,
    c.last_edition
FROM core.calls AS c
JOIN calls_with_sources AS s ON s.call_id = c.call_id
WHERE c.call_date = DATE '2025-05-09'
GROUP BY c.call_id, c.sides, c.report_count, c.source_count, c.first_edition, c.last_edition
ORDER BY c.sides
