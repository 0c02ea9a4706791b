-- One row: one call and one of its sides.
-- side: One side of the call: a country (ISO 3166-1 alpha-3) or an organisation
-- counterparts: The call's other sides
-- rang: This side rang; false, too, where the one other party rang, whose side is not known; NULL where nobody says who rang, or somebody of an unknown side did beside two known ones
SELECT
    c.side,
    c.call_id,
    c.call_date,
    c.is_date_stated,
    list_filter(c.sides, lambda s: s <> c.side) AS counterparts,
    CASE
        WHEN c.initiator_side IS NULL AND len(c.sides) = 1 AND c.unplaced = [c.initiator] THEN false
        ELSE c.initiator_side = c.side
    END AS rang,
    c.medium,
    c.participants,
    c.unplaced,
    c.report_count,
    c.source_count,
    c.report_ids
FROM (SELECT *, unnest(sides) AS side FROM core.calls) AS c
