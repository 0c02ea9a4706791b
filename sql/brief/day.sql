-- One row: the figures of what edition $1 told, whatever the day of the calls.
WITH known AS (
    SELECT c.call_id, c.first_edition, c.sides, unnest(c.report_ids) AS report_id
    FROM core.calls AS c
    WHERE c.first_edition <= $1 AND c.last_edition >= $1
),

told AS (
    SELECT DISTINCT k.call_id, k.first_edition, k.sides
    FROM known AS k
    JOIN core.call_reports AS r ON r.report_id = k.report_id AND r.edition = $1
)

SELECT
    (SELECT count(*) FROM told) AS calls,
    (SELECT count(*) FROM told AS t WHERE t.first_edition = $1) AS new_calls,
    (SELECT count(DISTINCT s.side) FROM (SELECT unnest(t.sides) AS side FROM told AS t) AS s) AS sides,
    (
        -- What only copies tell has one source, the original that they are copies of.
        SELECT greatest(count(DISTINCT a.publisher) FILTER (a.duplicate_of IS NULL), least(count(*), 1))
        FROM core.call_reports AS r
        JOIN core.articles AS a ON a.article_id = r.article_id AND a.edition = r.edition
        WHERE r.edition = $1 AND r.report_id IN (SELECT c.report_id FROM core.counted_reports AS c)
    ) AS sources,
    count(*) AS reactions,
    count(DISTINCT e.side) FILTER (e.side <> 'joint') AS speaking,
    count(DISTINCT e.side) FILTER (e.side <> 'joint' AND e.position = 'supportive') AS supportive,
    count(DISTINCT e.side) FILTER (e.side <> 'joint' AND e.position = 'de-escalatory') AS de_escalatory,
    count(DISTINCT e.side) FILTER (e.side <> 'joint' AND e.position = 'critical') AS critical
FROM marts.evidence AS e
WHERE e.edition = $1
