-- One row: where the page of article $1 lies in the archive.
SELECT p.warc_file, p.warc_offset, p.warc_length, p.content_sha256
FROM core.articles AS a
JOIN raw.pages AS p ON p.page_id = a.page_id AND p.edition = a.edition
WHERE a.article_id = $1
