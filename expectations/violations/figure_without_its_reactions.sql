-- table: marts.reactions_by_country_and_stance
-- description: a figure counts reactions that stand in the evidence, each of its country and stance, and quotes one of them
SELECT s.row_id AS key
FROM staged AS s
LEFT JOIN (
    SELECT
        x.row_id,
        count(*) AS found,
        count(DISTINCT e.call_id) AS calls,
        count(*) FILTER (e.evidence = x.quotation AND e.canonical_url = x.quotation_url) AS quoted
    FROM (
        SELECT y.row_id, y.side, y.stance, y.quotation, y.quotation_url, unnest(y.reaction_ids) AS reaction_id
        FROM staged AS y
    ) AS x
    JOIN marts.evidence AS e ON e.reaction_id = x.reaction_id AND e.side = x.side AND e.stance = x.stance
    GROUP BY x.row_id
) AS f ON f.row_id = s.row_id
WHERE coalesce(f.found, 0) <> len(s.reaction_ids) OR coalesce(f.calls, 0) <> s.calls OR coalesce(f.quoted, 0) = 0
