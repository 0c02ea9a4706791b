"""Layer 2b: who is who. Says of each reference which of the article's actors it means.

What belongs here: the order of the passes, joining names to persons, and offices to their holders. What does not:
finding references (``references``), comparing names (``same_name``), pronouns (``pronouns``), countries of those who
stand without one (``countries``), and what the actors do (``calls``).
"""

from __future__ import annotations

from readouts.parse.actors.people import countries, pronouns, same_name
from readouts.parse.actors.people.cast import Cast, place_key
from readouts.parse.actors.people.newsrooms import is_anothers, is_guest
from readouts.parse.actors.people.person import (
    LEADERS,
    MANY,
    MINISTERS,
    NO_PARTY,
    Person,
    like_office,
    office_words,
    same_office,
    same_words,
    single,
)
from readouts.parse.actors.people.shared_offices import share_offices
from readouts.parse.actors.references.lexicon import lexicon, rivals_of
from readouts.parse.actors.references.record import Ref, Side
from readouts.reference.habits import countries_with
from readouts.reference.offices_where import lacks_office

_LOOKED_AT = 60
_RECENT = 24


def resolve(cast: Cast) -> None:
    """Resolve all references, in passes: persons, bare names, offices, countries, pronouns."""
    _doubt_open_words(cast)
    share_offices(cast)
    for kind in ("person", "name"):
        for index, ref in enumerate(cast.refs):
            if ref.kind == kind:
                _named(cast, index, ref)
    for person in cast.people:
        cast.index_place(person)
    words = enumerate(cast.tokens.words)
    speaks = any(word == "I" and not cast.quoted[i] for i, word in words)
    cast.writer = pronouns.signer(cast) if speaks else None
    recent: list[Person] = []
    for index, ref in enumerate(cast.refs):
        if ref.kind in ("person", "name"):
            person = cast.people[ref.actors[0]]
            if not person.weak:
                _touch(recent, person)
        elif ref.kind == "nominal" and ref.office_kind != "party":
            _nominal(cast, index, ref, recent)
        if len(ref.actors) == 1 and ref.owned:
            _of_owner(cast, index, cast.people[ref.actors[0]])
    countries.give_countries(cast)
    for person in cast.people:
        cast.index_place(person)
    pronouns.resolve(cast)


def _doubt_open_words(cast: Cast) -> None:
    """Leave it open whose "the Congolese president" is where the paper is of one Congo and the text names the other."""
    rivals = rivals_of(cast.source)
    for ref in cast.refs if rivals else ():
        open_ = ref.country in rivals and ref.kind in ("person", "nominal")
        found = lexicon().places.at(cast.tokens.lower, ref.first) if open_ else None
        if found and found[1].is_open:
            ref.country = None


def _of_owner(cast: Cast, index: int, person: Person) -> None:
    """Note of whose side "her foreign minister" is, where one person is named before in the sentence."""
    here = cast.sentence(cast.refs[index])
    before = [r for r in cast.refs[max(0, index - 9) : index] if r.kind != "pronoun"]
    owners = {a for r in before if cast.sentence(r) == here for a in r.actors}
    if len(owners) == 1:
        person.owner = owners.pop()


# Names.


def _named(cast: Cast, index: int, ref: Ref) -> None:
    assert ref.name is not None
    words = cast.tokens.words[ref.name[0] : ref.name[1]]
    words = same_name.parts(words[0]) if len(words) == 1 else words
    key = same_name.key(words)
    person = _find(cast, key, ref)
    if person is None:
        person = cast.add()
        person.weak = ref.kind == "name"
    _learn(cast, person, ref, words, key)
    person.refs.append(index)
    ref.actors = (person.actor.id,)


def _find(cast: Cast, key: tuple[str, ...], ref: Ref) -> Person | None:
    """The person of that name; the one named last where several fit."""
    best: Person | None = None
    fit: list[Person] = []
    inner = key if ref.given_name else key[-2:-1] if len(key) > 2 else ()
    for word in (key[-1], key[0], key[-1][:4], *inner):
        for person in cast.by_word.get(word, ())[-8:]:
            fits = same_name.same_person(key, person.key, given=_given(cast, person, ref, key))
            if fits and _compatible(person, ref):
                fit.append(person)
                if best is None or _rank(person, key) >= _rank(best, key):
                    best = person
    # It may be either's of two officials of different states.
    held = [p for p in dict.fromkeys(fit) if p.actor.place and p.kind and len(p.key) > 1]
    either = len(key) == 1 and len({p.actor.place for p in held}) > 1
    return None if either and best in held else best


def _learn(cast: Cast, person: Person, ref: Ref, words: list[str], key: tuple[str, ...]) -> None:
    actor = person.actor
    longer = len(key), len(words) if actor.name else 0
    if longer > (len(person.key), len((actor.name or "").split())):
        person.key = key
        actor.name = cast.written(ref)
    for word in {*key, key[-1][:4], *key[-1].split("-")} - person.indexed:
        cast.by_word.setdefault(word, []).append(person)
        person.indexed.add(word)
    person.peer |= ref.counterpart
    if not ref.counterpart:
        if ref.office:
            if not actor.office or _is_fuller(ref, person):
                actor.office, person.kind = ref.office, ref.office_kind or ""
                person.former = ref.former
            person.words |= office_words(ref.office)
        person.kind = person.kind or ref.office_kind or ""
    person.usual = person.usual or ref.usual
    if ref.organisation:
        actor.organisation, actor.country = ref.organisation, None
    elif not actor.organisation:
        actor.country = actor.country or ref.country
    actor.gender = actor.gender or ref.gender
    person.given_name = person.given_name or ref.given_name


def _is_fuller(ref: Ref, person: Person) -> bool:
    """Whether a later office says more: "Secretary of State" after "Secretary", "Foreign Minister" after "FM"."""
    new, old = office_words(ref.office or ""), office_words(person.actor.office or "")
    return not ref.former and old < new


def _given(cast: Cast, person: Person, ref: Ref, key: tuple[str, ...]) -> bool:
    """Whether a part of a name other than the last may stand for the whole: "Dr. Ratna" for "Ratna Dewi Suryani"."""
    if ref.given_name or person.given_name:
        return True
    borne = len(cast.by_word.get(key[0], ()))  # how many bear the first of the names
    if key == person.key[:1] and borne == 1 and key[0] not in cast.last_names:
        # "Ambassador Ilvar", a minister
        titled = ref.office_kind == "envoy" and ref.country is None
        kinds = {person.kind if titled else ref.office_kind or person.kind, person.kind}
        alike = len(kinds - {""} if person.peer else kinds) == 1  # "his counterpart Ilvar Quen"
        one_of = same_words(
            person, office_words(ref.office or "")
        )  # "State Councilor and Minister"
        return alike or one_of or like_office(person, ref.office_kind or "", frozenset())
    inner = len(key) == 1 and key[0] in person.key[1:-1] and borne < 2 and ref.office_kind
    if inner and like_office(person, inner, office_words(ref.office or "")):
        return True  # "Minister Adrian Koh Wee Siong", "Minister Koh"
    short, long = sorted((key, person.key), key=len)
    # "Secretary Vaka" of a headline, who is named below
    alone = len(cast.by_word.get(short[0], ())) == 1
    middle = len(long) > 2 and short == long[-2:-1] and alone
    if middle and person.actor.country in (None, *countries_with("two family names")):
        return True  # the first of two family names: "Griselda Vaka Lopes", "Vaka"
    if ref.office_kind:
        return ref.office_kind == person.kind or len(person.key) == 2
    return 2 in (len(person.key), len(key))


def _compatible(person: Person, ref: Ref) -> bool:
    actor = person.actor
    told = ref.country, ref.organisation, ref.gender
    known = actor.country, actor.organisation, actor.gender
    return all(a == b or not a or not b for a, b in zip(told, known, strict=True))


def _rank(person: Person, key: tuple[str, ...]) -> tuple[bool, bool, bool]:
    return person.key == key, person.key[-1] == key[-1], not person.weak


# Offices without a name.


def _nominal(cast: Cast, index: int, ref: Ref, recent: list[Person]) -> None:
    """Say whom an office without a name means."""
    if signed := _signed(cast, index, ref):
        signed.actor.office, signed.kind = ref.office, ref.office_kind or ""
        signed.words, signed.weak = office_words(ref.office or ""), False
        ref.actors = (signed.actor.id,)
        signed.refs.append(index)
        return
    if ref.plural:
        sides = ref.countries or ([ref.side] if ref.side else [])
        people = [_of_side(cast, side, ref, recent) for side in sides[:40]]
    else:
        one = _of_side(cast, ref.side, ref, recent) if ref.side else _of_office(cast, ref, recent)
        people = [one] if one else []
        if one:
            _touch(recent, one)
        if one and not ref.side:
            one.actor.gender = one.actor.gender or ref.gender
    ref.actors = tuple(person.actor.id for person in people)
    for person in people:
        person.refs.append(index)


def _signed(cast: Cast, index: int, ref: Ref) -> Person | None:
    """Whose office a line is, below one that is nothing but a name: "Ilvar Quen MP / Minister for Foreign Affairs"."""
    begin, end = cast.span(ref)
    above = cast.refs[index - 1] if index and ref.office else None
    if (
        above is None
        or above.kind not in ("person", "name")
        or (ref.first, ref.last) != (begin, end)
    ):
        return None
    person = cast.people[above.actors[0]]
    first, last = cast.span(above)
    free = above.last + cast.is_a(above.last, "post_nominal") == last
    line = above.first <= first + cast.is_a(first, "article") and free and last == begin
    return person if line and not person.kind and not person.actor.place else None


def _of_side(cast: Cast, side: Side, ref: Ref, recent: list[Person]) -> Person:
    """The holder of an office of a country or organisation: one spoken of, else a new one without a name."""
    kind, words = ref.office_kind or "", office_words(ref.office or "")
    if ref.counterpart and recent:
        others = [p.kind for p in reversed(recent) if p.actor.country != side[0]]
        kind = next((k for k in others if k in LEADERS | MINISTERS), "")
        words = frozenset()
    held = cast.by_place.get(place_key(side), [])[:MANY]
    if kind == "sg":  # a body has a chair, and another who runs its office
        chairs = cast.words["chair"]
        held = [p for p in held if p.words.isdisjoint(chairs) == words.isdisjoint(chairs)]
    for same in (same_office, like_office):
        fit = [p for p in held if same(p, kind, words)]
        if fit:
            return max(fit, key=lambda p: (bool(p.actor.name), len(p.refs)))
    named = [p for p in held if p.actor.name]
    if kind == "group" and ref.definite and len(named) == 1 and not ref.plural:
        return named[0]  # "the Norwegian diplomat" behind Norway's minister
    office = single(ref.office) if ref.plural and ref.office else ref.office
    person = cast.add(kind, words, None if ref.counterpart else office, side)
    person.former = ref.former
    cast.index_place(person)
    return person


def _of_office(cast: Cast, ref: Ref, recent: list[Person]) -> Person | None:
    """The holder of an office of which the words do not say whose it is."""
    kind, words = ref.office_kind or "", office_words(ref.office or "")
    if kind in NO_PARTY or ref.counterpart or (ref.owned and cast.is_a(ref.first + 1, "own")):
        return None  # "rang his own president": none of those told of, unless a name follows
    if lexicon().places.at(cast.tokens.lower, ref.first) is not None:
        return None  # "the Congolese minister": of which Congo?
    if cast.is_a(ref.first - 1, "a_or_an") and cast.sentence(ref) not in cast.headings:
        return None  # "Kenya has sent a minister": nobody told of
    behind = cast.refs_between(ref.first + 1, cast.span(ref)[1])[:_LOOKED_AT]
    others = [other for other in behind if other.office_kind == ref.office_kind and other.side]
    beside = {actor for other in others for actor in other.actors}
    # "The minister said he told Mr Quen": he is not Quen
    beside |= {a for other in behind if other.name for a in other.actors}
    # "I rang Minister Quen. The Minister agreed": that is not the one who writes
    recent = [p for p in recent if p.actor.id not in beside and p.actor.id != cast.writer]
    last = recent[::-1]
    exact = [p for p in last if same_words(p, words)]
    body = cast.organisation if kind == "sg" else None
    # "The Secretary-General", on the page of her own organisation
    exact = [p for p in exact if body and p.actor.organisation == body] or exact
    if kind == "royal_title":
        exact = [p for p in last if p.given_name or p.kind == "royal"]
        exact = [p for p in exact if not _is_styled_otherwise(cast, p, ref)] or exact
        if len(exact) > 1:
            return None
    if exact:
        home = [p for p in exact if p.actor.country in (cast.source, None)]
        home = [p for p in home if not p.actor.organisation and kind != "royal_title"]
        if home and (cast.official or kind == "royal"):  # an agency's "His Highness the Amir"
            return home[0]
        named = [p for p in home if p.actor.name] if cast.source else []
        # "rang the Saudi foreign minister. The Foreign Minister also rang": the page's own
        found = (named or exact)[0]
        return None if _is_of_others(cast, ref, found) else found
    if kind == "royal_title" and cast.is_a(ref.last - 1, "of_kings"):
        return None  # no president is His Majesty
    if ref.usual and ref.usual.startswith("~"):
        body = body or cast.body_of(ref.usual, ref)
    elif ref.usual:
        # "Secretary of State's contacts" above "the Secretary of State for Foreign Affairs of San Marino"
        held = (p.actor.country for p in cast.people[:MANY] if words <= p.words)
        if any(country not in (None, ref.usual) for country in held):
            return None
        return _of_side(cast, (ref.usual, None), ref, recent)
    like = [p for p in last if like_office(p, kind, words)]
    like += [p for p in last if kind in LEADERS and p.kind == kind]
    home = [p for p in like if p.actor.country in (cast.source, None) and not p.actor.organisation]
    if not cast.source and len({p.actor.place for p in like}) > 1:
        return None  # "President A of X rang President B of Y. The head of state condemned"
    if like:
        return home[0] if home and cast.source else like[0]
    # A headline's "the Minister" is nobody whom a list by country first names.
    list_ = min(cast.entries, default=len(cast.tokens.first))
    later = [p for p in cast.people[:MANY] if same_words(p, words)]
    later = [p for p in later if not p.refs or cast.sentence(cast.refs[p.refs[0]]) < list_]
    later = [p for p in later if p.actor.name or p.actor.country]
    home = [p for p in later if p.actor.country in (None, cast.source)]
    if body or cast.source:  # "The Secretary-General rang the Secretary-General of the OAU"
        home = [p for p in home if p.actor.organisation in (None, body)]
    home = [p for p in home if not (cast.source and is_anothers(cast, p, cast.source))]
    home = [p for p in home if not (cast.official and is_guest(cast, p))]
    # Behind a headline the name follows; in a text of no known country another's minister may.
    headed = not cast.source and cast.sentence(ref) in cast.headings
    if home or (later and headed):
        return (home or later)[0]
    if ref.former or not ref.office:
        return None
    if body:
        return cast.add(kind, words, ref.office, (None, body))
    # "His Sultan", "the Commission president": whose he is would have to be known.
    unknown = kind in ("group", "leader", "sg", "envoy", "") or ref.owned
    of_body = cast.is_a(ref.first, "body_word") and not cast.official
    if not cast.source or unknown or of_body or lacks_office(cast.source, ref.office):
        return None
    return cast.add(kind, words, ref.office, (cast.source, None))


def _is_of_others(cast: Cast, ref: Ref, person: Person) -> bool:
    """Whether a paragraph opens with an official of another state: "Chile's president was told by the minister"."""
    first = cast.span(ref)[0]
    told = [r for r in cast.refs_between(first, ref.first) if r.office and r.side]
    opens = cast.sentence(ref) in cast.paragraph_starts and bool(told)
    country = person.actor.country
    others = opens and all(r.side == told[0].side and r.country != country for r in told)
    return others and country not in (None, cast.source)


def _is_styled_otherwise(cast: Cast, person: Person, ref: Ref) -> bool:
    """Whether a text gives somebody only another style: "His Highness the Emir" is not "His Majesty"."""
    told = (cast.refs[i] for i in person.refs[:MANY])
    words = {w for r in told for w in cast.tokens.lower[r.first : r.last]} & cast.words["style"]
    return bool(words) and cast.tokens.lower[ref.last - 1] not in words


def _touch(recent: list[Person], person: Person) -> None:
    if person in recent:
        recent.remove(person)
    recent.append(person)
    del recent[:-_RECENT]
