-- table: core.unparsed
-- description: the passage stands in its article's text, character for character, at its offsets
SELECT s.unparsed_id AS key
FROM staged AS s
ANTI JOIN core.articles AS a
    ON a.article_id = s.article_id AND a.edition = $edition
    AND substring(a.text, s.passage_start + 1, s.passage_end - s.passage_start) = s.passage
