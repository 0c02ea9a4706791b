"""Whose stance it is: from the subject of a claim to the parties of a call.

What belongs here: mapping mentions, pronouns, countries and groups to the parties of one ``CallFrame``. What does
not: finding the subject in the sentence (``clauses.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readouts.parse.document import CallFrame, Document, Mention
from readouts.parse.reactions.clauses import Subject
from readouts.parse.reactions.lines import Line


@dataclass(frozen=True, slots=True)
class Holders:
    """Parties by index in the frame; ``joint`` where they speak as one in a call of more than two."""

    parties: tuple[int, ...]
    joint: bool = False


NONE = Holders(())
HUB = -1
"""Stands, in place of a mention, for the host of a series of calls."""


def _office_words(office: str) -> set[str]:
    return {word for word in office.lower().split() if len(word) > 3}


class Cast:
    """The parties of one call, and who spoke last.

    ``series`` are the calls that share a sentence with this one, itself included; ``last`` is who spoke last, in
    sentence ``spoke``; ``hub`` is the index of the party who is in every call of the series, -1 for none.
    """

    def __init__(self, document: Document, frame: CallFrame, series: Sequence[CallFrame]) -> None:
        self.document = document
        self.frame = frame
        self.actors = [document.actors[a] for a in frame.parties]
        self.index = {a: i for i, a in enumerate(frame.parties)}
        self.countries: dict[str, list[int]] = {}
        self.organisations: dict[str, list[int]] = {}
        for i, actor in enumerate(self.actors):
            if actor.country:
                self.countries.setdefault(actor.country, []).append(i)
            elif actor.organisation:
                self.organisations.setdefault(actor.organisation, []).append(i)
        self.last: Holders = NONE
        self.spoke: int | None = None
        self.scope = frozenset(frame.sentences)
        self.hub = self._hub(series)

    def note(self, holders: Holders, sentence: int) -> None:
        """Remember a single party as the one who spoke last, in the sentence of this index."""
        if len(holders.parties) == 1:
            self.last, self.spoke = holders, sentence

    def _hub(self, series: Sequence[CallFrame]) -> int:
        """The index of the party who is in all of a series of calls, -1 where there is none."""
        if len(series) < 2 or len(self.actors) != 2:
            return -1
        shared = set(self.frame.parties).intersection(*(f.parties for f in series))
        return self.index[shared.pop()] if len(shared) == 1 else -1

    def everybody(self) -> Holders:
        """All parties: one for each of two sides, or jointly."""
        sides: dict[str | None, int] = {}
        for i, actor in enumerate(self.actors):
            sides.setdefault(actor.country or actor.organisation or actor.name, i)
        if len(sides) == 2:
            return Holders(tuple(sides.values()))
        every = tuple(range(len(self.actors)))
        return Holders(every, joint=len(every) > 2)

    def resolve(self, subject: Subject, line: Line) -> Holders:
        """Return the parties that a subject stands for; none where it is somebody else."""
        if subject.kind == "all":
            return self.everybody()
        if subject.kind in ("own", "speaker"):
            return self.last
        if subject.kind == "other" and subject.mentions == (HUB,):
            return Holders((1 - self.hub,))
        if subject.kind == "other":
            thanked = self.resolve(Subject("mention", subject.mentions), line).parties
            others = tuple(i for i in range(len(self.actors)) if i not in thanked)
            return Holders(others) if thanked and len(others) == 1 else NONE
        if subject.kind != "mention":
            return NONE
        found: list[int] = []
        group = False
        for m in subject.mentions:
            mention = line.mentions[m]
            hits = [self.index[a] for a in mention.actors if a in self.index]
            if not mention.actors:
                if mention.kind == "group":
                    return self.everybody()
                if mention.kind == "pronoun":
                    return self.last
                if mention.country:
                    hits = self.countries.get(mention.country, [])
                elif mention.organisation:
                    hits = self.organisations.get(mention.organisation, [])
            elif not hits and len(mention.actors) == 1:
                begin, end = line.spans[m]
                if mention.kind == "nominal" and not line.grammar["and"].isdisjoint(
                    line.words[begin:end]
                ):
                    return self.everybody()
                hits = self._by_office(mention.actors[0])
            if mention.kind == "group":
                group = True
                begin, end = line.spans[m]
                has_others = any(a not in self.index for a in mention.actors)
                has_others = has_others or not line.grammar["counterparts"].isdisjoint(
                    line.words[begin:end]
                )
                if self.hub >= 0 and has_others and len(mention.actors) > 1:
                    hits = self._of_series(mention, line, m)
            found += [i for i in hits if i not in found]
        if len(found) > 2 and len(found) >= len(self.actors) - 1:
            return self.everybody()
        if len(self.actors) > 2 and group and len(found) == len(self.actors):
            return self.everybody()
        return Holders(tuple(sorted(found)))

    def _by_office(self, actor: int) -> list[int]:
        """The one party of the country and office of somebody who goes without a name."""
        other = self.document.actors[actor]
        if other.name is not None or not other.office or other.country is None:
            return []
        words = _office_words(other.office)
        same = self.countries.get(other.country, [])
        found = [i for i in same if words & _office_words(self.actors[i].office or "")]
        return found if len(found) == 1 else []

    def _of_series(self, mention: Mention, line: Line, m: int) -> list[int]:
        """The parties of this call that a group of a whole series takes in: "his counterparts", "both"."""
        begin, end = line.spans[m]
        if self.frame.parties[self.hub] not in mention.actors or not line.grammar[
            "counterparts"
        ].isdisjoint(line.words[begin:end]):
            return [1 - self.hub]
        return [0, 1]

    def country_of(self, m: int, line: Line) -> str | None:
        """Return the country a mention stands for, None where it has none."""
        mention = line.mentions[m]
        if mention.country:
            return mention.country
        if len(mention.actors) == 1:
            return self.document.actors[mention.actors[0]].country
        return None
