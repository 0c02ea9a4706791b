"""Trying a model: documents with what is right about them, so that one knows in ten minutes whether a model will do.

What belongs here: the documents, scoring a reading of them, and counting its records. What does not: asking
(``asking``).

``documents.jsonl`` holds 62 documents in 13 languages, written for this project about invented people, annotated as the
exchange format has it (``annotation``). ``large_answers.jsonl`` holds what a large hosted language model answered to
the prompt for 20 of them, asked once, in November 2026; it is what another model's reading is set beside.
"""
