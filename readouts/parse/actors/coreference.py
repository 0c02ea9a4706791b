"""Layer 2b: who is who. Turns references into the actors of an article.

What belongs here: the order of the passes, and joining offices and countries to persons. What does not: finding
references (``scanner``), names (``casting``), pronouns (``pronouns``), and what the actors do (``calls``).
"""

from __future__ import annotations

from bisect import bisect_left

from readouts.parse.actors.casting import gender, office_words, single
from readouts.parse.actors.person import LEADERS, MANY, MINISTERS, NO_PARTY, Person
from readouts.parse.actors.pronouns import PronounCast
from readouts.parse.actors.reference import Ref
from readouts.parse.actors.sides import give_countries
from readouts.parse.document import Actor


class Cast(PronounCast):
    """The actors of one article and, for each reference, which of them it means."""

    def build(self) -> None:
        """Resolve all references, in passes: persons, bare names, offices, countries, pronouns."""
        self._shared_offices()
        for index, ref in enumerate(self.refs):
            if ref.kind == "person":
                self._named(index, ref)
        for index, ref in enumerate(self.refs):
            if ref.kind == "name":
                self._bare(index, ref)
        self._offices()
        give_countries(self)
        for person in self.people:
            self._index_country(person)
        self._pronouns()

    def _offices(self) -> None:
        named = [
            p for p in self.people if p.actor.office or p.actor.country or p.actor.organisation
        ]
        for person in named:
            self._index_country(person)
        recent: list[Person] = []
        for index, ref in enumerate(self.refs):
            if ref.kind in ("person", "name") and ref.actors:
                person = self.people[ref.actors[0]]
                if not person.weak:
                    _touch(recent, person)
            elif ref.kind == "nominal":
                self._nominal(index, ref, recent)

    def _nominal(self, index: int, ref: Ref, recent: list[Person]) -> None:
        if ref.office_kind == "party":
            return
        if ref.plural:
            pairs = ref.countries or (
                [(ref.country, ref.organisation)] if ref.country or ref.organisation else []
            )
            people = [self._of_country(c, o, ref, recent) for c, o in pairs[:40]]
            ref.actors = tuple(p.actor.id for p in people)
            for person in people:
                person.refs.append(index)
            return
        found: Person | None
        if ref.country or ref.organisation:
            found = self._of_country(ref.country, ref.organisation, ref, recent)
        else:
            found = self._of_office(ref, recent)
        if found is not None:
            ref.actors = (found.actor.id,)
            found.refs.append(index)
            _touch(recent, found)
            if ref.gender and not found.actor.gender:
                found.actor.gender = gender(ref.gender)

    def _of_country(
        self, country: str | None, organisation: str | None, ref: Ref, recent: list[Person]
    ) -> Person:
        kind, words = ref.office_kind or "", office_words(ref.office or "")
        if ref.counterpart and recent:
            kind = next(
                (
                    p.kind
                    for p in reversed(recent)
                    if p.actor.country != country and p.kind in LEADERS | MINISTERS
                ),
                "",
            )
            words = frozenset()
        held = self._by_country.get(country or "~" + (organisation or ""), [])
        for same in (_same_office, _like_office):
            fit = [
                p
                for p in reversed(recent)
                if _holds(p, country, organisation) and same(p, kind, words)
            ]
            if fit:
                return max(fit, key=lambda p: (bool(p.actor.name), len(p.refs)))
            fit = [p for p in held[:MANY] if same(p, kind, words)]
            if fit:
                return max(fit, key=lambda p: (bool(p.actor.name), len(p.refs)))
        actor = Actor(
            len(self.people),
            None,
            None if ref.counterpart else single(ref.office) if ref.plural else ref.office,
            country,
            organisation,
        )
        person = self._add(Person(actor, kind=kind, words=words, former=ref.former))
        self._index_country(person)
        return person

    def _of_office(self, ref: Ref, recent: list[Person]) -> Person | None:
        kind, words = ref.office_kind or "", office_words(ref.office or "")
        if kind in NO_PARTY:
            return None
        if ref.counterpart:
            return None
        beside = self._beside(ref)
        recent = [p for p in recent if p.actor.id not in beside]
        exact = [p for p in reversed(recent) if _same_words(p, words)]
        if kind == "royal_title":
            exact = [p for p in reversed(recent) if p.given_name or p.kind == "royal"]
        if exact:
            home = [
                p
                for p in exact
                if p.actor.country in (self.source, None) and not p.actor.organisation
            ]
            if self.official and home and kind != "royal_title":
                return home[0]
            return exact[0]
        if ref.usual and not ref.usual.startswith("~"):
            return self._of_country(ref.usual, None, ref, recent)
        like = [p for p in reversed(recent) if _like_office(p, kind, words)]
        like += [p for p in reversed(recent) if kind in LEADERS and p.kind == kind]
        if like:
            return like[0]
        later = [
            p
            for p in self.people[:MANY]
            if _same_words(p, words) and (p.actor.name or p.actor.country)
        ]
        if later:
            home = [p for p in later if p.actor.country in (None, self.source)]
            if home or not self.source:
                return (home or later)[0]
        body = (ref.usual or "").removeprefix("~") if (ref.usual or "").startswith("~") else None
        body = self.organisation or body if kind == "sg" else body
        if body and ref.office and not ref.former:
            actor = Actor(len(self.people), None, ref.office, None, body)
            return self._add(Person(actor, kind=kind, words=words))
        if not self.source or kind in ("group", "leader", "sg", "envoy", "") or not ref.office:
            return None
        if ref.former:
            return None
        actor = Actor(len(self.people), None, ref.office, self.source)
        return self._add(Person(actor, kind=kind, words=words))

    def _beside(self, ref: Ref) -> set[int]:
        """Whom the rest of the sentence names with an office of the same kind: somebody else."""
        sentence = self.tokens.sentence[ref.first]
        found: set[int] = set()
        at = bisect_left(self.firsts, ref.first) + 1
        while (
            at < len(self.refs)
            and self.tokens.sentence[self.refs[at].first] == sentence
            and len(found) < 9
        ):
            other = self.refs[at]
            if other.office_kind == ref.office_kind and (other.country or other.organisation):
                found.update(other.actors)
                if other.kind == "nominal" and not other.plural:
                    found.update(
                        p.actor.id
                        for p in self._by_country.get(other.country or "", [])[:MANY]
                        if p.kind == other.office_kind
                    )
            at += 1
        return found

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


def _holds(person: Person, country: str | None, organisation: str | None) -> bool:
    actor = person.actor
    return actor.country == country if country else actor.organisation == organisation


def _touch(recent: list[Person], person: Person) -> None:
    if person in recent:
        recent.remove(person)
    recent.append(person)
    if len(recent) > 24:
        del recent[0]


def _same_words(person: Person, words: frozenset[str]) -> bool:
    return bool(words) and words <= person.words


def _same_office(person: Person, kind: str, words: frozenset[str]) -> bool:
    alike = bool(kind) and kind != "group" and person.kind == kind
    if kind in LEADERS and person.kind == "leader" and not person.actor.name:
        return True
    return alike or _same_words(person, words)


def _like_office(person: Person, kind: str, words: frozenset[str]) -> bool:
    if kind in ("leader", "royal_title"):
        return person.kind in LEADERS
    if kind == "minister":
        return person.kind in MINISTERS and bool(words <= person.words or words == {"minister"})
    if kind == "":
        return not person.weak and person.kind not in NO_PARTY
    return False
