"""A report made ready to be asked: its text as it is compared, its sentences, the words of the tables in it.

What belongs here: what is found once and asked many times. What does not: any judgement on an answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from readouts.base.alike import View, view
from readouts.domain.records import Report
from readouts.grounding.words import Hit, Lexicon, lexicon
from readouts.parse.text.sentences import ends_of_sentences

_LONGEST = 6_000
_BREAKS = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
PARTS = frozenset(",;:()、，；：،؛（）")
"""Marks that part what stands before them from what stands behind."""


class Sentence(NamedTuple):
    """A sentence in the view, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


@dataclass(slots=True)
class Document:
    """A report, its view, and what stands where in it. Places are the view's throughout."""

    report: Report
    view: View
    lexicon: Lexicon
    hits: list[Hit]
    sentences: list[Sentence]
    _starts: list[int] = field(init=False)
    _of_sentences: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [hit.start for hit in self.hits]
        self._of_sentences = [sentence.start for sentence in self.sentences]

    def sentence_at(self, at: int) -> int:
        """Return the number of the sentence at a place, or of the one before it."""
        return max(0, bisect_right(self._of_sentences, at) - 1)

    def hits_within(
        self, start: int, end: int, labels: Collection[str] | None = None
    ) -> Iterator[Hit]:
        """Yield the words of the tables that lie within a stretch, of some classes or of all."""
        for i in range(bisect_left(self._starts, start), len(self.hits)):
            hit = self.hits[i]
            if hit.start >= end:
                return
            if hit.end <= end and (labels is None or hit.label in labels):
                yield hit

    def has(self, label: str, start: int, end: int) -> bool:
        """Whether a word of a class lies within a stretch."""
        return any(self.hits_within(start, end, {label}))

    def word(self, place: tuple[int, int, *tuple[object, ...]]) -> str:
        """Return the loose words at a place: a word of the tables, a mention."""
        return self.view.loose[place[0] : place[1]]

    def stretch(self, first: int, last: int | None = None) -> tuple[int, int]:
        """Return where one sentence or some begin and end; numbers outside the text are the nearest within."""
        if not self.sentences:
            return 0, len(self.view.text)
        begun, ended = (
            self.sentences[min(max(number, 0), len(self.sentences) - 1)]
            for number in (first, first if last is None else last)
        )
        return begun.start, ended.end

    def numbers_of(self, place: tuple[int, int]) -> tuple[int, int]:
        """Return the numbers of the first and last sentence that a place lies in."""
        return self.sentence_at(place[0]), self.sentence_at(max(place[0], place[1] - 1))

    def sentences_of(self, place: tuple[int, int]) -> tuple[int, int]:
        """Return the stretch of the sentences that a place lies in."""
        return self.stretch(*self.numbers_of(place))

    def sentence_of(self, at: int) -> tuple[int, int]:
        """Return where the sentence at a place begins and ends."""
        return self.sentences_of((at, at))

    def quoted(self, place: tuple[int, int]) -> tuple[str, int, int]:
        """Return the report's own words at a place, and where in its text they begin and end."""
        start, end = self.view.span(*place)
        return self.report.text[start:end], start, end

    def words_at(self, place: tuple[int, int] | None) -> str | None:
        """Return the report's own words at a place, None without one."""
        return None if place is None else self.quoted(place)[0]

    def paragraph(self, sentence: int) -> tuple[int, int]:
        """Return the numbers of the first and last sentence of a sentence's paragraph."""
        if not self.sentences:
            return 0, 0
        first = last = min(max(sentence, 0), len(self.sentences) - 1)
        number = self.sentences[first].paragraph
        while first and self.sentences[first - 1].paragraph == number:
            first -= 1
        while last + 1 < len(self.sentences) and self.sentences[last + 1].paragraph == number:
            last += 1
        return first, last


def read_document(report: Report) -> Document:
    """Make a report ready to be asked; linear in its length."""
    seen = view(report.text)
    words = lexicon(report.language)
    hits = words.scan(seen)
    sentences = [
        Sentence(*seen.within(start, end), paragraph)
        for start, end, paragraph in _sentences(report.text, report.language)
    ]
    return Document(report, seen, words, hits, sentences)


def _sentences(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield the sentences of a text with their paragraphs; a line is a paragraph, with lines that go on in small
    letters."""
    for paragraph, (at, end) in enumerate(_paragraphs(text)):
        for base in range(at, end, _LONGEST):
            piece = _BREAKS.sub(" ", text[base : min(end, base + _LONGEST)])
            for first, last in pairwise([0, *ends_of_sentences(piece, language)]):
                if piece[first:last].strip():
                    yield base + first, base + last, paragraph


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = begun = 0
    for line in text.splitlines(keepends=True):
        if (line.strip() and not line.lstrip()[0].islower()) or not text[begun:at].strip():
            if text[begun:at].strip():
                yield begun, at
            begun = at
        elif not line.strip():
            yield begun, at
            begun = at
        at += len(line)
    if text[begun:at].strip():
        yield begun, at
