-- Which call do its two sides tell differently, and what does one leave out?
-- A journalist. Only sides' own accounts are held against one another. `is_position_told` is true where the other account
-- has another stance of the same position, so that the two differ in words rather than in kind.
SELECT call_date, told_by, untold_by, side, stance, is_position_told, passage, other_passage
FROM marts.readout_differences
ORDER BY call_date, told_by, untold_by, stance, passage
