"""Layer 3a: calls that did not take place: to come, wished for, conceived, or only usual.

What belongs here: deciding that from the words before a cue. What does not: whether the cue tells of a call at all
(``traps``), what denies it (``denied``), what is only meant or asked for (``meant``), what became of it (``cancelled``,
``subject``), and what only the whole text tells (``frames``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.calls.around import Around
from readouts.parse.calls.held.cancelled import is_cancelled
from readouts.parse.calls.held.denied import is_denied
from readouts.parse.calls.held.meant import (
    is_believed,
    is_only_thought,
    is_put_to,
    was_to_have,
)

_AT = ("at", "on")
_GENITIVE = ("'s", "’s")
_MARKS = ('"', "“", "”")
_BACK = 9
_BACK_MANNER = 14
_AHEAD = 14
_FAR = 24
_BESIDE = 4
"""Within so many words behind "to" stands the call that it leads to: "is to take a long phone call"."""
_NEAR = 8
"""Within so many words of a call stand those with whom it was, and how often."""


def is_none(cue: Around, kind: str) -> bool:
    """Whether a cue tells of no call that was: one put off, yet to come, usual, or denied."""
    other = _is_of_others(cue, kind) or _is_conceived(cue, kind) or is_believed(cue)
    other = other or (kind != "noun" and (_is_when(cue, kind) or _is_long_ago(cue)))
    other = other or is_cancelled(cue, kind) or _is_due(cue, kind) or _is_played(cue)
    return other or _unreal(cue, kind) or _habitual(cue) or is_denied(cue, kind)


def _is_due(cue: Around, kind: str) -> bool:
    """Whether somebody has yet to have it: "a conversation he is going to have with", "a call she must make"."""
    behind = cue.ahead(3)
    if kind == "noun" and behind[:1] != [] and behind[0] in cue.words["relative_thing"]:
        ahead = [word for word in cue.ahead(_NEAR) if word not in cue.words["due_to"]]
        # "a call that Quen was to hold with Velt fell through", "that was meant to join", "which I hope to have"
        to_be = cue.words["being"] | cue.words["hopes_to"]
        return any(a in to_be and b == "to" for a, b in pairwise(ahead))
    who = kind == "noun" and behind[:1] != [] and behind[0] in cue.words["subject_pronoun"]
    who = who and not cue.words["being"].isdisjoint(cue.back(3))  # not "said in a call she must"
    due = behind[1:2] != [] and behind[1] in cue.words["modal"] | cue.words["needs"]
    return who and (due or behind[1:] == ["is", "going"] or behind[1:] == ["are", "going"])


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


def _is_when(cue: Around, kind: str) -> bool:
    """Whether the present tells of a call: "will raise it when he speaks by phone with X", "speaks to X today".

    Or what is played: "In the second episode, the president calls X".
    """
    present = cue.words["present_call"]
    back = _BACK_MANNER if kind == "manner" else 2
    near = range(cue.i, max(cue.first, cue.i - back) - 1, -1)
    at = next((k for k in near if cue.lower[k] in present), -1)
    if at < 0 or cue.heading:
        return False
    if not cue.words["fiction"].isdisjoint(cue.lower[cue.first : cue.last]):
        return True
    soon = cue.words["to_come_soon"]
    to_come = any(a in soon and b not in _GENITIVE for a, b in pairwise([*cue.ahead(_AHEAD), ""]))
    return to_come or (at >= cue.i - 2 and not cue.words["in_a_clause"].isdisjoint(cue.back(3, at)))


def _is_played(cue: Around) -> bool:
    """Whether a call is played or told in a tale: "In the drill, X rang Y", '"X rang Y," begins the novel'.

    Not "in the latest episode of the crisis", "after the drill".
    """
    words, lower = cue.words, cue.lower
    opening = lower[cue.first : min(cue.i, cue.first + _NEAR)]
    led = 2 if opening[:1] == ["in"] else 4 * (opening[:3] == ["as", "part", "of"])
    for k, (word, then) in enumerate(pairwise([*opening, ""])):
        if not led or word in words["clause_end"] or (k >= led and then == "of"):
            break
        if k >= led and (word in words["played"] or (word in words["fiction"] and then == ",")):
            return True
    marks = [k for k in range(cue.first, cue.last) if lower[k] in _MARKS]
    within = sum(k < cue.i for k in marks) % 2 and any(k >= cue.end for k in marks)
    return bool(within) and not words["fiction"].isdisjoint(lower[marks[-1] : cue.last])


def _is_long_ago(cue: Around) -> bool:
    """Whether the call ended a time of which there is talk: "it is a year since they last spoke"."""
    before = cue.back(_FAR)
    if "since" not in before:
        return False
    spoken = cue.words["spoke"] | cue.words["ringing"]
    return any(a == "last" and b in spoken for a, b in pairwise([*before, cue.lower[cue.i]]))


def _is_conceived(cue: Around, kind: str) -> bool:
    """Whether a call is only thought of: "considered a call with X", "a call between X and Y would be useful"."""
    lower, words = cue.lower, cue.words
    if kind != "noun" or words["any_call"].isdisjoint(cue.back(3)):
        return False
    if cue.has_before("weighed", 4) and not cue.has_before("within", 3):
        return True
    if _is_led_to(cue) or (cue.before in words["any_call"] and _is_rumoured(cue)):
        return True
    for at, then in pairwise(cue.back(5)):
        # "put in a request for a call with X", "a request from Oslo for a call"
        sought = then == "for" and not words["sought"].isdisjoint(cue.back(_NEAR))
        sought |= at in words["sought"] and then == "of"  # "turned down the offer of a call with X"
        is_one = at == "is" and then in words["any_call"]  # "next on the list is a call with X"
        if sought or is_one:
            return True
        if at == "to" and then in words["any_call"] and cue.has_before("invites", _FAR):
            return True  # "invited X to a video conference"
    said = not words["opining"].isdisjoint(cue.back(5))  # "believes a call with X is not needed"
    of_whom = words["between"] | (words["link"] if said else frozenset())
    if (cue.i - cue.first > 4 and not said) or cue.after not in of_whom:
        return False
    for k in range(cue.end, min(cue.last - 1, cue.end + _FAR)):
        if lower[k] in words["open_question"]:
            return not (lower[k - 1][:1].isdigit() or lower[k + 1][:1].isdigit())  # "3 May"
        if lower[k] in ("is", "remains"):
            return not words["conceivable"].isdisjoint(lower[k + 1 : min(cue.last, k + 4)])
        if lower[k] in words["clause_end"] - {",", "and"} or lower[k].endswith("ed"):
            return False
    return False


def _is_rumoured(cue: Around) -> bool:
    """Whether a call is only talked of: "rumours on Monday of a call with X", not "dismissed rumours in a call"."""
    before = cue.back(_BACK)
    return before[-2:-1] == ["of"] and not cue.words["rumour"].isdisjoint(before)


def _is_led_to(cue: Around) -> bool:
    """Whether somebody does to a call what leaves it open: "brokered a call with", "insisted on a call with"."""
    near, words = cue.back(5), cue.words
    det = max(k for k, word in enumerate(near) if word in words["any_call"])
    with_whom = cue.after in words["between"] | words["link"]
    pair = "_".join(near[max(0, det - 2) : det])
    return (with_whom and near[det - 1] in words["done_to_none"] and det > 0) or (
        pair in words["leading_to_none"]
    )


def _habitual(cue: Around) -> bool:
    """ "Talked often with", "had regular calls", "has been talking with": no call in particular."""
    words, word, once = cue.words, cue.lower[cue.i], cue.back(3)
    near = {*once, *cue.lower[cue.end : cue.end + 2]}
    recurring = pairwise(cue.ahead(_NEAR))
    return (
        (word in words["speaking"] and "been" in near)
        or (
            word in words["ringing"]
            and words["passive"] & near
            and cue.after in words["clause_end"]
        )
        or (word == "in" and cue.before in words["ongoing"])  # "is in contact"
        or (word in words["base_form"] and once[-2:] == ["used", "to"])
        or not words["habit"].isdisjoint(near)
        or any(a in words["each"] and b in words["period"] for a, b in recurring)
    )


def _unreal(cue: Around, kind: str) -> bool:
    """True where the cue is in the future, denied, wished for or conditional."""
    lower, words = cue.lower, cue.words
    # "Asked whether she would raise it in a call with X, she", "I imagine the call: X rang Y"
    opens = cue.first + (lower[cue.first] in ("asked", "i"))
    if lower[opens] in words["supposes"] and "," not in lower[opens : cue.i]:
        return True
    if was_to_have(cue) or not words["nobody"].isdisjoint(cue.back(2)):
        return True  # "nobody rang me", "no one has called"
    if lower[cue.first] == "not" and lower[cue.first + 1] in words["a_or_an"]:
        return True  # "Not a word was exchanged between them by telephone"
    opening = pairwise(lower[cue.first : cue.first + 4])
    if any(a in words["attempted"] and b == "to" for a, b in opening):
        return True  # "An attempt to connect X and Y by video on Monday failed"
    if any(a in _AT and b == "no" for a, b in pairwise(cue.back(5))):
        return True  # "had at no time spoken by phone with X", "on no occasion"
    if kind == "direct" and cue.back(2) == ["to", "be"] and cue.has_before("asked_to_be", 4):
        return True  # "had asked to be put through to X"
    verb = cue.i - (kind == "manner")  # "considered speaking by phone"
    said = kind != "manner" or lower[verb] in words["speaking"]
    if lower[verb].endswith("ing") and said and verb > cue.first and is_only_thought(cue, verb):
        return True
    if kind == "noun" and "yet" in cue.back(6) and "return" in cue.back(4):
        return True  # "has yet to return a call from X"
    if kind == "noun" and not words["preparing"].isdisjoint(cue.back(4)):
        return True  # "in preparation for a phone call with X"
    if kind != "noun" and lower[verb - 1] in words["all_but"] and verb > cue.first:
        return True  # "almost spoke by phone with X"
    if kind == "manner":
        return _yet_to_come(cue)
    off = any(a in words["puts_off"] and b == "off" for a, b in pairwise(cue.back(5)))
    if kind == "noun" and off:
        return True  # "put off her call with X"
    near = pairwise(cue.back(3))  # "has a call with X on Friday" is of one to come
    noted = any(a in words["has"] and b in words["any_call"] for a, b in near)
    if kind == "noun" and not cue.heading and noted:
        return True
    if kind == "noun" and cue.back(3) == ["not", "on", "the"]:
        return True  # "Denmark was not on the call"
    if kind == "noun" and any(
        a == "not" and b in words["hold_base"] for a, b in pairwise(cue.back(5))
    ):
        return True  # "did not have the conversation announced for Monday"
    base = kind == "noun" or lower[cue.i] in words["base_form"]
    within = kind == "noun" and cue.has_before("within", 3)
    for j in range(cue.i - 1, max(cue.first, cue.i - (_FAR if within else _BACK)) - 1, -1):
        word = lower[j]
        if word in words["clause_end"]:
            return False
        unreal_here = word in words["unreal"] and _makes_unreal(cue, j, kind, base=base)
        # 'as "a plan that will fail" in a call'
        quoted = sum(mark in _MARKS for mark in lower[j : cue.i]) % 2
        quoted = quoted and "that" in lower[j - 2 : j]
        told = within and (quoted or _is_said(cue, j) or _is_done_within(cue, j))
        if unreal_here and not told:
            return True
        if word == "to":
            if within and is_put_to(cue, j):
                return True
            ahead = kind == "noun" and lower[j + 1] in words["hold_base"]
            ahead |= within and lower[j - 1] in words["passive"]  # "is to reject it in a call with"
            due = kind == "noun" and lower[j - 1] in words["passive"]  # "is to take a call from X"
            due = due and lower[j + 1] in words["takes_call"] and cue.i - j <= _BESIDE
            if lower[j - 1] == "forward" or ahead or due:
                return True
            first = any(a == "the" and b in words["ordinal"] for a, b in pairwise(cue.back(7, j)))
            beside = not words["ordinal"].isdisjoint(cue.back(2, j))
            if (first or beside) and lower[j - 1] not in words["unreal"]:
                return False  # "was the first head of state to ring him"
            if kind != "noun" and base and j == cue.i - 1:
                return True
    return kind == "with" and lower[cue.i] == "speak" and not cue.heading


def _is_said(cue: Around, j: int) -> bool:
    """Whether what is not yet real at ``j`` was said in the call: "told X that it must end in a call"."""
    words, before = cue.words, cue.back(_FAR, j)
    told = words["tell"] | words["saying"] | words["discussed"] | words["takes_part"]
    return words["talk"].isdisjoint(cue.lower[j + 1 : cue.i][:3]) and not told.isdisjoint(before)


def _is_done_within(cue: Around, j: int) -> bool:
    """Whether the word at ``j`` is of something else than the call: "rejected the charge in a call with X".

    Or "denied in a call with X that". Of a plan, too, that was spoken of: "presented the plan in a call with X".
    """
    words, behind = cue.words, cue.lower[j + 1 : cue.i]
    at = next((k for k, word in enumerate(behind) if word in words["within"]), -1)
    if cue.lower[j] in words["plan"]:
        return at == 0 and cue.lower[j - 1] in words["determiner"]
    shared = not words["in_common"].isdisjoint(behind[max(0, at - 1) : at])  # "take part in a call"
    own = behind[:1] and behind[0] in words["deed"] - words["before_object"]
    deed = cue.lower[j] in words["done_within"]
    return deed and at >= 0 and "to" not in behind[:at] and not (shared or own)


def _makes_unreal(cue: Around, j: int, kind: str, *, base: bool) -> bool:
    """Whether the word at ``j``, one of those that make a verb unreal, does so here."""
    word, after, words = cue.lower[j], cue.lower[j + 1], cue.words
    if kind == "noun":
        # "asked X for a call"
        asked = word in words["asks_for"] and (after == "for" or "for" in cue.back(2))
        return asked or word not in words["not_before_noun"]
    perfect = word in words["modal"] and after in words["have_or_be"]
    return base or word not in words["only_before_base"] or perfect


def _yet_to_come(cue: Around) -> bool:
    """Whether the verb that "by phone" goes with is yet to come: "is due to speak by video link", "is to confer"."""
    lower, words = cue.lower, cue.words
    for j in range(cue.i - 1, max(cue.first, cue.i - _BACK_MANNER) - 1, -1):
        word, last = lower[j], lower[j - 1]
        ahead = word == "to" and (last in words["passive"] or last == "forward")
        ahead |= word in words["modal"] and not words["talk"].isdisjoint(lower[j + 1 : j + 3])
        if word == "to" and lower[j + 1] in words["base_form"]:
            ahead |= words["manages_to"].isdisjoint(
                cue.back(3, j)
            )  # "is seeking to speak by phone"
        between = lower[j + 1 : cue.i]
        plain = "to" not in between and not any(w.endswith("ing") for w in between)
        told = plain and word in words["said_by_phone"]  # "asked X by phone", not "asked to speak"
        if ahead or (word in words["yet_to_come"] and not told):
            return True
        to_be = last == "be" and (lower[j - 2] == "to" or lower[j - 2] in words["modal"])
        if word.endswith("ed") and to_be and words["clause_end"].isdisjoint(between):
            return True  # "will be briefed by phone", "is to be consulted by phone"
        if word.endswith("ed") or word in words["spoke"]:
            perfect = last == "have" and (
                lower[j - 2] in words["supposed"] or lower[j - 2] in words["modal"]
            )
            before = cue.back(_FAR, j)  # "it is not known whether X spoke by phone"
            asked = max((k for k, w in enumerate(before) if w in words["supposes"]), default=-1)
            if perfect or (asked >= 0 and words["clause_end"].isdisjoint(before[asked:])):
                return True
            near = cue.back(_NEAR, j)  # "has never met X or spoken by phone with him"
            beside = "or" in near and not words["negation"].isdisjoint(near[: near.index("or")])
            return beside or not words["negation"].isdisjoint(cue.back(2, j))
    return False
