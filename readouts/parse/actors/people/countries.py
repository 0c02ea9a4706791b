"""Layer 2c: the country of officials whom the text names without one.

What belongs here: weighing the unnamed holders of the same office ("the Norwegian president"), lists by country, the
table of office-holders and the source's own country. What does not: countries that stand beside the name
(``references``), what speaks against a newsroom's own (``newsrooms``), and finding the lines of a list (``cast``).
"""

from __future__ import annotations

from datetime import timedelta

from readouts.parse.actors.people.cast import Cast, place_key
from readouts.parse.actors.people.newsrooms import (
    SOME,
    held_by_another,
    is_anothers,
    is_of_another_article,
    may_be_ours,
    peers,
    told_of,
)
from readouts.parse.actors.people.person import (
    ABROAD,
    MANY,
    OF_BODIES,
    ONE_EACH,
    ONLY_MINISTER,
    STATELY,
    Person,
)
from readouts.parse.actors.people.unnamed import (
    absorb,
    could_be,
    join_by_place,
    join_caller,
    join_congratulated,
    join_counterpart,
    join_pair,
)
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.text.tokens import BESIDE, DASHES
from readouts.reference.names.people import SINGLE, Side, side_of, terms
from readouts.reference.offices_where import lacks_office

_SHORTEST = 3
"""A name of fewer letters is an initial or a slip."""
_HEAD = 6
_LED = 6
"""A label that stands before whom it tells of is of so many words at most: "• European Union -"."""
_VOICED = 3
"""So many words at most behind whose it is stands a stance that is voiced: "Peru's full support"."""
_NEXT = 2
"""Within so many sentences behind an office without a name its holder's name is told."""
_FORMER = timedelta(days=3650)
"""How long after the end of a term its holder may be called the former one."""


def give_countries(cast: Cast) -> None:
    """Give a country to officials who stand without one, where text, source or table tell it; else leave it empty."""
    join_by_place(cast)
    join_counterpart(cast)
    join_pair(cast)
    join_caller(cast)
    join_congratulated(cast)
    open_ = [p for p in cast.people if _is_open(p)][:MANY]
    for rule in RULES:
        for person in open_:
            if _is_open(person):
                rule(cast, person)
    for person in cast.people[:MANY]:
        if person.weak and not person.kind and not person.actor.place:
            _by_name_alone(cast, person)
    for person in open_:
        if _is_open(person) and person.owner is not None:
            # Whose official somebody is has a country: "the Norwegian president ... his foreign minister Quen".
            owner = cast.people[person.owner]
            person.actor.country, person.inferred = owner.actor.country, owner.inferred


def _is_open(person: Person) -> bool:
    return bool(person.actor.name) and not person.actor.place and not person.weak


# The rules, each of which may give a person a country.


def _by_body(cast: Cast, person: Person) -> None:
    """The office is one of an organisation, named by its own word or by whose page this is."""
    usual = person.usual or ""
    ours = cast.organisation and person.kind in OF_BODIES
    body = cast.body_of(usual, cast.refs[min(person.refs)]) if usual.startswith("~") else None
    if ours or body:
        person.actor.organisation = cast.organisation or body
        person.inferred = "text" if usual.startswith("~") else "source"


def _by_table(cast: Cast, person: Person) -> None:
    """The table of who held which office when has the name, in that kind of office, on the day of the report."""
    name, after = person.actor.name, _FORMER if person.former else timedelta(0)
    _, _, more = (person.actor.office or "").lower().partition(", ")
    # "Prime Minister, Chairman of the Union"
    chairs = not cast.words["chair"].isdisjoint(more.split())
    if not name or len(name) < _SHORTEST or chairs:
        return
    side = side_of(name, cast.day, person.kind or None, after=after)
    # A surname is many people's: the text has to speak of the country too.
    told = (side == (r.country, r.organisation) for r in cast.refs[:SOME])
    if side and (len(person.key) > 1 or any(told)):
        person.actor.country, person.actor.organisation = side
        person.inferred = "office-holder"
        absorb(cast, person)


def _by_office(cast: Cast, person: Person) -> None:
    """An office of that name is one country's: "the Taoiseach".

    Not where the source is another's and the text never speaks of that country: others have a secretary of state, too.
    Nor where somebody else owns it: "California's secretary of state".
    """
    usual = person.usual or "~"
    if cast.tokens.lower[cast.refs[min(person.refs)].first - 1] in ("'s", "'"):
        return
    foreign = cast.source not in (None, usual) and all(r.country != usual for r in cast.refs)
    if not (usual.startswith("~") or foreign):
        person.actor.country, person.inferred = person.usual, "text"
        absorb(cast, person)


def _by_holder(cast: Cast, person: Person) -> None:
    """The holder of the same office whom the headline alone leaves unnamed: "Norway's president rings Lima".

    The text has no other holder of that office, unnamed or without a country, whom the name could be, nor anybody else
    of a name who holds it.
    """
    fit = [p for p in cast.people[:MANY] if could_be(cast, p, person)]
    if person.kind not in ONE_EACH or not fit or not alone(cast, person):
        return
    country, first = fit[0].actor.country or "", cast.refs[fit[0].refs[0]]
    several = any(p.actor.country != country for p in fit)
    headed = cast.sentence(first) == 0 and cast.is_headed(fit[0]) and not first.counterpart
    headed = headed and not (
        cast.official and country != cast.source and _has_company(cast, person)
    )
    headed = headed or _is_no_other_s(cast, first, country, person)
    if headed and not (several or held_by_another(cast, person, country)):
        cast.join(fit[0], person)
        person.inferred = "text"


def _is_no_other_s(cast: Cast, told: Ref, country: str, person: Person) -> bool:
    """Whether no state told of between "Mexico's president" and "President Quen", nor the source's, may have Quen."""
    named = next((r for i in sorted(person.refs) if (r := cast.refs[i]).office), told)
    titled = cast.tokens.words[named.first].istitle()  # not "the union's president Quen"
    behind = 0 < cast.sentence(named) - cast.sentence(told) <= _NEXT
    if (told.plural and not told.counterpart) or person.former or not (titled and behind):
        return False
    between = cast.refs_between(cast.span(told)[0], named.first)
    told_of = {cast.people[a].actor.country for r in between for a in r.actors} | {cast.source}
    states = [state for state in told_of if state and state != country]
    lack = (lacks_office(at, person.actor.office) for at in states)
    return bool(states) and all(
        no or held_by_another(cast, person, at) for at, no in zip(states, lack, strict=True)
    )


def _has_company(cast: Cast, person: Person) -> bool:
    """Whether another of no known country stands beside a name: of the two one is the page's own."""
    beside = cast.refs_between(*cast.span(cast.refs[min(person.refs)]))
    named = (cast.people[r.actors[0]] for r in beside if r.name and r.actors)
    return any(p is not person and not p.actor.place for p in named)


def _by_entry(cast: Cast, person: Person) -> None:
    """The country that heads a passage is his whom alone it has named: "Peru: words of thanks for President Quen"."""
    ref = cast.refs[min(person.refs)]
    begin, side = cast.entries.get(cast.sentence(ref), (0, None))
    alike = [p for p in cast.people if p.key and p.key[-1:] == person.key[-1:]]
    named = (cast.refs[i] for p in alike for i in p.refs[:SOME] if cast.refs[i].name)
    inside = {cast.sentence(r) for r in named}
    sides = {cast.entries[index][1] for index in inside if index in cast.entries}
    known = any(p.actor.place for p in alike if p is not person and p.joined is None)
    if side is None or person.kind not in ABROAD or len(sides) > 1 or known:
        return  # "Ukraine: President Quen rang her. Gaza: President Quen rang him" is a list of matters
    told = cast.refs_between(begin, cast.span(ref)[1])
    others = {a for r in told if r.kind in PERSONS for a in r.actors} - {person.actor.id}
    officials = (p for p in map(cast.people.__getitem__, others) if p.kind)
    # "Peru - President Quen rang her"
    leads = cast.tokens.words[ref.first - 1] in DASHES and ref.first - begin <= _LED
    leads = leads and not any(r.kind in PERSONS and r.first < ref.first for r in told)
    if leads or all(p.actor.place not in ("", place_key(side)) for p in officials):
        person.actor.country, person.actor.organisation = side
        person.inferred = "text"
        absorb(cast, person)


def _by_source(cast: Cast, person: Person) -> None:
    """The source speaks of its own officials without saying whose they are."""
    source, first = cast.source, cast.refs[min(person.refs)]
    if source is None or person.kind not in STATELY or lacks_office(source, person.actor.office):
        return
    _, side = cast.entries.get(cast.sentence(first), (0, None))
    if is_anothers(cast, person, source) or (side is not None and side[0] != source):
        return
    if is_of_another_article(cast, person, source):
        return
    start = cast.tokens.first[cast.sentence(first)]
    if cast.official:
        beside = cast.tokens.lower[max(start, first.first - 3) : first.first]
        other = not cast.words["beside_other"].isdisjoint(beside)
        held = person.kind in ONE_EACH and held_by_another(cast, person, source)
        ours = person.usual == source or not (other or held)
    else:
        # A report that begins with the person as a subject need not introduce the source's own.
        opens = cast.sentence(first) < 2 and first.first - start < _HEAD
        ours = cast.words["any_leader"].isdisjoint(person.words) and may_be_ours(cast, person)
        ours = ours and (opens or _at_home(cast, person, source))
    if ours:
        of_source(cast, person)


def _by_government(cast: Cast, person: Person) -> None:
    """His government tells of him: "rang her Peruvian counterpart. The Peruvian government said President Soto"."""
    for ref in (cast.refs[i] for i in person.refs[:MANY] if cast.refs[i].office):
        place = next(iter(cast.refs_between(ref.first - 4, ref.first)), ref)
        says = any(cast.is_a(k, "announced") for k in range(place.last, ref.first))
        says = says and place.country is not None and cast.is_a(place.last, "state_body")
        told = (p for p in cast.people[:MANY] if says and p.actor.country == place.country)
        peers = [p for p in told if any(cast.refs[i].counterpart for i in p.refs[:MANY])]
        if len(peers) == 1 and not peers[0].actor.name and peers[0].kind in ("", person.kind):
            cast.join(peers[0], person)
            person.inferred = "text"
            return


def _by_own_words(cast: Cast, person: Person) -> None:
    """He voices what is his state's: "reiterated Peru's full support"."""
    if person.kind not in STATELY or not person.actor.name:
        return
    for ref in (cast.refs[i] for i in person.refs[:MANY] if not cast.quoted[cast.refs[i].first]):
        end = cast.span(ref)[1]
        behind = cast.refs_between(ref.last, end)
        verb = next((k for k in range(ref.last, end) if cast.is_a(k, "voices_own")), end)
        place = next((r for r in behind if r.first > verb), None)
        if place is None or place.kind != "place" or not place.country:
            continue
        # "rang Quen and reiterated", not "rang Quen, who reiterated", "said that Quen rang and reiterated"
        rung = [r for r in behind if r.first < verb and r.kind in PERSONS]
        between = cast.tokens.lower[ref.last : verb]
        goes_on = between[-1:] == ["and"] and not {",", "that", "who"}.intersection(between)
        apart = len(rung) > 1 or (bool(rung) and not goes_on)
        own = cast.tokens.lower[place.last] == "'s" and place.first == verb + 1
        noun = range(place.last + 1, place.last + 1 + _VOICED)
        if own and not apart and any(cast.is_a(k, "own_stance") for k in noun):
            person.actor.country, person.inferred = place.country, "text"
            absorb(cast, person)
            return


RULES = (
    _by_body,
    _by_government,
    _by_table,
    _by_office,
    _by_holder,
    _by_entry,
    _by_own_words,
    _by_source,
    _by_holder,  # once more: the source's own holder of an office is known now
)


# The table again, for names without an office.


def _by_name_alone(cast: Cast, person: Person) -> None:
    """Give a country to whom the table has in office on the day under the whole name; a surname is many people's."""
    name, day = person.actor.name, cast.day
    if not name or day is None or len(person.key) < 2:
        return
    side, kinds = side_of(name, day), frozenset(term.kind for term in terms(name, day))
    held = any(
        p.kind in kinds & SINGLE
        and p.actor.name
        and (p.actor.country, p.actor.organisation) == side
        for p in cast.people[:MANY]
    )
    if side is not None and not held:
        person.actor.country, person.actor.organisation = side
        person.inferred = "office-holder"
        absorb(cast, person, kinds)


# What speaks for and against the source's own country.


def of_source(cast: Cast, person: Person) -> None:
    """Take a person for an official of the source's country."""
    person.actor.country, person.inferred, person.weak = cast.source, "source", False
    absorb(cast, person)


def _at_home(cast: Cast, person: Person, source: str) -> bool:
    """Whether a newsroom's report plays at home: its country is spoken of, and the only such official without one."""
    rivals = any(
        not p.actor.name and p.actor.country not in (None, source) for p in peers(cast, person)
    )
    of_field = person.kind == "minister" and person.words != ONLY_MINISTER
    known = (person.kind in ONE_EACH or of_field) and any(told_of(cast, source))
    return known and not rivals and alone(cast, person)


def alone(cast: Cast, person: Person) -> bool:
    """Whether no other named person without a country holds that kind of office; of envoys there are many kinds."""
    others = peers(cast, person)
    if person.kind == "envoy":
        others = [p for p in others if p.words == person.words]
    return not any(_is_open(p) for p in others)


# What is told besides.


def described(cast: Cast, person: Person) -> bool:
    """Whether behind a name stands what the person is, and that is no office: "X, a widow of"."""
    words = cast.tokens.words
    for j in (cast.refs[index].last for index in person.refs[:_HEAD]):
        if words[j] in BESIDE:
            j += 1 + cast.is_a(j + 1, "article")
            if words[j].islower() and words[j].isalpha() and not cast.is_a(j, "goes_on"):
                return not words[j].endswith(("ed", "ing"))
    return False


def is_titled(cast: Cast, ref: Ref) -> bool:
    """Whether a noun stands right before a surname: "rapporteur Quen", not "told Quen", "of Quen"."""
    at = ref.first - 1
    word = cast.tokens.words[at]
    if ref.first == cast.span(ref)[0] or not (word.islower() and word.isalpha()):
        return False
    verb = word.endswith(("ed", "ing")) or cast.is_a(at, "said", "telephoned", "copula", "modal")
    free = cast.is_a(at, "preposition", "article", "a_or_an", "before_a_name")
    return not (verb or free)


def known_as(cast: Cast, person: Person) -> str | None:
    """Return the usual name of the office-holder whom the table has under name, side and day, if it has just one."""
    actor = person.actor
    if not actor.name or not actor.place:
        return None
    kinds = (person.kind,) if person.kind else None
    side = Side(actor.country, actor.organisation)
    met = {t.name for t in terms(actor.name, cast.day, kinds) if t.side == side}
    return met.pop() if len(met) == 1 else None
