"""Whose stance it is: from the subject of a claim to the parties of a call.

What belongs here: mapping mentions, pronouns, countries and groups to the parties of one ``CallFrame``. What does
not: finding the subject in the sentence (``clauses.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from readouts.parse.clauses import Subject
from readouts.parse.document import CallFrame, Document
from readouts.parse.lines import Line


@dataclass(frozen=True, slots=True)
class Holders:
    """Parties by index in the frame; ``joint`` where they speak as one in a call of more than two."""

    parties: tuple[int, ...]
    joint: bool = False


NONE = Holders(())


class Cast:
    """The parties of one call, and who spoke last."""

    def __init__(self, document: Document, frame: CallFrame) -> None:
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

    def everybody(self) -> Holders:
        """All parties: each of two, or jointly."""
        every = tuple(range(len(self.actors)))
        return Holders(every, joint=len(every) > 2)

    def resolve(self, subject: Subject, line: Line) -> Holders:
        """Return the parties that a subject stands for; none where it is somebody else."""
        if subject.kind == "all":
            return self.everybody()
        if subject.kind in ("own", "speaker"):
            return self.last
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
            group = group or mention.kind == "group"
            found += [i for i in hits if i not in found]
        if len(found) > 2 and len(found) >= len(self.actors) - 1:
            return Holders(tuple(sorted(found)), joint=True)
        if len(self.actors) > 2 and group and len(found) == len(self.actors):
            return self.everybody()
        return Holders(tuple(sorted(found)))

    def country_of(self, m: int, line: Line) -> str | None:
        """Return the country a mention stands for, None where it has none."""
        mention = line.mentions[m]
        if mention.country:
            return mention.country
        if len(mention.actors) == 1:
            return self.document.actors[mention.actors[0]].country
        return None
