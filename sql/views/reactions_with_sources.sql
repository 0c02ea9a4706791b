-- One row: one reaction in one article, with the speaker's office, the call, and the source that reports it.
-- publisher_country: The country of the publisher, ISO 3166-1 alpha-3; NULL where it has none
-- is_own_account: The publisher speaks for the speaker's side: its ministry, its leader, the organisation itself (core.articles.speaks_for); a newspaper of the country does not. NULL where the side is not known
-- call_sources: Independent sources that report the call
SELECT
    e.reaction_id,
    e.call_id,
    e.call_date,
    e.is_date_stated,
    e.side,
    e.speaker,
    p.office,
    e.stance,
    e.position,
    e.counterparts,
    e.toward,
    e.in_call,
    e.evidence,
    e.publisher,
    a.publisher_country,
    CASE WHEN e.side IS NOT NULL THEN coalesce(a.speaks_for = e.side, false) END AS is_own_account,
    e.is_copy,
    e.is_corrected,
    e.title,
    e.published_date,
    e.canonical_url,
    e.warc_file,
    e.warc_offset,
    c.medium,
    c.initiator_side,
    c.participants,
    c.unplaced,
    c.source_count AS call_sources,
    e.edition
FROM marts.evidence AS e
JOIN core.articles AS a ON a.article_id = e.article_id AND a.edition = e.edition
JOIN core.calls AS c ON c.call_id = e.call_id
LEFT JOIN core.parties AS p ON p.party_id = e.party_id AND p.edition = e.edition
