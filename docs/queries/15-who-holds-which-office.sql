-- Who spoke for whom in which office, and how are their names written?
-- A journalist who checks a name. Offices are learned from the reports; the dates are those on which the person was seen in it.
SELECT side, name, office, name_forms, first_date, last_date, report_count AS reports, former_office
FROM core.people
ORDER BY side, first_date, name
