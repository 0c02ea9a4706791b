"""What a report tells of another occasion or matter than the call: a meeting in the same breath, a state's other news.

What belongs here: telling from a sentence's own words, and from what the call was about, that a claim is beside it.
What does not: other times (``silence/times``), and sentences that tell of no call at all (``calls/scope``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.targets import COUNTERPART, toward

_LONG = 4
"""Words of more letters say what a call was about."""


def on_another_occasion(sheet: Sheet, line: Line, claim: Claim, told: int) -> bool:
    """Whether a claim is of a meeting, or of another matter than the call that the sentence ``told`` tells of."""
    return _follows_a_meeting(line, claim) or _is_other_news(sheet, line, claim, told)


def _follows_a_meeting(line: Line, claim: Claim) -> bool:
    """Whether the words follow a meeting in their own sentence: "received the ambassador and thanked him"."""
    start = claim.subject.start
    if start < 0 or not line.grammar["conversation"].isdisjoint(line.vocabulary):
        return False
    for k in range(start + 1, claim.at):
        m = line.mention_behind(k + 1, "determiner") if line.is_any(k, "occasion") else -1
        if line.kind(m) in ("person", "nominal") and not line.possessive[m]:
            return line.has(range(line.spans[m][1], claim.at), "and")
    return False


def _is_other_news(sheet: Sheet, line: Line, claim: Claim, told: int) -> bool:
    """Whether a state does something beside the call: "Separately, Norway condemned", "Norway on Monday accused"."""
    m = claim.subject.only
    state = line.kind(m) == "country" and not line.mentions[m].adjectival
    if not state or line.index <= told or claim.reporter is not None or line.quoted[claim.at]:
        return False
    if not line.grammar["call"].isdisjoint(line.vocabulary):
        return False
    days = {day for _, day in sheet.days(told)}
    dated = any(d not in days and at < line.starts[claim.at] for at, d in sheet.days(line.index))
    behind = range(claim.end, len(line.words))
    by_other = line.has(behind, "spokesman") and line.has(behind, "saying")
    return (
        dated or by_other or line.is_any(0, "aside") or _is_of_a_new_place(sheet, line, claim, told)
    )


def _is_of_a_new_place(sheet: Sheet, line: Line, claim: Claim, told: int) -> bool:
    """Whether all that is named is new, behind a call about something: "rang Quen about trade. Peru condemned the raid
    on Lima".
    """
    call = sheet.read(told).line
    links = (k for k in range(len(call.words)) if call.is_any(k, "on_a_matter"))
    topic = next((k for k in links if not _is_when_or_how(call, k + 1)), -1)
    if topic < 0 or any(len(w) > _LONG and w in line.vocabulary for w in call.words[topic + 1 :]):
        return False
    begin, end = line.spans[claim.subject.only]
    ours = sheet.places_of_callers | {COUNTERPART}
    about = toward(claim, line, sheet, {line.mentions[claim.subject.only].place}) or []
    if not ours.isdisjoint(about) or any(k >= end and m.place in ours for k, m in line.countries):
        return False
    named = {line.words[k] for k in range(1, len(line.words)) if line.is_capital(k)}
    named -= {*line.words[begin:end], '"'}
    before = sheet.document.text[: sheet.starts[line.index]].lower()
    return bool(named) and all(name not in before for name in named)


def _is_when_or_how(line: Line, at: int) -> bool:
    """Whether words behind "on" say when or how somebody rang: "on Monday", "on the telephone"."""
    at = line.over(at, "article")
    return line.word(at).isdigit() or line.is_any(at, "weekday", "month", "call")
