-- One row: one correction and one row that it attaches to now: its own, and those of wire copies that say the same of the
-- same call.
-- The id comes first. Where no row has it (a new release of the parser read other words or another stance), the row is
-- looked for in the same article by the words, whitespace folded, one containing the other: the very same words come
-- before others, then the side and the stance that the row had. A party is looked for by the words that tell of the call
-- and its name, in full or in part. Where two rows are as good, neither is taken.
-- A day of a call that is later than its report attaches to nothing either.
-- Of two corrections of the same field of a row the one given later counts. One that attaches to nothing is a row too.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

by_id AS (
    SELECT c.correction_id, r.reaction_id, NULL AS party_id, r.report_id, min(r.edition) AS edition
    FROM raw.corrections AS c
    JOIN core.reactions AS r ON r.reaction_id = c.target
    JOIN finished AS f ON f.edition = r.edition
    WHERE c.kind = 'reaction'
    GROUP BY c.correction_id, r.reaction_id, r.report_id
    UNION ALL
    SELECT c.correction_id, NULL AS reaction_id, p.party_id, p.report_id, min(p.edition) AS edition
    FROM raw.corrections AS c
    JOIN core.parties AS p ON p.party_id = c.target
    JOIN finished AS f ON f.edition = p.edition
    WHERE c.kind = 'party'
    GROUP BY c.correction_id, p.party_id, p.report_id
    UNION ALL
    SELECT c.correction_id, NULL AS reaction_id, NULL AS party_id, r.report_id, min(r.edition) AS edition
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
        l.kind,
        l.was,
        l.words,
        r.reaction_id,
        NULL AS party_id,
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
        l.kind,
        l.was,
        l.words,
        NULL AS reaction_id,
        p.party_id,
        p.report_id,
        p.edition,
        trim(regexp_replace(r.evidence, '\s+', ' ', 'g')) AS now_words,
        coalesce(p.name, p.office, '') AS is_now,
        NULL AS side
    FROM lost AS l
    JOIN core.parties AS p ON p.article_id = l.article_id
    JOIN core.call_reports AS r ON r.report_id = p.report_id AND r.edition = p.edition
    JOIN finished AS f ON f.edition = p.edition
    WHERE l.kind = 'party' AND (
        contains(lower(l.was), lower(coalesce(p.name, p.office, '')))
        OR contains(lower(coalesce(p.name, p.office, '')), lower(l.was))
    )
    UNION ALL
    SELECT
        l.correction_id,
        l.kind,
        l.was,
        l.words,
        NULL AS reaction_id,
        NULL AS party_id,
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
        party_id,
        report_id,
        min(edition) AS edition,
        max(CASE WHEN now_words = words THEN 4 ELSE 0 END
            + CASE WHEN is_now = was THEN 2 ELSE 0 END
            + CASE WHEN side = split_part(was, ' ', 1) THEN 1 ELSE 0 END) AS likeness
    FROM told
    WHERE contains(now_words, words) OR contains(words, now_words)
    GROUP BY correction_id, reaction_id, party_id, report_id
),

most_alike AS (
    SELECT correction_id, reaction_id, party_id, report_id, edition
    FROM alike
    QUALIFY likeness = max(likeness) OVER (PARTITION BY correction_id)
),

by_words AS (
    SELECT
        correction_id,
        count(*) AS rows_found,
        any_value(reaction_id) AS reaction_id,
        any_value(party_id) AS party_id,
        any_value(report_id) AS report_id,
        any_value(edition) AS edition
    FROM most_alike
    GROUP BY correction_id
),

-- The one row that each correction is of.
meant AS (
    SELECT correction_id, reaction_id, party_id, report_id, edition FROM by_id
    UNION ALL
    SELECT correction_id, reaction_id, party_id, report_id, edition FROM by_words WHERE rows_found = 1
),

-- What cannot be: a call that is later than its report; a day is left for zones further east.
too_late AS (
    SELECT m.correction_id, min(a.published_date) AS told_on
    FROM meant AS m
    JOIN raw.corrections AS c ON c.correction_id = m.correction_id AND c.kind = 'report' AND c.field = 'call_date'
    JOIN core.call_reports AS r ON r.report_id = m.report_id
    JOIN core.articles AS a ON a.article_id = r.article_id
    GROUP BY m.correction_id
    HAVING max(try_cast(c.value AS DATE)) > min(a.published_date) + 1
),

found AS (
    SELECT m.correction_id, m.reaction_id, m.party_id, m.report_id, m.edition
    FROM meant AS m
    ANTI JOIN too_late AS t ON t.correction_id = m.correction_id
),

-- The rows of wire copies, beside the row that was found.
beside AS (
    SELECT
        i.correction_id,
        i.report_id AS of_report,
        c.reaction_id,
        NULL AS party_id,
        c.report_id,
        c.edition,
        [r.stance, r.side, r.speaker, r.evidence] AS found_row,
        [c.stance, c.side, c.speaker, c.evidence] AS copied_row
    FROM found AS i
    JOIN core.reactions AS r ON r.reaction_id = i.reaction_id
    JOIN core.articles AS a ON a.duplicate_of = r.article_id
    JOIN core.reactions AS c ON c.article_id = a.article_id
    JOIN finished AS f ON f.edition = c.edition
    UNION ALL
    SELECT
        i.correction_id,
        i.report_id AS of_report,
        NULL AS reaction_id,
        q.party_id,
        q.report_id,
        q.edition,
        [p.name, p.office, p.side, r.evidence] AS found_row,
        [q.name, q.office, q.side, c.evidence] AS copied_row
    FROM found AS i
    JOIN core.parties AS p ON p.party_id = i.party_id
    JOIN core.call_reports AS r ON r.report_id = p.report_id AND r.edition = p.edition
    JOIN core.articles AS a ON a.duplicate_of = p.article_id
    JOIN core.parties AS q ON q.article_id = a.article_id
    JOIN core.call_reports AS c ON c.report_id = q.report_id AND c.edition = q.edition
    JOIN finished AS f ON f.edition = q.edition
    UNION ALL
    SELECT
        i.correction_id,
        i.report_id AS of_report,
        NULL AS reaction_id,
        NULL AS party_id,
        c.report_id,
        c.edition,
        [r.evidence] AS found_row,
        [c.evidence] AS copied_row
    FROM found AS i
    JOIN core.call_reports AS r ON r.report_id = i.report_id
    JOIN core.articles AS a ON a.duplicate_of = r.article_id
    JOIN core.call_reports AS c ON c.article_id = a.article_id
    JOIN finished AS f ON f.edition = c.edition
    WHERE i.reaction_id IS NULL AND i.party_id IS NULL
),

-- What a wire copy says alike may be wrong alike. One call compares both, where an equation would become a part of the
-- join, and fold the words of every row there is.
said_alike AS (
    SELECT correction_id, of_report, reaction_id, party_id, report_id, min(edition) AS edition
    FROM beside
    WHERE list_contains(
        [list_transform(found_row, lambda t: coalesce(regexp_replace(t, '\s+', ' ', 'g'), ''))],
        list_transform(copied_row, lambda t: coalesce(regexp_replace(t, '\s+', ' ', 'g'), ''))
    )
    GROUP BY correction_id, of_report, reaction_id, party_id, report_id
),

-- Who is on the line in a report, side by side, with the words of their names.
lines AS (
    SELECT
        p.report_id, coalesce(p.side, '?') AS side, list_distinct(flatten(list(coalesce(p.name_key, [])))) AS names
    FROM core.parties AS p
    WHERE p.report_id IN (SELECT unnest([s.of_report, s.report_id]) FROM said_alike AS s)
    GROUP BY p.report_id, coalesce(p.side, '?')
),

pairs AS (
    SELECT DISTINCT of_report, report_id FROM said_alike
),

-- A ministry tells of call after call in the same words, and such texts are taken for copies of one another: what is
-- wrong in one is not in the others. Another call has a side that this one has not, or of one side somebody of another name.
of_other_call AS (
    SELECT x.of_report, x.report_id
    FROM (
        SELECT of_report, report_id, of_report AS this, report_id AS that FROM pairs
        UNION ALL
        SELECT of_report, report_id, report_id, of_report FROM pairs
    ) AS x
    JOIN lines AS l ON l.report_id = x.this
    LEFT JOIN lines AS o ON o.report_id = x.that AND o.side = l.side
    WHERE o.report_id IS NULL OR (len(l.names) > 0 AND len(o.names) > 0 AND NOT list_has_any(l.names, o.names))
),

copied AS (
    SELECT s.correction_id, s.reaction_id, s.party_id, s.report_id, min(s.edition) AS edition
    FROM said_alike AS s
    ANTI JOIN of_other_call AS o ON o.of_report = s.of_report AND o.report_id = s.report_id
    GROUP BY s.correction_id, s.reaction_id, s.party_id, s.report_id
),

rows AS (
    SELECT correction_id, coalesce(reaction_id, party_id, report_id) AS row_of, reaction_id, party_id, report_id, edition
    FROM found
    UNION ALL
    SELECT correction_id, coalesce(reaction_id, party_id, report_id), reaction_id, party_id, report_id, edition
    FROM copied
),

attached AS (
    SELECT
        c.*,
        CASE
            WHEN i.row_of = c.target THEN 'id'
            WHEN i.row_of = coalesce(w.reaction_id, w.party_id, w.report_id) THEN 'quotation'
            WHEN i.report_id IS NOT NULL THEN 'copy'
        END AS attached_by,
        i.reaction_id,
        i.party_id,
        i.report_id,
        i.edition,
        i.row_of,
        CASE
            WHEN i.correction_id IS NOT NULL THEN NULL
            WHEN t.correction_id IS NOT NULL THEN 'a call is no later than its report, which is of ' || t.told_on
            WHEN w.rows_found > 1 THEN 'nothing has its id, and ' || w.rows_found || ' rows have its words alike'
            WHEN c.quotation IS NULL OR c.url IS NULL
                THEN 'nothing has its id, and the line has no quotation and url to find it by'
            ELSE 'nothing has its id, and its words are in no ' || c.kind || ' of its article'
        END AS reason
    FROM raw.corrections AS c
    LEFT JOIN rows AS i ON i.correction_id = c.correction_id
    LEFT JOIN by_words AS w ON w.correction_id = c.correction_id
    LEFT JOIN too_late AS t ON t.correction_id = c.correction_id
)

SELECT
    concat_ws('/', correction_id, row_of) AS row_id,
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
    party_id,
    report_id,
    edition,
    -- A party's country and its organisation are one thing: the side.
    attached_by IS NOT NULL AND row_number() OVER (
        PARTITION BY
            attached_by IS NULL, kind, row_of, CASE WHEN field IN ('country', 'organisation') THEN 'side' ELSE field END
        ORDER BY given_on DESC, line DESC
    ) > 1 AS is_superseded,
    reason
FROM attached
ORDER BY line, row_id
