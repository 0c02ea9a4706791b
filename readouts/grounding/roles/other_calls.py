"""Which call of a report a stretch of its text belongs to.

What belongs here: telling the calls of one answer apart by who is named. What does not: who holds what is said
(``holders``).
"""

from __future__ import annotations

from collections.abc import Sequence

from readouts.grounding.actors.cast import Cast, Mention, is_small
from readouts.grounding.answer import SaidParty
from readouts.grounding.document import Document

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
        self._named: dict[int, set[int]] = {}

    def stands_with_another(self, number: int, evidence: tuple[int, int]) -> bool:
        """Whether the nearest party named before the evidence's end takes part in other calls only.

        Parties that all calls share tell none apart; words for several calls ("in both calls", "each of them") belong
        to all; "the two agreed" at the head of a paragraph is left to the answer.
        """
        if len(self.casts) < 2:
            return False
        document = self.document
        first = document.sentence_at(evidence[0])
        last = document.sentence_at(max(evidence[0], evidence[1] - 1))
        begun = first - _BACK
        if opens_with_both(document, evidence):
            begun = max(begun, document.paragraph(first)[0] - 1)
        for sentence in range(last, max(-1, begun), -1):
            if any(document.hits_within(*document.stretch(sentence, sentence), {"every"})):
                return False
            within = self._calls_of(sentence)
            if within:
                return number not in within
        return False

    def _calls_of(self, sentence: int) -> set[int]:
        """Return the calls that a sentence names a party of, by what no party of another call has."""
        known = self._named.get(sentence)
        if known is None:
            span = self.document.stretch(sentence, sentence)
            known = self._named[sentence] = {
                i
                for i, cast in enumerate(self.casts)
                if _named(cast, self._telling[i], self.casts, span)
            }
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


def _named(cast: Cast, who: set[int], casts: Sequence[Cast], span: tuple[int, int]) -> bool:
    """Whether a stretch names a party by what no party of another call has."""
    for mention in cast.within(*span):
        if mention.party not in who:
            continue
        party = cast.parties[mention.party]
        if mention.by == ("name" if party.name else "side"):
            return True
        others = [p for other in casts for p in other.parties if _key(p) != _key(party)]
        if mention.by == "office" and _is_of_own_country(cast, mention, party, others):
            return True
        if mention.by == "office" and not any(_alike(p.office, party.office) for p in others):
            return True
    return False


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
