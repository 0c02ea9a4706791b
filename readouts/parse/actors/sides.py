"""Layer 2c: the country of officials whom the text names without one.

What belongs here: weighing the countries spoken of around a person, the source's own, and the countries of
unnamed holders of the same office ("the Norwegian president"). What does not: countries that stand beside the
name (``refs``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from readouts.parse.actors.person import LEADERS, MANY, STATELY, Person
from readouts.reference.people import Side, side_of, terms

if TYPE_CHECKING:
    from readouts.parse.actors.coreference import Cast
    from readouts.parse.actors.reference import Ref

_LEAVING = ("outgoing", "former", "elect", "caretaker", "incoming", "interim", "acting")
_GOES_ON = frozenset(
    {
        "and",
        "who",
        "in",
        "on",
        "which",
        "as",
        "with",
        "during",
        "after",
        "at",
        "where",
        "to",
        "whose",
        "while",
        "but",
        "he",
        "she",
        "his",
        "her",
        "both",
        "for",
        "according",
        "by",
        "of",
        "had",
        "has",
        "have",
        "is",
        "was",
        "said",
        "spoke",
        "held",
        "told",
        "rang",
        "will",
    }
)
_CLEAR = 2
_FEW = 3
ONE_EACH = LEADERS | {"fm", "dpm", "defence"}
"""Kinds of office that a state has one holder of."""
_PAIRS = 12
_HEAD = 6
_OF_BODIES = frozenset({"sg", "president", "envoy", "body", "leader", "vice"})
_STATE_BODIES = frozenset(
    {
        "government",
        "presidency",
        "parliament",
        "army",
        "military",
        "capital",
        "ministry",
        "foreign",
        "cabinet",
        "forces",
        "leader",
        "side",
    }
)
_SHORTEST = 3
"""A name of fewer letters is an initial or a slip."""
_FORMER = timedelta(days=3650)
"""How long after the end of a term its holder may be called the former one."""


def give_countries(cast: Cast) -> None:
    """Give a country to officials who stand without one, where text, source or table tell it; else leave it empty."""
    _join_by_place(cast)
    cast.openers = _openers(cast)
    open_ = [p for p in cast.people if _is_open(p)][:MANY]
    for rule in (_by_body, _by_table, _by_office, _by_holder, _by_source):
        for person in open_:
            if _is_open(person):
                rule(cast, person)
    for person in cast.people[:MANY]:
        if (
            person.weak
            and not person.kind
            and not person.actor.country
            and not person.actor.organisation
        ):
            _by_table(cast, person)


def _is_open(person: Person) -> bool:
    actor = person.actor
    return bool(actor.name) and not actor.country and not actor.organisation and not person.weak


def _by_body(cast: Cast, person: Person) -> None:
    """The office is one of an organisation, named by its own word or by whose page this is."""
    usual = person.usual or ""
    if usual.startswith("~") or (cast.organisation and person.kind in _OF_BODIES):
        person.actor.organisation = cast.organisation or usual.removeprefix("~")
        person.inferred = "text" if usual.startswith("~") else "source"


def _by_table(cast: Cast, person: Person) -> None:
    """The table of who held which office when has the name, in that kind of office, on the day of the report."""
    side = officeholder(cast, person)
    if side is not None:
        person.actor.country, person.actor.organisation = side
        person.inferred = "office-holder"
        _absorb(cast, person)


def officeholder(cast: Cast, person: Person) -> Side | None:
    """Return whom a named person spoke for on the day of the report, by the table; None where that is not certain."""
    name, after = person.actor.name, _FORMER if person.former else timedelta(0)
    if not name or len(name) < _SHORTEST:
        return None
    side = side_of(name, cast.day, person.kind or None, after=after)
    if side is None or len(person.key) > 1:
        return side
    # A surname is many people's: the text has to speak of the country too.
    spoken = any((r.country, r.organisation) == tuple(side) for r in cast.refs[:400])
    return side if spoken else None


def known_as(cast: Cast, person: Person) -> str | None:
    """Return the usual name of the office-holder whom the table has under name, side and day, if it has just one."""
    actor = person.actor
    if not actor.name or not (actor.country or actor.organisation):
        return None
    kinds = (person.kind,) if person.kind else None
    side = Side(actor.country, actor.organisation)
    met = {t.name for t in terms(actor.name, cast.day, kinds) if t.side == side}
    return met.pop() if len(met) == 1 else None


def _by_office(cast: Cast, person: Person) -> None:
    """An office of that name is one country's: "the Taoiseach"."""
    if person.usual and not person.usual.startswith("~"):
        person.actor.country, person.inferred = person.usual, "text"
        _absorb(cast, person)


def _by_holder(cast: Cast, person: Person) -> None:
    """The unnamed holder of the same office, of a country that the text tells: "Norway's president ... President Quen".

    The two stand in sentences beside each other, each the first person of its own; or, within a few sentences, the
    text has no other holder of that office, unnamed or without a country, whom the name could be.
    """
    if not person.kind:
        return
    fit = [
        p for p in cast.people[:MANY] if _rivalry(cast, p, person) and _may_mean(cast, p, person)
    ]
    beside = [p for p in fit if _rivalry(cast, p, person) >= _CLEAR]
    if not beside and _alone(cast, person):
        beside = [p for p in fit if _leads_to(cast, p, person)]
        if len({p.actor.country for p in fit}) > 1:
            return
    if len({p.actor.country for p in beside}) == 1:
        cast.join(beside[0], person)
        person.inferred = "text"


def _alone(cast: Cast, person: Person) -> bool:
    """Whether no other named person without a country holds that kind of office."""
    return not any(
        p is not person and p.kind == person.kind and _is_open(p) for p in cast.people[:MANY]
    )


def _may_mean(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether words for an unnamed holder may go back or forward to the name.

    A counterpart is somebody else's. Behind the name only "the Norwegian minister", in its paragraph, goes back to it:
    "Norway's minister" introduces another.
    """
    if any(cast.refs[i].counterpart for i in unnamed.refs[:MANY]):
        return False
    first = min(unnamed.refs)
    if cast.refs[first].plural:
        return False
    if person.kind not in ONE_EACH and not (unnamed.words & person.words) - {
        "minister",
        "secretary",
    }:
        return False
    if first < min(person.refs):
        return True
    ref, sentence = cast.refs[first], cast.tokens.sentence
    before = cast.refs[max(i for i in person.refs if i < first)]
    same = not any(
        s in cast.paragraph_starts
        for s in range(sentence[before.first] + 1, sentence[ref.first] + 1)
    )
    return same and ref.definite and "'s" not in cast.tokens.lower[ref.first : ref.last]


def _leads_to(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether the unnamed holder is spoken of in one of the few sentences before the name comes first."""
    sentence = cast.tokens.sentence
    here = sentence[cast.refs[min(person.refs)].first]
    there = sentence[cast.refs[min(unnamed.refs)].first]
    return 0 < here - there <= _FEW


def _by_source(cast: Cast, person: Person) -> None:
    """The source speaks of its own officials without saying whose they are."""
    source = cast.source
    if source is None or person.kind not in STATELY:
        return
    if cast.official:
        ours = person.usual == source or not (
            _object(cast, cast.refs[min(person.refs)].first)
            or (person.kind in ONE_EACH and _held(cast, person, source))
        )
    else:
        ours = may_be_ours(cast, person) and (
            _opens(cast, person) or _at_home(cast, person, source)
        )
    if ours:
        of_source(cast, person)


def of_source(cast: Cast, person: Person) -> None:
    """Take a person for an official of the source's country."""
    person.actor.country, person.inferred, person.weak = cast.source, "source", False
    _absorb(cast, person)


def may_be_ours(cast: Cast, person: Person, beside: frozenset[str] = frozenset()) -> bool:
    """Whether nothing speaks against an official whose country is not told being of a newsroom's own country.

    Against it speak another holder of the office, and a story that has told of another state's doings and never speaks
    of this one; the countries of those whom the official speaks with (``beside``) do not count.
    """
    source = cast.source
    if source is None or person.former or _held(cast, person, source):
        return False
    if _present(cast, source):
        return True
    before = cast.refs[: min(person.refs)]
    return not any(r.country and r.country not in beside and _acts(cast, r) for r in before)


def _acts(cast: Cast, ref: Ref) -> bool:
    """Whether the words for a country are of its state: "Norway's government", "the Norwegian minister"."""
    if ref.kind != "place":
        return True
    after = [w for w in cast.tokens.lower[ref.last : ref.last + 2] if w != "'s"]
    return ref.form == "seat" or bool(after and after[0] in _STATE_BODIES)


def _present(cast: Cast, country: str) -> bool:
    return any(r.country == country and r.kind in ("place", "nominal") for r in cast.refs[:400])


def _at_home(cast: Cast, person: Person, source: str) -> bool:
    """Whether a newsroom's report plays at home: its country is spoken of, and the only such official without one."""
    rivals = any(
        p.kind == person.kind and not p.actor.name and p.actor.country not in (None, source)
        for p in cast.people[:MANY]
    )
    return (
        _present(cast, source) and person.kind in ONE_EACH and not rivals and _alone(cast, person)
    )


def _held(cast: Cast, person: Person, country: str) -> bool:
    """Whether a country has a named holder of that class of office already."""
    return any(
        q is not person
        and q.actor.name
        and q.actor.country == country
        and q.rank() == person.rank()
        and not _leaving(q)
        and not all(cast.tokens.sentence[cast.refs[i].first] in cast.headings for i in q.refs)
        for q in cast.people[:MANY]
    )


def _join_by_place(cast: Cast) -> None:
    """Join unnamed holders of an office with the name that the text gives beside, before or after.

    "Norway's Ilvar Quen" is the Norwegian foreign minister of the sentence before; a bare name that begins a
    sentence is the officer whom the next one begins with; a bare name all over the text is its only unnamed leader.
    """
    unnamed = [
        p
        for p in cast.people
        if not p.actor.name and p.actor.country and p.kind in STATELY | {"envoy"} and p.refs
    ][:MANY]
    for person in [p for p in cast.people if p.actor.name and not p.kind and p.actor.country][
        :MANY
    ]:
        same = [u for u in unnamed if u.refs and u.actor.country == person.actor.country]
        if len(same) == 1:
            cast.rename(same[0].actor.id, person.actor.id)
    openers = _openers(cast)
    for officer in unnamed:
        if not officer.refs or all(cast.refs[i].plural for i in officer.refs):
            continue
        for index in officer.refs[:6]:
            here = cast.tokens.sentence[cast.refs[index].first]
            before = openers.get(here - 1)
            if (
                before is not None
                and openers.get(here) == officer.actor.id
                and "'s" not in cast.tokens.lower[cast.refs[index].first : cast.refs[index].last]
            ):
                person = cast.people[before]
                if person.weak and len(person.key) > 1 and _tells(cast, person, here - 1):
                    cast.rename(officer.actor.id, before)
                    break


def _tells(cast: Cast, person: Person, sentence: int) -> bool:
    """Whether the name begins the sentence as its subject."""
    for index in person.refs:
        ref = cast.refs[index]
        if cast.tokens.sentence[ref.first] == sentence:
            return ref.first - cast.tokens.first[sentence] < 4 and (
                ref.first == 0 or cast.tokens.lower[ref.first - 1] != "by"
            )
    return False


def _openers(cast: Cast) -> dict[int, int]:
    """Who is the first person of each sentence, by name or office."""
    found: dict[int, int] = {}
    for ref in cast.refs:
        if ref.kind in ("person", "name", "nominal") and len(ref.actors) == 1:
            found.setdefault(cast.tokens.sentence[ref.first], ref.actors[0])
    return found


def described(cast: Cast, person: Person) -> bool:
    """Whether a name is followed by what the person is, and that is no office: "X, a widow of ..."."""
    lower, words = cast.tokens.lower, cast.tokens.words
    for index in person.refs[:6]:
        j = cast.refs[index].last
        if j + 2 < len(words) and words[j] in (",", "–", "—", "("):
            j += 1 + (lower[j + 1] in ("the", "a", "an"))
            if words[j].islower() and words[j].isalpha() and lower[j] not in _GOES_ON:
                return not lower[j].endswith(("ed", "ing"))
    return False


def _opens(cast: Cast, person: Person) -> bool:
    """Whether the report begins with the person as a subject: the source's own, whom it need not introduce."""
    ref = cast.refs[min(person.refs)]
    if cast.tokens.sentence[ref.first] > 1 or ref.first == 0:
        return cast.tokens.sentence[ref.first] == 0
    start = cast.tokens.first[cast.tokens.sentence[ref.first]]
    return ref.first - start < _HEAD


def _leaving(person: Person) -> bool:
    """Whether the office is one that two may have at a time: an outgoing holder and one elected."""
    office = (person.actor.office or "").lower()
    return any(word in office for word in _LEAVING)


def _rivalry(cast: Cast, unnamed: Person, person: Person) -> int:
    """How likely an unnamed holder of an office is the person: 0 where they stand in one sentence."""
    if unnamed.actor.name or not unnamed.actor.country or unnamed.kind not in STATELY:
        return 0
    if person.kind and unnamed.kind != person.kind:
        return 0
    if all(cast.refs[i].plural for i in unnamed.refs):
        return 0
    sentence = cast.tokens.sentence
    here = {sentence[cast.refs[i].first] for i in person.refs[:MANY] if cast.refs[i].name}
    there = {sentence[cast.refs[i].first] for i in unnamed.refs[:MANY]}
    if here & there:
        return 0
    told_of_self = any(
        {"i", "we"} & set(cast.tokens.lower[max(0, cast.refs[i].first - 4) : cast.refs[i].first])
        for i in unnamed.refs[:MANY]
    )
    if told_of_self:
        return 0
    openers = cast.openers
    who, other = person.actor.id, unnamed.actor.id
    beside = any(
        openers.get(s) == who and other in (openers.get(s - 1), openers.get(s + 1)) for s in here
    )
    if not person.kind:
        return 6 if any(s - 1 in there for s in here) else 0
    return 6 if beside else 1


def _follows(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether the person is first named after the unnamed holder, and as no subject of a sentence."""
    first = cast.refs[min(person.refs)]
    return cast.refs[min(unnamed.refs)].first < first.first and _object(cast, first.first)


def _object(cast: Cast, at: int) -> bool:
    words = cast.tokens.lower[max(0, at - 3) : at]
    return any(w in ("with", "to", "from", "called", "telephoned", "and") for w in words)


def _absorb(cast: Cast, person: Person) -> None:
    """Join the unnamed holder of the same office of the same country."""
    for other in cast.people[:MANY]:
        if other.actor.country == person.actor.country and _rivalry(cast, other, person):
            cast.join(other, person)
            return
