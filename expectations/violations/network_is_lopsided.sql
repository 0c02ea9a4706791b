-- table: marts.call_network
-- description: the pair the other way about has the same calls, and received what this one rang
SELECT n.row_id AS key
FROM staged AS n
LEFT JOIN marts.call_network AS o
    ON o.side = n.counterpart AND o.counterpart = n.side AND o.calls = n.calls AND o.received = n.rung
WHERE o.row_id IS NULL
