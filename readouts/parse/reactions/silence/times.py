"""What a report tells of another time than the call's: before it, after it, on another occasion.

What belongs here: telling from a verb, its subject and the opening of its sentence that what it says was not said in
the call. What does not: what was never said (``bars``), and the days of calls (``calls/timing``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.silence.suppositions import is_supposed
from readouts.reference.stances.patterns import ED, S

_OPENING = 12
"""Among so many first words a sentence says of what time it tells."""

_CLAUSE = 14
"""Among so many words behind a verb stands when it was."""


def is_of_another_time(clauses: Clauses, index: int) -> bool:
    """Whether a verb is of another time than the call."""
    line, at = clauses.line, clauses.predicates[index].at
    return (
        _is_past(line, at)
        or _is_background(clauses, index)
        or _is_of_another_day(clauses, index)
        or _is_of_another_meeting(clauses, index)
        or _is_before_call(line, at)
        or _is_counted_from(line, at)
        or _is_ahead_of_call(line, at)
        or _is_of_a_speech(clauses, index)
        or _is_in_another_statement(line, at)
    )


def is_announced(clauses: Clauses, index: int) -> bool:
    """Whether an act of words is yet to come: "will convey its condolences", "will travel to Oslo to thank"."""
    predicate, line = clauses.predicates[index], clauses.line
    at = predicate.at - line.is_any(predicate.at - 1, "to")
    near = range(at - 3, at)
    wished = line.has(near, "wishing", "as_ever")  # "would like to thank", "would always deplore"
    to_come = line.has(near, "will") or (line.has(near, "would") and not wished)
    if to_come or line.is_any(at - 1, "yet_to_do") or is_supposed(clauses, index):
        return True
    begin = max(0, predicate.at - _OPENING)
    will = (k for k in range(begin, predicate.at) if line.is_any(k, "will"))
    return predicate.form == "inf" and any(line.is_any(k + 1, "motion") for k in will)


def in_a_year(line: Line, at: int) -> bool:
    """Whether a year stands behind a verb: "had offered to mediate in 2019"."""
    return any(line.is_any(k - 1, "in") and _is_year(line.word(k)) for k in range(at, at + 20))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def _is_past(line: Line, at: int) -> bool:
    """Whether a verb is of a time before the call: "In March she had condemned", "condemned it last year"."""
    had = line.has(range(at - 3, at), "had")
    behind = had or line.has(range(at - 3, at), "perfect")  # "Having condemned the raid on Friday,"
    told = line.is_any(at, "tell")  # "Quen, who had told both that"
    end = next((k for k in range(1, 6) if line.word(k) == "," or line.mention_at(k) >= 0), 0)
    # "A week earlier, Quen had criticised", "Two weeks ago Quen"
    earlier = line.is_any(end - 1, "ago")
    if (
        line.is_any(at - 1, "of_old")
        or (line.is_any(at - 1, "often") and line.is_any(at - 2, "has"))
        or (had and (earlier or line.is_any(0, "before_then")))
        or (had and line.has(range(at - 5, at - 1), "whom"))
        or (behind and (line.is_any(at - 1, "earlier_on") or _is_on_a_weekday(line, at)))
        or (
            line.is_any(at - 1, "earlier_on", "had")
            and line.is_any(at - 2, "relative")
            and not told
        )
        or (line.is_any(at, "recalling") and in_a_year(line, at))
        or _is_back_then(line, at)
        or _has_been_before(line, at)
        or _is_of_the_past(line, at)
        or _was_once(line, at)
    ):  # "has long accused Peru", "had earlier condemned", "Quen, who had condemned", "whom she had accused"
        return True
    if not line.grammar["call"].isdisjoint(line.vocabulary):
        return _is_of_another_call(line, at, had=had)
    before = any(
        line.is_any(k, "past")
        or (line.is_any(k - 1, "in") and (line.is_any(k, "month") or _is_year(line.word(k))))
        for k in (0, 1, *(range(at, at + 20) if had else ()))
    )
    return before or any(
        line.is_any(k, "year")
        and (line.is_any(k - 1, "past") or line.is_any(k + 1, "ago"))
        and not line.is_any(k - 2, "of")  # "the positions of last year"
        and not line.has(range(at + 1, k), "clause")
        for k in range(at, at + 12)
    )


def _is_of_another_call(line: Line, at: int, *, had: bool) -> bool:
    """Whether a sentence opens with a call of long ago: "In a call in 2019 she had condemned", "In an earlier call"."""
    call = line.find(range(2, min(at, 6)), "conversation")
    if call < 0 or not line.is_any(0, "on_an_occasion") or line.is_any(1, "definite"):
        return False
    dated = any(word.isdigit() for word in line.words[:at])  # "In an earlier call, on 5 May"
    return in_a_year(line, call) or (had and line.has(range(1, at), "past") and not dated)


def _has_been_before(line: Line, at: int) -> bool:
    """Whether a perfect ends with "before": "Norway has condemned the attack before", "having condemned it earlier"."""
    if not line.has(range(at - 2, at), "has", "perfect"):
        return False
    behind = range(at + 1, min(at + _CLAUSE, len(line.words)))
    ends = ("", ".", ",", ";")
    return any(
        line.is_any(k, "before_then", "ago", "earlier_on") and line.word(k + 1) in ends
        for k in behind
    )


def _is_on_a_weekday(line: Line, at: int) -> bool:
    """Whether a day of the week stands behind "had condemned", in its clause."""
    day = next((k for k in range(at + 1, at + 9) if line.is_any(k, "weekday")), -1)
    return (
        day > 0 and line.is_any(day - 1, "on_a_day") and not line.has(range(at + 1, day), "clause")
    )


def _was_once(line: Line, at: int) -> bool:
    """Whether a clause tells what somebody did some month: "Quen, who condemned it in May over another boat"."""
    end = next((k for k in range(at, at + 12) if line.word(k) == ","), at)
    return line.is_any(at - 1, "relative") and any(
        line.is_any(k, "month")
        and line.is_any(k - 1, "in")
        and not line.word(k - 2).endswith("ed")  # "gratitude for the sensors delivered in June"
        for k in range(at + 2, end)
    )


def _is_of_the_past(line: Line, at: int) -> bool:
    """Whether it was "in the past": "Quen, who has called for restraint in the past, listened"."""
    end = line.find(range(at + 1, at + _OPENING), "past_time")
    told = end >= 0 and line.words[end - 2 : end] == ["in", "the"]
    closed = line.word(end + 1) in (",", ".", "")  # not "in the past two weeks"
    has = line.has(range(at - 3, at), "has", "had")
    return told and closed and has and not line.has(range(at, end), "clause")


def _is_back_then(line: Line, at: int) -> bool:
    """Whether it was "at the time", not in the call: "Norway at the time condemned", "At the time, Norway had"."""
    begin = max(0, at - 8)
    words = line.words[begin:at]
    then = any(words[k : k + 3] == ["at", "the", "time"] for k in range(len(words)))
    return then and not line.has(range(begin, at), "call")


def _is_background(clauses: Clauses, index: int) -> bool:
    """Whether a clause only tells what a state once did: "Norway, which supported Peru in the war, has".

    Also what it has done all along: "Norway has pledged three billion in aid since the war began"; and in the present,
    what is only granted, or said of somebody in passing.
    """
    predicate, line = clauses.predicates[index], clauses.line
    when = line.back(predicate.subject.start - 1, "article")
    if line.is_any(when, "when_then") and line.has(range(when, predicate.at), "had"):
        return True  # "on Monday, when the pair had condemned the raid"
    start, at, end = predicate.subject.start, predicate.at, predicate.end
    said = any("say" in p.classes and p.end <= max(start, 0) for p in clauses.predicates[:index])
    if not said and clauses.lexicon.forms.get(line.words[at], 0) & S:
        granted = line.is_any(when, "granted") or (line.is_any(when, "while") and not when)
        if granted or line.is_any(at - 1, "relative"):
            return True  # "Although Norway backs Peru, he asked", "Quen, who supports Peru, asked"
    if line.kind(predicate.subject.only) != "country":
        return False
    if line.is_any(start - 1, "which") and not line.is_any(start - 2, "preposition"):
        return True  # "the coup, which Oslo condemned"
    if line.has(range(at - 2, at), "has") and line.has(range(end, end + 25), "since"):
        return True
    told = clauses.lexicon.forms.get(line.words[at], 0) & ED
    if told and line.is_any(at - 1 - line.is_any(at - 1, "had"), "which"):
        return True  # "Norway, which had condemned the attack, is"
    which = line.find(range(line.spans[predicate.subject.only][1], at), "which")
    within = which >= 0 and "," not in line.words[which:at]
    return within and is_said_of_another(clauses, index)


def is_said_of_another(clauses: Clauses, index: int) -> bool:
    """Whether somebody of another state says it: "said that Peru, which calls for restraint, should"."""
    line, subject = clauses.line, clauses.predicates[index].subject
    says = (p for p in clauses.predicates[:index] if "say" in p.classes and p.end <= subject.start)
    told = [line.mentions[m].country for p in list(says)[-1:] for m in p.subject.mentions]
    return bool(told) and line.mentions[subject.only].country not in told


def _is_of_another_day(clauses: Clauses, index: int) -> bool:
    """Whether a sentence's opening tells of other days: "As a student, she condemned", "Next week she will condemn"."""
    line, at = clauses.line, clauses.predicates[index].at
    opening = next((k for k in range(9) if line.word(k) == "," or line.mention_at(k) >= 0), 9)
    then = range(1, opening + 1)
    if line.is_any(0, "as"):
        return line.has(then, "station") or line.is_any(1, "lately")
    if line.is_any(0, "in") and line.is_any(1, "possessive") and line.has(range(4), "youth"):
        return True
    if line.is_any(0, "before_then"):
        return line.has(range(1, 6), "entering")
    if line.is_any(0, "when_then") and line.has(range(2, 4), "was"):
        return line.has(range(3, 8), "station")
    ahead = line.is_any(0, "ahead") or (line.is_any(0, "on_a_day") and line.is_any(1, "weekday"))
    will = line.has(range(at - 3, at), "will")
    others = (p for k, p in enumerate(clauses.predicates) if k != index)
    return ahead and will and not any("say" in p.classes for p in others)


def _is_of_another_meeting(clauses: Clauses, index: int) -> bool:
    """Whether a sentence begins with another occasion, and its time: "At their last meeting, in June, they agreed"."""
    line, at = clauses.line, clauses.predicates[index].at
    if line.is_any(0, "holding_forth"):  # "Speaking in parliament two weeks before, she had"
        return any(line.is_any(k, "ago") and line.word(k + 1) == "," for k in range(2, _OPENING))
    if not line.is_any(0, "on_an_occasion"):
        return False
    opening = range(1, min(at, _OPENING))
    dated = any(
        line.is_any(k, "past")
        or (line.is_any(k, "ago") and line.word(k + 1) == ",")
        or (line.is_any(k, "month") and line.is_any(k - 1, "in"))
        for k in opening
    )
    return dated and line.has(opening, "meeting") and not line.has(opening, "conversation")


def _is_before_call(line: Line, at: int) -> bool:
    """Whether a sentence says what came before its call: "The call came after Peru had condemned the raid"."""
    came = line.find(range(1, min(at, _OPENING)), "came_after")
    if came < 0 or not line.has(range(came), "call") or line.has(range(came), "saying"):
        return False
    return line.has(range(came, min(at, came + 5)), "having_followed")


def _is_counted_from(line: Line, at: int) -> bool:
    """Whether it is only told how long ago or ahead it was: "days after condemning it, he", "since condemning it"."""
    linked = line.is_any(at - 1, "after", "until_then")
    counted = linked and line.is_any(at - 2, "time_unit")
    return line.word(at).endswith("ing") and (counted or line.is_any(at - 1, "since"))


def _is_ahead_of_call(line: Line, at: int) -> bool:
    """Whether a verb is of the time that led to the call: "Before the call she accused", "accused Peru before it"."""
    for k in range(max(0, at - _OPENING), at + _OPENING):
        link = 1 if line.is_any(k, "until_then") else 2 * line.is_any(k, "ahead_of")
        link += bool(link) and line.word(k + link).endswith("ing")  # "before taking the call"
        noun = line.find(range(k + link + 1, k + link + 4), "conversation") if link else -1
        if noun < 0 or not line.is_any(k + link, "definite") or line.is_any(noun + 1, "ending"):
            continue  # "before the call ended"
        since = _since(line, k) if line.is_any(noun, "call") else k
        between = range(noun + 1, at) if k < at else range(at + 1, since)
        if not line.has(between, "conversation") and (k < at or not line.has(between, "clause")):
            return True
    return False


def _since(line: Line, k: int) -> int:
    """Where words begin that say how long before: the comma in "condemned it on Tuesday, two days before the call"."""
    comma = line.find(range(k - 1, k - 5, -1), "clause")
    long = line.has(range(comma + 1, k), "time_unit") if comma >= 0 else False
    return comma if long and line.word(comma) == "," else k


def _is_in_another_statement(line: Line, at: int) -> bool:
    """Whether it was said apart from the call: "Quen, in a separate statement, saluted the police"."""
    if not line.grammar["call"].isdisjoint(line.vocabulary):
        return False  # "In separate remarks during the call"
    for k in range(max(2, at - _OPENING), at + _OPENING):
        said = line.is_any(k, "apart") and line.is_any(k + 1, "meeting", "post")
        said = said and not line.is_any(k + 2, "that")  # "said in a separate release that Quen had"
        if said and line.word(k - 2) == "in" and not line.has(range(at, k - 2), "and"):
            return True  # not "condemned it and, in a separate post, thanked"
    return False


def _is_of_a_speech(clauses: Clauses, index: int) -> bool:
    """Whether a clause tells what was said on another occasion: "his speech in March, in which he condemned it".

    Also after one: "Quen and Velt met in Oslo in May, after which they agreed".
    """
    line, start = clauses.line, clauses.predicates[index].subject.start
    after = line.is_any(start - 2, "after")
    if not (line.is_any(start - 1, "which") and (after or line.is_any(start - 2, "in"))):
        return False
    before = range(0 if after else max(0, start - 9), start - 2)
    met = line.has(before, "meeting") or (after and "met" in line.words[before.start : before.stop])
    return met and not line.has(before, "call")
