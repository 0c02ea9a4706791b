-- One row: one edition up to $1 that is begun and not published.
SELECT e.edition, e.status, e.reason
FROM meta.editions AS e
WHERE e.status <> 'published' AND e.edition <= $1
ORDER BY e.edition
