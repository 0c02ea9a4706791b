"""The archive: WARC files with an index beside each, which together are the whole truth about what was seen.

What belongs here: writing a run's records of one source and edition, reading rows and pages back, and telling what of
them is damaged. What does not: requests (``fetching/``) and what a page says (``page/``).

``archive/EDITION/SOURCE-RUN.warc.gz`` holds the exchanges, ``archive/EDITION/SOURCE-RUN.pages.jsonl`` one row a
fetch: a volume. Both are written under a temporary name, fsynced and renamed, the WARC first: an index never names a
record that is not there. ``archive/inventory/EDITION.tsv`` lists the volumes with what they hold, so that one which
goes is missed; ``archive/forgotten.tsv`` those that are gone for good. No name of a file comes from a page. Nothing is
ever overwritten.
"""
