"""The parties of one call, and which of them words stand for.

What belongs here: mapping mentions, pronouns, countries and groups to the parties of one ``CallFrame``. What does not:
whose a claim is, and what rules a party out (``holders.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from readouts.parse.document import CallFrame
from readouts.parse.reactions.bars import are_some
from readouts.parse.reactions.lines import Line
from readouts.parse.reactions.outsiders import is_of_other_office
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.targets import toward
from readouts.parse.reactions.verbs import Subject

NEAR = 3
"""How many sentences a quotation is followed for its attribution."""

THEY = ("all", "parties", "plural", "accusative", "possessive")
"""Classes of words by which a group of people can be those who spoke."""

COUNTS = range(2, 8)
"""Numbers of people that words count: the classes ``count_2`` and on."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Parties by index in the frame; ``joint`` where they speak as one in a call of more than two."""

    parties: tuple[int, ...]
    joint: bool = False


NOBODY = Holders(())


class Parties:
    """The parties of one call; ``last`` is who spoke last, in sentence ``spoke``, ``previous`` who before that."""

    def __init__(self, sheet: Sheet, frame: CallFrame) -> None:
        self.sheet, self.document, self.frame = sheet, sheet.document, frame
        self.actors = [self.document.actors[a] for a in frame.parties]
        self.index = {a: i for i, a in enumerate(frame.parties)}
        self.places: dict[str, list[int]] = {}
        for i, actor in enumerate(self.actors):
            place = actor.country or actor.organisation
            if place:
                self.places.setdefault(place, []).append(i)
        self.last, self.spoke, self.previous = NOBODY, -NEAR, NOBODY
        self.told = bisect_right(sheet.starts, frame.start) - 1

    def note(self, holders: Holders, sentence: int) -> None:
        """Remember a single party as the one who spoke last, in the sentence of this index."""
        if len(holders.parties) == 1:
            self.previous = self.last if sentence != self.spoke else self.previous
            self.last, self.spoke = holders, sentence

    def everybody(self) -> Holders:
        """All parties: one for each of two sides, or jointly."""
        sides: dict[str | None, int] = {}
        for i, actor in enumerate(self.actors):
            sides.setdefault(actor.country or actor.organisation or actor.name, i)
        every = tuple(sides.values()) if len(sides) == 2 else tuple(range(len(self.actors)))
        return Holders(every, joint=len(every) > 2)

    def resolve(self, subject: Subject, line: Line) -> Holders:
        """Return the parties that a subject stands for; none where it is somebody else."""
        if subject.kind == "all":
            at = subject.start
            of_more = at > 0 and line.word(at - 1) == "all" and line.is_any(at, "parties")
            of_more = of_more and len(self.actors) == 2
            return NOBODY if of_more or self._are_more_or_less(line, at) else self.everybody()
        if subject.kind in ("former", "latter"):
            return self._of_two(subject, line)
        found: list[int] = []
        for m in subject.mentions:
            mention = line.mentions[m]
            hits = [self.index[a] for a in mention.actors if a in self.index]
            begin, end = line.spans[m]
            they = mention.kind != "group" or line.has(range(begin, end), *THEY)
            if not they or (mention.kind == "group" and are_some(line, m)):
                return NOBODY  # "lawmakers", "envoys", "tourism officials"
            if is_of_other_office(line, m, [actor.office or "" for actor in self.actors]):
                return NOBODY
            if mention.kind == "group" and len(subject.mentions) > 2 and end == begin + 1:
                continue  # "Both Quen and Brandt"
            if mention.kind == "group" and self._are_more_or_less(line, end - 1):
                return NOBODY
            if not mention.actors and mention.kind == "pronoun":
                return self.last
            if not mention.actors and self._is_counterpart(line, m):
                return self._other_than_last(line)
            if not mention.actors:
                hits = self.places.get(mention.country or mention.organisation or "", [])
            elif mention.kind == "group":
                hits = self._of_series(mention.actors, line, m) or hits
            apart = mention.kind == "group" and _of_others(line, m)
            if apart or (mention.kind == "country" and not hits):
                return NOBODY
            found += [i for i in hits if i not in found]
        if len(found) > 2 and len(found) >= len(self.actors) - 1:
            return self.everybody()
        return Holders(tuple(sorted(found)))

    def are_of_another_call(self, subject: Subject, line: Line) -> bool:
        """Whether two who say something together are those of another call: "Quen and the Peruvian leader agreed"."""
        named = [line.mentions[m] for m in subject.mentions if line.mentions[m].kind != "group"]
        together = {actor for mention in named for actor in mention.actors}
        here = together <= set(self.index)
        return not here and any(together <= set(f.parties) for f in self.document.frames)

    def _are_more_or_less(self, line: Line, at: int) -> bool:
        """Whether a noun phrase that ends at a word counts others than the parties: "the four" of a call of two."""
        shared = self.sheet.shared.get(line.index, frozenset())
        if shared and shared != set(self.index):
            return False  # "the three" of a round of calls, each of which is between two
        counted = {
            n
            for k in range(max(0, at - 3), at + 1)
            for n in COUNTS
            if line.is_any(k, f"count_{n}") and not line.has(range(k, at), "clause", "preposition")
        }
        return bool(counted) and counted.isdisjoint((len(self.actors), len(self.places)))

    def _is_counterpart(self, line: Line, m: int) -> bool:
        """Whether the words are "his counterpart", and nothing says of what state."""
        begin, end = line.spans[m]
        alone = line.mentions[m].kind == "nominal" and not line.mentions[m].country
        return alone and line.has(range(begin, end), "counterpart")

    def _other_than_last(self, line: Line) -> Holders:
        """The party of two who did not speak last; right behind the call's telling the second named in it."""
        if len(self.actors) != 2:
            return NOBODY
        last = self.previous if self.spoke == line.index else self.last
        if len(last.parties) == 1:
            return Holders((1 - last.parties[0],))
        return Holders((1,)) if line.index == self.told + 1 else NOBODY

    def _of_two(self, subject: Subject, line: Line) -> Holders:
        """Whom "the former" or "the latter" means: one of two named before it, in its sentence or the last."""
        until = line.starts[subject.start]
        since = self.document.sentences[max(0, line.index - 1)].start
        for first in (line.starts[0], since):
            named = [
                m.actors
                for m in self.document.mentions
                if first <= m.start < until and m.kind in ("person", "nominal")
            ]
            if len(named) > 1:
                who = named[-1 if subject.kind == "latter" else -2]
                hits = [self.index[a] for a in who if a in self.index]
                return Holders(tuple(hits))
        return NOBODY

    def _of_series(self, actors: tuple[int, ...], line: Line, m: int) -> list[int]:
        """The parties of this call that a group of a whole series takes in: "his counterparts", "both".

        Not the host where the group's words are for him: "the ministers voiced solidarity with Norway".
        """
        shared = self.sheet.shared.get(line.index, frozenset())
        if len(self.actors) != 2 or len(shared) != 1:
            return []
        begin, end = line.spans[m]
        host = self.index[next(iter(shared))]
        own = {self.actors[host].country or ""}
        guests = line.has(range(begin, end), "counterparts") or any(
            claim.subject.mentions == (m,) and toward(claim, line, self.sheet, own) is None
            for claim in self.sheet.read(line.index).claims
        )
        return [1 - host] if guests or not shared & set(actors) else [0, 1]

    def country_of(self, m: int, line: Line) -> str | None:
        """Return the country a mention stands for, None where it has none."""
        mention = line.mentions[m]
        if mention.country or len(mention.actors) != 1:
            return mention.country
        return self.document.actors[mention.actors[0]].country


def _of_others(line: Line, m: int) -> bool:
    """Whether a word before a plural noun sets it apart from the parties: "opposition leaders"."""
    begin, end = line.spans[m]
    if line.is_any(end, "of") and not _is_of_states(line, end + 1):
        return True  # "the leaders of the two clans"
    functions = ("determiner", "number", "clause", "preposition", "auxiliary", "adverb")
    noun = line.is_any(begin, "parties")
    return noun and line.cover[begin - 1] < 0 and not line.is_any(begin - 1, *functions)


def _is_of_states(line: Line, at: int) -> bool:
    """Whether words name states, or parties of a call: "the two countries", "both sides", "Norway and Peru"."""
    near = range(at, min(at + 4, len(line.words)))
    return any(line.cover[k] >= 0 for k in near) or line.has(
        near, "nations", "parties", "government"
    )
