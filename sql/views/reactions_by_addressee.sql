-- One row: one reaction in one article and one side it is addressed to: said toward it, or in a call with it or beside one.
-- addressee: The side addressed: a country (ISO 3166-1 alpha-3) or an organisation
-- basis: toward (the text names it), counterpart (said in a call with it or beside one, as in_call tells, and the text names nobody), or toward_another (the same, about somebody else)
SELECT
    e.addressee,
    CASE
        WHEN e.toward = e.addressee THEN 'toward'
        WHEN e.toward IS NULL THEN 'counterpart'
        ELSE 'toward_another'
    END AS basis,
    e.call_date,
    e.is_date_stated,
    e.side,
    e.speaker,
    e.stance,
    e.position,
    e.toward,
    e.counterparts,
    e.in_call,
    e.evidence,
    e.publisher,
    e.is_copy,
    e.is_corrected,
    e.title,
    e.published_date,
    e.canonical_url,
    e.call_id,
    e.reaction_id
FROM (
    SELECT *, unnest(list_distinct(list_append(counterparts, toward))) AS addressee
    FROM marts.evidence
) AS e
WHERE e.addressee IS NOT NULL
