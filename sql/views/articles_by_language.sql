-- One row: one language in which articles of an edition are written, with how many of them tell of calls and how many nobody could read.
-- language: The language of the articles, ISO 639; und where none is told
-- articles: Articles in it
-- with_calls: Of them, those of which a call was read
-- unread: Of them, those in a language that the rules do not read, and that no model has read
-- unread_with_words: Of these, those with a word of a call
-- waiting: Articles that wait for a model's answer
-- refused: Articles without a call of which a model told one that the text does not carry (core.unparsed says why)
SELECT
    a.edition,
    a.language,
    count(*) AS articles,
    count(*) FILTER (EXISTS (
        FROM core.call_reports AS r WHERE r.article_id = a.article_id AND r.edition = a.edition
    )) AS with_calls,
    count(*) FILTER (list_has_any(u.reasons, ['other_language', 'language_without_pack'])) AS unread,
    count(*) FILTER (list_contains(u.reasons, 'language_without_pack')) AS unread_with_words,
    count(*) FILTER (list_contains(u.reasons, 'waiting_for_model')) AS waiting,
    count(*) FILTER (u.has_refused_call AND NOT EXISTS (
        FROM core.call_reports AS r WHERE r.article_id = a.article_id AND r.edition = a.edition
    )) AS refused
FROM core.articles AS a
LEFT JOIN (
    SELECT
        p.article_id,
        p.edition,
        list(DISTINCT p.reason) AS reasons,
        bool_or(starts_with(p.reason, 'refused_call_')) AS has_refused_call
    FROM core.unparsed AS p
    GROUP BY p.article_id, p.edition
) AS u ON u.article_id = a.article_id AND u.edition = a.edition
GROUP BY a.edition, a.language
