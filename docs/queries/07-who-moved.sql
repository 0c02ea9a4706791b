-- Who changed position, from what to what, and on which report?
-- A desk officer, first thing in the morning. On the sample nobody did: each side speaks with another on one day only.
SELECT to_date, side, counterpart, from_position, to_position, publisher, quotation
FROM marts.position_shifts
ORDER BY to_date, side, counterpart
