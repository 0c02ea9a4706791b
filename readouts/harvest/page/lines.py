"""Where a line of an article ends: breaks within a sentence are mended, and bold headings that run into text set apart.

What belongs here: line breaks in the tree, before its text is read. What does not: where a sentence ends in a text.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import Any

from lxml import etree

_BOLD = ("b", "strong", "u")
_INLINE = frozenset(
    (*_BOLD, *("a", "br", "em", "font", "i", "ins", "small", "span"), etree.Comment)
)
_ENDS = (".", "!", "?", ":", ";", "…")
_QUOTES = "”\"’')"
_HEADING = 4
"""A heading has so many characters at least: "Mac" before "Donald" is a part of a name."""


def mend_lines(tree: Any) -> None:
    """Join what one sentence was broken into, and break where a heading in bold is glued to the text beside it."""
    runs: list[tuple[list[str], list[Any]]] = [([""], [])]
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if element.tag not in _INLINE and runs[-1] != ([""], []):
            runs.append(([""], []))
        elif element.tag == "br" and event == "start":
            runs[-1][0].append("")
            runs[-1][1].append(element)
        runs[-1][0][-1] += (element.text if event == "start" else element.tail) or ""
    for lines, breaks in (run for run in runs if run[1]):
        for line_break, joined in zip(breaks, _goes_on(lines), strict=True):
            if joined:
                line_break.tail = " " + (line_break.tail or "")
                line_break.drop_tag()
    for element in tree.iter("pre"):
        lines = (element.text or "").split("\n")
        ends = [" " if joined else "\n" for joined in _goes_on(lines)]
        element.text = "".join(map("".join, zip_longest(lines, ends, fillvalue="")))
    for element in list(tree.iter(*_BOLD, "span")):
        _set_apart(element)


def _goes_on(run: list[str]) -> list[bool]:
    """Whether each of some lines, but for the last, is within a sentence that the next goes on with.

    It is where the next begins small. Where many do, and the lines are of like length, the whole is prose that was
    broken anywhere; a list is not, whose lines begin alike.
    """
    lines = [" ".join(each.split()) for each in run]
    opens = [bool(each) and not each.rstrip(_QUOTES).endswith(_ENDS) for each in lines]
    firsts = [each.split(" ", 1)[0] for each in lines]
    small = [b[:1].islower() and a != b for a, b in pairwise(firsts)]
    small = [is_open and on for is_open, on in zip(opens, small, strict=False)]
    heads = [each for each in firsts if each[:1].isupper()]
    is_prose = 2 <= sum(small) >= len(small) / 3 and not opens[-1] and len({*heads}) == len(heads)
    least = max(map(len, lines)) / 2 if is_prose else float("inf")
    return [
        on or (opens[n] and len(lines[n]) >= least and lines[n + 1] != "")
        for n, on in enumerate(small)
    ]


def _set_apart(element: Any) -> None:
    """Break the line behind and before an element glued to its neighbours that is bold or opens its line."""
    parent, before, after = element.getparent(), element.getprevious(), element.getnext()
    left = (parent.text if before is None else before.tail) or ""
    right = element.tail or (after is not None and after.text) or ""
    if not (left or right) or (element.tag not in _BOLD and left.strip()):
        return
    inner = element.text_content()
    begins, ends = _is_glued(left, inner), len(inner) >= _HEADING and _is_glued(inner, right)
    if inner.endswith(":"):  # who speaks is of the line
        element.tail = f" {element.tail or ''}" if ends else element.tail
    elif ends and (begins or " " in inner or not left.strip()):
        element.tail, tail = None, element.tail
        element.addnext(etree.Element("br"))
        element.getnext().tail = tail
    if begins and (ends or " " in inner):
        element.addprevious(etree.Element("br"))


def _is_glued(one: str, other: str) -> bool:
    """Whether one text ends and another begins with nothing between them: "with GreeceForeign Minister"."""
    if not other[:1].isupper():
        return other[:1] in ("“", "«") and one[-1:].isalnum()
    capitals = one.isupper() and " " in one and other[1:2].islower()
    return capitals or one[-1:].islower() or one[-1:].isdigit() or one.endswith((*_ENDS, *_QUOTES))
