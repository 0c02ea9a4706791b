"""Layer 1: sentences with offsets.

What belongs here: paragraphs, headings, and where a sentence ends. What does not: what a sentence says.

Lines are paragraphs; within a paragraph ``sentencex`` finds the sentences. A paragraph of extreme length is
cut into pieces first, since an unclosed quotation costs ``sentencex`` time that grows with its square.
"""

from __future__ import annotations

import re

import sentencex

from readouts.parse.document import Sentence

_LONGEST = 6000
_QUOTE_AFTER_STOP = re.compile(r"(?<=[.!?])\s{1,4}(?=[“\"][A-Z])")
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
    if bare.endswith((".", "!", "?", ":", ";", ",", ".”", '."', ".’", "…", ")")):
        return first and len(bare) < 200 and ". " not in bare
    return len(bare) < 160 or first


def _pieces(line: str, language: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for base in range(0, len(line), _LONGEST):
        chunk = line[base : base + _LONGEST]
        for boundary in sentencex.get_sentence_boundaries(language, chunk):
            low, high = boundary["start_index"], boundary["end_index"]
            cuts = [low, *(m.end() for m in _QUOTE_AFTER_STOP.finditer(chunk, low, high)), high]
            for start, end in zip(cuts, cuts[1:], strict=False):
                part = chunk[start:end]
                stripped = part.strip()
                if stripped:
                    lead = len(part) - len(part.lstrip())
                    pieces.append((base + start + lead, base + start + lead + len(stripped)))
    return pieces
