-- table: raw.answers
-- description: an answer is about an article of its edition that is there
SELECT s.answer_id AS key
FROM staged AS s
ANTI JOIN core.articles AS a ON a.article_id = s.article_id AND a.edition = $edition
