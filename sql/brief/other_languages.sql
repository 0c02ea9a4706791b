-- One row: one language that is not read, and how many articles of edition $1 are in it and speak of no call.
SELECT a.language, count(*) AS articles
FROM core.unparsed AS u
JOIN core.articles AS a ON a.article_id = u.article_id AND a.edition = u.edition
WHERE u.edition = $1 AND u.reason = 'other_language'
GROUP BY a.language
ORDER BY articles DESC, a.language
