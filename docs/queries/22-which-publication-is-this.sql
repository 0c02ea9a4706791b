-- Which publication is this, what does it cover, and how much of it have analysts corrected?
-- A researcher who writes the section on data. `unattached` counts corrections whose row is no longer found.
SELECT
    p.publication_id,
    (SELECT count(*) FROM meta.editions WHERE status = 'published') AS editions,
    (SELECT min(call_date) FROM core.calls) AS first_call,
    (SELECT max(call_date) FROM core.calls) AS last_call,
    (SELECT count(*) FROM core.calls) AS calls,
    (SELECT count(*) FROM marts.evidence) AS reactions,
    (SELECT count(*) FROM marts.evidence WHERE is_corrected) AS corrected,
    (SELECT count(*) FROM core.applied_corrections WHERE attached_by IS NULL) AS unattached
FROM meta.publication AS p
ORDER BY p.publication_id
