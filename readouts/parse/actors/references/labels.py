"""Layer 2a: what heads a sentence and tells whose official it names: "NORWAY: President X", "From Oslo, Quen said".

What belongs here: reading a country before a sentence as a label of it. What does not: references themselves
(``scan``), and countries that stand beside an office (``owners``).
"""

from __future__ import annotations

from readouts.parse.actors.references.names import View
from readouts.parse.actors.references.record import Ref
from readouts.parse.text.tokens import BULLETS, DASHES

_AT_HOME = frozenset({"president", "pm", "royal"})
"""Kinds of office whose holders telephone from their own capitals."""
_CAME = 4
"""Between a capital that came first and whose official it was stand so many words at most."""
_LONGEST_MARK = 3
"""An entry's bullet or number has at most so many tokens: "(a)"."""


def label(v: View, refs: list[Ref]) -> None:
    """Read what heads a sentence: "* Norway - Foreign Minister X", "NORWAY: President X", "From Oslo, Quen said"."""
    if len(refs) < 2 or refs[0].kind != "place" or refs[0].first > _LONGEST_MARK:
        return
    head, other = refs[0], refs[1]
    mark, beside = v.words[head.last], other.first <= head.last + 2
    for_it = v.lower[0] == "for" and mark == "," and beside
    if for_it and other.office and not other.side and other.kind == "person":
        other.side = head.side  # "For Norway, Minister Quen said"
    if head.form == "capital" and v.lower[0] == "from" and mark == "," and not other.side:
        if (
            other.kind == "person"
            and other.first == head.last + 1
            and other.office_kind in _AT_HOME
        ):
            other.side = head.side  # "From Lima, President Quen told her by phone"
        elif other.kind == "name":
            other.usual = head.country
    dated = mark == "(" and v.words[head.last + 2 : head.last + 4] == [")", ":"]
    if head.first == 0 and dated and other.first == head.last + 4 and other.office:
        other.side = other.side or head.side  # "Oslo (Monday): Minister Quen agrees"
    ends = v.words[other.last] == ":" and head.first == 0
    if mark == "," and head.form == "name" and beside and ends and other.kind == "person":
        other.side = other.side or head.side  # "Norway, President Quen: stands with them"
    follows = v.words[other.first - 1] == ":" and other.first <= head.last + _CAME
    follows = follows and v.named(head.last, "came_first") and other.kind == "person"
    if head.first == 0 and head.form == "capital" and follows:
        # "Lima came first: Foreign Minister Quen condemned it"
        other.side = other.side or head.side
    listed = _is_numbered(v, head.first) if head.first else v.words[0].isupper()
    by_state = head.first == 0 and mark == ":" and other.kind == "person"
    listed = listed or (by_state and v.article.lists_states)
    labels = listed and beside and head.form == "name" and (mark in DASHES or mark == ":")
    if labels and other.office:
        other.side = other.side or head.side


def _is_numbered(v: View, end: int) -> bool:
    """Whether the first words are a bullet or the number of an entry: "*", "(a)", "2."."""
    counts = [w for w in v.words[:end] if w.isalnum()]
    numbered = len(counts) == 1 and (len(counts[0]) == 1 or counts[0].isdigit())
    return v.words[0] in BULLETS if end == 1 else numbered and len(counts) < end
