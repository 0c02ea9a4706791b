-- The past of a warehouse to measure with: so many editions of so many articles each, every tenth with a call of two
-- sides and two reactions. Who rings whom falls off as it does in the world: a few countries hold most of the calls.
-- Settings are variables: first (DATE), editions, articles; the tables sides and texts are the benchmark's.
CREATE TEMP TABLE article AS
SELECT
    getvariable('first') + (n // getvariable('articles'))::INTEGER AS edition,
    n,
    n % getvariable('articles') AS number,
    left(md5('article' || n), 20) AS article_id,
    left(md5('page' || n), 20) AS page_id,
    'https://paper-' || (n % 90) || '.example/' || n AS url,
    n % 90 AS paper
FROM range(getvariable('editions') * getvariable('articles')) AS r (n);

INSERT INTO raw.pages BY NAME
SELECT
    page_id, edition, 'paper-' || paper AS source_id, 'article' AS kind, url AS requested_url, url, 200 AS status,
    'text/html' AS content_type, 'utf-8' AS charset, 9000 AS bytes, md5(url) || md5(url) AS content_sha256,
    edition::TIMESTAMP + INTERVAL (number) SECOND AS fetched_at, edition || '/paper.warc.gz' AS warc_file,
    number * 3000 AS warc_offset, 3000 AS warc_length,
    '{"timezone": "' || list_element(['Europe/Oslo', 'Asia/Tokyo', 'America/Santiago'], paper % 3 + 1) || '"}' AS source_facts
FROM article ORDER BY n;

INSERT INTO core.articles BY NAME
SELECT
    a.article_id, a.edition, a.page_id, 'paper-' || a.paper AS source_id, a.url, a.url AS canonical_url,
    'Report ' || a.n AS title, 'Paper ' || a.paper AS publisher,
    list_element(['NOR', 'JPN', 'CHL'], a.paper % 3 + 1) AS publisher_country,
    a.edition::TIMESTAMP AS published_at, a.edition AS published_date, 'meta' AS date_basis, 'second' AS date_precision,
    'en' AS language, t.text || ' ' || md5(a.url) || md5(a.page_id) AS text, md5(a.url) || md5(a.page_id) AS text_sha256,
    left(md5(a.page_id), 16) AS fingerprint, 'benchmark' AS extractor
FROM article AS a JOIN texts AS t ON t.number = a.n % 1000 ORDER BY a.n;

CREATE TEMP TABLE call AS
SELECT
    a.*,
    left(md5('report' || a.n), 20) AS report_id,
    -- Uniform numbers of the article's own; their powers favour the first sides of the list.
    floor(len(s.sides) * pow(hash(a.n) / 18446744073709551616, 3))::INTEGER AS one,
    floor((len(s.sides) - 1) * pow(hash(a.n + 1000000007) / 18446744073709551616, 2))::INTEGER AS two,
    s.sides
FROM article AS a CROSS JOIN (SELECT list(side ORDER BY rank) AS sides FROM sides) AS s
WHERE a.number % 10 = 0;

CREATE TEMP TABLE party AS
SELECT c.*, p.ordinal, list_element(c.sides, p.place + 1) AS side
FROM (SELECT *, CASE WHEN two >= one THEN two + 1 ELSE two END AS other FROM call) AS c,
    LATERAL (SELECT unnest([1, 2]) AS ordinal, unnest([c.one, c.other]) AS place) AS p;

INSERT INTO core.call_reports BY NAME
SELECT
    report_id, edition, article_id, 1 AS ordinal,
    CASE WHEN n % 30 <> 0 THEN edition END AS call_date,
    CASE n % 30 WHEN 0 THEN 'open' WHEN 10 THEN 'relative' ELSE 'weekday' END AS date_basis,
    'phone' AS medium, 'They spoke' AS evidence, 0 AS evidence_start, 10 AS evidence_end,
    'rules' AS read_by, false AS is_doubtful, CAST([] AS VARCHAR[]) AS doubts, 'benchmark' AS parser
FROM call ORDER BY n;

INSERT INTO core.parties BY NAME
SELECT
    left(md5(report_id || ordinal), 20) AS party_id, edition, report_id, article_id, ordinal,
    s.person AS name, s.person AS name_written, s.person AS name_latin, string_split(lower(s.person), ' ') AS name_key,
    string_split(lower(s.person), ' ') AS name_parts, 'Foreign Minister' AS office,
    p.side AS country, p.side, 'text' AS country_basis, 'participant' AS role
FROM party AS p JOIN sides AS s ON s.side = p.side ORDER BY n, ordinal;

INSERT INTO core.reactions BY NAME
SELECT
    left(md5('reaction' || report_id || ordinal), 20) AS reaction_id, edition, report_id, article_id,
    left(md5(report_id || ordinal), 20) AS party_id, s.person AS speaker, p.side AS country, p.side,
    [list_element(p.sides, CASE ordinal WHEN 1 THEN other ELSE one END + 1)] AS counterparts,
    list_element(['concern', 'restraint', 'support', 'condemnation', 'cooperation'], (hash(n + ordinal) % 5)::INTEGER + 1) AS stance,
    list_element(['de-escalatory', 'de-escalatory', 'supportive', 'critical', 'supportive'], (hash(n + ordinal) % 5)::INTEGER + 1) AS position,
    'They spoke' AS evidence, 0 AS evidence_start, 10 AS evidence_end, true AS in_call, 'benchmark' AS rule,
    'rules' AS read_by, false AS is_doubtful, CAST([] AS VARCHAR[]) AS doubts,
    '010' AS cameo, 'CONSULT' AS plover
FROM party AS p JOIN sides AS s ON s.side = p.side ORDER BY n, ordinal;

INSERT INTO meta.editions (edition, status)
SELECT DISTINCT edition, 'published' FROM article ORDER BY edition;
