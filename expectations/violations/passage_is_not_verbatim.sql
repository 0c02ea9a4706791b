-- table: core.unparsed
-- description: the passage stands in its article's text, character for character, at its offsets
SELECT u.unparsed_id AS key
FROM core.unparsed AS u
JOIN core.articles AS a USING (article_id)
WHERE u.edition = $edition
  AND substring(a.text, u.passage_start + 1, u.passage_end - u.passage_start) <> u.passage
