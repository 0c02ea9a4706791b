-- How do I cite Türkiye's words of solidarity?
-- A researcher. The citation names the publication of this file, so that the figure can be found again.
SELECT citation
FROM citations
WHERE side = 'TUR' AND stance = 'solidarity'
ORDER BY citation
