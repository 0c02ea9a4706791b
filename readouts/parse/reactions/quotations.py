"""Who speaks: inside quotation marks, and in speech that is reported on without a verb of saying.

What belongs here: finding the attribution of a quotation in its own sentence or, where it runs over several, in
the sentences before. What does not: marking the quoted words (``lines.py``) and what the words mean.
"""

from __future__ import annotations

import re

from readouts.parse.document import Document
from readouts.parse.reactions.clauses import Clauses, Predicate, Subject
from readouts.parse.reactions.lines import Line

NEAR = 3
"""How many sentences a quotation is followed back for its attribution."""


def speakers(clauses: Clauses) -> list[Subject]:
    """Return the subjects of a sentence's verbs of saying outside quotation marks, in order."""
    return [p.subject for p in clauses.predicates if _says(p) and not clauses.line.quoted[p.at]]


def _says(predicate: Predicate) -> bool:
    return "say" in predicate.classes and predicate.form in ("finite", "ing", "gerund")


def continues(line: Line, before: Line | None) -> bool:
    """Whether a sentence's quotation goes on from, or is announced by, the sentence before."""
    if before is None or not line.words:
        return False
    opens = line.words[0] == '"' or line.quoted[0]
    return opens and (before.open_at_end or before.words[-1:] in ([":"], ['"']) or line.quoted[0])


_MARKS = re.compile('[“”"]|\n')


def quoted_at_start(document: Document) -> list[bool]:
    """For each sentence whether it begins inside quotation marks; a new line closes what was left open."""
    out: list[bool] = []
    inside = False
    at = 0
    text = document.text
    for sentence in document.sentences:
        for mark in _MARKS.finditer(text, at, sentence.start):
            found = mark.group()
            inside = found == "“" or (found == '"' and not inside)
        out.append(inside)
        at = sentence.start
    return out
