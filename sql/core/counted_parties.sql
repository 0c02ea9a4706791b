-- One row: one party of a call report as it counts: what analysts say of it stands in the parser's place.
-- Rebuilt by: report_id (report_id of core.parties, report_id of core.call_reports, report_id of core.applied_corrections)
-- Whoever an analyst says is no party is left out, and so are those of editions that a gate refused or that are half done,
-- and of a report that is doubtful and that nobody has looked at.
WITH finished AS (
    SELECT edition FROM meta.editions WHERE status IN ('published', 'building')
),

looked_at AS (
    SELECT DISTINCT k.report_id
    FROM core.applied_corrections AS k
    WHERE k.kind = 'report' AND k.report_id IS NOT NULL AND NOT k.is_superseded
),

doubtful AS (
    SELECT r.report_id, r.edition
    FROM core.call_reports AS r
    ANTI JOIN looked_at AS l ON l.report_id = r.report_id
    WHERE r.is_doubtful
),

-- A country and an organisation are given as the side that they are; the value none empties it.
given AS (
    SELECT
        k.party_id,
        max(k.value) FILTER (k.field IN ('country', 'organisation', 'side')) AS side,
        coalesce(bool_or(k.value = 'true') FILTER (k.field = 'retracted'), false) AS is_retracted
    FROM core.applied_corrections AS k
    WHERE k.kind = 'party' AND k.party_id IS NOT NULL AND NOT k.is_superseded
    GROUP BY k.party_id
)

SELECT
    p.party_id,
    p.edition,
    p.report_id,
    p.name,
    p.name_latin,
    p.name_key,
    p.name_parts,
    p.office,
    p.office_kind,
    -- Of some kinds of office a side has one, however worded; of others the words tell which.
    CASE
        WHEN p.office_kind IN ('fm', 'pm', 'president', 'dpm', 'vice', 'defence', 'nsa', 'sg') THEN p.office_kind
        ELSE lower(strip_accents(p.office))
    END AS office_class,
    -- Heads of state and government ring their like: it keeps "the President" apart from a named minister.
    CASE
        WHEN p.office_kind IN ('president', 'pm') THEN true
        WHEN p.office IS NOT NULL
            THEN regexp_matches(p.office, '(?i)\b(president|prime minister|premier|chancellor|king|queen|emir)\b')
                AND NOT regexp_matches(p.office, '(?i)\b(deputy|vice|adviser|advisor)\b')
    END AS is_head,
    CASE WHEN g.side IS NULL THEN p.side ELSE nullif(g.side, 'none') END AS side,
    coalesce(CASE WHEN g.side IS NULL THEN p.side ELSE nullif(g.side, 'none') END, '?' || p.party_id) AS seat,
    CASE WHEN g.side IS NULL THEN p.country_basis WHEN g.side = 'none' THEN 'none' ELSE 'analyst' END AS country_basis,
    -- The table has the person under the side that the parser gave.
    CASE WHEN g.side IS NULL OR g.side = p.side THEN p.person END AS person,
    p.role,
    g.party_id IS NOT NULL AS is_corrected
FROM core.parties AS p
JOIN finished AS f ON f.edition = p.edition
LEFT JOIN given AS g ON g.party_id = p.party_id
ANTI JOIN doubtful AS d ON d.report_id = p.report_id AND d.edition = p.edition
WHERE g.is_retracted IS DISTINCT FROM true
-- An article that came in with two editions tells once.
QUALIFY row_number() OVER (PARTITION BY p.party_id ORDER BY p.edition) = 1
