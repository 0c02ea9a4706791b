-- One row: one reaction in one article, as one would cite it.
-- citation: Words, speaker (with what was said beside the call marked as that), article and address, with the publication and the reaction to find them by
-- publication_id: The publication of Readouts that is cited (meta.publication)
SELECT
    e.reaction_id,
    e.call_date,
    e.is_date_stated,
    e.side,
    e.stance,
    e.in_call,
    '“' || e.evidence || '” (' || concat_ws(', ', nullif(e.speaker, e.side), e.side, CASE WHEN NOT e.in_call THEN 'beside the call' END) || '). '
        || e.publisher || ', ' || coalesce('“' || e.title || '”, ', '') || e.published_date || ', ' || e.canonical_url
        || '. Readouts, publication ' || p.publication_id || ', reaction ' || e.reaction_id || '.' AS citation,
    p.publication_id
FROM marts.evidence AS e
CROSS JOIN meta.publication AS p
