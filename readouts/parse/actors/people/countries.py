"""Layer 2c: the country of officials whom the text names without one.

What belongs here: weighing the unnamed holders of the same office ("the Norwegian president"), the table of
office-holders and the source's own country. What does not: countries that stand beside the name (``references``), and
lists by country (``entries``).
"""

from __future__ import annotations

from datetime import timedelta

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.delayed import join_counterparts, join_delayed
from readouts.parse.actors.people.entries import headed_by, side_of_entry
from readouts.parse.actors.people.known_by_name import SHORTEST, by_name_alone
from readouts.parse.actors.people.newsrooms import (
    SOME,
    held_by_another,
    is_anothers,
    is_present,
    may_be_ours,
)
from readouts.parse.actors.people.person import (
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
    may_mean,
)
from readouts.parse.actors.references.record import Ref
from readouts.parse.text.tokens import BESIDE, DASHES
from readouts.reference.names.people import Side, side_of, terms
from readouts.reference.offices_where import lacks_office

_HEAD = 6
_LONGEST_INTRODUCTION = 16
"""So many words before a name may say whose it is."""
_FORMER = timedelta(days=3650)
"""How long after the end of a term its holder may be called the former one."""


def give_countries(cast: Cast) -> None:
    """Give a country to officials who stand without one, where text, source or table tell it; else leave it empty."""
    join_by_place(cast)
    join_delayed(cast)
    join_counterparts(cast)
    open_ = [p for p in cast.people if _is_open(p)][:MANY]
    for rule in RULES:
        for person in open_:
            if _is_open(person):
                rule(cast, person)
    for person in cast.people[:MANY]:
        if person.weak and not person.kind and not person.actor.place:
            by_name_alone(cast, person)
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
    if ours or (usual.startswith("~") and cast.tells_body(usual)):
        person.actor.organisation = cast.organisation or usual.removeprefix("~")
        person.inferred = "text" if usual.startswith("~") else "source"


def _by_table(cast: Cast, person: Person) -> None:
    """The table of who held which office when has the name, in that kind of office, on the day of the report."""
    name, after = person.actor.name, _FORMER if person.former else timedelta(0)
    _, _, more = (person.actor.office or "").lower().partition(", ")
    # "Prime Minister, Chairman of the Union"
    chairs = not cast.words["chair"].isdisjoint(more.split())
    if not name or len(name) < SHORTEST or chairs:
        return
    side = side_of(name, cast.day, person.kind or None, after=after)
    # A surname is many people's: the text has to speak of the country too.
    whole = len(person.key) > 1
    if side and (whole or _tells_of(cast, side)):
        person.actor.country, person.actor.organisation = side
        person.inferred = "office-holder"
        absorb(cast, person)


def _tells_of(cast: Cast, side: Side) -> bool:
    return any((r.country, r.organisation) == side for r in cast.refs[:SOME])


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


def _by_the_one_before(cast: Cast, person: Person) -> None:
    """The state of another official with whom somebody is named: "from Norway's Prime Minister A and Minister B".

    Not "between Norway's Prime Minister A and Minister B", who may be of different states.
    """
    index = min(person.refs)
    ref, lower = cast.refs[index], cast.tokens.lower
    before = next((r for r in reversed(cast.refs[:index]) if r.kind != "place"), None)
    if before is None or before.kind != "person" or before.country is None or ref.side:
        return
    joined = lower[before.last : ref.first] == ["and"] and before.office_kind != ref.office_kind
    # "Norway's Prime Minister A", "Prime Minister of Norway A", not "Prime Minister A of Norway"
    shared = before.name is not None and before.name[1] == before.last
    listed = before
    for other in reversed(cast.refs[:index]):  # "from Norway's A and B, Peru's C and Minister D"
        if other.first < listed.first and other.last < listed.first and other.kind != "place":
            if not {",", "and"}.issuperset(lower[other.last : listed.first]):
                break
            listed = other
    if joined and shared and lower[listed.first - 1] in cast.words["from_or_with"]:
        person.actor.country, person.inferred = before.country, "text"


def _by_holder(cast: Cast, person: Person) -> None:
    """The holder of the same office whom a headline leaves unnamed: "Norway's president rings ... President Quen".

    The text has no other holder of that office, unnamed or without a country, whom the name could be, nor anybody else
    of a name who holds it.
    """
    fit = [p for p in cast.people[:MANY] if could_be(cast, p, person) and may_mean(cast, p, person)]
    sole = person.kind in ONE_EACH
    fit = [p for p in fit if not (sole and held_by_another(cast, person, p.actor.country or ""))]
    headed = headed_by(cast, cast.sentence(cast.refs[min(person.refs)]))
    if headed is not None:
        fit = [p for p in fit if p.actor.country == headed[0]]
    if not person.kind or len({p.actor.country for p in fit}) != 1:
        return
    if not alone(cast, person):
        return
    if above := [p for p in fit if cast.is_headed(p)]:
        cast.join(above[0], person)
        person.inferred = "text"


def _by_entry(cast: Cast, person: Person) -> None:
    """The list by country that first names somebody tells whose official that is."""
    if (side := side_of_entry(cast, person)) is not None:
        person.actor.country, person.actor.organisation = side
        person.inferred = "text"
        absorb(cast, person)


def _by_the_others(cast: Cast, person: Person) -> None:
    """The source's own of several states whose ministers are told together, where those of the others are named."""
    named = {p.actor.country for p in cast.people[:MANY] if p.actor.name and p.kind == person.kind}
    for ref in cast.refs[:SOME]:
        if ref.plural and ref.office_kind == person.kind and len(ref.countries) > 1:
            told = [country for country, _ in ref.countries]
            if set(told) - named == {cast.source} and alone(cast, person):
                of_source(cast, person)
                ours = [a for a, c in zip(ref.actors, told, strict=False) if c == cast.source]
                for unnamed in (cast.people[a] for a in ours):
                    if unnamed is not person and not unnamed.actor.name:
                        cast.join(unnamed, person)
                return


def _by_source(cast: Cast, person: Person) -> None:
    """The source speaks of its own officials without saying whose they are."""
    source, first = cast.source, cast.refs[min(person.refs)]
    if source is None or person.kind not in STATELY or lacks_office(source, person.actor.office):
        return
    headed = headed_by(cast, cast.sentence(first))
    if is_anothers(cast, person, source) or (headed is not None and headed[0] != source):
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


RULES = (
    _by_body,
    _by_table,
    _by_office,
    _by_the_one_before,
    _by_holder,
    _by_entry,
    _by_the_others,
    _by_source,
    _by_holder,  # once more: the source's own holder of an office is known now
)


# What speaks for and against the source's own country.


def of_source(cast: Cast, person: Person) -> None:
    """Take a person for an official of the source's country."""
    person.actor.country, person.inferred, person.weak = cast.source, "source", False
    absorb(cast, person)


def _at_home(cast: Cast, person: Person, source: str) -> bool:
    """Whether a newsroom's report plays at home: its country is spoken of, and the only such official without one."""
    rivals = any(
        p.kind == person.kind and not p.actor.name and p.actor.country not in (None, source)
        for p in cast.people[:MANY]
    )
    of_field = person.kind == "minister" and person.words != ONLY_MINISTER
    known = (person.kind in ONE_EACH or of_field) and is_present(cast, source)
    return known and not rivals and alone(cast, person)


def alone(cast: Cast, person: Person) -> bool:
    """Whether no other named person without a country holds that kind of office; of envoys there are many kinds."""
    others = [p for p in cast.people[:MANY] if p is not person and p.kind == person.kind]
    if person.kind == "envoy":
        others = [p for p in others if p.words == person.words]
    return not any(_is_open(p) for p in others)


# What is told besides.


def described(cast: Cast, person: Person) -> bool:
    """Whether beside a name stands what the person is, and that is no office: "X, a widow of", "the bloc's head, X"."""
    lower, words = cast.tokens.lower, cast.tokens.words
    for index in person.refs[:_HEAD]:
        if person.weak and _is_introduced(cast, cast.refs[index]):
            return True
        j = cast.refs[index].last
        if words[j] in BESIDE:
            j += 1 + (lower[j + 1] in cast.words["article"])
            if words[j].islower() and words[j].isalpha() and lower[j] not in cast.words["goes_on"]:
                return not lower[j].endswith(("ed", "ing"))
    return False


def _is_introduced(cast: Cast, ref: Ref) -> bool:
    """Whether words that begin with "the" and end at a comma before a name say who it is: "the head of the bloc, X".

    Not words of time or place before a subject: "After the flood, X".
    """
    tokens, comma = cast.tokens, ref.first - 1
    first = tokens.first[cast.sentence(ref)]
    start = max(first, comma - _LONGEST_INTRODUCTION)
    if comma <= start or tokens.lower[comma] != "," or "," in tokens.lower[start:comma]:
        return False
    if not cast.words["of_a_state"].isdisjoint(tokens.lower[start:comma]):
        return False  # "the Chairman of the Presidential Council, X"
    articles = [i for i in range(start, comma) if cast.is_a(i, "article")]
    before = {
        i: tokens.words[i - 1] for i in articles if i - 1 > first
    }  # "OSLO - The head of a firm, X"
    return first in articles or any(w[0].isupper() or w in DASHES for w in before.values())


def known_as(cast: Cast, person: Person) -> str | None:
    """Return the usual name of the office-holder whom the table has under name, side and day, if it has just one."""
    actor = person.actor
    if not actor.name or not actor.place:
        return None
    kinds = (person.kind,) if person.kind else None
    side = Side(actor.country, actor.organisation)
    met = {t.name for t in terms(actor.name, cast.day, kinds) if t.side == side}
    return met.pop() if len(met) == 1 else None
