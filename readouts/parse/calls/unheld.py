"""Layer 3a: calls that did not take place: to come, denied, wished for, cancelled, or only usual.

What belongs here: deciding that from the words around a cue. What does not: whether the cue tells of a call at all
(``traps``), and what only the whole text tells (``frames``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.calls.around import Around

_BACK = 9
_BACK_MANNER = 14
_AHEAD = 14
_FAR = 24
_PLACE = 40
_NEAR = 8
"""Within so many words before a call something makes it a feigned one: "a fabricated recording of a call"."""


def is_none(cue: Around, kind: str) -> bool:
    """Whether a cue tells of no call that was: one put off, yet to come, usual, or denied."""
    if _is_of_others(cue, kind) or _is_conceived(cue, kind):
        return True
    if kind != "noun" and _is_when(cue):
        return True
    return _cancelled(cue) or _unreal(cue, kind) or _habitual(cue) or _denied(cue, kind)


def _is_of_others(cue: Around, kind: str) -> bool:
    """Whether others talked: "a call between the wives of", "spoke by video to students"."""
    words, ahead = cue.words, cue.ahead(_NEAR)
    if kind == "noun":
        if ahead[:2] == ["in", "which"] and cue.has_before("questioned", _FAR):
            named = words["no_subject"].isdisjoint(ahead[2:3])  # not "the call in which he"
            return named and "about" in cue.back(5)
        kin = any(a in words["kin"] and b == "of" for a, b in pairwise(ahead[1:5]))
        return kin and not words["between"].isdisjoint(ahead[:1])
    if kind == "direct":
        return False
    end = next((k for k, w in enumerate(ahead) if w == "with" or w in words["clause_end"]), _NEAR)
    return any(
        w == "to" and not words["audience"].isdisjoint(ahead[k + 1 : k + 4])
        for k, w in enumerate(ahead[:end])
    )


def _is_when(cue: Around) -> bool:
    """Whether a clause of "when" tells of a call in the present: "will raise it when he speaks by phone with X"."""
    words, at = cue.words, cue.i
    while at > cue.first and cue.lower[at] not in words["present_call"] and at > cue.i - 2:
        at -= 1
    present = cue.lower[at] in words["present_call"] and not cue.heading
    return present and not words["in_a_clause"].isdisjoint(cue.back(3, at))


def _is_conceived(cue: Around, kind: str) -> bool:
    """Whether a call is only thought of: "considered a call with X", "a call between X and Y would be useful"."""
    lower, words = cue.lower, cue.words
    if kind != "noun" or words["any_call"].isdisjoint(cue.back(3)):
        return False
    if cue.has_before("weighed", 4) and not cue.has_before("within", 3):
        return True
    if cue.i - cue.first > 4 or cue.after not in words["between"]:
        return False
    for k in range(cue.end, min(cue.last - 1, cue.end + _FAR)):
        if lower[k] in words["open_question"]:
            return not (lower[k - 1][:1].isdigit() or lower[k + 1][:1].isdigit())  # "3 May"
        if lower[k] in ("is", "remains"):
            return not words["conceivable"].isdisjoint(lower[k + 1 : min(cue.last, k + 4)])
        if lower[k] in words["clause_end"] - {",", "and"} or lower[k].endswith("ed"):
            return False
    return False


def _denied(cue: Around, kind: str) -> bool:
    """Whether the sentence says that the call was none: "denied having spoken", "reports of a call are false".

    Not where something else is denied in the call: "in a phone call she denied the charge".
    """
    words, before = cue.words, cue.back(_FAR)
    if kind == "noun" and cue.has_before("within", 4):
        return False
    for at, word in enumerate(before):
        if word in words["feigned"]:
            return len(before) - at <= _NEAR
        if word in words["denial"]:
            told = before[at + 1 :]
            return not told or bool(words["claim"] & set(told)) or told[0] in words["deed"]
        if word in words["confirming"] and not words["unconfirmed"].isdisjoint(before[:at][-3:]):
            return True  # "declined to confirm a report that she had rung him"
    after = pairwise(cue.ahead(_FAR))
    return any(word in words["untrue"] and copula in words["copula"] for copula, word in after)


def _habitual(cue: Around) -> bool:
    """ "Talked often with", "had regular calls", "has been talking with": no call in particular."""
    near = {*cue.back(3), *cue.lower[cue.end : cue.end + 2]}
    ongoing = cue.lower[cue.i] in cue.words["speaking"] and "been" in near
    ongoing |= cue.lower[cue.i] == "in" and cue.before in cue.words["ongoing"]  # "is in contact"
    recurring = pairwise(cue.ahead(_NEAR))
    ongoing |= any(a in cue.words["each"] and b in cue.words["period"] for a, b in recurring)
    once = cue.back(3)
    ongoing |= cue.lower[cue.i] in cue.words["base_form"] and once[-2:] == ["used", "to"]
    return ongoing or bool(near & cue.words["habit"])


def _cancelled(cue: Around) -> bool:
    """ "A planned call was cancelled", "a call scheduled for Friday", "a call (date to be confirmed)"."""
    near, words = _without_aside(cue), cue.words
    for at, word in enumerate(near):
        planned = word in ("that", "which") and words["passive"] & set(near[at + 1 : at + 3])
        if planned and _opens(cue) and words["scheduled"] & set(near[at + 2 : at + 4]):
            return True  # "a call that had been set for Thursday was"
        if word == "," and near[at + 2 : at + 3] == ["for"] and near[at + 1] in words["scheduled"]:
            return True  # "the call with X, foreseen for today"
        if word in words["stop_cancel"]:
            break
        off = near[at : at + 2] == ["not", "on"]  # "is not on the agenda"
        if _opens(cue) and (word == "will" or off):
            return True
        back, after = near[max(0, at - 3) : at], near[at + 1 : at + 2]
        if word in words["undated"] or (word in words["to_be"] and back[-2:] == ["to", "be"]):
            return True
        if word in words["put_off"] and not words["off"].isdisjoint(after):
            return True
        if word in words["called_off"]:
            scheduled = after == ["for"] and word in words["scheduled"]
            if scheduled or not words["passive"].isdisjoint(back):
                return True
    # "A call that the EU had hoped to arrange did not take place", "the call would take place", also across clauses.
    far = cue.ahead(_PLACE)
    at = far.index("place") if "place" in far else 0
    held = far[max(0, at - 4) : at]
    own = at < _AHEAD and words["clause_end"].isdisjoint(far[:at]) and "that" not in far[:at]
    to_come = held[-1:] == ["take"] and own and not words["to_take_place"].isdisjoint(held)
    return to_come or not words["unheld"].isdisjoint(held) or _unanswered(cue, far)


def _without_aside(cue: Around) -> list[str]:
    """The words behind a cue that opens its sentence, without asides: "A call with X, his first, is planned"."""
    near = cue.ahead(_FAR)
    shown = _FAR if _opens(cue) else _AHEAD
    commas = [at for at, word in enumerate(near) if word == ","]
    if not _opens(cue) or len(commas) < 2 or commas[0] > _AHEAD:
        return near[:shown]
    begin, end = commas[:2]
    goes_on = {*near[end + 1 : end + 2]} & (cue.words["passive"] | cue.words["modal"])
    return ([*near[:begin], *near[end + 1 :]] if goes_on else near)[:shown]


def _opens(cue: Around) -> bool:
    """Whether a call is the first thing in its sentence: "A phone call with X"."""
    return cue.i - cue.first <= 3


def _unanswered(cue: Around, behind: list[str]) -> bool:
    """Whether whoever was rung did not answer: "phoned X, but he refused to take the call"."""
    words = cue.words
    return any(
        word in words["answer"]
        and not words["not_answered"].isdisjoint(behind[max(0, at - 3) : at])
        and not words["what_rings"].isdisjoint(behind[at + 1 : at + 4])
        for at, word in enumerate(behind)
    )


def _unreal(cue: Around, kind: str) -> bool:
    """True where the cue is in the future, denied, wished for or conditional."""
    lower, words = cue.lower, cue.words
    if lower[cue.first] in words["supposes"] and "," not in lower[cue.first : cue.i]:
        return True
    if kind == "manner":
        return _yet_to_come(cue)
    if kind == "noun" and not cue.heading and _is_on_the_diary(cue):
        return True
    base = kind == "noun" or lower[cue.i] in words["base_form"]
    within = kind == "noun" and cue.has_before("within", 3)
    for j in range(cue.i - 1, max(cue.first, cue.i - (_FAR if within else _BACK)) - 1, -1):
        word = lower[j]
        if word in words["clause_end"]:
            return False
        unreal_here = word in words["unreal"] and _makes_unreal(cue, j, kind, base=base)
        told = within and (_is_said(cue, j) or _is_done_within(cue, j))
        if unreal_here and not told:
            return True
        if word == "to":
            ahead = kind == "noun" and lower[j + 1] in words["hold_base"]
            ahead |= within and lower[j - 1] in words["passive"]  # "is to reject it in a call with"
            if lower[j - 1] == "forward" or ahead:
                return True
            if (
                not words["ordinal"].isdisjoint(cue.back(2, j))
                and lower[j - 1] not in words["unreal"]
            ):
                return False
            if kind != "noun" and base and j == cue.i - 1:
                return True
    return kind == "with" and lower[cue.i] == "speak" and not cue.heading


def _is_on_the_diary(cue: Around) -> bool:
    """Whether somebody has a call in the present, which is one to come: "has a call with X on Friday"."""
    near = cue.back(3)
    return any(a in cue.words["has"] and b in cue.words["any_call"] for a, b in pairwise(near))


def _is_said(cue: Around, j: int) -> bool:
    """Whether what is not yet real at ``j`` was said in the call: "told X that it must end in a call"."""
    behind, before = cue.lower[j + 1 : cue.i], cue.lower[max(cue.first, j - _FAR) : j]
    if not cue.words["talk"].isdisjoint(behind[:3]):
        return False
    told = cue.words["tell"] | cue.words["saying"] | cue.words["discussed"]
    return not told.isdisjoint(before)


def _is_done_within(cue: Around, j: int) -> bool:
    """Whether the word at ``j`` is of something else than the call: "rejected the charge in a call with X".

    Of a plan, too, that was spoken of: "presented the plan in a call with X".
    """
    words, behind = cue.words, cue.lower[j + 1 : cue.i]
    at = next((k for k, word in enumerate(behind) if word in words["within"]), -1)
    if cue.lower[j] in words["plan"]:
        return at == 0 and cue.lower[j - 1] in words["determiner"]
    shared = not words["in_common"].isdisjoint(behind[max(0, at - 1) : at])  # "take part in a call"
    own = behind[:1] and behind[0] in words["deed"] - words["before_object"]
    deed = cue.lower[j] in words["done_within"]
    return deed and at > 0 and "to" not in behind[:at] and not (shared or own)


def _makes_unreal(cue: Around, j: int, kind: str, *, base: bool) -> bool:
    """Whether the word at ``j``, one of those that make a verb unreal, does so here."""
    word, after, words = cue.lower[j], cue.lower[j + 1], cue.words
    if kind == "noun":
        return word not in words["not_before_noun"] or (word == "asked" and after == "for")
    perfect = word in words["modal"] and after in words["have_or_be"]
    return base or word not in words["only_before_base"] or perfect


def _yet_to_come(cue: Around) -> bool:
    """Whether the verb that "by phone" goes with is yet to come: "is due to speak by video link", "is to confer"."""
    lower, words = cue.lower, cue.words
    for j in range(cue.i - 1, max(cue.first, cue.i - _BACK_MANNER) - 1, -1):
        word, before = lower[j], lower[j - 1]
        ahead = word == "to" and (before in words["passive"] or before == "forward")
        ahead |= word in words["modal"] and not words["talk"].isdisjoint(lower[j + 1 : j + 3])
        if ahead or word in words["yet_to_come"]:
            return True
        if word.endswith("ed") or word in words["spoke"]:
            perfect = before == "have" and (lower[j - 2] == "to" or lower[j - 2] in words["modal"])
            if perfect or _is_asked(cue, j):
                return True
            return not words["negation"].isdisjoint(cue.back(2, j))
    return False


def _is_asked(cue: Around, at: int) -> bool:
    """Whether it is open that the verb at a token was: "it is not known whether X spoke by phone"."""
    before = cue.back(_FAR, at)
    asked = max((k for k, word in enumerate(before) if word in cue.words["supposes"]), default=-1)
    return asked >= 0 and cue.words["clause_end"].isdisjoint(before[asked:])
