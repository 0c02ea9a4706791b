-- One row: one article of edition $1 that tells of a call, as archived.
SELECT
    a.article_id,
    a.title,
    a.language,
    a.publisher,
    a.published_date,
    a.canonical_url,
    a.duplicate_of IS NOT NULL AS is_copy,
    a.text,
    p.warc_file,
    p.warc_offset,
    p.warc_length,
    p.content_sha256,
    p.fetched_at
FROM core.articles AS a
LEFT JOIN raw.pages AS p ON p.page_id = a.page_id AND p.edition = a.edition
WHERE a.edition = $1
  AND a.article_id IN (
      SELECT r.article_id
      FROM core.call_reports AS r
      SEMI JOIN core.counted_reports AS c ON c.report_id = r.report_id
      WHERE r.edition = $1
  )
ORDER BY a.published_date, a.publisher, a.article_id
