"""Documents that speak to the program that reads them: orders to it, talk of its answer.

What belongs here: finding such words. What does not: the words (``orders.tsv``), and what follows: what is read from
such a document is doubtful until somebody has looked at it.

An order stands at the head of a sentence or a line. A report on language models says of such words that somebody used
them, mostly between quotes with more of its own behind; that is no order.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from readouts.base.alike import alike, loose
from readouts.base.files import read_tsv
from readouts.grounding.document import Document
from readouts.grounding.words import phrase

_TABLE = Path(__file__).with_name("orders.tsv")
_HEAD = re.compile(r"[.!?:;(){}\[\]<>*/#|=-] *'? *(?=\w)")
_POLITE = re.compile(r"(?:please|kindly|now|por favor|bitte|пожалуйста|lütfen|tolong),? ")
_FIRST = re.compile(r"\w+")
_KEY = 4
_OWN = re.compile(r"'[ ,.]*\w+(?:[^\w]+\w+){2,}")


def speaks_to_the_reader(document: Document) -> str | None:
    """Return the words with which a document addresses whoever reads it by machine, None where it does not."""
    heads, anywhere = _patterns()
    text = document.view.loose
    for words in anywhere:
        at = text.find(words)
        if at >= 0:
            return document.view.text[at : at + len(words)]
    starts = {sentence.start for sentence in document.sentences}
    starts |= {found.end() for found in _HEAD.finditer(text)}
    for start in sorted(starts):
        at = start
        while at < len(text) and not text[at].isalnum():
            at += 1
        polite = _POLITE.match(text, at)
        at = polite.end() if polite else at
        first = _FIRST.match(text, at)
        for pattern in heads.get(first[0][:_KEY], ()) if first else ():
            found = pattern.match(text, at)
            if found and not _is_quoted(document, at, found.end()):
                return document.view.text[at : found.end()]
    return None


def _is_quoted(document: Document, start: int, end: int) -> bool:
    """Whether words stand between quotes in a sentence that goes on behind them in its own words."""
    text = document.view.text
    if not text[:start].rstrip().endswith("'"):
        return False
    closing = text.find("'", end)
    last = document.sentence_of(start)[1]
    return 0 <= closing < last and _OWN.match(text, closing) is not None


@cache
def _patterns() -> tuple[dict[str, list[re.Pattern[str]]], tuple[str, ...]]:
    """Return the patterns of heads by their first word, and the words that count anywhere."""
    heads: dict[str, list[re.Pattern[str]]] = {}
    anywhere: list[str] = []
    for row in read_tsv(_TABLE):
        for written in row["words"].split("|"):
            words = loose(alike(written))
            if not words.startswith("^"):
                anywhere.append(words)
                continue
            words = words.removeprefix("^")
            is_open = words.endswith("-")
            pattern = re.compile(phrase(words.rstrip("-"), is_open))
            first = _FIRST.match(words)
            if first is None:
                continue
            heads.setdefault(first[0][:_KEY], []).append(pattern)
    return heads, tuple(anywhere)
