"""Corrections by analysts: the lines of ``corrections.csv``, read, checked, written, and what is made of them.

What belongs here: what a correction may say (``fields``), the file (``file``), what became of each (``applied``), going
through what is doubtful (``review``), and the documents that are right now (``documents``). What does not: which row a
correction attaches to and what it changes; that is SQL (``sql/core/applied_corrections.sql``,
``sql/core/counted_parties.sql``, ``sql/core/counted_reports.sql``, ``sql/marts/evidence.sql``).

The parser's rows stay as it made them. A correction names one by its id; it keeps the words of the row and their URL
besides, so that it finds the row again when a new release of the parser gives it another id.
"""
