-- A warehouse of as many invented reactions as the table "wanted" says, with all that a brief is made from: eight
-- reactions a call, two reports of it, twenty-five calls a day or fewer, sentences of eighteen words.
CREATE TEMP TABLE country AS
SELECT row_number() OVER (ORDER BY code) - 1 AS n, code
FROM (SELECT unnest(string_split(
    'AUT BEL BRA CAN CHE CHL CHN CZE DEU DNK EGY ESP EST FIN FRA GBR GHA GRC HUN IDN IND IRN IRQ IRL ISL ISR ITA JOR JPN
     KAZ KEN KOR KWT LBN LTU LUX LVA MAR MEX MLT MYS NGA NLD NOR NPL NZL OMN PAK PER PHL POL PRT QAT ROU RUS SAU SGP SRB
     SVK SVN SWE SYR THA TUN TUR UKR USA VNM ZAF FJI', ' ')) AS code)
WHERE trim(code) <> '';

CREATE TEMP TABLE stance AS
SELECT row_number() OVER () - 1 AS n, *
FROM (VALUES ('support', 'supportive'), ('solidarity', 'supportive'), ('condolence', 'supportive'),
    ('commendation', 'supportive'), ('cooperation', 'supportive'), ('concern', 'de-escalatory'),
    ('restraint', 'de-escalatory'), ('mediation_offer', 'de-escalatory'), ('condemnation', 'critical'),
    ('criticism', 'critical')) AS s(stance, position);

CREATE TEMP TABLE word AS
SELECT row_number() OVER () - 1 AS n, word
FROM (SELECT unnest(string_split('the of and to in on with for at by from that both sides ministers expressed voiced called '
    || 'urged condemned reaffirmed strong deep concern support restraint ceasefire dialogue territorial integrity attacks '
    || 'civilians humanitarian region stability security cooperation partnership negotiations immediate escalation border '
    || 'situation developments international law sovereignty condolences victims families solidarity people government '
    || 'commitment efforts peaceful settlement conflict tensions recent strikes port ships council resolution aid corridor '
    || 'prisoners exchange visit agreed remain contact coming days weeks talks mediation offered welcomed thanked', ' ')) AS word);

CREATE TEMP TABLE said AS
SELECT
    r.n,
    (r.n // 8)::INTEGER AS call,
    (r.n // 4)::INTEGER AS report,
    DATE '2026-11-20' - (r.n // 200)::INTEGER AS day,
    hash(r.n) AS h,
    hash(r.n // 8, 'a') % 70 AS one,
    (hash(r.n // 8, 'a') % 70 + 1 + hash(r.n // 8, 'b') % 69) % 70 AS other
FROM range((SELECT reactions FROM wanted)) AS r(n);

CREATE TEMP TABLE sentence AS
SELECT p.n, string_agg(w.word, ' ' ORDER BY p.place) AS words
FROM (SELECT s.n, unnest(range(18)) AS place FROM said AS s) AS p
JOIN word AS w ON w.n = hash(p.n, p.place) % 80
GROUP BY p.n;

INSERT INTO marts.evidence BY NAME
SELECT
    substr(md5('r' || s.n), 1, 20) AS reaction_id,
    substr(md5('c' || s.call), 1, 20) AS call_id,
    substr(md5('t' || s.report), 1, 20) AS report_id,
    s.day AS call_date,
    true AS is_date_stated,
    'Minister ' || c.code AS speaker,
    c.code AS side,
    [d.code] AS counterparts,
    [c.code || '/' || d.code] AS pairs,
    t.stance,
    t.position,
    true AS in_call,
    w.words AS evidence,
    'benchmark' AS rule,
    'rules' AS read_by,
    substr(md5('t' || s.report), 1, 20) AS article_id,
    'Call of the Minister of ' || c.code || ' number ' || s.report AS title,
    'Publisher ' || s.report % 60 AS publisher,
    s.day AS published_date,
    s.report % 7 = 0 AS is_copy,
    'https://publisher-' || s.report % 60 || '.example/news/' || md5('t' || s.report) AS canonical_url,
    false AS is_corrected,
    s.day AS edition
FROM said AS s
JOIN country AS c ON c.n = CASE WHEN s.n % 2 = 0 THEN s.one ELSE s.other END
JOIN country AS d ON d.n = CASE WHEN s.n % 2 = 0 THEN s.other ELSE s.one END
JOIN stance AS t ON t.n = s.h % 10
JOIN sentence AS w ON w.n = s.n;

INSERT INTO core.articles BY NAME
SELECT DISTINCT ON (e.article_id)
    e.article_id, e.edition, e.article_id AS page_id, 'source' AS source_id, e.canonical_url AS url, e.canonical_url,
    e.title, e.publisher, e.published_date, 'meta' AS date_basis, 'en' AS language, repeat(e.evidence || '. ', 12) AS text,
    md5(e.article_id) AS text_sha256, 'benchmark' AS extractor
FROM marts.evidence AS e;

INSERT INTO core.call_reports BY NAME
SELECT DISTINCT ON (e.report_id)
    e.report_id, e.edition, e.article_id, 1 AS ordinal, 'stated' AS date_basis, 'phone' AS medium, e.evidence,
    0 AS evidence_start, length(e.evidence) AS evidence_end, 'rules' AS read_by, false AS is_doubtful,
    CAST([] AS VARCHAR[]) AS doubts, 'benchmark' AS parser
FROM marts.evidence AS e;

INSERT INTO core.reactions BY NAME
SELECT
    e.reaction_id, e.edition, e.report_id, e.article_id, e.counterparts, e.stance, e.position, e.evidence,
    0 AS evidence_start, length(e.evidence) AS evidence_end, true AS in_call, e.rule, e.read_by, false AS is_doubtful,
    CAST([] AS VARCHAR[]) AS doubts, '010' AS cameo, 'CONSULT' AS plover
FROM marts.evidence AS e;

INSERT INTO core.calls BY NAME
SELECT
    e.call_id, min(e.call_date) AS call_date, true AS is_date_stated, 'phone' AS medium, min(e.side) AS initiator_side,
    CAST([] AS VARCHAR[]) AS disagreements, list(DISTINCT e.side ORDER BY e.side) AS sides,
    list(DISTINCT e.speaker ORDER BY e.speaker) AS participants, CAST([] AS VARCHAR[]) AS unplaced, list(DISTINCT e.report_id ORDER BY e.report_id) AS report_ids,
    count(DISTINCT e.report_id) AS report_count, count(DISTINCT e.publisher) AS source_count,
    min(e.edition) AS first_edition, max(e.edition) AS last_edition, false AS is_corrected
FROM marts.evidence AS e
GROUP BY e.call_id;

INSERT INTO meta.editions (edition, status) SELECT DISTINCT e.edition, 'published' FROM marts.evidence AS e;

INSERT INTO meta.publication (publication_id, published_at, readouts, parser, extractor, duckdb)
VALUES ('benchmark', TIMESTAMP '2026-11-20 03:00:00', '0', '0', '0', version());
