-- One row: one edition with evidence, and a digest of what its page of evidence shows.
SELECT
    e.edition,
    count(*) AS reactions,
    bit_xor(hash(
        e.reaction_id, e.call_id, e.call_date, e.side, e.stance, e.toward, e.speaker, e.evidence, e.canonical_url,
        e.warc_file, e.warc_offset, e.is_copy, e.is_corrected, e.read_by, t.translation,
        t.translated_by
    ))::VARCHAR AS digest
FROM marts.evidence AS e
LEFT JOIN core.translations AS t
    ON t.article_id = e.article_id AND t.edition = e.edition AND t.evidence = e.evidence
GROUP BY e.edition
ORDER BY e.edition
