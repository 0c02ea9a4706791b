-- One row: one edition of which an article tells of a call, and a digest of what its page of evidence shows: its reactions,
-- and its articles, those too that tell of nobody's position.
WITH said AS (
    SELECT
        e.edition,
        count(*) AS reactions,
        bit_xor(hash(
            e.reaction_id, e.call_id, e.call_date, e.is_date_stated, e.side, e.counterparts, e.stance, e.position, e.toward,
            e.in_call, e.speaker, e.evidence, e.canonical_url, e.warc_file, e.warc_offset, e.is_copy, e.is_corrected,
            e.read_by, t.translation, t.translated_by
        )) AS digest
    FROM marts.evidence AS e
    LEFT JOIN core.translations AS t
        ON t.article_id = e.article_id AND t.edition = e.edition AND t.evidence = e.evidence
    GROUP BY e.edition
),

told AS (
    SELECT
        a.edition,
        count(*) AS articles,
        bit_xor(hash(
            a.article_id, a.title, a.language, a.publisher, a.published_date, a.canonical_url, a.duplicate_of IS NULL,
            a.text_sha256, p.warc_file, p.warc_offset, p.warc_length, p.content_sha256, p.fetched_at
        )) AS digest
    FROM core.articles AS a
    LEFT JOIN raw.pages AS p ON p.page_id = a.page_id AND p.edition = a.edition
    SEMI JOIN (
        SELECT r.article_id, r.edition
        FROM core.call_reports AS r
        SEMI JOIN core.counted_reports AS c ON c.report_id = r.report_id
    ) AS o ON o.article_id = a.article_id AND o.edition = a.edition
    GROUP BY a.edition
)

SELECT
    edition,
    coalesce(s.reactions, 0) AS reactions,
    coalesce(t.articles, 0) AS articles,
    concat_ws('-', s.digest, t.digest) AS digest
FROM said AS s
FULL JOIN told AS t USING (edition)
ORDER BY edition
