-- One row: one call and one of its sides.
-- side: One side of the call: a country (ISO 3166-1 alpha-3) or an organisation
-- counterparts: The call's other sides
-- rang: This side rang; NULL where nobody says who did
SELECT
    c.side,
    c.call_id,
    c.call_date,
    c.is_date_stated,
    list_filter(c.sides, lambda s: s <> c.side) AS counterparts,
    c.initiator_side = c.side AS rang,
    c.medium,
    c.participants,
    c.unplaced,
    c.report_count,
    c.source_count,
    c.report_ids
FROM (SELECT *, unnest(sides) AS side FROM core.calls) AS c
