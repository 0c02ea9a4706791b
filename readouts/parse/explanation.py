"""Which rule fired on which words: the parser's own account of one article.

What belongs here: gathering what the layers noted, in the order of the text. What does not: any rule.
"""

from __future__ import annotations

from typing import NamedTuple

from readouts.domain.records import Report
from readouts.parse.calls.found import Search
from readouts.parse.document import Document
from readouts.parse.door import read
from readouts.parse.reactions.reactions import find_reactions
from readouts.reference import languages


class Step(NamedTuple):
    """One rule that fired: offsets of its words in the text, its layer, its name, the words."""

    start: int
    end: int
    layer: str
    rule: str
    words: str


def explain(report: Report) -> list[Step]:
    """Return every rule that fired on a report's text, in the order of the text."""
    if report.language not in languages():
        return [Step(0, len(report.text), "sentences", "language_without_pack", report.text[:80])]
    found = read(report)
    steps = [*_mentions(found.document), *_calls(found), *_reactions(found.document)]
    return sorted(steps, key=lambda step: (step.start, step.end, step.layer, step.rule))


def _mentions(document: Document) -> list[Step]:
    steps = []
    for mention in document.mentions:
        meant = [
            document.actors[a].name or document.actors[a].office or "?" for a in mention.actors
        ]
        rule = mention.kind + (f": {', '.join(meant)}" if meant else "")
        rule += f" ({mention.place})" if mention.place else ""
        steps.append(_step(document, mention.start, mention.end, "mention", rule))
    return steps


def _calls(found: Search) -> list[Step]:
    told = [(event.cue, _told(found, at)) for event in found.events for at in event.frames]
    told += [(unread.cue, f"unread: {unread.reason}") for unread in found.unread]
    starts, ends = found.tokens.starts, found.tokens.ends
    return [
        _step(
            found.document, starts[cue.first], ends[cue.last - 1], "call", f"{cue.rule} -> {what}"
        )
        for cue, what in told
    ]


def _told(found: Search, at: int) -> str:
    frame = found.frames[at]
    actors = (found.people[a].actor for a in frame.parties)
    who = " + ".join(actor.name or actor.country or "?" for actor in actors)
    return f"call {at + 1}: {who}, {frame.date or 'no day'}, {frame.medium}"


def _reactions(document: Document) -> list[Step]:
    return [
        _step(
            document,
            reaction.start,
            reaction.end,
            "reaction",
            f"{reaction.rule} -> {reaction.stance}"
            f" of {reaction.speaker or reaction.country or reaction.organisation or '?'}"
            f" toward {reaction.toward or 'nobody named'}",
        )
        for frame in document.frames
        for reaction in find_reactions(document, frame)
    ]


def _step(document: Document, start: int, end: int, layer: str, rule: str) -> Step:
    return Step(start, end, layer, rule, document.text[start:end])
