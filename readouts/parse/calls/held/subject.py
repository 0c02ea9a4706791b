"""Layer 3a: what the verb says whose subject is a call: "A call with X was cancelled", "is set for Monday".

What belongs here: finding that verb, and whether the call took place by it. What does not: what the words before a call
make of it (``unheld``).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from readouts.parse.calls.around import Around
from readouts.parse.text.dates import may_begin

_AHEAD = 14
_FAR = 24
_PLACE = 40
_OWNER = 12
"""The words of whoever has a call are so many at most: "Norwegian Foreign Minister Ilvar Quen's planned phone"."""
_BESIDE = 4
"""Among so many words before a call stands the "'s" of whoever has it."""


def is_called_off(cue: Around) -> bool:
    """Whether the verb of a call that opens its sentence calls it off: "A call with X, set for noon, was cancelled"."""
    far, words = cue.ahead(_PLACE), cue.words
    planned = words["called_off"] | words["passive"] | words["has"]
    finite = words["finite"] - words["relative_thing"]
    for at, word in enumerate(far):
        told = far[at - 1] in words["relative_thing"]
        if word in words["clause_end"] - words["within_a_subject"]:
            return False
        if word in words["modal"] and far[at + 1 : at + 2] == ["not"]:
            return True  # "could not be held"
        if word in words["auxiliary"]:
            if _is_auxiliary_of_none(word, far[at + 1 : at + 5], words):
                return True
            if not told:
                return False
        small = cue.tokens.words[cue.end + at].islower()  # not "the United Nations"
        acts = small and (word in finite or word.endswith("ed")) and word not in planned
        if acts and not words["negation"].isdisjoint(far[at + 1 : at + 2]):
            return not words["comes_about"].isdisjoint(far[at + 2 : at + 3])  # "did not happen"
        if (
            acts and not told and not (at == 0 and word in words["to_be"])
        ):  # "the call agreed with X"
            return False
    return False


def _is_auxiliary_of_none(
    word: str, behind: list[str], words: Mapping[str, frozenset[str]]
) -> bool:
    """Whether "is", "was", "has" or "had" and so many words behind it have a call lie ahead, or not come about."""
    first, second = [*behind, "", ""][:2]
    if word in words["passive"]:
        ahead = first in words["lies_ahead"] and word in words["present_copula"]
        if ahead or (first == "to" and second in words["to_come"]):
            return True  # "is on the diary", "was to have been"
    open_ = not words["still_open"].isdisjoint(behind)
    off = not words["called_off"].isdisjoint(behind[:3])
    off |= first == "been" and second in words["to_be"]  # "has been fixed"
    off |= behind[:2] == ["not", "been"] and not words["held_of_call"].isdisjoint(behind[2:3])
    for at, pair in enumerate(pairwise(behind)):
        day = pair[1] != "to" or any(may_begin(word) for word in behind[at + 2 : at + 3])
        off |= day and "_".join(pair) in words["put_elsewhen"]  # not "was moved to a secure line"
    return open_ or off or (first in words["negation"] and second in words["comes_about"])


def comes_to_nothing(cue: Around) -> bool:
    """Whether the verb of a call has it fail or lie ahead: "A call with X failed", "said a call would be on Monday"."""
    far, words = cue.ahead(_PLACE), cue.words
    ends = words["clause_end"] - ({"and"} if cue.after in words["between"] else set())
    end = next((at for at, word in enumerate(far) if word in ends), len(far))
    for at in range(1, end):
        plain = words["determiner"] | {"to"}  # "failed to", "remains a milestone"
        fails = far[at] in words["fails"] and plain.isdisjoint(far[at + 1 : at + 2])
        open_ = "_".join(far[at : at + 2]) in words["left_open"]  # "follows on", "has no"
        ahead = fails or open_ or far[at] in words["modal"]
        if ahead or far[at] in words["relative_thing"] or far[at] in words["finite"]:
            return ahead
    return False


def without_aside(cue: Around) -> list[str]:
    """The words behind a cue that opens its sentence, without asides: "A call with X, his first, is planned"."""
    near, shown = cue.ahead(_FAR), _FAR if opens(cue) else _AHEAD
    commas = [at for at, word in enumerate(near) if word == ","]
    if opens(cue) and len(commas) > 1 and commas[0] <= _AHEAD:
        begin, end = commas[:2]
        if {*near[end + 1 : end + 2]} & (cue.words["passive"] | cue.words["modal"]):
            near = [*near[:begin], *near[end + 1 :]]
    return near[:shown]


def opens(cue: Around) -> bool:
    """Whether a call is the first thing in its sentence: "A phone call with X", "Minister Quen's call with X"."""
    return cue.i - cue.first <= 3 or _is_of_first(cue)


def _is_of_first(cue: Around) -> bool:
    """Whether somebody who stands first in a sentence owns the call: "Norwegian Foreign Minister Ilvar Quen's"."""
    words, before = cue.words, cue.back(_OWNER)
    if cue.i - cue.first > _OWNER or words["genitive"].isdisjoint(before[-_BESIDE:]):
        return False
    others = words["finite"] | words["preposition"] | words["clause_end"] | words["leading"]
    return others.isdisjoint(before)
