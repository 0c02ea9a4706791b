-- table: core.reactions
-- mostly: 0.9
-- rows_allowed: 5
-- description: the party who speaks is one of the same call report, and stands for the same side
SELECT s.reaction_id AS key
FROM staged AS s
ANTI JOIN core.parties AS p
    ON p.party_id = s.party_id AND p.report_id = s.report_id AND p.side IS NOT DISTINCT FROM s.side
    AND p.edition = $edition
WHERE s.party_id IS NOT NULL
