-- What speaks of a call and could not be read?
-- A researcher who must say what the figures miss.
SELECT u.edition, a.publisher, a.language, u.reason, left(u.passage, 65) AS begins
FROM core.unparsed AS u
JOIN core.articles AS a ON a.article_id = u.article_id AND a.edition = u.edition
ORDER BY u.edition, a.publisher, u.passage_start, u.passage
