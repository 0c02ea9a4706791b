-- One row: what the warehouse holds, and what could not be had, kept or read.
SELECT
    (SELECT count(*) FROM core.calls),
    (SELECT count(*) FROM core.reactions),
    (SELECT count(*) FROM core.articles),
    (SELECT count(*) FROM raw.pages WHERE error IS NOT NULL),
    (SELECT count(*) FROM quarantine.articles) + (SELECT count(*) FROM quarantine.call_reports)
        + (SELECT count(*) FROM quarantine.parties) + (SELECT count(*) FROM quarantine.reactions),
    (SELECT count(*) FROM core.unparsed WHERE reason <> 'other_language' AND NOT starts_with(reason, 'refused_stance_')),
    (SELECT count(*) FROM core.unparsed WHERE reason = 'other_language')
