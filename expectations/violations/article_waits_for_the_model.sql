-- table: core.unparsed
-- severity: warning
-- description: no article waits for the model; those that do are asked about by the next run
-- mostly: 1.0
SELECT unparsed_id AS key
FROM staged
WHERE reason = 'waiting_for_model'
