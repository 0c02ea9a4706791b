"""Layer 3c: who may be a party to a call.

What belongs here: officials of states and organisations, bare names that the text shows to be such, those whom a
sentence leaves out, and talks that were no call. What does not: reading parties (``parties``).
"""

from __future__ import annotations

from readouts.model import Medium
from readouts.parse.actors.person import NO_PARTY, STATELY, Person
from readouts.parse.actors.sides import ONE_EACH, described, may_be_ours, of_source
from readouts.parse.actors.signers import labelled
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import State
from readouts.parse.calls.parties import Sides
from readouts.reference.people import has_office

BACK = 60
"""How many calls back a further telling of one is looked for."""

_LEDE = 90
"""The words of a report's opening, where a bare name that rings a foreign official is the source's own."""

_HEADS = frozenset({"president", "pm", "royal", "fm"})

_NOTE = 25
"""A note in the first person is of few sentences; a transcript of many."""
_CLAUSE = frozenset({",", ";", ".", "“", "”", "that", "—", "who", "and", "after", "which"})


class Admission(State):
    """Decides who takes part."""

    def _received(self, left: list[int]) -> bool:
        """Whether the story tells of calls that somebody else received one after the other."""
        return self.series is not None and self.series.principal not in left

    def _narrator(self, cue: Cue, right: list[int]) -> list[int]:
        """Who writes "I spoke with ..." on an official page that nowhere names the writer."""
        if not (self.cast.official and self.cast.source) or self.reader.quoted(cue.first):
            return []
        short = len(self.document.sentences) <= _NOTE
        turn = labelled(self.tokens, self.cast, cue.first) is not None
        return [self.cast.narrator()] if short and right and not turn else []

    def _weak(
        self, cue: Cue, sides: Sides, left: list[int], right: list[int]
    ) -> tuple[list[int], list[int]]:
        """Admit a bare name as a party where the text says for whom the caller speaks, or who an unnamed party is."""
        people = self.cast.people
        if not left and len(sides.left) == 1:
            weak = sides.left[0]
            person = people[weak]
            if person.weak and not person.actor.country and self._is_name(person):
                unnamed = self._unnamed_principal()
                if unnamed is not None and unnamed not in sides.right:
                    return [self._call_by(unnamed, weak)], right
                country = self._attributed(cue)
                if right and country and country not in {people[a].actor.country for a in right}:
                    person.actor.country, person.weak = country, False
                    return [weak], right
        if not right and len(sides.right) == 1:
            weak = sides.right[0]
            person = people[weak]
            known = left or ([self.principal] if self.principal is not None else [])
            if person.weak and not person.actor.country and person.actor.name:
                slot = self._open_slot(known)
                if slot is not None and len(person.key) > 1:
                    return left, [self._call_by(slot, weak)]
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
        if not person.may_be_party() or person.former:
            return False
        if person.basis() != "source" or self.cast.official or person.kind:
            return True
        return not described(self.cast, person)

    def _settle(self, left: list[int], right: list[int]) -> None:
        """Give the source's country to whoever of its own a foreigner spoke with, and to no foreigner.

        Whoever the source's own official spoke with is not of the source, unless something else says so.
        """
        people, source = self.cast.people, self.cast.source
        if source is None:
            return
        for here, there in ((left, right), (right, left)):
            places = [people[a].actor.country or people[a].actor.organisation for a in there]
            abroad = bool(places) and None not in places and source not in places
            for person in [people[a] for a in here if a not in there]:
                if person.basis() == "source" and here is right and source in places:
                    person.actor.country, person.inferred = None, None
                open_ = not person.actor.country and not person.actor.organisation
                if abroad and open_ and person.actor.name and self._is_ours(person, places):
                    of_source(self.cast, person)

    def _is_ours(self, person: Person, beside: list[str | None]) -> bool:
        """Whether a name without a country may be one of the source's own, beside a foreigner."""
        if person.kind in NO_PARTY or described(self.cast, person):
            return False
        early = self.cast.refs[min(person.refs)].first < _LEDE
        sure = STATELY if self.cast.official else ONE_EACH
        if person.kind not in sure and (not early or person.kind in ("deputy", "sg")):
            return False
        return self.cast.official or (
            may_be_ours(self.cast, person, frozenset(place for place in beside if place))
            and (not person.weak or self._is_name(person))
        )

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
        """Whether those of a call are of different states or organisations, as far as is known.

        Of one whose country is not told it is taken that he is a foreigner to the other, where the office says so.
        """
        people = [self.cast.people[a] for a in group]
        places = {p.actor.country or p.actor.organisation for p in people} - {None}
        if any(p.actor.organisation for p in people) or len(places) > 1:
            return True
        known = [p for p in people if p.actor.country]
        open_ = [p for p in people if not p.actor.country]
        if not known:
            return (
                len(open_) > 1 and len({p.kind for p in open_}) == 1 and open_[0].kind in ONE_EACH
            )
        return any(self._foreign(p, known) for p in open_)

    def _foreign(self, person: Person, known: list[Person]) -> bool:
        """Whether one whose country is not told is no official of the state of those whose is.

        Nobody else holds an office that a state has one of; whoever is named before a country is told for the other has
        none of it; and a head of state or government or a foreign minister of that state would hardly be spoken of
        like a stranger, save on its own pages.
        """
        if person.kind in ONE_EACH and any(p.kind == person.kind for p in known):
            return True
        first = min(person.refs, default=-1)
        if person.kind in STATELY and all(
            p.basis() == "text" and first < min(p.refs, default=-1) for p in known
        ):
            return True
        if person.kind not in _HEADS:
            return False
        if any(p.basis() == "source" or self.cast.official for p in known):
            return not any(has_office(p.actor.country or "", person.kind) for p in known)
        return True
