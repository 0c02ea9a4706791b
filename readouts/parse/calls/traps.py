"""Layer 3a: traps among the words that tell of a call.

What belongs here: deciding from the words around a cue whether it tells of a call at all ("called on", "calls for"),
and of one that took place (not of one to come, denied, wished for or cancelled). What does not: the cues themselves
(``cues``), and talks in person (``admission``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from readouts.parse.text.tokens import Tokens

_BACK = 9
_BACK_MANNER = 14
_AHEAD = 14
_FAR = 24
_NEAR = 8
"""Within so many words before a call something makes it a feigned one: "a fabricated recording of a call"."""


@dataclass(frozen=True, slots=True)
class Around:
    """A cue, tokens ``i`` to ``end``, in its sentence ``first`` to ``last``."""

    tokens: Tokens
    words: Mapping[str, frozenset[str]]
    i: int
    end: int
    first: int
    last: int
    heading: bool

    @property
    def lower(self) -> list[str]:
        """The words of the text in lower case."""
        return self.tokens.lower

    @property
    def after(self) -> str:
        """The word behind the cue, "" at the end of the sentence."""
        return self.lower[self.end] if self.end < self.last else ""

    @property
    def before(self) -> str:
        """The word before the cue, "" at the head of the sentence."""
        return self.lower[self.i - 1] if self.i > self.first else ""


def kind_of(cue: Around, kind: str) -> str:
    """Return the kind of the cue where it stands, given the table's; "" for a trap."""
    word = cue.lower[cue.i]
    if kind == "manner" and cue.after in cue.words["call_noun"]:
        return ""
    last = cue.lower[cue.end - 1]
    if kind == "noun" and last in ("call", "calls"):
        if not cue.words["other_call"].isdisjoint(cue.lower[max(cue.first, cue.i - 1) : cue.end]):
            return ""
        if cue.after == "for":
            return ""
    if cue.end > cue.i + 1:
        return kind
    if word in ("ring", "phone", "telephone"):
        return kind if _ranked(cue) else ""
    if word in ("call", "calls"):
        return _call(cue, kind)
    if word in ("called", "calling"):
        return "" if _is_called(cue) else kind
    if word in ("contacts", "phones", "rings", "talks") and not cue.heading:
        return ""
    if word == "talks" and cue.after not in ("with", "to", "by", "over"):
        return ""
    if word in ("speaking", "talking") and cue.after in cue.words["after_speaking"]:
        return ""
    return kind


def _ranked(cue: Around) -> bool:
    """ "was the first to ring"."""
    near = cue.lower[max(cue.first, cue.i - 3) : cue.i]
    return cue.before == "to" and any(w in cue.words["ordinal"] for w in near)


def _call(cue: Around, kind: str) -> str:
    word, noun = cue.lower[cue.i], cue.before in cue.words["before_noun_call"]
    noun = noun or not cue.words["got"].isdisjoint(cue.lower[max(cue.first, cue.i - 3) : cue.i])
    if cue.after == "for" or (cue.before in cue.words["before_verb_call"] and word == "call"):
        return ""
    if cue.after in cue.words["after_call"]:
        placed = cue.after == "to" and cue.end + 1 < cue.last and _names(cue, cue.end + 1)
        if not noun or (cue.after != "on" and not placed):
            return ""
    if word == "calls":
        return "noun" if noun or cue.after in ("with", "between", "from") else "direct"
    if cue.after == "from" and cue.before not in ("a", "the", "phone", "his", "her", "telephone"):
        return ""
    return kind


def _is_called(cue: Around) -> bool:
    """ "called on", "called it", "called a halt": no call, save "was called by"."""
    if cue.after == "by":
        return cue.before not in ("was", "were", "been")
    return cue.after in cue.words["after_called"]


def _names(cue: Around, i: int) -> bool:
    return cue.tokens.words[i][0].isupper() or cue.lower[i] in ("his", "her", "their", "the", "its")


def denied(cue: Around, kind: str) -> bool:
    """Whether the sentence says that the call was none: "denied having spoken", "reports of a call are false".

    Not where something else is denied in the call: "in a phone call she denied the charge".
    """
    words, lower = cue.words, cue.lower
    if kind == "noun" and any(
        w in words["within"] for w in lower[max(cue.first, cue.i - 4) : cue.i]
    ):
        return False
    before = lower[max(cue.first, cue.i - _FAR) : cue.i]
    for at, word in enumerate(before):
        if word in words["feigned"]:
            return len(before) - at <= _NEAR
        if word in words["denial"]:
            told = before[at + 1 :]
            return not told or bool(words["claim"] & set(told)) or _is_verbal(told)
    after = lower[cue.end : min(cue.last, cue.end + _FAR)]
    return any(
        word in words["untrue"] and copula in words["copula"] for copula, word in pairwise(after)
    )


def _is_verbal(told: list[str]) -> bool:
    """Whether what is denied is a deed: "that he had spoken", "having called", "any", "a"."""
    return told[0] in ("that", "having", "any", "a", "holding", "making", "ever", "there")


def habitual(cue: Around) -> bool:
    """ "Talked often with", "had regular calls", "has been talking with": no call in particular."""
    before = cue.lower[max(cue.first, cue.i - 3) : cue.i]
    if before[-2:] == ["forward", "to"]:
        return True
    near = {*before, *cue.lower[cue.end : cue.end + 2]}
    if near & cue.words["habit"]:
        return True
    return cue.lower[cue.i] in ("speaking", "talking") and "been" in near


def cancelled(cue: Around) -> bool:
    """ "A planned call was cancelled", "the call did not take place"."""
    near = cue.lower[cue.end : min(cue.last, cue.end + _AHEAD)]
    for at, word in enumerate(near):
        if word in (".", ";", "said"):
            return False
        if word in ("put", "called") and near[at + 1 : at + 2] == ["off"]:
            return True
        if word in cue.words["called_off"]:
            if any(w in ("was", "were", "been", "is", "being") for w in near[max(0, at - 3) : at]):
                return True
        elif word == "place" and "not" in near[max(0, at - 4) : at]:
            return True
    return False


def unreal(cue: Around, kind: str) -> bool:
    """True where the cue is in the future, denied, wished for or conditional."""
    if cue.lower[cue.first] in cue.words["supposes"] and "," not in cue.lower[cue.first : cue.i]:
        return True
    if kind == "manner":
        return _yet_to_come(cue)
    lower, words = cue.lower, cue.words
    base = kind == "noun" or lower[cue.i] in words["base_form"]
    for j in range(cue.i - 1, max(cue.first, cue.i - _BACK) - 1, -1):
        word = lower[j]
        if word in words["clause_end"]:
            return False
        if word in words["unreal"] and _makes_unreal(cue, j, kind, base=base):
            return True
        if word == "to":
            if kind == "noun" and lower[j + 1] in words["hold_base"]:
                return True
            if any(w in words["ordinal"] for w in lower[max(cue.first, j - 2) : j]):
                return False
            if kind != "noun" and base and j == cue.i - 1:
                return True
    return kind == "with" and lower[cue.i] == "speak" and not cue.heading


def _makes_unreal(cue: Around, j: int, kind: str, *, base: bool) -> bool:
    """Whether the word at ``j``, one of those that make a verb unreal, does so here."""
    word, after, words = cue.lower[j], cue.lower[j + 1], cue.words
    if kind == "noun":
        return word not in words["not_before_noun"] or (word == "asked" and after == "for")
    if word in ("before", "ahead", "following") or (word == "not" and after == "only"):
        return False
    if base or word not in words["only_before_base"]:
        return True
    return word in words["modal"] and after == "have"


def _yet_to_come(cue: Around) -> bool:
    """Whether the verb that "by phone" goes with is yet to come: "is due to speak by video link"."""
    lower, words = cue.lower, cue.words
    for j in range(cue.i - 1, max(cue.first, cue.i - _BACK_MANNER) - 1, -1):
        word = lower[j]
        if word in (";", ":", "that", "who", "which", "when", "after"):
            return False
        if word in words["yet_to_come"]:
            return True
        if word == "spoken" and lower[j - 1] in ("having", "not", "never"):
            continue
        if word.endswith("ed") or word in ("spoke", "spoken", "told", "said", "held"):
            return not words["negation"].isdisjoint(lower[max(cue.first, j - 2) : j])
    return False
