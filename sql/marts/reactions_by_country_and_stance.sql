-- One row: one country (or organisation) and stance, over all calls.
-- Rebuilt by: side (side of marts.evidence)
-- A call counts once however often it is reported, a source once however often it writes, and wire copies are no sources:
-- what only they carry has one, the original that they are copies of, wherever it is. The words are those of the report
-- that came out first, an original where there is one.
SELECT
    e.side || '/' || e.stance AS row_id,
    e.side,
    e.stance,
    any_value(e.position) AS position,
    count(DISTINCT e.call_id) AS calls,
    greatest(count(DISTINCT e.publisher) FILTER (NOT e.is_copy), 1) AS sources,
    min(e.call_date) AS first_date,
    max(e.call_date) AS last_date,
    coalesce(list(DISTINCT e.speaker ORDER BY e.speaker) FILTER (e.speaker IS NOT NULL), []) AS speakers,
    arg_min(e.evidence, (e.is_copy, e.published_date, e.edition, e.call_date, e.reaction_id)) AS quotation,
    arg_min(e.canonical_url, (e.is_copy, e.published_date, e.edition, e.call_date, e.reaction_id)) AS quotation_url,
    list(e.reaction_id ORDER BY e.reaction_id) AS reaction_ids
FROM marts.evidence AS e
WHERE e.side IS NOT NULL
GROUP BY e.side, e.stance
ORDER BY e.side, e.stance
