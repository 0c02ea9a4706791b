"""How news reads in a message: what happened, in whose words, and where it stands.

What belongs here: plain text out of facts. What does not: finding the facts (``news``), and how hostile words are made
inert (``inert``): every word from outside goes through it here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from readouts.alerts.inert import inert, safe_url
from readouts.alerts.news import Item
from readouts.alerts.watchlist import NewsKind, TroubleKind
from readouts.reference.geography import country_of
from readouts.reference.language_names import language_name

MOST_ITEMS = 20
"""Items that a message tells in full; of those beyond it the message gives the number."""

QUOTATION_LIMIT = 500
REASON_LIMIT = 700


@dataclass(frozen=True)
class Message:
    """One message of one rule: to which channels, what it says, and the keys of all that it tells."""

    rule: str
    channels: tuple[str, ...]
    title: str
    body: str
    keys: tuple[str, ...]


def compose(
    rule: str,
    heading: str,
    channels: Sequence[str],
    items: Sequence[Item],
    *,
    edition: date | None,
    publication_id: str | None,
) -> Message:
    """One message that tells all items; the first ``MOST_ITEMS`` in full."""
    parts = [KINDS[item.kind].lines(item.facts) for item in items[:MOST_ITEMS]]
    if len(items) > MOST_ITEMS:
        where = f"in edition {edition} of the warehouse" if edition else "in the warehouse"
        parts.append([f"… and {len(items) - MOST_ITEMS} more, {where}."])
    if publication_id is not None:
        of_edition = f"Edition {edition}, publication" if edition else "Publication"
        parts.append([f"{of_edition} {publication_id} of Readouts."])
    counts = Counter(item.kind for item in items)
    told = ", ".join(
        f"{n} {KINDS[kind].many if n > 1 else KINDS[kind].one}" for kind, n in counts.items()
    )
    day = f" (edition {edition})" if edition else ""
    return Message(
        rule=rule,
        channels=tuple(dict.fromkeys(channels)),
        title=f"Readouts: {inert(heading, 80)}: {told}{day}",
        body="\n\n".join("\n".join(lines) for lines in parts),
        keys=tuple(dict.fromkeys(key for item in items for key in item.keys)),
    )


def _call(facts: dict[str, Any]) -> list[str]:
    medium = "" if facts["medium"] == "unspecified" else f", by {inert(facts['medium'])}"
    rang = facts["initiator"] or (facts["initiator_side"] and _place(facts["initiator_side"]))
    strangers = [f"{inert(name, 100)} (side not known)" for name in facts["unplaced"]]
    line = " and ".join([*map(_place, facts["sides"]), *strangers]) or "nobody named"
    lines = [f"NEW CALL: {line}, {_day(facts)}{medium}"]
    if facts["participants"]:
        lines.append(
            f"On the line: {', '.join(inert(name, 100) for name in facts['participants'])}"
        )
    if rang:
        lines.append(f"{inert(rang, 100)} rang.")
    if facts["reactions"]:
        told = (f"{_place(r['side'])} {r['stance'].replace('_', ' ')}" for r in facts["reactions"])
        lines.append(f"Stances: {', '.join(told)}")
    return [*lines, *_evidence(facts), f"Call {facts['call_id']}"]


def _stance(facts: dict[str, Any]) -> list[str]:
    speaker = f" ({inert(facts['speaker'], 100)})" if facts["speaker"] else ""
    toward = f", toward {_place(facts['toward'])}" if facts["toward"] else ""
    where = "in" if facts["in_call"] else "beside"
    others = f" {where} a call with {_list(facts['counterparts'])}" if facts["counterparts"] else ""
    if not others and not facts["in_call"]:
        others = " beside the call"
    stance = facts["stance"].replace("_", " ").upper()
    first = f"{stance}: {_place(facts['side'])}{speaker}{others}, {_day(facts)}{toward}"
    return [first, *_evidence(facts), f"Call {facts['call_id']}"]


def _shift(facts: dict[str, Any]) -> list[str]:
    def at(end: str) -> str:
        stances = ", ".join(facts[f"{end}_stances"]).replace("_", " ")
        return f"{facts[f'{end}_position']} ({stances}) on {facts[f'{end}_date']}"

    moved = f"{_place(facts['side'])} in calls with {_place(facts['counterpart'])}"
    beside = "" if facts["in_call"] else "beside the call"
    speaker = ", ".join(filter(None, [inert(facts["speaker"] or "", 100), beside]))
    lines = [f"{speaker}:"] if speaker else []
    return [f"SHIFT: {moved}: from {at('from')} to {at('to')}", *lines, *_evidence(facts)]


def _evidence(facts: dict[str, Any]) -> list[str]:
    """The words, who published them and when, where they stand, and where the page is kept."""
    sources = facts.get("source_count") or 0
    also = f", and {sources - 1} more" if sources > 1 else ""
    language = language_name(facts["language"])
    told_in = "" if language in ("", "English") else f", in {inert(language, 60)}"
    lines = [
        f"“{inert(facts['quotation'], QUOTATION_LIMIT)}”",
        *_translation(facts),
        f"{inert(facts['publisher'], 200)}{told_in}, {facts['published_date']}{also}",
        safe_url(facts["url"]),
    ]
    if facts["warc_file"] is not None:
        lines.append(f"Archived: {inert(facts['warc_file'])}, byte {facts['warc_offset']}")
    return lines


def _translation(facts: dict[str, Any]) -> list[str]:
    """What a machine made of the words, marked as such; nothing where there is none."""
    if not facts["translation"]:
        return []
    by = inert(facts["translated_by"], 100)
    return [f"(machine translation, {by}: {inert(facts['translation'], QUOTATION_LIMIT)})"]


def _gate(facts: dict[str, Any]) -> list[str]:
    return [
        f"GATE SHUT: edition {facts['edition']} is refused; what is published stays as it was.",
        inert(facts["reason"], REASON_LIMIT),
    ]


def _run(facts: dict[str, Any]) -> list[str]:
    of_edition = f", edition {inert(facts['edition'])}" if facts["edition"] else ""
    first = f"RUN FAILED: {inert(facts['job'])}{of_edition} (run {inert(facts['run_id'])})"
    return [first, *(inert(reason, REASON_LIMIT) for reason in facts["reasons"])]


def _silence(facts: dict[str, Any]) -> list[str]:
    last = facts["last_new_article"]
    since = f"its last new article came in edition {last}" if last else "it has brought no article"
    answered = facts["last_success"]
    health = (
        f"it last answered in edition {answered}, and {facts['error_rate']:.0%} of its fetches of 30 days failed"
        if answered
        else "it has never answered"
    )
    return [
        f"SILENT SOURCE: {inert(facts['source_id'])}, {_days(facts['days_silent'])}: {since}; {health}."
    ]


def _unfetched(facts: dict[str, Any]) -> list[str]:
    return [
        f"NOTHING FETCHED: edition {facts['edition']} is published, and {inert(facts['warning'], REASON_LIMIT)}:"
        f" that it tells of nothing means nothing. 'readouts run {facts['edition']}' tries again."
    ]


class _Kind(NamedTuple):
    """How one piece of news of a kind is called, how several are, and how it is told."""

    one: str
    many: str
    lines: Callable[[dict[str, Any]], list[str]]


KINDS: dict[NewsKind | TroubleKind, _Kind] = {
    "call": _Kind("new call", "new calls", _call),
    "shift": _Kind("shift of position", "shifts of position", _shift),
    "stance": _Kind("stance", "stances", _stance),
    "gate": _Kind("shut gate", "shut gates", _gate),
    "run": _Kind("failed run", "failed runs", _run),
    "silence": _Kind("silent source", "silent sources", _silence),
    "fetch": _Kind("edition without a fetch", "editions without a fetch", _unfetched),
}


def _place(side: str | None) -> str:
    """A country by its name; an organisation, and several that speak as one, as tables have them."""
    country = country_of(side) if side else None
    if country is not None:
        return country.name
    return "all sides jointly" if side == "joint" else inert(side or "side not known")


def _day(facts: dict[str, Any]) -> str:
    """The day of a call; one that nobody tells is the day it was first told of."""
    return f"{'' if facts['is_date_stated'] else 'told on '}{facts['call_date']}"


def _days(number: int) -> str:
    return f"{number} day{'s' * (number != 1)}"


def _list(sides: Sequence[str]) -> str:
    return " and ".join(_place(side) for side in sides) if sides else "nobody named"
