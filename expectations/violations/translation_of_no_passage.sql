-- table: core.translations
-- description: the words that are translated stand in their article's text, character for character
SELECT s.translation_id AS key
FROM staged AS s
ANTI JOIN core.articles AS a
    ON a.article_id = s.article_id AND a.edition = $edition AND contains(a.text, s.evidence)
