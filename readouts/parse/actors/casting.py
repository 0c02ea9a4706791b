"""Layer 2b: who is who by name.

What belongs here: joining names to persons, and what each mention adds to what is known of a person. What does not:
offices without a name, and pronouns (``coreference``, ``pronouns``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Literal

from readouts.parse.actors import spellings
from readouts.parse.actors.person import Person
from readouts.parse.actors.reference import Ref
from readouts.parse.document import Actor
from readouts.parse.text.tokens import Tokens, unescaped

_LOOKED_AT = 60


class NamedCast:
    """The persons of one article as names tell them apart."""

    def __init__(
        self,
        text: str,
        tokens: Tokens,
        refs: list[Ref],
        source: str | None,
        *,
        official: bool,
        paragraph_starts: frozenset[int] | None = None,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.refs = refs
        self.source = source
        self.official = official
        self.people: list[Person] = []
        self.organisation: str | None = None
        self.day: date | None = None
        self.headings: frozenset[int] = frozenset()
        self.openers: dict[int, int] = {}
        self._narrator: Person | None = None
        self.paragraph_starts = paragraph_starts or frozenset()
        self.firsts = [r.first for r in refs]
        self.words: Mapping[str, frozenset[str]] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._by_country: dict[str, list[Person]] = {}
        self._pending: dict[int, Person] = {}

    def _shared_offices(self) -> None:
        """ "State Secretaries A of Norway and B of Finland", "his Danish and Swedish colleagues, A and B"."""
        for index, ref in enumerate(self.refs):
            if not ref.plural or ref.kind != "nominal" or not ref.office:
                continue
            named: list[Ref] = []
            at = ref.last
            for other in self.refs[index + 1 : index + 12]:
                gap = self.tokens.lower[at : other.first]
                if other.name is None or other.office or len(gap) > 3 or not set(gap) <= _LIST_GLUE:
                    break
                if named and not gap:
                    break
                named.append(other)
                at = other.last
            if len(named) < 2 or (ref.countries and len(ref.countries) != len(named)):
                continue
            for place, other in zip_longest(ref.countries, named):
                other.kind = "person"
                if not ref.counterpart:
                    other.office, other.office_kind = single(ref.office), ref.office_kind
                if place and not other.country and not other.organisation:
                    other.country, other.organisation = place
                elif ref.country and not other.country:
                    other.country = ref.country
            ref.countries, ref.country, ref.kind = [], None, "group"
            ref.listed = True

    def _words(self, ref: Ref) -> list[str]:
        assert ref.name is not None
        return self.tokens.words[ref.name[0] : ref.name[1]]

    def _written(self, ref: Ref) -> str:
        """The name as the text has it, without an editor's brackets."""
        assert ref.name is not None
        name = self.text[self.tokens.starts[ref.name[0]] : self.tokens.ends[ref.name[1] - 1]]
        return " ".join(unescaped(name).translate(_BRACKETS).split())

    def _find(self, key: tuple[str, ...], ref: Ref) -> Person | None:
        """The person of that name; the one named last where several fit."""
        best: Person | None = None
        for word in {key[-1], key[0]} | ({*key} if ref.given_name else set()):
            for person in self._by_word.get(word, ())[-8:]:
                if not spellings.same_person(
                    key,
                    person.key,
                    given=_given(person, ref, key),
                ):
                    continue
                if not _compatible(person, ref):
                    continue
                if best is None or _closer(person, best, key):
                    best = person
        if best is None:
            for person in self._by_word.get(key[-1][:4], ())[-8:]:
                if spellings.same_person(key, person.key) and _compatible(person, ref):
                    best = person
        if best is None and len(key) > 1 and ref.office_kind in _ONE_HOLDER:
            for person in self._by_word.get(key[-1], ())[-8:]:
                if _nickname(person, ref, key) and _compatible(person, ref):
                    best = person
        return best

    def _named(self, index: int, ref: Ref) -> None:
        words = self._words(ref)
        key = spellings.key(words)
        person = self._find(key, ref)
        if person is None:
            person = self._add(Person(Actor(len(self.people))))
        self._learn(person, ref, words, key)
        person.refs.append(index)
        ref.actors = (person.actor.id,)

    def _learn(self, person: Person, ref: Ref, words: list[str], key: tuple[str, ...]) -> None:
        actor = person.actor
        if (
            len(key) > len(person.key)
            or not person.key
            or (len(key) == len(person.key) and actor.name and len(words) > len(actor.name.split()))
        ):
            person.key = key
            actor.name = self._written(ref)
        for word in {*key, key[-1][:4]} - person.indexed:
            self._by_word.setdefault(word, []).append(person)
            person.indexed.add(word)
        if ref.counterpart:
            actor.country = actor.country or ref.country
        elif ref.office and (
            not actor.office
            or (person.former and not ref.former)
            or (_fuller(ref, actor.office, person.kind) and not self._of_two(ref, person))
        ):
            actor.office = ref.office
            person.kind = ref.office_kind or ""
            person.words |= office_words(ref.office)
            person.former = ref.former
        elif ref.office:
            person.words |= office_words(ref.office)
        if not ref.counterpart:
            person.kind = person.kind or ref.office_kind or ""
        person.usual = person.usual or ref.usual
        if ref.organisation:
            actor.organisation, actor.country = ref.organisation, None
        elif ref.country and not actor.organisation and not actor.country:
            actor.country = ref.country
        actor.gender = actor.gender or gender(ref.gender)
        person.given_name = person.given_name or ref.given_name

    def _of_two(self, ref: Ref, person: Person) -> bool:
        """Whether "Vice President and Prime Minister Quen" takes in somebody else's office."""
        first, _, _ = (ref.office or "").partition(" and ")
        words = office_words(first)
        return first != ref.office and any(
            p is not person
            and p.actor.name
            and p.actor.office
            and office_words(p.actor.office) == words
            for p in self.people[:9]
        )

    def _add(self, person: Person) -> Person:
        self.people.append(person)
        return person

    def _bare(self, index: int, ref: Ref) -> None:
        words = self._words(ref)
        key = spellings.key(words)
        person = self._find(key, ref)
        if person is None:
            person = self._add(Person(Actor(len(self.people)), weak=True))
        if person.weak or len(words) > len((person.actor.name or "").split()):
            weak = person.weak
            self._learn(person, ref, words, key)
            person.weak = weak
        person.refs.append(index)
        ref.actors = (person.actor.id,)

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

    def join(self, unnamed: Person, named: Person) -> None:
        """Say that an unnamed holder of an office is the person named: all its mentions become hers."""
        named.actor.country, named.actor.organisation = (
            unnamed.actor.country,
            unnamed.actor.organisation,
        )
        for index in unnamed.refs:
            ref = self.refs[index]
            ref.actors = tuple(named.actor.id if a == unnamed.actor.id else a for a in ref.actors)
            named.refs.append(index)
        unnamed.refs.clear()

    def _index_country(self, person: Person) -> None:
        actor = person.actor
        place = actor.country or ("~" + actor.organisation if actor.organisation else None)
        if place and place not in person.indexed:
            self._by_country.setdefault(place, []).append(person)
            person.indexed.add(place)


_LIST_GLUE = frozenset({",", "and", ";", "the", ":", "—", "–", "&", "-"})

_BRACKETS = str.maketrans("", "", "[]()")

_OFFICE_NOISE = frozenset({"of", "the", "and", "for", "&", ","})

_SINGULAR = {
    "ministers": "minister",
    "presidents": "president",
    "secretaries": "secretary",
    "leaders": "leader",
    "premiers": "premier",
    "kings": "king",
    "fms": "fm",
}

_PLURAL_HEADS = {
    "ministers": "minister",
    "Ministers": "Minister",
    "presidents": "president",
    "Presidents": "President",
    "secretaries": "secretary",
    "Secretaries": "Secretary",
    "leaders": "leader",
    "Leaders": "Leader",
    "premiers": "premier",
    "Premiers": "Premier",
    "advisors": "advisor",
    "Advisors": "Advisor",
    "advisers": "adviser",
    "Advisers": "Adviser",
    "envoys": "envoy",
    "chancellors": "chancellor",
    "Chancellors": "Chancellor",
    "ambassadors": "ambassador",
    "Ambassadors": "Ambassador",
}

# Offices a country has one of: two holders of one surname are one person.
_ONE_HOLDER = frozenset({"pm", "president", "fm"})

_LOOSE = frozenset(
    {"top", "chief", "leader", "fm", "eam", "nsa", "diplomat", "premier", "pm", "boss"}
)


def _fuller(ref: Ref, office: str, kind: str) -> bool:
    """Whether a later office says more: "Secretary of State" after "Secretary", "Foreign Minister" after "FM"."""
    new, old = office_words(ref.office or ""), office_words(office)
    if ref.former:
        return False
    if old < new:
        return True
    return ref.office_kind == kind and bool(old & _LOOSE) and not new & _LOOSE


def _given(person: Person, ref: Ref, key: tuple[str, ...]) -> bool:
    """Whether a part of a name other than the last may stand for the whole."""
    if ref.given_name or person.given_name:
        return True
    if ref.office_kind:
        return ref.office_kind == person.kind or len(person.key) == 2
    return 2 in (len(person.key), len(key))


def _nickname(person: Person, ref: Ref, key: tuple[str, ...]) -> bool:
    """Whether "Prime Minister Bibi Quen" is "Prime Minister Benjamin Quen": surname and office agree."""
    return (
        person.kind == ref.office_kind
        and len(person.key) > 1
        and person.key[-1] == key[-1]
        and not (person.former or ref.former)
    )


def gender(value: str | None) -> Literal["m", "f"] | None:
    """Return a gender as the records spell it, None for any other word."""
    return "m" if value == "m" else "f" if value == "f" else None


def office_words(office: str) -> frozenset[str]:
    """Return the words of an office that tell it from others, in lower case and the singular."""
    words = "".join(c if c.isalnum() else " " for c in office.lower()).split()
    return frozenset(_SINGULAR.get(w, w) for w in words if w not in _OFFICE_NOISE)


def single(office: str | None) -> str | None:
    """The office of one of several: "foreign ministers" is "foreign minister"."""
    if office is None:
        return None
    return " ".join(_PLURAL_HEADS.get(w, w) for w in office.split(" "))


def _compatible(person: Person, ref: Ref) -> bool:
    actor = person.actor
    if ref.country and actor.country and ref.country != actor.country:
        return False
    if ref.organisation and actor.organisation and ref.organisation != actor.organisation:
        return False
    return not (ref.gender and actor.gender and ref.gender != actor.gender)


def _closer(a: Person, b: Person, key: tuple[str, ...]) -> bool:
    """Whether ``a`` fits the name better than ``b``: by its surname first, then the later one."""

    def rank(p: Person) -> tuple[bool, bool, bool]:
        return (p.key == key, p.key[-1] == key[-1], not p.weak)

    return rank(a) >= rank(b)
