"""Layer 3c: who may be a party to a call.

What belongs here: officials of states and organisations, bare names that the text shows to be such, those whom a
sentence leaves out, and talks that were no call. What does not: reading parties (``parties``).
"""

from __future__ import annotations

from readouts.model import Medium
from readouts.parse.cues import Cue
from readouts.parse.found import State
from readouts.parse.homes import described, elsewhere
from readouts.parse.parties import Sides
from readouts.parse.people import LEADERS, MANY, STATELY, Person

BACK = 60
"""How many calls back a further telling of one is looked for."""

_LEDE = 90
"""The words of a report's opening, where a bare name that rings a foreign official is the source's own."""

_HIGH = frozenset({"president", "pm", "royal", "fm", "leader", "dpm"})

_NOTE = 25
"""A note in the first person is of few sentences; a transcript of many."""
_CLAUSE = frozenset({",", ";", ".", "“", "”", "that", "—", "who", "and", "after", "which"})


class Admission(State):
    """Decides who takes part."""

    def _received(self, left: list[int]) -> bool:
        """Whether the story tells of calls that somebody else received one after the other."""
        return self.series is not None and self.series.principal not in left

    def _narrator(self, index: int, right: list[int]) -> list[int]:
        """Who writes "I spoke with ..." on an official page that nowhere names the writer."""
        short = len(self.document.sentences) <= _NOTE
        if not self.cast.source or not right or not short or self._quoted(index):
            return []
        return [self.cast.narrator()]

    def _quoted(self, index: int) -> bool:
        """Whether a sentence holds a quotation: its "I" is somebody the text has named, or should have."""
        first, last = self.tokens.first[index], self.tokens.last[index]
        return any(w in '“”"' for w in self.tokens.words[first : min(last, first + 200)])

    def _weak(
        self, cue: Cue, medium: Medium, sides: Sides, left: list[int], right: list[int]
    ) -> tuple[list[int], list[int]]:
        """Admit a bare name as a party where the other side is an official and a country is spoken of beside it."""
        people = self.cast.people
        if not left and len(sides.left) == 1:
            weak = sides.left[0]
            person = people[weak]
            if person.weak and not person.actor.country and self._is_name(person):
                unnamed = self._unnamed_principal()
                if unnamed is not None and unnamed not in sides.right:
                    return [self._call_by(unnamed, weak)], right
                source = self._attributed(cue) or self.cast.source
                abroad = source not in {people[a].actor.country for a in right}
                if right and source and abroad and (self.cast.official or cue.first < _LEDE):
                    person.actor.country = source
                    person.guessed, person.weak = True, False
                    return [weak], right
                if right and self._lift(weak, right):
                    return [weak], right
        if not right and len(sides.right) == 1:
            weak = sides.right[0]
            person = people[weak]
            known = left or ([self.principal] if self.principal is not None else [])
            if person.weak and not person.actor.country and person.actor.name:
                slot = self._open_slot(known)
                if slot is not None and len(person.key) > 1:
                    return left, [self._call_by(slot, weak)]
                if (
                    known
                    and (medium != "unspecified" or cue.kind == "noun")
                    and self._lift(weak, known)
                ):
                    return left, [weak]
        return left, right

    def _attributed(self, cue: Cue) -> str | None:
        """The country of "the Colombian president's office said" in the sentence of a cue."""
        lower = self.tokens.lower
        sentence = self.tokens.sentence[cue.first]
        for ref in self.reader.refs_between(cue.last, self.tokens.last[sentence])[-4:]:
            after = lower[ref.last : ref.last + 5]
            country = ref.country or (
                self.cast.people[ref.actors[0]].actor.country if len(ref.actors) == 1 else None
            )
            if (
                country
                and "said" in after
                and {"office", "ministry", "presidency", "government"} & set(after)
            ):
                return country
        return None

    def _is_name(self, person: Person) -> bool:
        """A single capitalised word is a name where it stands elsewhere than at the head of a sentence."""
        if len(person.key) > 1:
            return True
        for index in person.refs[:20]:
            at = self.cast.refs[index].first
            head = self.tokens.first[self.tokens.sentence[at]]
            if at - head > 1 or (at > head and self.tokens.words[at - 1].isalnum()):
                return True
        return False

    def _unnamed_principal(self) -> int | None:
        """The source's own official whom the text so far names by office alone."""
        if self.principal is None or not self.cast.official:
            return None
        actor = self.cast.people[self.principal].actor
        return self.principal if actor.name is None and actor.country == self.cast.source else None

    def _open_slot(self, known: list[int]) -> int | None:
        """The one party of a call with ``known`` that has an office and a country but no name."""
        people = self.cast.people
        slots = {
            p
            for frame in self.found.frames[-BACK:]
            if set(known) & set(frame.parties)
            for p in frame.parties
            if people[p].actor.name is None and people[p].kind != "group"
        }
        return slots.pop() if len(slots) == 1 else None

    def _call_by(self, unnamed: int, weak: int) -> int:
        """Give an unnamed party the name; the calls it took part in keep their place."""
        kept = self.cast.rename(unnamed, weak)
        for frame in self.found.frames:
            frame.parties = [kept if p == unnamed else p for p in frame.parties]
            if frame.initiator == unnamed:
                frame.initiator = kept
        if self.principal == unnamed:
            self.principal = kept
        if self.series is not None and self.series.principal == unnamed:
            self.series.principal = kept
        return kept

    def _lift(self, weak: int, others: list[int]) -> bool:
        """Guess the country of a bare name that is spoken of as an official's interlocutor."""
        people = self.cast.people
        if not any(people[a].kind in _HIGH for a in others):
            return False
        person = people[weak]
        if len(person.key) < 2 and (len(person.refs) < 2 or (person.actor.name or "").isupper()):
            return False
        if described(self.cast, person):
            return False
        taken = {people[a].actor.country for a in others}
        taken |= {
            p.actor.country
            for p in people[:MANY]
            if p.actor.name and p.kind in LEADERS and not p.guessed
        }
        country = elsewhere(self.cast, person, taken, wide=False)
        if country is None:
            return False
        person.actor.country, person.guessed, person.weak = country, True, False
        return True

    def _in_person(self, cue: Cue, medium: Medium, first: int, last: int) -> bool:
        if medium != "unspecified" or self.headed:
            return False
        lower, words = self.tokens.lower, self.tokens.words
        low, high = cue.first, cue.last
        while low > max(first, cue.first - 12) and words[low - 1] not in _CLAUSE:
            low -= 1
        while high < min(last, cue.last + 18) and words[high] not in _CLAUSE:
            high += 1
        for j in range(low, high):
            if lower[j] in self.words["inperson"] and not any(
                w in self.words["aside"] for w in lower[max(low, j - 6) : j]
            ):
                return True
        return False

    def _in_town(self, sides: Sides, medium: Medium, last: int) -> bool:
        """ "spoke with X in Jerusalem": talks without a word on distance, at a place, were in person."""
        i = sides.last
        if medium != "unspecified" or self.headed or not sides.right or i + 1 >= last:
            return False
        places = self.reader.refs_between(i + 1, i + 2)
        return self.tokens.lower[i] == "in" and any(ref.form == "capital" for ref in places)

    def _eligible(self, actors: list[int]) -> list[int]:
        return [a for a in actors if self._may_take_part(self.cast.people[a])]

    def _may_take_part(self, person: Person) -> bool:
        if not person.may_be_party() or (person.former and not person.actor.office):
            return False
        if not person.guessed or self.cast.official:
            return True
        if not person.kind:
            return not described(self.cast, person)
        return person.kind in STATELY or person.actor.country == self.cast.source

    def _apart(self, index: int, left: list[int], right: list[int]) -> None:
        """Two bare holders of one office are of two countries: the second, of another that the sentence speaks of."""
        people = self.cast.people
        both = [*left, *right]
        if len(both) != 2 or not all(people[a].guessed for a in both):
            return
        one, two = people[both[0]], people[both[1]]
        if one.actor.country != two.actor.country or one.rank() != two.rank():
            return
        home = one.actor.country
        for ref in self.reader.refs_between(self.tokens.first[index], self.tokens.last[index])[:30]:
            if ref.country and ref.country != home:
                two.actor.country = ref.country
                return

    def _far(self, left: list[int], right: list[int]) -> None:
        """Whoever the source's own official rang is of another country than was guessed for want of a better."""
        people = self.cast.people
        if not self.cast.official:
            if self.cast.source is None:
                self._unsaid(left, right)
            return
        home = {people[a].actor.country for a in left}
        if len(home) != 1 or None in home:
            return
        for actor in right:
            person = people[actor]
            if person.guessed and person.actor.country in home and person.kind:
                other = elsewhere(self.cast, person, home)
                if other is not None:
                    person.actor.country, person.guessed = other, False

    def _unsaid(self, left: list[int], right: list[int]) -> None:
        """In a text of no known publisher a bare leader is not put into the country of the one he spoke with."""
        people = self.cast.people
        if len(left) != 1 or len(right) != 1:
            return
        one, two = people[left[0]], people[right[0]]
        if one.actor.country != two.actor.country or one.guessed == two.guessed:
            return
        guessed, sure = (one, two) if one.guessed else (two, one)
        home: set[str | None] = {sure.actor.country}
        if guessed.actor.name and guessed.kind in STATELY and sure.kind in STATELY:
            guessed.actor.country = elsewhere(self.cast, guessed, home)

    def _before(self, index: int, before: int, right: list[int]) -> list[int]:
        """Who was spoken of just before, for a call told without its subject."""
        here = self.tokens.first[index]
        spans = [(here, before)]
        if index:
            spans.append((self.tokens.first[index - 1], here))
        for begin, end in spans:
            for ref in self.reader.refs_between(begin, end)[:40]:
                if ref.kind not in ("person", "name", "nominal", "pronoun") or len(ref.actors) != 1:
                    continue
                if not self._eligible(list(ref.actors)) or ref.actors[0] in right:
                    continue
                if self._international([*ref.actors, *right]):
                    return list(ref.actors)
        return []

    def _international(self, group: list[int]) -> bool:
        actors = [self.cast.people[a].actor for a in group]
        if any(a.organisation for a in actors):
            return True
        return len({a.country for a in actors}) > 1
