"""What a call cannot say, whoever read it: a record that contradicts itself.

What belongs here: checks of a call and its reactions that need nothing but the record and the report's day. What does
not: the text (``grounding``), what the table of office-holders knows (``joining.contradictions``), and checks across
records, which are the gate's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from readouts.domain.records import Call, Party, Reaction
from readouts.reference.stances.taxonomy import stances_of

_IN_FAVOUR = stances_of("in_favour")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One contradiction: its kind, and the reaction that it refuses, None where it refuses the call."""

    kind: str
    reaction: Reaction | None = None


def contradictions(call: Call, published: date | None = None) -> list[Contradiction]:
    """Return what contradicts itself in a call.

    Args:
        published: the day of the report; None where it is not known, and then no call is later than it.

    The kinds: ``same_person`` (one person on two sides, or of two countries), ``one_country`` (no call between
    states), ``too_few`` (fewer than two parties), ``after_report`` (later than what reports it), ``supports_itself``
    (a stance in favour of the holder's own country), ``no_party`` (a stance that no party holds). A day is left for
    those further east.
    """
    found: list[Contradiction] = []
    if len(call.parties) < 2:
        found.append(Contradiction("too_few"))
    if _is_one_person_twice(call):
        found.append(Contradiction("same_person"))
    countries = {party.country for party in call.parties}
    if len(call.parties) > 1 and len(countries) == 1 and None not in countries:
        found.append(Contradiction("one_country"))
    if call.date and published and call.date > published + timedelta(days=1):
        found.append(Contradiction("after_report"))
    for reaction in call.reactions:
        is_own = reaction.country and reaction.country == reaction.toward
        if is_own and reaction.stance in _IN_FAVOUR:
            found.append(Contradiction("supports_itself", reaction))
        elif not any(_holds(party, reaction) for party in call.parties):
            found.append(Contradiction("no_party", reaction))
    return found


def _is_one_person_twice(call: Call) -> bool:
    """Whether a name stands on both ends; a family name alone may be two people's, of two sides."""
    seen: dict[str, str | None] = {}
    for party in call.parties:
        if not party.name:
            continue
        name, side = party.name.casefold(), party.country or party.organisation
        if name in seen and (" " in name or None in (side, seen[name]) or side == seen[name]):
            return True
        seen.setdefault(name, side)
    return False


def without_contradictions(call: Call, found: list[Contradiction]) -> Call | None:
    """Return a call without the reactions that contradict it, None where the call itself does."""
    if any(one.reaction is None for one in found):
        return None
    refused = [one.reaction for one in found]
    kept = tuple(reaction for reaction in call.reactions if reaction not in refused)
    return call if len(kept) == len(call.reactions) else replace(call, reactions=kept)


def _holds(party: Party, reaction: Reaction) -> bool:
    if reaction.speaker == "joint":
        return True
    return (party.name, party.country, party.organisation) == (
        reaction.speaker,
        reaction.country,
        reaction.organisation,
    )
