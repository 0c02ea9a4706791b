-- One row: one reaction in one article, with its call, its article and its words: the one table to quote from.
-- Rebuilt by: report_id (report_id of core.reactions, report_ids of core.calls, report_id of core.applied_corrections, report_id of core.counted_parties)
-- What is doubtful is left out until an analyst has said something of it. A reaction is its party's side's; of a party whose side is not known it is nobody's, and what several say as one is
-- joint.
WITH of_call AS (
    SELECT c.call_id, c.call_date, c.is_date_stated, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

-- What analysts say of a reaction in the parser's place; the value none empties a field.
corrected AS (
    SELECT
        k.reaction_id,
        max(k.value) FILTER (k.field = 'speaker') AS speaker,
        max(k.value) FILTER (k.field = 'side') AS side,
        max(k.value) FILTER (k.field = 'stance') AS stance,
        max(k.position) FILTER (k.field = 'stance') AS position,
        max(k.value) FILTER (k.field = 'toward') AS toward,
        max(k.value) FILTER (k.field = 'in_call') AS in_call,
        coalesce(bool_or(k.value = 'true') FILTER (k.field = 'retracted'), false) AS is_retracted
    FROM core.applied_corrections AS k
    WHERE k.reaction_id IS NOT NULL AND NOT k.is_superseded
    GROUP BY k.reaction_id
),

-- Reports of which an analyst gave a party another side, or took one out, with the sides on the line now.
reseated AS (
    SELECT
        k.report_id,
        coalesce(list(DISTINCT p.side ORDER BY p.side) FILTER (p.side IS NOT NULL), []) AS sides
    FROM core.applied_corrections AS k
    LEFT JOIN core.counted_parties AS p ON p.report_id = k.report_id
    WHERE k.kind = 'party' AND k.report_id IS NOT NULL AND NOT k.is_superseded
    GROUP BY k.report_id
),

-- Each reaction with the side of its speaker and the others on the line, as they count.
placed AS (
    SELECT
        r.*,
        CASE WHEN p.party_id IS NOT NULL THEN p.side ELSE r.side END AS of_side,
        CASE
            WHEN l.report_id IS NULL THEN r.counterparts
            WHEN p.side IS NULL THEN l.sides
            ELSE list_filter(l.sides, lambda s: s <> p.side)
        END AS beside,
        l.report_id IS NOT NULL AS is_reseated,
        l.report_id IS NOT NULL AND r.party_id IS NOT NULL AND p.party_id IS NULL AS is_of_nobody
    FROM core.reactions AS r
    LEFT JOIN reseated AS l ON l.report_id = r.report_id
    LEFT JOIN core.counted_parties AS p ON p.party_id = r.party_id AND p.report_id = l.report_id
),

said AS (
    SELECT
        r.*,
        coalesce(k.side, r.of_side, CASE WHEN r.party_id IS NULL THEN 'joint' END) AS own,
        -- Where another party of the call said it, the one to whom it was put is a counterpart of theirs.
        CASE
            WHEN list_contains(r.beside, k.side)
                THEN list_sort(list_filter(list_append(r.beside, r.of_side), lambda s: s <> k.side))
            ELSE r.beside
        END AS others
    FROM placed AS r
    LEFT JOIN corrected AS k ON k.reaction_id = r.reaction_id
    WHERE NOT r.is_of_nobody
)

SELECT
    r.reaction_id,
    o.call_id,
    r.report_id,
    o.call_date,
    o.is_date_stated,
    CASE WHEN k.speaker IS NULL THEN r.speaker ELSE nullif(k.speaker, 'none') END AS speaker,
    r.own AS side,
    r.others AS counterparts,
    CASE WHEN r.own IS NULL THEN [] ELSE list_transform(r.others, lambda c: r.own || '/' || c) END AS pairs,
    coalesce(k.stance, r.stance) AS stance,
    coalesce(k.position, r.position) AS position,
    CASE WHEN k.toward IS NULL THEN r.toward ELSE nullif(k.toward, 'none') END AS toward,
    coalesce(k.in_call::BOOLEAN, r.in_call) AS in_call,
    r.evidence,
    r.rule,
    r.read_by,
    r.model,
    r.confidence,
    r.article_id,
    a.title,
    a.publisher,
    a.published_date,
    a.duplicate_of IS NOT NULL AS is_copy,
    a.canonical_url,
    p.warc_file,
    p.warc_offset,
    k.reaction_id IS NOT NULL OR r.is_reseated AS is_corrected,
    r.edition
FROM said AS r
JOIN of_call AS o ON o.report_id = r.report_id
JOIN core.articles AS a ON a.article_id = r.article_id
LEFT JOIN raw.pages AS p ON p.page_id = a.page_id
LEFT JOIN corrected AS k ON k.reaction_id = r.reaction_id
WHERE k.is_retracted IS DISTINCT FROM true AND (NOT r.is_doubtful OR k.reaction_id IS NOT NULL)
ORDER BY o.call_date, o.call_id, r.article_id, r.evidence_start, r.reaction_id
