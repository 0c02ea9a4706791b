"""Layer 3a: calls that were put off, cancelled, set for a day to come, or not answered.

What belongs here: what is told behind the words for a call of what became of it. What does not: what its own verb says
(``subject``), and what stands before those words (``unheld``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.calls.around import Around
from readouts.parse.calls.held.subject import comes_to_nothing, is_called_off, opens, without_aside

_AHEAD = 14
_ASKED = 3
"""Within so many words behind a call stands that it was only asked for: "has also been requested"."""
_FAR = 24
_PLACE = 40
_RETURNED = 4
"""So many words before "returned" stands what was not: "that her call was not returned"."""
_NEAR = 8
"""Within so many words of a call stand those with whom it was, and how often."""


def is_cancelled(cue: Around, kind: str) -> bool:
    """ "A planned call was cancelled", "a call scheduled for Friday", "a call (date to be confirmed)"."""
    near, words = without_aside(cue), cue.words
    if cue.lower[cue.first] in words["scheduled"] and cue.lower[cue.first + 1] == ":":
        return True  # "Scheduled: Saturday, 10:00 – call with X"
    for at, word in enumerate(near):
        planned = word in ("that", "which") and words["passive"] & set(near[at + 1 : at + 3])
        if planned and opens(cue) and words["scheduled"] & set(near[at + 2 : at + 4]):
            return True  # "a call that had been set for Thursday was"
        set_for = words["scheduled"] | words["to_be"]
        if word == "," and near[at + 2 : at + 3] == ["for"] and near[at + 1] in set_for:
            return True  # "the call with X, foreseen for today"
        if word in words["stop_cancel"]:
            break
        off = near[at : at + 2] == ["not", "on"]  # "is not on the agenda"
        if opens(cue) and (word == "will" or off):
            return True
        back, after = near[max(0, at - 3) : at], near[at + 1 : at + 2]
        if word in words["undated"] or (word in words["to_be"] and back[-2:] == ["to", "be"]):
            return True
        if word in words["put_off"] and not words["off"].isdisjoint(after):
            return True
        ends = at + 1 == len(near) or not words["until_when"].isdisjoint(after)
        if word in words["put_off_to"] and opens(cue) and ends:
            return True  # "Kenya: phone call with Minister Quen postponed to Monday"
        if word in words["called_off"]:
            scheduled = after == ["for"] and word in words["scheduled"]
            if scheduled or not words["passive"].isdisjoint(back):
                return True
        asked = word in words["asked_for"] and not words["passive"].isdisjoint(back)
        if asked and at <= _ASKED and words["asked_by"].isdisjoint([*near[:at], *after]):
            return True  # "but a call has been requested", not "a call was requested by X and took place"
        if asked and (opens(cue) or "that" in cue.back(4)) and "but" in near[at : at + _NEAR]:
            return True  # "a call with X had been proposed by the bloc, but was refused"
    said = not words["saying"].isdisjoint(cue.back(4)) and not cue.has_before("within", 3)
    told = said or "that" in cue.back(4)
    if (opens(cue) or told) and is_called_off(cue):
        return True
    if kind == "noun" and (opens(cue) or told) and comes_to_nothing(cue):
        return True
    # "A call that the EU had hoped to arrange did not take place", "the call would take place", also across clauses.
    far = cue.ahead(_PLACE)
    at = far.index("place") if "place" in far else 0
    held = far[max(0, at - 4) : at]
    own = at < _AHEAD and words["clause_end"].isdisjoint(far[:at]) and "that" not in far[:at]
    if kind == "noun" and (opens(cue) or told) and _is_set_aside(cue, far):
        return True
    gone = any(near[k : k + 3] == ["not", "go", "ahead"] for k in range(len(near)))
    gone |= any(far[k : k + 3] == ["which", "fell", "through"] for k in range(len(far)))
    spared = "made" in cue.back(4) and not words["needless"].isdisjoint(cue.ahead(_FAR))
    if kind == "noun" and (gone or spared):
        return True  # "a call on Monday did not go ahead", "made a talk by telephone needless"
    to_come = held[-1:] == ["take"] and own and not words["to_take_place"].isdisjoint(held)
    to_come |= held[-1:] == ["takes"] and own and not cue.heading
    return to_come or not words["unheld"].isdisjoint(held) or _unanswered(cue, kind, far)


def _is_set_aside(cue: Around, far: list[str]) -> bool:
    """Whether the first "was" behind a call, however far, has it put off: "A call between X and Y was set for May"."""
    words = cue.words
    at = next((k for k, word in enumerate(far) if word in words["passive"]), len(far))
    other = words["relative"] | {";", "said", "when", "where"}
    done = (
        word
        for before, word in pairwise(far[:at])
        if (word.endswith("ed") or word in words["finite"])
        and before not in words["perfect_or_pluperfect"]
    )
    told = set(done) - words["scheduled"] - words["perfect_or_pluperfect"]
    if told or not other.isdisjoint(far[:at]):
        return False  # "A call with X lasted an hour, and the meeting was cancelled"
    fate, after = far[at + 1 : at + 2], far[at + 2 : at + 3]
    off = words["called_off"] | words["put_off"]
    dated = not words["scheduled"].isdisjoint(fate) and after == ["for"]
    return dated or not (off - words["scheduled"]).isdisjoint(fate)


def _unanswered(cue: Around, kind: str, behind: list[str]) -> bool:
    """Whether whoever was rung did not answer: "phoned X, but he refused to take the call", "it was not returned"."""
    words = cue.words
    far = [word for word in cue.ahead(_PLACE) if word not in words["perfect_or_pluperfect"]]
    if any(
        word in words["no_answerer"] and after in words["picks_up"] for word, after in pairwise(far)
    ):
        return True  # "rang X three times, and nobody picked up", "that nobody had picked up"
    own = next((k for k, word in enumerate(behind) if word in words["clause_end"]), len(behind))
    if not words["voicemail"].isdisjoint(behind) or any(
        word in words["futile"] and before in words["before_futile"]
        for before, word in pairwise(behind[:own])
    ):
        return True  # "rang X to no avail", "and got her voicemail"
    if "line" in behind and not words["cut"].isdisjoint(behind[behind.index("line") + 2 :][:1]):
        return True  # "but the line was dead"
    for at, word in enumerate(behind):
        before = behind[max(0, at - _RETURNED) : at]
        none = not words["negation"].isdisjoint(before[-2:])
        returned = word in words["answered"] and none
        its_own = kind == "noun" or not words["call"].isdisjoint(before)
        if (returned or word in words["unanswered"]) and its_own:
            return True
    return any(
        word in words["answer"]
        and not words["not_answered"].isdisjoint(behind[max(0, at - 3) : at])
        and not words["what_rings"].isdisjoint(behind[at + 1 : at + 4])
        for at, word in enumerate(behind)
    )
