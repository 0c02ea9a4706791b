-- One row: one correction, with the row that it attaches to now.
-- The id comes first. Where no row has it (a new release of the parser read other words or another stance), the row is
-- looked for in the same article by the words, whitespace folded, one containing the other: the very same words come
-- before others, then the side and the stance that the row had. Where two rows are as good, neither is taken.
-- Of two corrections of the same field of a row the one given later counts.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

by_id AS (
    SELECT c.correction_id, r.reaction_id, r.report_id, min(r.edition) AS edition
    FROM raw.corrections AS c
    JOIN core.reactions AS r ON r.reaction_id = c.target
    JOIN finished AS f ON f.edition = r.edition
    WHERE c.kind = 'reaction'
    GROUP BY c.correction_id, r.reaction_id, r.report_id
    UNION ALL
    SELECT c.correction_id, NULL AS reaction_id, r.report_id, min(r.edition) AS edition
    FROM raw.corrections AS c
    JOIN core.call_reports AS r ON r.report_id = c.target
    JOIN finished AS f ON f.edition = r.edition
    WHERE c.kind = 'report'
    GROUP BY c.correction_id, r.report_id
),

lost AS (
    SELECT
        c.correction_id,
        c.kind,
        c.was,
        trim(regexp_replace(c.quotation, '\s+', ' ', 'g')) AS words,
        a.article_id
    FROM raw.corrections AS c
    ANTI JOIN by_id AS i ON i.correction_id = c.correction_id
    JOIN core.articles AS a ON a.canonical_url = c.url
    WHERE trim(c.quotation) <> ''
    GROUP BY c.correction_id, c.kind, c.was, c.quotation, a.article_id
),

-- The rows of those articles, with what tells them apart where they share their words.
told AS (
    SELECT
        l.correction_id,
        l.was,
        l.words,
        r.reaction_id,
        r.report_id,
        r.edition,
        trim(regexp_replace(r.evidence, '\s+', ' ', 'g')) AS now_words,
        coalesce(r.side, 'joint') || ' ' || r.stance AS is_now,
        coalesce(r.side, 'joint') AS side
    FROM lost AS l
    JOIN core.reactions AS r ON r.article_id = l.article_id
    JOIN finished AS f ON f.edition = r.edition
    WHERE l.kind = 'reaction'
    UNION ALL
    SELECT
        l.correction_id,
        l.was,
        l.words,
        NULL AS reaction_id,
        r.report_id,
        r.edition,
        trim(regexp_replace(r.evidence, '\s+', ' ', 'g')) AS now_words,
        (SELECT string_agg(DISTINCT p.side, ' ' ORDER BY p.side) FROM core.parties AS p
         WHERE p.report_id = r.report_id) AS is_now,
        NULL AS side
    FROM lost AS l
    JOIN core.call_reports AS r ON r.article_id = l.article_id
    JOIN finished AS f ON f.edition = r.edition
    WHERE l.kind = 'report'
),

alike AS (
    SELECT
        correction_id,
        reaction_id,
        report_id,
        min(edition) AS edition,
        max(CASE WHEN now_words = words THEN 4 ELSE 0 END
            + CASE WHEN is_now = was THEN 2 ELSE 0 END
            + CASE WHEN side = split_part(was, ' ', 1) THEN 1 ELSE 0 END) AS likeness
    FROM told
    WHERE contains(now_words, words) OR contains(words, now_words)
    GROUP BY correction_id, reaction_id, report_id
),

most_alike AS (
    SELECT correction_id, reaction_id, report_id, edition
    FROM alike
    QUALIFY likeness = max(likeness) OVER (PARTITION BY correction_id)
),

by_words AS (
    SELECT
        correction_id,
        count(*) AS rows_found,
        any_value(reaction_id) AS reaction_id,
        any_value(report_id) AS report_id,
        any_value(edition) AS edition
    FROM most_alike
    GROUP BY correction_id
),

attached AS (
    SELECT
        c.*,
        CASE
            WHEN i.correction_id IS NOT NULL THEN 'id'
            WHEN w.rows_found = 1 THEN 'quotation'
        END AS attached_by,
        coalesce(i.reaction_id, CASE WHEN w.rows_found = 1 THEN w.reaction_id END) AS reaction_id,
        coalesce(i.report_id, CASE WHEN w.rows_found = 1 THEN w.report_id END) AS report_id,
        coalesce(i.edition, CASE WHEN w.rows_found = 1 THEN w.edition END) AS edition,
        CASE
            WHEN i.correction_id IS NOT NULL OR w.rows_found = 1 THEN NULL
            WHEN w.rows_found > 1 THEN 'nothing has its id, and ' || w.rows_found || ' rows have its words alike'
            WHEN c.quotation IS NULL OR c.url IS NULL
                THEN 'nothing has its id, and the line has no quotation and url to find it by'
            ELSE 'nothing has its id, and its words are in no ' || c.kind || ' of its article'
        END AS reason
    FROM raw.corrections AS c
    LEFT JOIN by_id AS i ON i.correction_id = c.correction_id
    LEFT JOIN by_words AS w ON w.correction_id = c.correction_id
)

SELECT
    correction_id,
    line,
    target,
    kind,
    field,
    value,
    position,
    who,
    why,
    given_on,
    quotation,
    url,
    attached_by,
    reaction_id,
    report_id,
    edition,
    attached_by IS NOT NULL AND row_number() OVER (
        PARTITION BY attached_by IS NULL, kind, coalesce(reaction_id, report_id), field ORDER BY given_on DESC, line DESC
    ) > 1 AS is_superseded,
    reason
FROM attached
ORDER BY line
