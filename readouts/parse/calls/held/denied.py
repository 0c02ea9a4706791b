"""Layer 3a: calls that the words around a cue deny, or take back in the same sentence.

What belongs here: "denied having spoken", "reports of a call are false", "which Oslo denies". What does not: calls to
come, wished for or cancelled (``unheld``), and what other sentences take back (``calls/taken_back``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.calls.around import Around

_AHEAD = 14
"""Among so many words behind a call begins the clause that sets it right."""
_FAR = 24
"""So many words before and behind a call are asked what they say of it."""
_NEAR = 8
"""Within so many words of a call, or of a clause's first, stands what makes it none: "a fabricated recording of"."""


def is_denied(cue: Around, kind: str) -> bool:
    """Whether the sentence says that the call was none: "denied having spoken", "reports of a call are false".

    Not where something else is denied in the call: "in a phone call she denied the charge".
    """
    words, before = cue.words, cue.back(_FAR)
    if _is_corrected(cue) or _is_hearsay(cue) or _is_withdrawn(cue) or _is_called_untrue(cue):
        return True
    if kind == "noun" and cue.has_before("within", 4):
        return False
    if kind != "noun" and not words["feigned"].isdisjoint(cue.lower[cue.first : cue.first + 5]):
        return True
    for at, word in enumerate(before):
        if word in words["feigned"]:
            return len(before) - at <= _NEAR
        if word in words["legend"] and "that" in before[at + 1 : at + 3]:
            return True  # "there is a legend, that X had telephoned Y"
        if word == "rejected" and words["claim"] & set(before[at + 1 : at + 2]):
            return True  # "rejected suggestions that X had been on the line with Y"
        if word in words["denial"]:
            told = before[at + 1 :]
            told = told[told.index("that") :] if told[:1] == [","] and "that" in told else told
            told = told[2:] if told[:1] == ["on"] and told[2:3] == ["that"] else told  # "on Monday"
            return not told or bool(words["claim"] & set(told)) or told[0] in words["deed"]
        if word in words["confirming"] and not words["unconfirmed"].isdisjoint(before[:at][-3:]):
            return True  # "declined to confirm a report that she had rung him"
    after = list(pairwise(_of_itself(cue, kind)))
    if any(a in words["taken_for"] and b in words["taken_as"] for a, b in after[:_NEAR]):
        return True  # "on the telephone with a man he believed to be the king"
    ahead = cue.ahead(4)  # "had spoken by telephone neither before nor since"
    neither = kind != "noun" and "neither" in ahead and words["clause_end"].isdisjoint(ahead)
    if neither or _is_set_right(cue) or _is_denied_behind(cue):
        return True
    claimed = not words["claim"].isdisjoint(before)
    if claimed and not words["untrue_thing"].isdisjoint(cue.ahead(_FAR)):
        return True  # 'claims that A rang B are "a fabrication"'
    if claimed and _is_a_fake(cue):
        return True
    return any(word in words["untrue"] and copula in words["copula"] for copula, word in after)


def _of_itself(cue: Around, kind: str) -> list[str]:
    """The words behind a cue that may be of the call itself.

    Not what was told or done in it: "told X by phone that the reports were false", "spoke and rejected as false the".
    """
    behind = cue.ahead(_FAR)
    ends = [
        k
        for k, (word, then) in enumerate(pairwise([*behind, ""]))
        if (word == "that" and kind == "manner")
        or (word == "and" and then.endswith("ed") and kind != "noun")
    ]
    return behind[: ends[0]] if ends else behind


def _is_a_fake(cue: Around) -> bool:
    """Whether what is told is "a fake" and nothing more, not "it was a fake report"."""
    words, behind = cue.words, cue.ahead(_FAR)
    return any(
        copula in words["copula"] and article in words["a_or_an"] and word in words["untrue"]
        for copula, article, word, then in zip(
            behind, behind[1:], behind[2:], [*behind[3:], "."], strict=False
        )
        if then in words["clause_end"]
    )


def _is_called_untrue(cue: Around) -> bool:
    """Whether what shows a call is said to be untrue: "dismissed as pure fiction a video of him in a call with X"."""
    words, before = cue.words, cue.back(_FAR)
    at = next((k for k, word in enumerate(before) if word in words["untrue"]), -1)
    shown = before[
        at:
    ]  # not "dismissed as fake news, during a call with X, the story of a boycott"
    of_call = bool(words["claim"] & set(shown)) and "," not in shown and "during" not in shown
    return "as" in before[max(0, at - 3) : max(at, 0)] and of_call


def _is_corrected(cue: Around) -> bool:
    """Whether a sentence says what was wrong: "An earlier version of this story said that X phoned Y".

    Or "We wrote on Tuesday that X phoned Y"; not "As we reported on Tuesday, X phoned Y".
    """
    words, opening = cue.words, cue.lower[cue.first : min(cue.i, cue.first + _NEAR)]
    if opening[:1] == ["correction"] and "we" in opening:
        return True
    return any(
        (one in words["earlier_one"] and what in words["version"])
        or (one == "we" and what in words["put_into_print"])
        for one, what in pairwise(opening if opening[:1] != ["as"] else [])
    )


def _is_hearsay(cue: Around) -> bool:
    """Whether nobody answers for what is told: "It was claimed that X phoned Y", "Rumour has it that X phoned Y"."""
    words, opening = cue.words, cue.lower[cue.first : min(cue.i, cue.first + 5)]
    if opening[1:3] == ["has", "it"]:
        return opening[0] in words["legend"]
    being = words["passive"] | words["has"]
    at = next((k for k, word in enumerate(opening) if k and word not in being), 0)
    passive = at > 1 and opening[at - 1] in words["passive"]  # not "It has said that"
    return opening[:1] == ["it"] and passive and opening[at] in words["hearsay"]


def _is_withdrawn(cue: Around) -> bool:
    """Whether what told of it was taken back: "A statement according to which X phoned Y was withdrawn"."""
    words, opening = cue.words, cue.lower[cue.first : min(cue.i, cue.first + _NEAR)]
    leads = next((k for k, w in enumerate(opening) if w in words["leads_to_claim"]), 0)
    claim = words["claim"] | words["in_print"]
    return not claim.isdisjoint(opening[leads - 1 : leads]) and any(
        copula in words["passive"] and word in words["taken_back"]
        for copula, word in pairwise(cue.ahead(_FAR))
    )


def _is_denied_behind(cue: Around) -> bool:
    """Whether a clause behind denies the call: "A rang B, which Oslo denies", "rang B, but both deny it".

    Not where something else is told before it: "rang B about the raid, which", "and accused her, but she denied it".
    """
    words, behind = cue.words, cue.ahead(_FAR)
    marks = [k for k, word in enumerate(behind) if word in words["clause_mark"]]
    for mark in marks:
        told, clause = behind[:mark], behind[mark + 1 : mark + 1 + _NEAR]
        other = words["on_a_matter"] | words["finite"] | words["and"]
        if not other.isdisjoint(told) or any(word.endswith("ed") for word in told):
            return False
        at = next((k for k, word in enumerate(clause) if word in words["denial"]), _NEAR)
        after = (clause[at + 1 : at + 2] or ["."])[0] if at < _NEAR else ""
        ends = after in words["stop"] | words["clause_mark"]
        which = clause[:1] == ["which"] and mark == marks[0] and ends
        if which or (clause[:1] == ["but"] and after in ("it", "this")):
            return True
        if clause[:1] == ["it"] and not words["legend"].isdisjoint(clause[:3]):
            return True  # "A rang B, it was rumoured"
        if clause[1:2] == ["satirical"] and not words["put_into_print"].isdisjoint(clause):
            return True  # "A rang B, the satirical site C wrote"
    return False


def _is_set_right(cue: Around) -> bool:
    """Whether the next clause takes the call back: "a portal reported that it was X who had telephoned; he had not"."""
    words, behind = cue.words, cue.ahead(_AHEAD)
    mark = next((k for k, word in enumerate(behind) if word in words["clause_mark"]), _AHEAD)
    short = next((k for k, word in enumerate(behind[mark + 1 :]) if word in words["clause_end"]), 0)
    answer = behind[mark + 1 : mark + 1 + short]
    denied = not words["negation"].isdisjoint(answer[-1:])
    return denied and len(answer) <= 3 and not words["subject_pronoun"].isdisjoint(answer[:1])
