"""The parties of one call, which of them words stand for, and which of them are said to say something.

What belongs here: mapping mentions, pronouns, countries and groups to the parties of one ``CallFrame``; what the verbs
of saying and the quotation marks around a claim make of its "he" and "she". What does not: whose a claim is in the
end, and what rules a party out (``holders.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from readouts.parse.document import CallFrame
from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import Subject
from readouts.parse.reactions.outsiders import is_of_other_office
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.silence.bars import are_some
from readouts.parse.reactions.toward.targets import toward

NEAR = 3
"""How many sentences a quotation is followed for its attribution."""

FEW = 14
"""Among so many words before "he" stands who says so."""

_COUNTS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}
"""How many calls a sentence tells of, by the word for as many guests: "all three ministers" are without the host."""
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
    """The parties of one call; ``last`` is who spoke last, in sentence ``spoke``.

    ``guests`` are those of a round's call without its host, where the sentence ``of_guests`` is of them; ``peers`` whom
    "his counterpart" stands for, by sentence and mention.
    """

    def __init__(self, sheet: Sheet, frame: CallFrame) -> None:
        self.sheet, self.document, self.frame = sheet, sheet.document, frame
        self.actors = [self.document.actors[a] for a in frame.parties]
        self.index = {a: i for i, a in enumerate(frame.parties)}
        self.places: dict[str, list[int]] = {}
        for i, actor in enumerate(self.actors):
            if actor.place:
                self.places.setdefault(actor.place, []).append(i)
        self.last, self.spoke = NOBODY, -NEAR
        self.told = bisect_right(sheet.starts, frame.start) - 1
        self.guests, self.of_guests = NOBODY, -NEAR
        self.peers: dict[tuple[int, int], Holders] = {}

    def note(self, holders: Holders, sentence: int) -> None:
        """Remember a single party as the one who spoke last, in the sentence of this index."""
        if len(holders.parties) == 1:
            self.last, self.spoke = holders, sentence

    def of(self, actors: Iterable[int]) -> list[int]:
        """The parties, by index, that some actors are, in the order of the actors."""
        return [self.index[a] for a in actors if a in self.index]

    def only(self, m: int, line: Line) -> int:
        """The one party, by index, that a mention means; -1 where it means none, several or another besides."""
        found = [self.index.get(a, -1) for a in line.mentions[m].actors] if m >= 0 else []
        return found[0] if len(found) == 1 else -1

    def everybody(self) -> Holders:
        """All parties: one for each of two sides, or jointly."""
        sides: dict[str | None, int] = {}
        for i, actor in enumerate(self.actors):
            sides.setdefault(actor.place or actor.name, i)
        every = tuple(sides.values()) if len(sides) == 2 else tuple(range(len(self.actors)))
        return Holders(every, joint=len(every) > 2)

    def resolve(self, subject: Subject, line: Line) -> Holders:
        """Return the parties that a subject stands for; none where it is somebody else."""
        begins = subject.start == 0 and line.index == self.of_guests + 1
        if begins and line.is_any(0, "they"):
            return self.guests  # "The ministers voiced solidarity with Norway. They condemned"
        if subject.kind == "all":
            at = subject.start
            of_more = at > 0 and line.word(at - 1) == "all" and line.is_any(at, "parties")
            return NOBODY if of_more or self._are_more_or_less(line, at) else self.everybody()
        found: list[int] = []
        offices = [actor.office or "" for actor in self.actors]
        for m in subject.mentions:
            mention, (begin, end) = line.mentions[m], line.spans[m]
            group = mention.kind == "group"
            they = line.has(range(begin, end), *THEY) and not are_some(line, m)
            if (group and not they) or is_of_other_office(line, m, offices):
                return NOBODY  # "lawmakers", "envoys", "tourism officials"
            leads = m == subject.mentions[0] and line.word(end) == ","
            if group and len(subject.mentions) > 2 and (end == begin + 1 or leads):
                continue  # "Both Quen and Brandt", "The ministers of Norway and Peru, Quen and Brandt"
            if group and self._are_more_or_less(line, end - 1):
                return NOBODY
            hits = self.of(mention.actors) if mention.actors else self.places.get(mention.place, [])
            if is_peer(line, m):
                peer = self.peers.setdefault((line.index, m), self._counterpart(line, m))
                if len(subject.mentions) == 1 or not peer.parties:
                    return peer
                hits = list(peer.parties)  # "Quen and his counterpart"
            if group:
                hits = [*hits, *self._unnamed(mention.actors)]
            if mention.actors and group:
                hits = self._of_series(mention.actors, line, m) or hits
            state = mention.kind == "country"
            # "Peruvians condemned it", and nobody says so
            people = state and mention.adjectival and not line.has(range(end), "determiner")
            people = people and not (
                line.quoted[begin] or line.has(range(len(line.words)), "saying")
            )
            # "Quen and Moto met and condemned it", of whom Moto was on no line
            joins = mention.kind == "person" and len(subject.mentions) > 1 and not hits
            stranger = joins and self.sheet.callers.isdisjoint(mention.actors)
            if (group and _of_others(line, m)) or (state and not hits) or people or stranger:
                return NOBODY
            found += [i for i in hits if i not in found]
        if len(found) > 2 and len(found) >= len(self.actors) - 1:
            return self.everybody()
        return Holders(tuple(sorted(found)))

    def _unnamed(self, actors: Iterable[int]) -> list[int]:
        """The parties of whom a group tells the state alone: Orhu of "the Norwegian and Turkish ministers"."""
        unknown = [self.document.actors[a] for a in actors if a not in self.index]
        theirs = [self.places.get(a.place or "", []) for a in unknown if not a.name]
        return [one[0] for one in theirs if len(one) == 1 and not self.actors[one[0]].office]

    def _counterpart(self, line: Line, m: int) -> Holders:
        """Whom a bare "his counterpart" is: the other of two than whoever is named last before it, or spoke last.

        Nobody where the one before it is no party: "Lawmaker Luis Soto said his colleague was grateful".
        """
        known = [self.only(k, line) for k in range(m) if line.mentions[k].actors]
        stranger = any(line.cover[k] < 0 and line.is_capital(k) for k in range(1, line.spans[m][0]))
        if len(self.actors) != 2 or known[-1:] == [-1] or (stranger and not known):
            return NOBODY
        if known:
            return Holders((1 - known[-1],))
        of_one = self.sheet.calls_told[line.index] == 1
        return Holders((1 - (self.last.parties or (0,))[0],)) if of_one else NOBODY

    def _are_more_or_less(self, line: Line, at: int) -> bool:
        """Whether a noun phrase that ends at a word counts others than the parties: "the four" of a call of two."""
        shared = self.sheet.shared.get(line.index, frozenset())
        if shared and shared != set(self.index):
            return False  # "the three" of a round of calls, each of which is between two
        near = (
            k for k in range(at - 3, at + 1) if not line.has(range(k, at), "clause", "preposition")
        )
        counted = {n for k in near for n in COUNTS if line.is_any(k, f"count_{n}")}
        return bool(counted) and counted.isdisjoint((len(self.actors), len(self.places)))

    def _of_series(self, actors: tuple[int, ...], line: Line, m: int) -> list[int]:
        """The parties of this call that a group of a whole series takes in: "his counterparts", "both".

        Not the host where the group's words are for him: "the ministers voiced solidarity with Norway".
        """
        shared = self.sheet.shared.get(line.index, frozenset())
        begin, end = line.spans[m]
        if len(self.actors) == 2 and line.has(range(begin, end), "counterparts"):
            named = {self.only(k, line) for k in range(m)} - {-1}
            if len(named) == 1 < len(shared):  # "He rang several counterparts, who voiced"
                return [1 - named.pop()]
        if len(self.actors) != 2 or len(shared) != 1:
            return []
        host = self.index[next(iter(shared))]
        own = {self.actors[host].country or ""}
        told = self.sheet.calls_told[line.index]
        counted = _COUNTS.get(told, " ") in line.words[max(0, begin - 2) : end]
        guests = (
            counted
            or line.has(range(begin, end), "counterparts")
            or any(
                m in claim.subject.mentions and toward(claim, line, self.sheet, own) is None
                for claim in self.sheet.read(line.index).claims
            )
        )
        if not guests and shared & set(actors):
            return [0, 1]
        self.guests, self.of_guests = Holders((1 - host,)), line.index
        return [1 - host]

    def country_of(self, m: int, line: Line) -> str | None:
        """Return the country a mention stands for, None where it has none."""
        mention = line.mentions[m]
        if mention.country or len(mention.actors) != 1:
            return mention.country
        return self.document.actors[mention.actors[0]].country

    # Who is said to say it: whoever is quoted, whose office speaks, who says it of himself.

    def _is_outsiders_quote(self, line: Line, claim: Claim) -> bool:
        """Whether a state is spoken of in the words of nobody known: '"Norway is worried," said Bor, an analyst'."""
        start = claim.subject.start
        if start < 0 or not line.quoted[start] or self._quoted(line).parties:
            return False
        said = (k for k, q in enumerate(line.quoted) if not q and line.is_any(k, "saying", "shown"))
        beside = (k for at in said for k in (line.over(at + 1, "determiner"), at - 1))
        return any(line.word(k).isalpha() and line.cover[k] < 0 for k in beside)

    def ours(self, line: Line | None = None) -> Holders:
        """Who says "I" and "we" outside quotation marks: the writer, all of a joint statement, or the source's state.

        Where none of them is known, whoever is said to say so in a ``line``.
        """
        writer, source = self.index.get(self.document.writer), self.document.source_country
        title = self.sheet.read(0).line
        if len(self.actors) > 2 and title.has(range(len(title.words)), "joint"):
            return self.everybody()
        if writer is not None:
            return Holders((writer,))
        here = self.sheet.read(line.index).speakers if line is not None else []
        if here and line is not None:
            return self.resolve(here[-1], line)
        return Holders(tuple(self.places.get(source, ())[:1])) if source else NOBODY

    def _quoted(self, line: Line) -> Holders:
        """The parties who speak in the sentence's quotation, told there or in those it goes on from."""
        sheet = self.sheet
        for index in range(line.index, max(-1, line.index - NEAR - 1), -1):
            here = sheet.read(index)
            if here.speakers:
                return self.resolve(here.speakers[0], here.line)
            if here.line.words[:1] != ['"'] and here.line.quoted[:1] != [True]:
                break
        for index in range(line.index + 1, min(line.index + NEAR + 1, len(sheet.opens))):
            here = sheet.read(index)
            if here.speakers and sheet.opens[index]:
                return self.resolve(here.speakers[0], here.line)
        return NOBODY


def is_peer(line: Line, m: int) -> bool:
    """Whether it is "her counterpart", of no state that is told, or "my colleague"; not "her colleague at the bank"."""
    if m < 0:
        return False
    mention, (begin, end) = line.mentions[m], line.spans[m]
    bare = line.is_any(begin, "possessive") and line.is_any(begin + 1, "counterpart")
    named = mention.place or line.is_any(end, "preposition") or line.word(end) == ","
    return bare and end == begin + 2 and not named


def _of_others(line: Line, m: int) -> bool:
    """Whether a word before a plural noun sets it apart from the parties: "opposition leaders"."""
    begin, end = line.spans[m]
    near = range(end + 1, min(end + 5, len(line.words)))
    of_states = line.has(near, "nations", "parties", "government")
    if line.is_any(end, "of") and not of_states:
        return True  # "the leaders of the two clans", not "of the two countries"
    functions = ("determiner", "number", "clause", "preposition", "auxiliary", "adverb")
    noun = line.is_any(begin, "parties")
    if line.is_any(begin - 1, "possessive_end") and line.is_any(begin - 2, "nations"):
        return False  # "the two countries' ministers"
    return noun and line.cover[begin - 1] < 0 and not line.is_any(begin - 1, *functions)
