"""Layer 3a: traps among the words that tell of a call.

What belongs here: deciding from the words around a cue whether it tells of a call at all ("called on", "calls for"),
and of one that took place (not of one to come, denied, wished for or cancelled). What does not: the cues themselves
(``cues``), and talks in person (``finder``).
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
_PLACE = 40
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

    def has_before(self, name: str, count: int) -> bool:
        """Whether a word of a set is among so many before the cue."""
        return not self.words[name].isdisjoint(self.lower[max(self.first, self.i - count) : self.i])


def kind_of(cue: Around, kind: str) -> str:
    """Return the kind of the cue where it stands, given the table's; "" for a trap."""
    word = cue.lower[cue.i]
    if kind == "manner" and (cue.after in cue.words["call_noun"] or cue.has_before("address", 6)):
        return ""
    if cue.end > cue.i + 1:
        return (
            ""
            if kind == "noun" and cue.after == "for" and cue.lower[cue.end - 1] in ("call", "calls")
            else kind
        )
    if word in ("ring", "phone", "telephone"):
        return kind if cue.before == "to" and cue.has_before("ordinal", 3) else ""
    if word in ("call", "calls"):
        judged = cue.before == "good" and cue.after not in cue.words["link"]
        return (
            ""
            if judged
            or cue.before in cue.words["other_call"]
            or cue.has_before("paid", 3)
            or cue.after == "for"
            else _call(cue, kind)
        )
    if word in ("called", "calling"):
        behind = cue.lower[
            cue.end : cue.end + 4
        ]  # "was called on Monday by", not "was called on by"
        passive = (
            cue.before in cue.words["passive"] and "by" in behind and behind[:2] != ["on", "by"]
        )
        return kind if passive or cue.after not in cue.words["after_called"] else ""
    if word in ("phones", "rings") and not cue.heading:
        return ""
    if word == "talks" and (not cue.heading or cue.after not in cue.words["link"]):
        return ""
    return (
        "" if word in ("speaking", "talking") and cue.after in cue.words["after_speaking"] else kind
    )


def _call(cue: Around, kind: str) -> str:
    word, noun = (
        cue.lower[cue.i],
        cue.before in cue.words["before_noun_call"] or cue.has_before("got", 3),
    )
    if cue.before in cue.words["before_verb_call"] and word == "call":
        return ""
    if cue.after in cue.words["after_call"]:
        placed = cue.after == "to" and cue.end + 1 < cue.last and _names(cue, cue.end + 1)
        if not noun or (cue.after != "on" and not placed):
            return ""
    if word == "calls":
        return "noun" if noun or cue.after in cue.words["link"] else "direct"
    return "" if cue.after == "from" and not noun else kind


def _names(cue: Around, i: int) -> bool:
    return cue.tokens.words[i][0].isupper() or cue.lower[i] in cue.words["determiner"]


def denied(cue: Around, kind: str) -> bool:
    """Whether the sentence says that the call was none: "denied having spoken", "reports of a call are false".

    Not where something else is denied in the call: "in a phone call she denied the charge".
    """
    words, lower = cue.words, cue.lower
    if kind == "noun" and cue.has_before("within", 4):
        return False
    before = lower[max(cue.first, cue.i - _FAR) : cue.i]
    for at, word in enumerate(before):
        if word in words["feigned"]:
            return len(before) - at <= _NEAR
        if word in words["denial"]:
            told = before[at + 1 :]
            return not told or bool(words["claim"] & set(told)) or told[0] in words["deed"]
    after = lower[cue.end : min(cue.last, cue.end + _FAR)]
    return any(
        word in words["untrue"] and copula in words["copula"] for copula, word in pairwise(after)
    )


def habitual(cue: Around) -> bool:
    """ "Talked often with", "had regular calls", "has been talking with": no call in particular."""
    near = {*cue.lower[max(cue.first, cue.i - 3) : cue.i], *cue.lower[cue.end : cue.end + 2]}
    ongoing = cue.lower[cue.i] in ("speaking", "talking") and "been" in near
    return ongoing or bool(near & cue.words["habit"])


def cancelled(cue: Around) -> bool:
    """ "A planned call was cancelled", "a call scheduled for Friday", "a call (date to be confirmed)"."""
    near = cue.lower[cue.end : min(cue.last, cue.end + _AHEAD)]
    for at, word in enumerate(near):
        if word in cue.words["stop_cancel"]:
            break
        if word in cue.words["undated"] or (
            word in cue.words["to_be"] and near[max(0, at - 2) : at] == ["to", "be"]
        ):
            return True
        if word in ("put", "called", "pencilled") and near[at + 1 : at + 2] in (["off"], ["in"]):
            return True
        if word in cue.words["called_off"]:
            ahead = near[at + 1 : at + 2] == ["for"] and word in cue.words["scheduled"]
            if ahead or not cue.words["passive"].isdisjoint(near[max(0, at - 3) : at]):
                return True
    return _did_not_take_place(cue)


def _did_not_take_place(cue: Around) -> bool:
    """ "A call that the EU had hoped to arrange did not take place", also across clauses."""
    far = cue.lower[cue.end : min(cue.last, cue.end + _PLACE)]
    at = far.index("place") if "place" in far else 0
    return not cue.words["unheld"].isdisjoint(far[max(0, at - 4) : at])


def unreal(cue: Around, kind: str) -> bool:
    """True where the cue is in the future, denied, wished for or conditional."""
    lower, words = cue.lower, cue.words
    if lower[cue.first] in words["supposes"] and "," not in lower[cue.first : cue.i]:
        return True
    if kind == "manner":
        return _yet_to_come(cue)
    base = kind == "noun" or lower[cue.i] in words["base_form"]
    within = kind == "noun" and cue.has_before("within", 3)
    for j in range(cue.i - 1, max(cue.first, cue.i - (_FAR if within else _BACK)) - 1, -1):
        word = lower[j]
        if word in words["clause_end"]:
            return False
        unreal_here = word in words["unreal"] and _makes_unreal(cue, j, kind, base=base)
        if unreal_here and not (within and _is_said(cue, j)):
            return True
        if word == "to":
            if lower[j - 1] == "forward":
                return True
            if kind == "noun" and lower[j + 1] in words["hold_base"]:
                return True
            if not words["ordinal"].isdisjoint(lower[max(cue.first, j - 2) : j]):
                return False
            if kind != "noun" and base and j == cue.i - 1:
                return True
    return kind == "with" and lower[cue.i] == "speak" and not cue.heading


def _is_said(cue: Around, j: int) -> bool:
    """Whether what is not yet real at ``j`` was said in the call: "told X that it must end in a call"."""
    behind, before = cue.lower[j + 1 : cue.i], cue.lower[max(cue.first, j - _FAR) : j]
    if cue.words["within"].isdisjoint(behind) or not cue.words["talk"].isdisjoint(behind[:3]):
        return False
    return any(word in cue.words["tell"] or word in cue.words["saying"] for word in before)


def _makes_unreal(cue: Around, j: int, kind: str, *, base: bool) -> bool:
    """Whether the word at ``j``, one of those that make a verb unreal, does so here."""
    word, after, words = cue.lower[j], cue.lower[j + 1], cue.words
    if kind == "noun":
        return word not in words["not_before_noun"] or (word == "asked" and after == "for")
    if word in ("before", "ahead", "following") or (word == "not" and after == "only"):
        return False
    return (
        base
        or word not in words["only_before_base"]
        or (word in words["modal"] and after in ("have", "be"))
    )


def _yet_to_come(cue: Around) -> bool:
    """Whether the verb that "by phone" goes with is yet to come: "is due to speak by video link", "is to confer"."""
    lower, words = cue.lower, cue.words
    for j in range(cue.i - 1, max(cue.first, cue.i - _BACK_MANNER) - 1, -1):
        word = lower[j]
        if word in words["clause_start"]:
            return False
        ahead = word == "to" and (lower[j - 1] in words["passive"] or lower[j - 1] == "forward")
        if ahead or word in words["yet_to_come"]:
            return True
        if word == "spoken" and lower[j - 1] in ("having", "not", "never"):
            continue
        if word.endswith("ed") or word in words["spoke"]:
            if lower[j - 2 : j] == ["to", "have"]:
                return True
            return not words["negation"].isdisjoint(lower[max(cue.first, j - 2) : j])
    return False
