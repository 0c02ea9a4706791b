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
_OWN = re.compile(r"'[ ,.]*\w+(?:[^\w]+\w+){2,}")


def speaks_to_the_reader(document: Document) -> str | None:
    """Return the words with which a document addresses whoever reads it by machine, None where it does not."""
    orders, anywhere = _patterns()
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
        found = orders.match(text, at)
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
def _patterns() -> tuple[re.Pattern[str], list[str]]:
    """Return the pattern of what is an order at a head, and the words that count anywhere."""
    written = [loose(alike(words)) for row in read_tsv(_TABLE) for words in row["words"].split("|")]
    heads = [words.removeprefix("^") for words in written if words.startswith("^")]
    orders = "|".join(phrase(words.rstrip("-"), words.endswith("-")) for words in heads)
    return re.compile(orders), [words for words in written if not words.startswith("^")]
