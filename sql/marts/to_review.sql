-- One row: one doubtful reaction or call report that no analyst has said anything of, with what it would change.
-- A record changes figures as often as it is right, so the weight is the number of figures that it would change times the
-- probability that it is right (its confidence; one half where nobody counted). A report brings its reactions along: their
-- weights are added to its own, and theirs is that of both being right, so that no reaction comes before its report.
-- Copies that have the words of a doubtful original are left out: what is said of the original goes for them.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

looked_at AS (
    SELECT DISTINCT k.kind, k.reaction_id, k.report_id, k.party_id, k.field, k.value
    FROM core.applied_corrections AS k
    WHERE k.attached_by IS NOT NULL AND NOT k.is_superseded
),

reports AS (
    SELECT
        r.report_id,
        r.article_id,
        r.edition,
        r.evidence,
        r.evidence_start,
        r.evidence_end,
        r.medium,
        r.read_by,
        r.model,
        r.confidence,
        r.doubts,
        coalesce(r.confidence, 0.5) AS chance,
        coalesce(r.call_date, a.published_date) AS day,
        a.publisher,
        a.duplicate_of
    FROM core.call_reports AS r
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    ANTI JOIN looked_at AS l ON l.kind = 'report' AND l.report_id = r.report_id
    WHERE r.is_doubtful
    QUALIFY row_number() OVER (PARTITION BY r.report_id ORDER BY r.edition, a.edition) = 1
),

lines AS (
    SELECT
        p.report_id,
        p.edition,
        coalesce(list(DISTINCT p.side ORDER BY p.side) FILTER (p.side IS NOT NULL), []) AS sides,
        string_agg(coalesce(p.name || ' (' || coalesce(p.side, '?') || ')', p.side, p.office, '?'), ' – ' ORDER BY p.ordinal) AS parties,
        string_agg(
            CASE
                WHEN p.country_basis = 'model' THEN coalesce(p.name || ' (?)', p.office, '?')
                ELSE coalesce(p.name || ' (' || coalesce(p.side, '?') || ')', p.side, p.office, '?')
            END, ' – ' ORDER BY p.ordinal
        ) AS certain
    FROM core.parties AS p
    GROUP BY p.report_id, p.edition
),

-- The call that a report seems to tell of, where another report that counts tells of it.
same_call AS (
    SELECT r.report_id, arg_min(c.call_id, (abs(c.call_date - r.day), c.call_id)) AS call_id
    FROM reports AS r
    JOIN lines AS l ON l.report_id = r.report_id AND l.edition = r.edition
    JOIN core.calls AS c ON c.sides = l.sides AND abs(c.call_date - r.day) <= 1
    GROUP BY r.report_id
),

counted AS (
    SELECT c.call_id, c.call_date, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

-- Reactions that do not count and would: doubtful ones of reports that count, and all of doubtful reports.
candidates AS (
    SELECT
        r.*,
        coalesce(r.confidence, 0.5) AS chance,
        coalesce(w.chance, 1) AS chance_of_report,
        r.is_doubtful AND l.reaction_id IS NULL AS is_open,
        coalesce(c.call_id, s.call_id) AS call_id,
        coalesce(c.call_date, w.day) AS day,
        a.publisher,
        a.duplicate_of
    FROM core.reactions AS r
    JOIN finished AS f ON f.edition = r.edition
    JOIN core.articles AS a ON a.article_id = r.article_id
    LEFT JOIN reports AS w ON w.report_id = r.report_id
    LEFT JOIN counted AS c ON c.report_id = r.report_id
    LEFT JOIN same_call AS s ON s.report_id = r.report_id
    LEFT JOIN (SELECT DISTINCT k.reaction_id FROM looked_at AS k) AS l ON l.reaction_id = r.reaction_id
    ANTI JOIN looked_at AS g ON g.field = 'retracted' AND g.value = 'true'
        AND (g.reaction_id = r.reaction_id OR (g.kind = 'party' AND g.party_id = r.party_id))
    WHERE w.report_id IS NOT NULL OR (r.is_doubtful AND l.reaction_id IS NULL AND c.report_id IS NOT NULL)
    QUALIFY row_number() OVER (PARTITION BY r.reaction_id ORDER BY r.edition, a.edition) = 1
),

-- What is told already of each side in those calls.
told AS (
    SELECT
        e.call_id,
        e.side,
        list(DISTINCT e.position) AS positions,
        list(DISTINCT e.stance) AS stances,
        coalesce(list(DISTINCT e.stance || '/' || e.publisher) FILTER (NOT e.is_copy), []) AS sources
    FROM marts.evidence AS e
    SEMI JOIN candidates AS c ON c.call_id = e.call_id
    WHERE e.side IS NOT NULL
    GROUP BY e.call_id, e.side
),

-- Whether another position led the last time, or that day, in calls of the side with one of the others. A courtesy leads
-- only where nothing else is said, and is not held to change that.
led AS (
    SELECT s.reaction_id, bool_or(s.led <> s.position) AS is_led_otherwise
    FROM (
        SELECT c.reaction_id, c.position, p.position AS led
        FROM (SELECT o.reaction_id, o.side, o.position, o.day, unnest(o.counterparts) AS counterpart FROM candidates AS o) AS c
        JOIN marts.positions AS p
            ON p.side = c.side AND p.counterpart = c.counterpart AND p.is_leading AND p.call_date <= c.day
        QUALIFY row_number() OVER (PARTITION BY c.reaction_id, c.counterpart ORDER BY p.call_date DESC) = 1
    ) AS s
    GROUP BY s.reaction_id
),

weighed AS (
    SELECT
        c.*,
        CASE WHEN c.side IS NULL THEN [] ELSE list_filter([
            CASE WHEN d.is_led_otherwise AND c.stance NOT IN ('condolence', 'cooperation') THEN 'leading' END,
            CASE WHEN list_contains(coalesce(t.positions, []), c.position) THEN NULL ELSE 'position' END,
            CASE WHEN list_contains(coalesce(t.stances, []), c.stance) THEN NULL ELSE 'stance' END,
            CASE
                WHEN c.duplicate_of IS NOT NULL OR list_contains(coalesce(t.sources, []), c.stance || '/' || c.publisher)
                    THEN NULL
                ELSE 'source'
            END
        ], lambda f: f IS NOT NULL) END AS changes
    FROM candidates AS c
    LEFT JOIN told AS t ON t.call_id = c.call_id AND t.side = c.side
    LEFT JOIN led AS d ON d.reaction_id = c.reaction_id
),

-- What comes in with a report.
brought AS (
    SELECT w.report_id, count(*) AS reactions, sum(w.chance * len(w.changes)) AS weight
    FROM weighed AS w
    GROUP BY w.report_id
),

sources_of_call AS (
    SELECT c.call_id, list(DISTINCT a.publisher) FILTER (a.duplicate_of IS NULL) AS publishers
    FROM counted AS c
    SEMI JOIN same_call AS s ON s.call_id = c.call_id
    JOIN core.counted_reports AS r ON r.report_id = c.report_id
    JOIN core.articles AS a ON a.article_id = r.article_id
    GROUP BY c.call_id
),

weighed_reports AS (
    SELECT
        r.*,
        s.call_id,
        CASE
            WHEN s.call_id IS NULL THEN ['call']
            WHEN r.duplicate_of IS NULL AND NOT list_contains(coalesce(o.publishers, []), r.publisher) THEN ['source']
            ELSE []
        END AS changes,
        coalesce(b.reactions, 0) AS reactions,
        coalesce(b.weight, 0) AS brings
    FROM reports AS r
    LEFT JOIN same_call AS s ON s.report_id = r.report_id
    LEFT JOIN sources_of_call AS o ON o.call_id = s.call_id
    LEFT JOIN brought AS b ON b.report_id = r.report_id
),

-- What each reader has of the same words. Of a record of both it is not known which field is whose: as the rules' it is
-- told without what a model may alone have said, which is days, media, countries on its word, and whom a stance is about.
said AS (
    SELECT
        w.reaction_id AS target,
        o.read_by,
        o.evidence_start AS begins,
        coalesce(o.speaker || ' (' || coalesce(o.side, '?') || ')', o.side, '?') || ': ' || o.stance
            || coalesce(' toward ' || o.toward, '') AS words,
        CASE
            WHEN p.country_basis = 'model' THEN coalesce(o.speaker || ' (?)', '?')
            ELSE coalesce(o.speaker || ' (' || coalesce(o.side, '?') || ')', o.side, '?')
        END || ': ' || o.stance || CASE WHEN o.read_by = 'rules' THEN coalesce(' toward ' || o.toward, '') ELSE '' END AS certain
    FROM weighed AS w
    JOIN core.reactions AS o
        ON o.article_id = w.article_id AND o.edition = w.edition
        AND o.evidence_start < w.evidence_end AND w.evidence_start < o.evidence_end
    LEFT JOIN core.parties AS p ON p.party_id = o.party_id AND p.edition = o.edition
    WHERE w.is_open
    UNION ALL
    SELECT
        w.report_id AS target,
        o.read_by,
        o.evidence_start AS begins,
        l.parties || ', ' || coalesce(o.call_date::VARCHAR, 'day open') || ', ' || o.medium AS words,
        CASE WHEN o.read_by = 'rules' THEN words ELSE l.certain END AS certain
    FROM weighed_reports AS w
    JOIN core.call_reports AS o
        ON o.article_id = w.article_id AND o.edition = w.edition
        AND o.evidence_start < w.evidence_end AND w.evidence_start < o.evidence_end
    JOIN lines AS l ON l.report_id = o.report_id AND l.edition = o.edition
),

readings AS (
    SELECT
        s.target,
        list(s.certain ORDER BY s.begins, s.words) FILTER (s.read_by IN ('rules', 'both')) AS rules_say,
        list(s.words ORDER BY s.begins, s.words) FILTER (s.read_by IN ('model', 'both')) AS model_says
    FROM (SELECT DISTINCT o.target, o.read_by, o.begins, o.words, o.certain FROM said AS o) AS s
    GROUP BY s.target
),

waiting AS (
    SELECT
        w.reaction_id AS target,
        CASE WHEN w.reaction_id IS NOT NULL THEN 'reaction' END AS kind,
        w.report_id,
        w.chance_of_report * w.chance * len(w.changes) AS weight,
        w.changes,
        0 AS reactions,
        w.doubts,
        w.read_by,
        w.model,
        w.confidence,
        w.speaker,
        w.side,
        w.stance,
        w.toward,
        w.day AS call_date,
        w.evidence,
        w.evidence_start,
        w.evidence_end,
        w.article_id,
        w.edition
    FROM weighed AS w
    ANTI JOIN candidates AS o
        ON o.article_id = w.duplicate_of AND o.is_open AND o.stance = w.stance AND o.evidence = w.evidence
    WHERE w.is_open
    UNION ALL
    SELECT
        w.report_id AS target,
        CASE WHEN w.report_id IS NOT NULL THEN 'report' END AS kind,
        w.report_id,
        w.chance * (len(w.changes) + w.brings) AS weight,
        w.changes,
        w.reactions,
        w.doubts,
        w.read_by,
        w.model,
        w.confidence,
        NULL AS speaker,
        NULL AS side,
        NULL AS stance,
        NULL AS toward,
        w.day AS call_date,
        w.evidence,
        w.evidence_start,
        w.evidence_end,
        w.article_id,
        w.edition
    FROM weighed_reports AS w
    ANTI JOIN reports AS o ON o.article_id = w.duplicate_of AND o.evidence = w.evidence
)

SELECT
    w.target,
    w.kind,
    w.report_id,
    round(w.weight, 4) AS weight,
    w.changes,
    w.reactions,
    w.doubts,
    w.read_by,
    w.model,
    w.confidence,
    w.speaker,
    w.side,
    w.stance,
    w.toward,
    w.call_date,
    coalesce(l.parties, '') AS parties,
    w.evidence,
    w.evidence_start,
    w.evidence_end,
    coalesce(r.rules_say, []) AS rules_say,
    coalesce(r.model_says, []) AS model_says,
    w.article_id,
    a.title,
    a.publisher,
    a.published_date,
    a.canonical_url,
    p.warc_file,
    p.warc_offset,
    w.edition
FROM waiting AS w
JOIN core.articles AS a ON a.article_id = w.article_id
LEFT JOIN raw.pages AS p ON p.page_id = a.page_id
LEFT JOIN lines AS l ON l.report_id = w.report_id AND l.edition = w.edition
LEFT JOIN readings AS r ON r.target = w.target
QUALIFY row_number() OVER (PARTITION BY w.target ORDER BY a.edition, a.source_id, a.url) = 1
ORDER BY w.weight DESC, w.report_id, w.kind DESC, w.evidence_start, w.target
