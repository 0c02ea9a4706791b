"""Layer 1: sentences with offsets.

What belongs here: paragraphs, headings, and where a sentence ends. What does not: what a sentence says.

Lines are paragraphs; within a paragraph ``sentencex`` finds the sentences. A paragraph of extreme length is
cut into pieces first, since an unclosed quotation costs ``sentencex`` time that grows with its square.
"""

from __future__ import annotations

import re
from itertools import pairwise

import sentencex

from readouts.parse.document import Sentence

_LONGEST = 6000
_LONGEST_QUOTE = 400
_MARKS = re.compile('[“”«»„"]')
_TITLE = re.compile(
    r"\b(?:Ms|Mrs|Mr|Dr|Sen|Gen|Gov|Lt|Col|Capt|Rep|Rev|Hon|Prof|Amb|Maj|Adm|Brig|Engr|Rt|St|Smt|Messrs)\.\s*$"
)
_HOUR = re.compile(r"\b[ap]\.m\.\s*$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BACKGROUND = re.compile(r"^\s*[-–—•*·]\s")


def split_sentences(text: str, language: str = "en") -> list[Sentence]:
    """Return the sentences of ``text`` in order, without the white space around them."""
    found: list[Sentence] = []
    at = 0
    paragraph = 0
    lines = text.splitlines(keepends=True)
    filled = sum(1 for line in lines if line.strip())
    for line in lines:
        if line.strip():
            heading = _is_heading(line, first=paragraph == 0, only=filled == 1)
            for start, end in _pieces(line, language):
                found.append(Sentence(at + start, at + end, paragraph, heading))
            paragraph += 1
        at += len(line)
    return found


def _is_heading(line: str, *, first: bool, only: bool) -> bool:
    """A line without the stop that ends a sentence, short, and not a list item, is a heading."""
    bare = line.strip()
    if only or len(bare) > 260 or _BACKGROUND.match(line):
        return False
    if first and bare.endswith(")") and len(bare) < 200 and ". " not in bare:
        return True
    if bare.endswith((".", "!", "?", ":", ";", ",", ".”", '."', ".’", "…", ")")):
        return False
    return len(bare) < 160 or first


def _pieces(line: str, language: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for base in range(0, len(line), _LONGEST):
        chunk = line[base : base + _LONGEST]
        for start, end in _cuts(chunk, language):
            part = chunk[start:end]
            stripped = part.strip()
            if stripped:
                lead = len(part) - len(part.lstrip())
                pieces.append((base + start + lead, base + start + lead + len(stripped)))
    return pieces


def _cuts(chunk: str, language: str) -> list[tuple[int, int]]:
    """Cut at the ends of sentences, but not within a short quotation.

    Quotation marks are hidden from ``sentencex``, which would take one that is never closed to run to the end.
    """
    quotes = _quotations(chunk)
    plain = _SURROGATE.sub("\ufffd", _MARKS.sub(" ", chunk))
    ends: list[int] = []
    at = 0
    for boundary in sentencex.get_sentence_boundaries(language, plain)[:-1]:
        end = boundary["end_index"]
        while end > 0 and (chunk[end - 1] in "“«„" or (chunk[end - 1] == '"' and end in quotes)):
            end -= 1
        while at < len(quotes.ranges) and quotes.ranges[at][1] <= end:
            at += 1
        if at < len(quotes.ranges) and quotes.ranges[at][0] < end:
            continue
        if _TITLE.search(plain, max(0, end - 9), end):
            continue
        if _HOUR.search(plain, max(0, end - 8), end) and end - (ends[-1] if ends else 0) < 90:
            continue
        ends.append(end)
    edges = [0, *ends, len(chunk)]
    return list(pairwise(edges))


class _Quotes:
    """The quotations of a chunk; ``in`` asks whether one opens right before an offset."""

    def __init__(self) -> None:
        self.ranges: list[tuple[int, int]] = []
        self.opens: set[int] = set()

    def __contains__(self, offset: int) -> bool:
        return offset in self.opens


def _quotations(chunk: str) -> _Quotes:
    found = _Quotes()
    opened = -1
    for mark in _MARKS.finditer(chunk):
        at = mark.start()
        char = chunk[at]
        opening = char in "“«„" or (
            char == '"' and opened < 0 and (at == 0 or chunk[at - 1] in " \t(—–-")
        )
        if opening:
            opened = at
            found.opens.add(at + 1)
        elif opened >= 0:
            if at - opened <= _LONGEST_QUOTE:
                found.ranges.append((opened, at + 1))
            opened = -1
    return found
