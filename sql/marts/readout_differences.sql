-- One row: one stance of one side in one call that one side's own account tells and another side's does not.
-- Rebuilt by: call_id (call_id of core.calls, call_id of marts.evidence)
-- An own account is an article of a publisher that speaks for that side, and no copy. Calls are compared of which two
-- sides or more give one. What several say as one covers each of them, and so does what somebody says whose side is not
-- known, so that neither hides a difference nor makes one.
WITH reported AS (
    SELECT c.call_id, c.call_date, c.sides, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

accounts AS (
    SELECT
        d.call_id,
        d.call_date,
        r.report_id,
        a.speaks_for AS teller,
        r.evidence,
        a.canonical_url,
        a.published_date,
        a.edition
    FROM reported AS d
    JOIN core.call_reports AS r ON r.report_id = d.report_id
    JOIN core.articles AS a ON a.article_id = r.article_id
    WHERE list_contains(d.sides, a.speaks_for) AND a.duplicate_of IS NULL
    QUALIFY count(DISTINCT a.speaks_for) OVER (PARTITION BY d.call_id) > 1
),

-- Each side's first account of a call stands for what it tells of the call as such.
tellers AS (
    SELECT c.call_id, c.call_date, c.teller, c.report_id, c.evidence, c.canonical_url
    FROM accounts AS c
    QUALIFY row_number() OVER (PARTITION BY c.call_id, c.teller ORDER BY c.published_date, c.edition, c.report_id) = 1
),

said AS (
    SELECT
        c.call_id,
        c.teller,
        c.published_date,
        e.side,
        e.stance,
        e.position,
        e.in_call,
        e.evidence,
        e.canonical_url,
        e.edition,
        e.reaction_id
    FROM accounts AS c
    JOIN marts.evidence AS e ON e.report_id = c.report_id
),

told AS (
    SELECT s.*
    FROM said AS s
    WHERE s.in_call AND s.side <> 'joint'
    QUALIFY row_number() OVER (
        PARTITION BY s.call_id, s.teller, s.side, s.stance ORDER BY s.published_date, s.edition, s.reaction_id
    ) = 1
),

-- What another account has of the same side, or of several as one.
untold AS (
    SELECT
        t.reaction_id,
        o.teller,
        coalesce(bool_or(h.position = t.position), false) AS is_position_told
    FROM told AS t
    JOIN tellers AS o ON o.call_id = t.call_id AND o.teller <> t.teller
    LEFT JOIN said AS h ON h.call_id = t.call_id AND h.teller = o.teller AND (h.side IN (t.side, 'joint') OR h.side IS NULL)
    GROUP BY t.reaction_id, o.teller
    HAVING coalesce(bool_and(h.stance <> t.stance), true)
)

SELECT
    t.call_id || '/' || t.side || '/' || t.stance || '/' || t.teller || '/' || o.teller AS row_id,
    t.call_id,
    o.call_date,
    t.side,
    t.stance,
    t.position,
    t.teller AS told_by,
    o.teller AS untold_by,
    u.is_position_told,
    t.evidence AS passage,
    t.canonical_url AS passage_url,
    o.evidence AS other_passage,
    o.canonical_url AS other_url,
    t.reaction_id,
    o.report_id AS other_report_id
FROM untold AS u
JOIN told AS t ON t.reaction_id = u.reaction_id
JOIN tellers AS o ON o.call_id = t.call_id AND o.teller = u.teller
ORDER BY o.call_date, t.call_id, t.side, t.stance, t.teller, o.teller
