-- Did a source say nothing on 10 May 2025, or did we not hear it?
-- A desk officer, before writing that London was silent. `silent` answered with nothing new, `no_calls` wrote of other things,
-- `failed` gave us nothing to read. A source without a row was not asked; or it is a folder, WARC files or addresses in
-- `sources.yaml`, and had nothing new.
SELECT source_id, country, state, fetches, errors, articles, articles_with_calls, unparsed
FROM marts.coverage
WHERE edition = DATE '2025-05-10'
ORDER BY state, source_id
