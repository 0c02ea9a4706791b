"""Layer 3d: sentences that were said on another occasion than the call: to reporters, in parliament, at a rally.

What belongs here: telling from a sentence's own words that what it tells was said elsewhere, and how far that reaches.
What does not: other times (``reactions/times``), and talks in person that are taken for a call (``frames``).
"""

from __future__ import annotations

from readouts.parse.actors.references.record import PERSONS
from readouts.parse.calls.found import Search

_HEARERS = ("audience", "hearers")
_NAMING = (
    "venue",
    *_HEARERS,
    "platform",
    "writes",
    "issued",
    "credentials",
    "envoys",
    "holding_forth",
)
"""Sets of words without which a sentence names no other occasion."""
_OPENING = 14
"""Among so many first words a sentence says where it is."""
_WHOM = 4
"""So many words at most behind "met" begins whom."""
_NEAR = 7
"""Within so many words behind "at a" or "told" stands where or whom."""


def is_elsewhere(search: Search, index: int) -> bool:
    """Whether a sentence tells of another occasion, and of no call: "At a rally, she", "told reporters that he"."""
    first, last = search.span(index)
    words = search.words
    if all(words[name].isdisjoint(search.lower[first:last]) for name in _NAMING):
        return False
    if any(search.is_a(k, "of_a_call") and not is_asked(search, k) for k in range(first, last)):
        return False
    return _opens_elsewhere(search, first, last) or _is_told_elsewhere(search, first, last)


def is_asked(search: Search, at: int) -> bool:
    """Whether a word for a call is of reporters: "a telephone interview", "told a newspaper by telephone"."""
    told = search.lower[at - 1] == "by" and any(
        search.is_a(k, "told_whom") and _is_heard(search, k + 1, min(at, k + 4))
        for k in range(max(0, at - _NEAR), at - 1)
    )
    return told or search.is_a(at + 1, "interview")


def met(search: Search) -> set[int]:
    """Return the actors of no call whom a sentence without a call says that somebody met: "she met Minister Soto"."""
    parties = {actor for frame in search.frames for actor in frame.parties}
    found: set[int] = set()
    for index in range(len(search.document.sentences)):
        first, last = search.span(index)
        if search.is_heading(index) or search.has("of_a_call", first, last):
            continue
        for at in (k for k in range(first, last) if search.is_a(k, "met_whom")):
            begin = at + 1 + search.is_a(at + 1, "with_whom")
            if search.is_a(begin, "preposition"):
                continue  # "the ship received in Oslo"
            whom = search.refs_between(begin, min(last, at + _WHOM))[:1]
            found |= {a for ref in whom if ref.kind in PERSONS for a in ref.actors}
    return found - parties


def goes_on(search: Search, index: int) -> bool:
    """Whether a sentence goes on with what the one before told: it opens with "she" or a quotation."""
    first, last = search.span(index)
    if search.has("of_a_call", first, last):
        return False
    opens = search.lower[first]
    return opens in search.words["goes_on_as"]


def _opens_elsewhere(search: Search, first: int, last: int) -> bool:
    """Whether the opening names a place to speak: "In the Greek parliament, X", "Speaking to reporters, X"."""
    begin = search.find(range(first, min(last, first + _NEAR)), "at_an_occasion", "holding_forth")
    if begin < 0 or any(r.first < begin for r in search.refs_between(first, begin)):
        return False
    end = search.find(
        range(begin, min(last, first + _OPENING)), "comma", none=min(last, begin + _NEAR)
    )
    if search.is_a(begin, "holding_forth"):
        if search.lower[begin + 1] == "to" and _is_nobody_known(search, begin + 2):
            return True
        return _is_heard(search, begin, end) or _venue(search, begin, end)
    return _venue(search, begin + 1, end) or _platform(search, begin, end)


def _is_nobody_known(search: Search, begin: int) -> bool:
    """Whether those spoken to are no official: "Speaking to the Lima Herald", not "Speaking to him"."""
    named = begin + search.is_a(begin, "the")
    if not search.tokens.words[named][:1].isupper():
        return False  # "Speaking to each other", "Speaking to the need for calm"
    whom = search.refs_between(begin, begin + 2)
    return all(
        r.kind == "place" or (r.kind == "name" and search.people[r.actors[0]].weak) for r in whom
    )


def _is_told_elsewhere(search: Search, first: int, last: int) -> bool:
    """Whether it is told elsewhere: "told MPs", "issued a statement", "at a donors' event", "was in the Senate".

    Not what somebody posts for all to read: that is mostly an account of his call.
    """
    if _receives_envoys(search, first, last):
        return True
    words = search.words
    for at, word in enumerate(search.lower[first : last - 1], first):
        if word in words["told_whom"] and not _tells_for_others(search, at):
            found = _is_heard(search, at + 1, min(last, at + 4))
        elif word in words["issues"]:
            found = search.has("issued", at + 1, min(last, at + _NEAR))
        elif word in words["writes"]:
            found = search.lower[at + 1] == "to"
        elif word in words["at_an_occasion"]:
            new = search.is_a(at + 1, "a_or_an") or search.is_a(at - 1, "was_at")
            end = min(last, at + _NEAR)
            found = (new and _venue(search, at + 2, end)) or _platform(search, at, end)
            found = found or search.is_a(at + 1, "bare_venue")  # "condemned it in parliament"
        else:
            continue
        if found:
            return True
    return False


def _receives_envoys(search: Search, first: int, last: int) -> bool:
    """Whether somebody received ambassadors or their papers, or called them in: "summoned Peru's ambassador"."""
    got = search.find(range(first, last), "received")
    if got >= 0 and search.has("credentials", got + 1, min(last, got + 5)):
        return True
    called_in = search.find(range(first, last), "summoned")
    told = search.has("told_whom", first, last) or search.has("saying", first, last)
    return called_in >= 0 and not told and search.has("envoys", called_in, min(last, called_in + 5))


def _tells_for_others(search: Search, at: int) -> bool:
    """Whether somebody who is in no call tells what was said in one: "his adviser told the radio"."""
    told = [r for r in search.refs_between(at - _NEAR, at) if r.last >= at - 1]
    parties = {actor for frame in search.frames for actor in frame.parties}
    return any(r.actors and parties.isdisjoint(r.actors) for r in told[-1:]) or (
        not told and search.is_a(at - 1, "kin")
    )


def _is_heard(search: Search, first: int, last: int) -> bool:
    """Whether those who hear what is said elsewhere are among some words: "reporters", "MPs", "a rally"."""
    return any(search.has(name, first, last) for name in _HEARERS)


def _venue(search: Search, first: int, last: int) -> bool:
    """Whether the noun of a few words is a place or an occasion to speak, up to a mark."""
    stop = search.find(range(first, last), "clause_end", "preposition", none=last)
    return search.has("venue", first, stop)


def _platform(search: Search, at: int, last: int) -> bool:
    """Whether "on X", "on her Facebook page" stands at a word."""
    return search.lower[at] == "on" and search.has("platform", at + 1, min(last, at + 3))
