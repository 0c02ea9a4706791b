-- One row: one language that is not read, how many articles of edition $1 in it nobody has read, and how many of them
-- have a word of a call.
SELECT
    a.language,
    count(DISTINCT u.article_id) AS articles,
    count(DISTINCT u.article_id) FILTER (u.reason = 'language_without_pack') AS speaking
FROM core.unparsed AS u
JOIN core.articles AS a ON a.article_id = u.article_id AND a.edition = u.edition
WHERE u.edition = $1 AND u.reason IN ('other_language', 'language_without_pack')
GROUP BY a.language
ORDER BY articles DESC, a.language
