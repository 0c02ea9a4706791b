-- One row: one call and one article that reports it.
-- is_copy: The article is a copy of one fetched before, and no source of its own
-- publisher_country: The country of the publisher, ISO 3166-1 alpha-3; NULL where it has none
-- evidence: The words that tell of the call, verbatim
-- told_initiator_side: The side that this article has ring; NULL where it does not say
-- told_medium: The medium that this article names
SELECT
    c.call_id,
    c.call_date,
    c.is_date_stated,
    c.sides,
    c.participants,
    c.unplaced,
    c.medium,
    c.initiator_side,
    c.source_count,
    r.report_id,
    r.medium AS told_medium,
    r.initiator_side AS told_initiator_side,
    r.evidence,
    a.publisher,
    a.publisher_country,
    a.duplicate_of IS NOT NULL AS is_copy,
    a.title,
    a.published_date,
    a.canonical_url,
    a.article_id,
    r.edition
FROM (SELECT *, unnest(report_ids) AS told_by FROM core.calls) AS c
JOIN core.call_reports AS r ON r.report_id = c.told_by
JOIN core.articles AS a ON a.article_id = r.article_id AND a.edition = r.edition
QUALIFY row_number() OVER (PARTITION BY c.call_id, r.report_id ORDER BY r.edition) = 1
