-- What speaks of a call and could not be read?
-- A researcher who must say what the figures miss. `other_language` holds what is in a language that is not read and speaks
-- of no call.
SELECT u.edition, a.publisher, a.language, u.reason, left(u.passage, 65) AS begins
FROM core.unparsed AS u
JOIN core.articles AS a ON a.article_id = u.article_id AND a.edition = u.edition
WHERE u.reason <> 'other_language'
ORDER BY u.edition, a.publisher, u.passage_start, u.passage
