"""Layer 2b: who is who. Turns references into the actors of an article.

What belongs here: joining references to one person: by name, surname, office, country, pronoun. What does not:
finding references (``refs``), and what the actors do (``calls``).
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import zip_longest

from readouts.parse import names
from readouts.parse.document import Actor
from readouts.parse.homes import give_countries
from readouts.parse.people import LEADERS, MANY, MINISTERS, NO_PARTY, Person
from readouts.parse.refs import Ref
from readouts.parse.tokens import Tokens

_LIST_GLUE = frozenset({",", "and", ";", "the", ":", "—", "–", "&", "-"})
_BRACKETS = str.maketrans("", "", "[]()")
_OFFICE_NOISE = frozenset({"of", "the", "and", "for", "&", ","})


class Cast:
    """The actors of one article and, for each reference, which of them it means."""

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
        self._narrator: Person | None = None
        self.paragraph_starts = paragraph_starts or frozenset()
        self._firsts = [r.first for r in refs]
        self._by_word: dict[str, list[Person]] = {}
        self._by_country: dict[str, list[Person]] = {}
        self._pending: dict[int, Person] = {}

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
                    other.office, other.office_kind = _single(ref.office), ref.office_kind
                if place and not other.country and not other.organisation:
                    other.country, other.organisation = place
                elif ref.country and not other.country:
                    other.country = ref.country
            ref.countries, ref.country, ref.kind = [], None, "group"
            ref.listed = True

    # --- names ---------------------------------------------------------------------------------------

    def _words(self, ref: Ref) -> list[str]:
        assert ref.name is not None
        return self.tokens.words[ref.name[0] : ref.name[1]]

    def _written(self, ref: Ref) -> str:
        """The name as the text has it, without an editor's brackets."""
        assert ref.name is not None
        name = self.text[self.tokens.starts[ref.name[0]] : self.tokens.ends[ref.name[1] - 1]]
        return " ".join(name.translate(_BRACKETS).split())

    def _find(self, key: tuple[str, ...], ref: Ref) -> Person | None:
        """The person of that name; the one named last where several fit."""
        best: Person | None = None
        for word in {key[-1], key[0]} | ({*key} if ref.given_name else set()):
            for person in self._by_word.get(word, ())[-8:]:
                if not names.same_person(
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
                if names.same_person(key, person.key) and _compatible(person, ref):
                    best = person
        return best

    def _named(self, index: int, ref: Ref) -> None:
        words = self._words(ref)
        key = names.key(words)
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
            person.named_at = ref.first
        for word in {*key, key[-1][:4]} - person.indexed:
            self._by_word.setdefault(word, []).append(person)
            person.indexed.add(word)
        if ref.counterpart:
            actor.country = actor.country or ref.country
        elif ref.office and (
            not actor.office
            or (person.former and not ref.former)
            or _fuller(ref, actor.office, person.kind)
        ):
            actor.office = ref.office
            person.kind = ref.office_kind or ""
            person.words |= _office_words(ref.office)
            person.former = ref.former
        elif ref.office:
            person.words |= _office_words(ref.office)
        if not ref.counterpart:
            person.kind = person.kind or ref.office_kind or ""
        person.usual = person.usual or ref.usual
        if ref.organisation:
            actor.organisation, actor.country = ref.organisation, None
        elif ref.country and not actor.organisation and not actor.country:
            actor.country = ref.country
        actor.gender = actor.gender or _gender(ref.gender)
        person.given_name = person.given_name or ref.given_name

    def _add(self, person: Person) -> Person:
        self.people.append(person)
        return person

    def _bare(self, index: int, ref: Ref) -> None:
        words = self._words(ref)
        key = names.key(words)
        person = self._find(key, ref)
        if person is None:
            person = self._add(Person(Actor(len(self.people)), weak=True))
        if person.weak or len(words) > len((person.actor.name or "").split()):
            weak = person.weak
            self._learn(person, ref, words, key)
            person.weak = weak
        person.refs.append(index)
        ref.actors = (person.actor.id,)

    # --- offices -------------------------------------------------------------------------------------

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
                found.actor.gender = _gender(ref.gender)

    def _of_country(
        self, country: str | None, organisation: str | None, ref: Ref, recent: list[Person]
    ) -> Person:
        kind, words = ref.office_kind or "", _office_words(ref.office or "")
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
            None if ref.counterpart else _single(ref.office) if ref.plural else ref.office,
            country,
            organisation,
        )
        person = self._add(
            Person(actor, kind=kind, words=words, former=ref.former, named_at=ref.first)
        )
        self._index_country(person)
        return person

    def _of_office(self, ref: Ref, recent: list[Person]) -> Person | None:
        kind, words = ref.office_kind or "", _office_words(ref.office or "")
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
            if self.official and self.source and len(exact) > 1:
                home = [p for p in exact if p.actor.country == self.source]
                if home and exact[0].kind == home[0].kind and kind != "royal_title":
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
            return (home or later)[0]
        body = (ref.usual or "").removeprefix("~") if (ref.usual or "").startswith("~") else None
        body = self.organisation or body if kind == "sg" else body
        if body and ref.office and not ref.former:
            actor = Actor(len(self.people), None, ref.office, None, body)
            return self._add(Person(actor, kind=kind, words=words, named_at=ref.first))
        if not self.source or kind in ("group", "leader", "sg", "envoy", "") or not ref.office:
            return None
        if ref.former:
            return None
        actor = Actor(len(self.people), None, ref.office, self.source)
        return self._add(Person(actor, kind=kind, words=words, named_at=ref.first))

    def _beside(self, ref: Ref) -> set[int]:
        """Whom the rest of the sentence names with an office of the same kind: somebody else."""
        sentence = self.tokens.sentence[ref.first]
        found: set[int] = set()
        at = bisect_left(self._firsts, ref.first) + 1
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

    def _index_country(self, person: Person) -> None:
        actor = person.actor
        place = actor.country or ("~" + actor.organisation if actor.organisation else None)
        if place:
            if place not in person.indexed:
                self._by_country.setdefault(place, []).append(person)
                person.indexed.add(place)

    # --- two that turn out to be one ----------------------------------------------------------------

    def join(self, unnamed: Person, named: Person) -> None:
        named.actor.country, named.actor.organisation = (
            unnamed.actor.country,
            unnamed.actor.organisation,
        )
        for index in unnamed.refs:
            ref = self.refs[index]
            ref.actors = tuple(named.actor.id if a == unnamed.actor.id else a for a in ref.actors)
            named.refs.append(index)
        unnamed.refs.clear()

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

    # --- pronouns ------------------------------------------------------------------------------------

    def _pronouns(self) -> None:
        """Resolve "he", "she" to the last fitting subject, else to the last fitting person."""
        main = max(
            self.people[:MANY],
            key=lambda p: (p.actor.country == self.source and len(p.refs) > 2, len(p.refs)),
            default=None,
        )
        topic = main.actor.id if main is not None and len(main.refs) > 3 else None
        subject: int | None = None
        before: int | None = None
        recent: list[int] = []
        sentence = -1
        for ref in self.refs:
            here = self.tokens.sentence[ref.first]
            if here != sentence:
                sentence, before, subject = here, subject if subject is not None else before, None
                if here in self.paragraph_starts and topic is not None and before is not None:
                    before = topic if self._bulleted(here) else before
            if ref.kind == "pronoun":
                order = [a for a in (subject, before, *reversed(recent[-6:])) if a is not None]
                fit = next(
                    (a for a in order if self.people[a].actor.gender in (None, ref.gender)), None
                )
                if fit is not None:
                    ref.actors = (fit,)
                    person = self.people[fit]
                    person.actor.gender = person.actor.gender or _gender(ref.gender)
                    if subject is None and self.tokens.lower[ref.first] in ("he", "she"):
                        subject = fit
            elif len(ref.actors) == 1 and ref.kind in ("person", "name", "nominal"):
                person = self.people[ref.actors[0]]
                if ref.owner in ("his", "her") and subject is not None and subject != ref.actors[0]:
                    mine = self.people[subject].actor
                    mine.gender = mine.gender or ("m" if ref.owner == "his" else "f")
                if (
                    person.weak
                    and not person.actor.country
                    and ref.kind == "name"
                    and len(person.refs) < 2
                    and not (len(person.key) > 1 and self._acts(ref))
                ):
                    continue
                recent.append(ref.actors[0])
                if len(recent) > 32:
                    del recent[:16]
                if subject is None and not self._oblique(ref):
                    subject = ref.actors[0]

    def _bulleted(self, sentence: int) -> bool:
        """Whether a sentence begins an entry of a list: a dash, or a day with a colon."""
        first = self.tokens.first[sentence]
        words = self.tokens.words[first : first + 6]
        return bool(words) and (words[0] in "-–—•*·" or ":" in words[1:])

    def _acts(self, ref: Ref) -> bool:
        """Whether a verb of the past follows the name."""
        after = self.tokens.lower[ref.last] if ref.last < len(self.tokens) else ""
        return after.endswith("ed") or after in (
            "met",
            "said",
            "spoke",
            "told",
            "has",
            "had",
            "was",
            "held",
        )

    def _oblique(self, ref: Ref) -> bool:
        i = ref.first - 1
        lower = self.tokens.lower
        if i >= 0 and lower[i] in ("the", "a", "an"):
            i -= 1
        after = lower[ref.last] if ref.last < len(lower) else ""
        return after == "'s" or (i >= 0 and lower[i] in _PREPOSITIONS)


_PREPOSITIONS = frozenset(
    [
        "with",
        "to",
        "of",
        "by",
        "from",
        "for",
        "about",
        "at",
        "on",
        "between",
        "against",
        "after",
        "before",
        "under",
        "over",
        "than",
        "in",
        "and",
        "near",
    ]
)


def _holds(person: Person, country: str | None, organisation: str | None) -> bool:
    actor = person.actor
    return actor.country == country if country else actor.organisation == organisation


def _fuller(ref: Ref, office: str, kind: str) -> bool:
    """Whether a later office says more: "Secretary of State" after "Secretary", "Foreign Minister" after "FM"."""
    new, old = _office_words(ref.office or ""), _office_words(office)
    if ref.former:
        return False
    if old < new:
        return True
    return ref.office_kind == kind and bool(old & _LOOSE) and not new & _LOOSE


_LOOSE = frozenset(
    {"top", "chief", "leader", "fm", "eam", "nsa", "diplomat", "premier", "pm", "boss"}
)


def _given(person: Person, ref: Ref, key: tuple[str, ...]) -> bool:
    """Whether a part of a name other than the last may stand for the whole."""
    if ref.given_name or person.given_name:
        return True
    if ref.office_kind:
        return ref.office_kind == person.kind or len(person.key) == 2
    return 2 in (len(person.key), len(key))


def _touch(recent: list[Person], person: Person) -> None:
    if person in recent:
        recent.remove(person)
    recent.append(person)
    if len(recent) > 24:
        del recent[0]


def _gender(value: str | None) -> str | None:  # narrowed by the caller
    return value if value in ("m", "f") else None


def _office_words(office: str) -> frozenset[str]:
    words = "".join(c if c.isalnum() else " " for c in office.lower()).split()
    return frozenset(_SINGULAR.get(w, w) for w in words if w not in _OFFICE_NOISE)


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
}


def _single(office: str | None) -> str | None:
    """The office of one of several: "foreign ministers" is "foreign minister"."""
    if office is None:
        return None
    return " ".join(_PLURAL_HEADS.get(w, w) for w in office.split(" "))


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
