"""Layer 2b: who is who. Turns references into the actors of an article.

What belongs here: the order of the passes, joining names to persons, and offices and countries to their holders. What
does not: finding references (``references``), comparing names (``spellings``), pronouns (``pronouns``), countries of
those who stand without one (``sides``), and what the actors do (``calls``).
"""

from __future__ import annotations

from bisect import bisect_left

from readouts.parse.actors import pronouns, sides, spellings
from readouts.parse.actors.lexicon import lexicon
from readouts.parse.actors.person import (
    LEADERS,
    MANY,
    MINISTERS,
    NO_PARTY,
    Person,
    gender,
    like_office,
    office_words,
    same_office,
    same_words,
)
from readouts.parse.actors.reference import Ref
from readouts.parse.actors.shared import shared_offices, single
from readouts.parse.document import Actor, Document
from readouts.parse.text.tokens import Tokens, unescaped

_LOOKED_AT = 60
_RECENT = 24
_BRACKETS = str.maketrans("", "", "[]()")


class Cast:
    """The actors of one article and, for each reference, which of them it means; ``body`` is the source's own."""

    def __init__(
        self, document: Document, tokens: Tokens, refs: list[Ref], official: bool, body: str | None
    ) -> None:
        self.text, self.tokens, self.refs = document.text, tokens, refs
        self.source, self.organisation, self.official = document.source_country, body, official
        self.day = document.published
        self.sets = lexicon(document.language).words
        lines = document.sentences
        self.headings = frozenset(i for i, line in enumerate(lines) if line.heading)
        before = [-1, *(line.paragraph for line in lines)]
        self.paragraph_starts = frozenset(
            i for i, line in enumerate(lines) if line.paragraph != before[i]
        )
        self.people: list[Person] = []
        self.openers: dict[int, int] = {}
        self.firsts = [r.first for r in refs]
        self._narrator: Person | None = None
        self._by_word: dict[str, list[Person]] = {}
        self._by_country: dict[str, list[Person]] = {}

    def build(self) -> None:
        """Resolve all references, in passes: persons, bare names, offices, countries, pronouns."""
        shared_offices(self.refs, self.tokens.lower, self.sets)
        for kind in ("person", "name"):
            for index, ref in enumerate(self.refs):
                if ref.kind == kind:
                    self._named(index, ref)
        for person in self.people:
            self._index_country(person)
        recent: list[Person] = []
        for index, ref in enumerate(self.refs):
            if ref.kind in ("person", "name"):
                person = self.people[ref.actors[0]]
                if not person.weak:
                    _touch(recent, person)
            elif ref.kind == "nominal" and ref.office_kind != "party":
                self._nominal(index, ref, recent)
            if ref.owned and len(ref.actors) == 1:
                self._of_owner(index, self.people[ref.actors[0]])
        sides.give_countries(self)
        for person in self.people:
            self._index_country(person)
        pronouns.resolve(self)

    def _of_owner(self, index: int, person: Person) -> None:
        """Note of whose side "her foreign minister" is, where one person is named before in the sentence."""
        sentence = self.tokens.sentence
        before = [r for r in self.refs[max(0, index - 9) : index] if r.kind != "pronoun"]
        here = sentence[self.refs[index].first]
        owners = {a for r in before if sentence[r.first] == here for a in r.actors}
        if len(owners) == 1:
            person.owner = owners.pop()

    def _words(self, ref: Ref) -> list[str]:
        assert ref.name is not None
        words = self.tokens.words[ref.name[0] : ref.name[1]]
        return spellings.parts(words[0]) if len(words) == 1 else words

    def _written(self, ref: Ref) -> str:
        """The name as the text has it, without an editor's brackets; "Quen, Ilvar" and "@IlvarQuen" as "Ilvar Quen"."""
        assert ref.name is not None
        name = self.text[self.tokens.starts[ref.name[0]] : self.tokens.ends[ref.name[1] - 1]]
        if ref.name[1] - ref.name[0] == 1:
            name = " ".join(spellings.parts(name))
        if ref.form == "surname first":
            name = " ".join(reversed(name.split(", ")))
        return " ".join(unescaped(name).translate(_BRACKETS).split())

    def _find(self, key: tuple[str, ...], ref: Ref) -> Person | None:
        """The person of that name; the one named last where several fit."""
        best: Person | None = None
        for word in (key[-1], key[0], key[-1][:4], *(key if ref.given_name else ())):
            for person in self._by_word.get(word, ())[-8:]:
                fits = spellings.same_person(key, person.key, given=_given(person, ref, key))
                if (
                    fits
                    and _compatible(person, ref)
                    and (best is None or _rank(person, key) >= _rank(best, key))
                ):
                    best = person
        return best

    def _named(self, index: int, ref: Ref) -> None:
        words = self._words(ref)
        key = spellings.key(words)
        person = self._find(key, ref)
        if person is None:
            person = self._add(Person(Actor(len(self.people)), weak=ref.kind == "name"))
        self._learn(person, ref, words, key)
        person.refs.append(index)
        ref.actors = (person.actor.id,)

    def _learn(self, person: Person, ref: Ref, words: list[str], key: tuple[str, ...]) -> None:
        actor = person.actor
        longer = len(key), len(words) if actor.name else 0
        if longer > (len(person.key), len((actor.name or "").split())):
            person.key = key
            actor.name = self._written(ref)
        for word in {*key, key[-1][:4]} - person.indexed:
            self._by_word.setdefault(word, []).append(person)
            person.indexed.add(word)
        if ref.office and not ref.counterpart:
            if not actor.office or (person.former and not ref.former) or self._fuller(ref, person):
                actor.office, person.kind = ref.office, ref.office_kind or ""
                person.former = ref.former
            person.words |= office_words(ref.office)
        if not ref.counterpart:
            person.kind = person.kind or ref.office_kind or ""
        person.usual = person.usual or ref.usual
        if ref.organisation:
            actor.organisation, actor.country = ref.organisation, None
        elif not actor.organisation:
            actor.country = actor.country or ref.country
        actor.gender = actor.gender or gender(ref.gender)
        person.given_name = person.given_name or ref.given_name

    def _fuller(self, ref: Ref, person: Person) -> bool:
        """Whether a later office says more: "Secretary of State" after "Secretary", "Foreign Minister" after "FM"."""
        new, old = office_words(ref.office or ""), office_words(person.actor.office or "")
        loose = self.sets["loose_office"]
        if ref.former:
            return False
        return old < new or (
            ref.office_kind == person.kind and bool(old & loose) and not new & loose
        )

    def _nominal(self, index: int, ref: Ref, recent: list[Person]) -> None:
        """Say whom an office without a name means."""
        if ref.plural:
            own = [(ref.country, ref.organisation)] if ref.country or ref.organisation else []
            places = ref.countries or own
            people = [self._of_country(place, ref, recent) for place in places[:40]]
        elif ref.country or ref.organisation:
            people = [self._of_country((ref.country, ref.organisation), ref, recent)]
            _touch(recent, people[0])
        else:
            found = self._of_office(ref, recent)
            people = [found] if found else []
            if found:
                _touch(recent, found)
                found.actor.gender = found.actor.gender or gender(ref.gender)
        ref.actors = tuple(person.actor.id for person in people)
        for person in people:
            person.refs.append(index)

    def _of_country(
        self, place: tuple[str | None, str | None], ref: Ref, recent: list[Person]
    ) -> Person:
        """The holder of an office of a country or organisation: one spoken of, else a new one without a name."""
        kind, words = ref.office_kind or "", office_words(ref.office or "")
        if ref.counterpart and recent:
            others = [p.kind for p in reversed(recent) if p.actor.country != place[0]]
            kind = next((k for k in others if k in LEADERS | MINISTERS), "")
            words = frozenset()
        held = self._by_country.get(place[0] or f"~{place[1]}", [])[:MANY]
        near = [p for p in reversed(recent) if _holds(p, place)]
        for same in (same_office, like_office):
            for people in (near, held):
                fit = [p for p in people if same(p, kind, words)]
                if fit:
                    return max(fit, key=lambda p: (bool(p.actor.name), len(p.refs)))
        office = single(ref.office, self.sets) if ref.plural and ref.office else ref.office
        actor = Actor(len(self.people), None, None if ref.counterpart else office, *place)
        person = self._add(Person(actor, kind=kind, words=words, former=ref.former))
        self._index_country(person)
        return person

    def _of_office(self, ref: Ref, recent: list[Person]) -> Person | None:
        """The holder of an office of which the words do not say whose it is."""
        kind, words = ref.office_kind or "", office_words(ref.office or "")
        if kind in NO_PARTY or ref.counterpart:
            return None
        beside = self._others_beside(ref)
        recent = [p for p in recent if p.actor.id not in beside]
        if kind == "royal_title":
            exact = [p for p in reversed(recent) if p.given_name or p.kind == "royal"]
        else:
            exact = [p for p in reversed(recent) if same_words(p, words)]
        if exact:
            home = [p for p in exact if p.actor.country in (self.source, None)]
            home = [p for p in home if not p.actor.organisation and kind != "royal_title"]
            return home[0] if self.official and home else exact[0]
        body = (ref.usual or "")[1:] if (ref.usual or "").startswith("~") else None
        if ref.usual and not body:
            return self._of_country((ref.usual, None), ref, recent)
        like = [p for p in reversed(recent) if like_office(p, kind, words)]
        like += [p for p in reversed(recent) if kind in LEADERS and p.kind == kind]
        if like:
            return like[0]
        later = [p for p in self.people[:MANY] if same_words(p, words)]
        later = [p for p in later if p.actor.name or p.actor.country]
        home = [p for p in later if p.actor.country in (None, self.source)]
        if home or (later and not self.source):
            return (home or later)[0]
        body = self.organisation or body if kind == "sg" else body
        if ref.former or not ref.office:
            return None
        if body:
            return self._add(
                Person(Actor(len(self.people), None, ref.office, None, body), (), kind, words)
            )
        if not self.source or kind in ("group", "leader", "sg", "envoy", ""):
            return None
        return self._add(
            Person(Actor(len(self.people), None, ref.office, self.source), (), kind, words)
        )

    def _others_beside(self, ref: Ref) -> set[int]:
        """Whom the rest of the sentence names with an office of the same kind: somebody else."""
        sentence = self.tokens.sentence[ref.first]
        found: set[int] = set()
        behind = bisect_left(self.firsts, ref.first) + 1
        for other in self.refs[behind : behind + _LOOKED_AT]:
            if self.tokens.sentence[other.first] != sentence:
                break
            if other.office_kind == ref.office_kind and (other.country or other.organisation):
                found.update(other.actors)
        return found

    def _add(self, person: Person) -> Person:
        self.people.append(person)
        return person

    def _index_country(self, person: Person) -> None:
        actor = person.actor
        place = actor.country or (actor.organisation and f"~{actor.organisation}")
        if place and place not in person.indexed:
            self._by_country.setdefault(place, []).append(person)
            person.indexed.add(place)

    def name_within(self, actor: int, start: int, end: int) -> str | None:
        """Return the name of an actor as it stands between two offsets of the text."""
        low = bisect_left(self.tokens.starts, start)
        first = bisect_left(self.firsts, low)
        for ref in self.refs[first : first + _LOOKED_AT]:
            if self.tokens.starts[ref.first] >= end:
                return None
            if actor in ref.actors and ref.name:
                return self._written(ref)
        return None

    def narrator(self) -> int:
        """Return the source's own official who writes in the first person and goes without a name."""
        if self._narrator is None:
            actor = Actor(len(self.people), None, None, self.source)
            self._narrator = self._add(Person(actor, kind="minister"))
        return self._narrator.actor.id

    def rename(self, unnamed: int, weak: int) -> int:
        """Say that an unnamed holder of an office is the person of a bare name; return the one kept."""
        gone, kept = self.people[unnamed], self.people[weak]
        kept.actor.office = kept.actor.office or gone.actor.office
        kept.kind = kept.kind or gone.kind
        kept.words |= gone.words
        kept.weak = False
        self.join(gone, kept)
        return weak

    def join(self, unnamed: Person, named: Person) -> None:
        """Say that an unnamed holder of an office is the person named: all its mentions become hers."""
        gone, kept = unnamed.actor, named.actor
        kept.country, kept.organisation = gone.country, gone.organisation
        for index in unnamed.refs:
            ref = self.refs[index]
            ref.actors = tuple(kept.id if a == gone.id else a for a in ref.actors)
            named.refs.append(index)
        unnamed.refs.clear()


def _given(person: Person, ref: Ref, key: tuple[str, ...]) -> bool:
    """Whether a part of a name other than the last may stand for the whole."""
    if ref.given_name or person.given_name:
        return True
    if ref.office_kind:
        return ref.office_kind == person.kind or len(person.key) == 2
    return 2 in (len(person.key), len(key))


def _compatible(person: Person, ref: Ref) -> bool:
    actor = person.actor
    pairs = (
        (ref.country, actor.country),
        (ref.organisation, actor.organisation),
        (ref.gender, actor.gender),
    )
    return all(a == b or not a or not b for a, b in pairs)


def _rank(person: Person, key: tuple[str, ...]) -> tuple[bool, bool, bool]:
    return person.key == key, person.key[-1] == key[-1], not person.weak


def _holds(person: Person, place: tuple[str | None, str | None]) -> bool:
    country, organisation = place
    actor = person.actor
    return actor.country == country if country else actor.organisation == organisation


def _touch(recent: list[Person], person: Person) -> None:
    if person in recent:
        recent.remove(person)
    recent.append(person)
    del recent[:-_RECENT]
