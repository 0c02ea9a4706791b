-- One row: the first edition that a model read, NULL where none did, and how many articles known to edition $1 wait for
-- a model's answer.
SELECT
    (SELECT min(a.edition) FROM raw.answers AS a WHERE a.counts) AS since,
    (
        SELECT count(DISTINCT u.article_id) FROM core.unparsed AS u
        WHERE u.edition <= $1 AND u.reason = 'waiting_for_model'
    ) AS waiting
