"""Layer 1: sentences with offsets.

What belongs here: paragraphs, headings, and where a sentence ends. What does not: what a sentence says.

Lines are paragraphs, without the mark of a list's entry before them; within a paragraph ``sentencex`` finds the
sentences. A paragraph of extreme length is cut into pieces first, since an unclosed quotation costs ``sentencex`` time
that grows with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import sentencex

from readouts.parse.document import Sentence
from readouts.parse.text.tokens import BULLETS
from readouts.reference.word_classes import word_classes

_LONGEST = 6000
_LONGEST_QUOTE = 400
_LONGEST_HEADING, _LONGEST_TITLE, _LONGEST_LINE = 160, 200, 260
_SHORT = 90
"""In a sentence of fewer characters "a.m." is hardly its end."""
_MARKS = re.compile('[“”«»„"「」『』]')
_HOUR = re.compile(r"\b[ap]\.m\.\s*$")
_ON_X = re.compile(r"\b(on|to|via) X\.(?=\s)")
"""The network's name at the end of a sentence, which ``sentencex`` takes for somebody's initial."""
_WORD = re.compile(r"\b(?:May|OK|no|art|ill|me|miss)\.(?=\s+[^\W\d_a-z])")
"""Words at the end of a sentence, which ``sentencex`` takes for abbreviations where an unknown name follows."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTRY = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,2}[.)])\s")
_TOLD_ON = re.compile(r"^\s*\d{1,2}[.:]\d{2}\b.*\w\. [A-Z]")
"""An entry of a diary that goes on behind its first words: "18.40 Call with Minister Quen. She thanked him"."""
_NUMBER = re.compile(r"\s*\d{1,2}\.\s*")
"""The number of a list's entry, which ``sentencex`` takes for a sentence."""
_MARK = re.compile(rf"\s*[{re.escape(''.join(sorted(BULLETS)))}]\s+(?=\S)")
"""What stands before an entry of a list, and is none of its words."""
_ENDS = (".", "!", "?", ":", ";", ",", ".”", '."', ".’", "…", ")")


def split_sentences(text: str, language: str = "en", title: str | None = None) -> list[Sentence]:
    """Return the sentences of ``text`` in order, without the white space around them."""
    found: list[Sentence] = []
    at = paragraph = 0
    lines = _without_headline(text.splitlines(keepends=True), title)
    filled = sum(1 for line in lines if line.strip())
    for line in lines:
        if line.strip():
            heading = filled > 1 and _is_heading(line, first=paragraph == 0)
            for start, end in _pieces(line, language):
                found.append(Sentence(at + start, at + end, paragraph, heading))
            paragraph += 1
        at += len(line)
    return found


def _without_headline(lines: list[str], title: str | None) -> list[str]:
    """Lines of which the first ends with the headline, where a page has the text run on in the same line."""
    line = lines[0] if lines else ""
    rest = line[len(title) :] if title and line.startswith(title) else ""
    follows = rest[:1].isspace() and rest.strip()[:1]
    if not (follows and title) or follows.islower():
        return lines
    return [title, rest, *lines[1:]]


def _is_heading(line: str, *, first: bool) -> bool:
    """A line without the stop that ends a sentence, short, and not a list item, is a heading."""
    bare = line.strip()
    if len(bare) > _LONGEST_LINE or _ENTRY.match(line) or _TOLD_ON.match(line):
        return False
    if first and bare.endswith(")") and len(bare) < _LONGEST_TITLE and ". " not in bare:
        return True
    return not bare.endswith(_ENDS) and (len(bare) < _LONGEST_HEADING or first)


def _pieces(line: str, language: str) -> Iterator[tuple[int, int]]:
    mark = _MARK.match(line)  # behind "•" ``sentencex`` finds no sentence's end
    for base in range(mark.end() if mark else 0, len(line), _LONGEST):
        for start, end in _cuts(line[base : base + _LONGEST], language):
            part = line[base + start : base + end]
            if bare := part.strip():
                lead = base + start + len(part) - len(part.lstrip())
                yield lead, lead + len(bare)


def ends_of_sentences(piece: str, language: str) -> Iterator[int]:
    """Yield the offsets at which the sentences of a piece without line breaks end, in any language; its own end last.

    Quotation marks are hidden from ``sentencex``, which would take one that is never closed to run to the end, at a
    cost of time that grows with its square.
    """
    plain = piece if piece.isascii() else _SURROGATE.sub("\ufffd", piece)
    plain = _ON_X.sub(r"\1_X.", _MARKS.sub(" ", plain))
    plain = _WORD.sub(lambda word: "word"[: len(word[0]) - 1] + ".", plain)
    begun = 0
    for boundary in sentencex.get_sentence_boundaries(language, plain)[:-1]:
        end = boundary["end_index"]
        if _NUMBER.fullmatch(plain, 0, end):
            continue
        hour = _HOUR.search(plain, max(0, end - 8), end)
        if hour and end - begun < _SHORT and not _opens_another(plain, end):
            continue
        if not _no_end(language).search(plain, max(0, end - 9), end):
            yield end
            begun = end
    yield len(piece)


def _opens_another(piece: str, end: int) -> bool:
    """Whether the word behind an hour begins a sentence: "at 3 a.m. She rang", not "at 3 a.m. Eastern time"."""
    word = re.compile(r"\w*").match(piece, end)
    known = word_classes("small_words", "en")["sentence_opener"]
    return word is not None and word.group().istitle() and word.group().lower() in known


@cache
def _no_end(language: str) -> re.Pattern[str]:
    """Abbreviations with a point, behind which a sentence goes on in all languages: "Ms.", "Gen."; "M." is French."""
    words = {*word_classes("small_words", "en")["abbreviation"], *("m" * (language == "fr"))}
    return re.compile(rf"\b(?:{'|'.join(re.escape(w.title()) for w in words)})\.\s*$")


def _cuts(chunk: str, language: str) -> Iterator[tuple[int, int]]:
    """Cut at the ends of sentences, but not within a short quotation."""
    marked = '"' in chunk or not chunk.isascii()
    ranges, opens = _quotations(chunk) if marked else ([], set())
    ends = [0]
    at = 0
    for end in ends_of_sentences(chunk, language):
        while end - 1 in opens:
            end -= 1
        while at < len(ranges) and ranges[at][1] <= end:
            at += 1
        if at == len(ranges) or ranges[at][0] >= end or end == len(chunk):
            ends.append(end)
    return pairwise(ends)


def _quotations(chunk: str) -> tuple[list[tuple[int, int]], set[int]]:
    """Return the ranges of the short quotations of a chunk, and the offsets of all marks that open one."""
    ranges: list[tuple[int, int]] = []
    opens: set[int] = set()
    opened = -1
    for mark in _MARKS.finditer(chunk):
        at = mark.start()
        straight = chunk[at] == '"' and opened < 0 and (at == 0 or chunk[at - 1] in " \t(—–-")
        if straight or chunk[at] in "“«„":
            opened = at
            opens.add(at)
        elif opened >= 0:
            if at - opened <= _LONGEST_QUOTE:
                ranges.append((opened, at + 1))
            opened = -1
    return ranges, opens
