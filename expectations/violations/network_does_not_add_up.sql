-- table: marts.call_network
-- description: of each call a pair had, one of them rang, or a third side did, or nobody says; and each is listed once
SELECT n.row_id AS key
FROM staged AS n
WHERE n.rung + n.received + n.rung_by_others + n.unknown <> n.calls
   OR len(list_distinct(n.call_ids)) <> n.calls
