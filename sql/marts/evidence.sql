-- One row: one reaction in one article, with its call, its article and its words: the one table to quote from.
-- Rebuilt by: report_id (report_id of core.reactions, report_ids of core.calls, report_id of core.applied_corrections, report_id of core.counted_parties, report_id of core.parties)
-- What is doubtful is left out until an analyst has said something of it. A reaction is its party's side's; of a party whose side is not known it is nobody's, and what several say as one is
-- joint.
WITH of_call AS (
    SELECT c.call_id, c.call_date, c.is_date_stated, unnest(c.report_ids) AS report_id FROM core.calls AS c
),

-- What analysts say of a reaction in the parser's place; the value none empties a field.
corrected AS (
    SELECT
        k.reaction_id,
        any_value(k.report_id) AS report_id,
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

-- Whoever an analyst says spoke is the one party of the report that has the name; where none has, or several, nobody of it.
spoke AS (
    SELECT k.reaction_id, CASE WHEN count(*) = 1 THEN min(p.party_id) END AS party_id
    FROM corrected AS k
    LEFT JOIN core.counted_parties AS p ON p.report_id = k.report_id
        AND is_called(k.speaker, p.name, p.name_key, p.name_parts, p.side)
    WHERE k.speaker <> 'none'
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

-- Countries that nobody of a report is of any more, with the one that an analyst gave in their place; NULL where that is
-- none, or no country, or two. Nothing tells whether a text named the country that a stance is toward, or a party had it:
-- what is toward such a country is taken to be toward the party.
moved AS (
    SELECT
        l.report_id,
        p.side AS was,
        CASE
            WHEN count(DISTINCT coalesce(c.side, '')) = 1 AND regexp_full_match(min(c.side), '[A-Z]{3}') THEN min(c.side)
        END AS country
    FROM reseated AS l
    JOIN core.counted_parties AS c ON c.report_id = l.report_id AND c.is_corrected
    JOIN core.parties AS p ON p.party_id = c.party_id AND p.edition = c.edition
    WHERE p.side IS NOT NULL AND NOT list_contains(l.sides, p.side)
    GROUP BY l.report_id, p.side
),

-- Each reaction with the party who speaks, as that counts: its own, or whom an analyst named.
held AS (
    SELECT
        r.*,
        s.reaction_id IS NOT NULL AS is_renamed,
        CASE WHEN s.reaction_id IS NULL THEN r.party_id ELSE s.party_id END AS of_party,
        CASE WHEN s.reaction_id IS NULL THEN r.party_id IS NULL ELSE k.speaker = 'joint' END AS is_joint
    FROM core.reactions AS r
    LEFT JOIN corrected AS k ON k.reaction_id = r.reaction_id
    LEFT JOIN spoke AS s ON s.reaction_id = r.reaction_id
),

-- With the side of the speaker and the others on the line. What a party said who is none is said by nobody.
placed AS (
    SELECT
        h.*,
        CASE WHEN h.is_renamed OR p.party_id IS NOT NULL THEN p.side ELSE h.side END AS of_side,
        CASE
            WHEN l.report_id IS NULL AND NOT h.is_renamed THEN h.counterparts
            ELSE list_filter(
                coalesce(l.sides, list_sort(list_distinct(list_append(h.counterparts, h.side)))),
                lambda t: t IS DISTINCT FROM of_side
            )
        END AS beside,
        l.report_id IS NOT NULL AS is_reseated
    FROM held AS h
    LEFT JOIN reseated AS l ON l.report_id = h.report_id
    LEFT JOIN core.counted_parties AS p
        ON p.party_id = h.of_party AND p.report_id = h.report_id AND (h.is_renamed OR l.report_id IS NOT NULL)
    WHERE h.is_renamed OR l.report_id IS NULL OR h.party_id IS NULL OR p.party_id IS NOT NULL
),

said AS (
    SELECT
        r.*,
        coalesce(k.side, r.of_side, CASE WHEN r.is_joint THEN 'joint' END) AS own,
        -- Where another party of the call said it, the one to whom it was put is a counterpart of theirs.
        CASE
            WHEN list_contains(r.beside, k.side)
                THEN list_sort(list_filter(list_append(r.beside, r.of_side), lambda s: s <> k.side))
            ELSE r.beside
        END AS others,
        CASE WHEN m.report_id IS NULL THEN r.toward ELSE m.country END AS about
    FROM placed AS r
    LEFT JOIN corrected AS k ON k.reaction_id = r.reaction_id
    LEFT JOIN moved AS m ON m.report_id = r.report_id AND m.was = r.toward
)

SELECT
    r.reaction_id,
    o.call_id,
    r.report_id,
    r.of_party AS party_id,
    o.call_date,
    o.is_date_stated,
    CASE WHEN k.speaker IS NULL THEN r.speaker ELSE nullif(k.speaker, 'none') END AS speaker,
    r.own AS side,
    r.others AS counterparts,
    CASE WHEN r.own IS NULL THEN [] ELSE list_transform(r.others, lambda c: r.own || '/' || c) END AS pairs,
    coalesce(k.stance, r.stance) AS stance,
    coalesce(k.position, r.position) AS position,
    CASE WHEN k.toward IS NULL THEN r.about ELSE nullif(k.toward, 'none') END AS toward,
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
