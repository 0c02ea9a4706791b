"""Layer 2a: offices of bodies that are no states: "Senate President", "the Party's Secretary-General".

What belongs here: which words before or behind an office make it a body's, and what kind it then is. What does not:
finding the office (``offices``), countries beside it (``owners``), and bodies that are parties to calls, which are
places (``lexicon``).
"""

from __future__ import annotations

from readouts.parse.actors.references.names import View
from readouts.parse.actors.references.record import Ref

OF_BODIES = frozenset({"president", "leader", "sg", "secretary", "vice", "deputy"})
"""Kinds of office that bodies other than states have: "the president of the students' union"."""
_OF_REGIONS = frozenset({"pm", "minister", "secretary", "leader"})
"""Kinds of office that the regions of a state and its parties have too."""
_SHORT = range(2, 7)
"""Letters of a body's short name: "the FIFA president"."""


def kind_within(v: View, ref: Ref, first: int, last: int) -> bool:
    """Say what kind an office is by the body that words tell: a parliament's speaker, or of no state at all."""
    if ref.office_kind not in OF_BODIES:
        return False
    words = set(v.lower[first:last])
    if words & v.lex.words["parliament"]:
        ref.office_kind = "envoy"
    elif words & v.lex.words["no_state"] and not words & v.lex.words["ruling"]:
        ref.office_kind = "body"
    else:
        return False
    ref.usual = None
    return True


def take_body(v: View, ref: Ref, low: int) -> None:
    """Note of which body an office is by the words before it, down to word ``low``."""
    i = ref.first - 1
    if i < low or ref.plural or ref.counterpart or ref.kind not in ("nominal", "person"):
        return
    owner = i - (v.lower[i] in ("'s", "'"))
    if owner in v.fixed and ref.office_kind in _OF_REGIONS and not ref.side:
        ref.office_kind = "domestic"  # "Brothers of Italy leader Quen"
    elif ref.office_kind in OF_BODIES and ref.office and owner >= low and v.capital[owner]:
        _of_body(v, ref, owner, low)


def _of_body(v: View, ref: Ref, i: int, low: int) -> None:
    """Read the body whose last word is ``i``: "National Assembly", "LDP", "Hezbollah"."""
    known, usual = v.place(i), ref.usual or ""
    if v.named(i, "body_word", "parliament") and not known:
        first = i
        while first > low and v.capital[first - 1] and _goes_on(v, first - 1):
            first -= 1
        kind_within(v, ref, first, i + 1)
        if i + 1 == ref.first:
            ref.office, ref.first = f"{v.text(first, i + 1)} {ref.office}", first
    elif _is_acronym(v, i) or (usual.startswith("~") and _is_unknown(v, i)):
        ref.office_kind, ref.usual = "body", None


def _goes_on(v: View, i: int) -> bool:
    """Whether a word may stand before the noun of a body: "National", "Supreme", "Great"."""
    told = v.named(i, "institution", "body_word") or v.lower[i] in v.lex.portfolios
    return told and v.place(i) is None


def _is_unknown(v: View, i: int) -> bool:
    """Whether a word may be any body's name: "Hezbollah", "the Movement"."""
    return v.is_plain(i) or (v.named(i, "no_state") and v.place(i) is None)


def _is_acronym(v: View, i: int) -> bool:
    """Whether a word is a body's short name, and no country's, title or dateline."""
    word = v.words[i]
    short = word.isalpha() and word.isupper() and len(word) in _SHORT and not v.heading
    named = v.named(i, "not_name", "suffix") or v.lower[i] in v.lex.titles.firsts
    return short and not named and v.place(i) is None and i not in v.fixed
