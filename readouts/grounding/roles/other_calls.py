"""Which call of a report a stretch of its text belongs to.

What belongs here: telling the calls of one answer apart by who is named. What does not: who holds what is said
(``holders``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from readouts.grounding.actors.cast import Cast, Mention, is_small
from readouts.grounding.answer import SaidParty
from readouts.grounding.document import Document

Stands = Literal["here", "with another", "perhaps with another"]
_BACK = 8
"""Sentences before the evidence in which its parties are looked for."""
_ADJECTIVE = 25
"""Within so many characters before an office its country stands."""
_ARTICLE = 4
"""Characters of an article that may open the evidence: "the two sides"."""


class Calls:
    """The calls of one report, to ask which of them a stretch of the text belongs to."""

    def __init__(self, document: Document, casts: Sequence[Cast]) -> None:
        self.document = document
        self.casts = casts
        self._telling = [_telling(cast, casts) for cast in casts]
        self._named: dict[int, dict[int, int]] = {}

    def stands_with_another(self, number: int, evidence: tuple[int, int]) -> Stands:
        """Say whether those named nearest before the evidence's end take part in other calls only.

        A sentence belongs to the calls of which it names most parties; where these are several, sentences before it
        tell which of them it perhaps is.
        Parties that all calls share tell none apart; words for several calls ("in both calls", "each of them") belong
        to all, save where they name parties; "the two agreed" at the head of a paragraph is left to the answer.
        """
        if len(self.casts) < 2:
            return "here"
        document = self.document
        first, last = document.numbers_of(evidence)
        begun = first - _BACK
        if opens_with_both(document, evidence):
            begun = max(begun, document.paragraph(first)[0] - 1)
        possible: set[int] | None = None
        for sentence in range(last, max(-1, begun), -1):
            named = self._calls_of(sentence)
            every = document.has("every", *document.stretch(sentence))
            if named and number not in named and possible is None and not every:
                return "with another"
            most = 1 if every else max(named.values(), default=0)
            within = {i for i, count in named.items() if count >= most}
            if within:
                possible = within if possible is None else possible & within
                if not possible:
                    return "here"
                if number not in possible:
                    return "perhaps with another"
            if every or (possible is not None and len(possible) == 1):
                return "here"
        return "here"

    def _calls_of(self, sentence: int) -> dict[int, int]:
        """Return the calls that a sentence names parties of, by what no party of another call has, and how many."""
        known = self._named.get(sentence)
        if known is None:
            span = self.document.stretch(sentence)
            counts = {
                i: len(_named(cast, self._telling[i], self.casts, span))
                for i, cast in enumerate(self.casts)
            }
            known = self._named[sentence] = {i: count for i, count in counts.items() if count}
        return known


def _telling(cast: Cast, casts: Sequence[Cast]) -> set[int]:
    """Return the parties of a call that not every call of the report has."""
    return {
        i
        for i, party in enumerate(cast.parties)
        if not all(any(_key(p) == _key(party) for p in other.parties) for other in casts)
    }


def _key(party: SaidParty) -> tuple[str | None, ...]:
    return (party.name, party.country) if party.name else (None, party.country, party.office)


def _named(cast: Cast, who: set[int], casts: Sequence[Cast], span: tuple[int, int]) -> set[int]:
    """Return the parties that a stretch names by what no party of another call has."""
    found: set[int] = set()
    for mention in cast.within(*span):
        if mention.party not in who:
            continue
        party = cast.parties[mention.party]
        if mention.by == ("name" if party.name else "side"):
            found.add(mention.party)
            continue
        others = [p for other in casts for p in other.parties if _key(p) != _key(party)]
        if mention.by == "office" and _is_of_own_country(cast, mention, party, others):
            found.add(mention.party)
        if mention.by == "office" and not any(_alike(p.office, party.office) for p in others):
            found.add(mention.party)
    return found


def _is_of_own_country(
    cast: Cast, mention: Mention, party: SaidParty, others: Sequence[SaidParty]
) -> bool:
    """Whether an office stands with a country that no other party has: "the Romanian Minister"."""
    if party.country is None or any(p.country == party.country for p in others):
        return False
    label = "@" + party.country
    begun = max(0, mention.start - _ADJECTIVE)
    return any(
        hit.label == label and is_small(cast.document.view.text[hit.end : mention.start])
        for hit in cast.document.hits_within(begun, mention.end)
    )


def _alike(one: str | None, other: str | None) -> bool:
    return bool(one and other and set(one.casefold().split()) & set(other.casefold().split()))


def opens_with_both(document: Document, evidence: tuple[int, int]) -> bool:
    """Whether the evidence begins with "both sides" or its like."""
    return any(
        hit.start - evidence[0] <= _ARTICLE for hit in document.hits_within(*evidence, {"both"})
    )
