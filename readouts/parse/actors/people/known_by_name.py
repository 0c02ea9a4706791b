"""Layer 2c: who somebody is whom the text gives no office, by the table of office-holders: "Quen rang Velt".

What belongs here: when a name alone is an office-holder's, and which mentions of the name are none of his. What does
not: officials whose country alone is open (``countries``), and joining them with unnamed holders (``unnamed``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.newsrooms import SOME
from readouts.parse.actors.people.person import MANY, Person
from readouts.parse.actors.people.unnamed import absorb
from readouts.parse.actors.references.record import Ref
from readouts.parse.text.tokens import BESIDE
from readouts.reference.names.people import HEADS, SINGLE, Side, Term, is_followed, side_of, terms

SHORTEST = 3
"""A name of fewer letters is an initial or a slip."""
_TOLD = 2
"""A surname counts where the text speaks of the country so many times."""
_OWNED = 2
"""Within so many words behind "Quen's" stands the call that is his."""


def by_name_alone(cast: Cast, person: Person) -> None:
    """Give a country to whom the table has in office on the day under the name.

    A whole name may be of a term that is only presumed to go on, where one at a time holds the office and the text
    speaks of the country. A surname must be that of a head of state or government, in a text that speaks of the country
    more than once and says nothing else of whoever bears it ("Quen, a driver"); "a Quen envoy", "Quen's son" is not he.
    """
    name, day = person.actor.name, cast.day
    if not name or day is None or len(name) < SHORTEST:
        return
    whole = len(person.key) > 1
    met = terms(name, day, None if whole else HEADS)
    told = sum((r.country, r.organisation) == met[0].side for r in cast.refs[:SOME]) if met else 0
    side = side_of(name, day) if whole else None
    if whole and side is None and told and all(_goes_on(term, cast) for term in met):
        side = side_of(name, day, {term.kind for term in met})
    if not whole and told >= _TOLD and _is_bare(cast, person):
        side = side_of(name, day, HEADS, presume=False)
    kinds = frozenset(term.kind for term in met)
    if side is not None and not _is_held(cast, person, side, kinds):
        person.actor.country, person.actor.organisation = side
        person.inferred = "office-holder"
        absorb(cast, person, kinds)


def _goes_on(term: Term, cast: Cast) -> bool:
    """Whether a term that has begun may be presumed to go on: one at a time holds the office, and nobody follows."""
    certain, day = term.certain, cast.day
    begun = certain is not None and day is not None and certain[0] <= day
    return begun and day is not None and term.kind in SINGLE and not is_followed(term, day)


def _is_held(cast: Cast, person: Person, side: Side, kinds: frozenset[str]) -> bool:
    """Whether the text has another by name in such an office of the side."""
    return any(
        p is not person
        and p.actor.name
        and (p.actor.country, p.actor.organisation) == side
        and p.kind in kinds & SINGLE
        for p in cast.people[:MANY]
    )


def _is_bare(cast: Cast, person: Person) -> bool:
    """Whether a text calls somebody by his surname alone; what only bears it ("the Quen plan") becomes a stranger's."""
    refs = [i for i in person.refs[:MANY] if cast.refs[i].kind == "name"]
    if " " in (person.actor.name or "") or any(_is_told_of(cast, cast.refs[i]) for i in refs):
        return False
    borne = [i for i in refs if _only_bears(cast, cast.refs[i])]
    if len(borne) == len(refs):
        return False
    if borne:
        stranger = cast.add()
        stranger.actor.name, stranger.key, stranger.weak = person.actor.name, person.key, True
        stranger.refs = borne
        for i in borne:
            cast.refs[i].actors = (stranger.actor.id,)
        person.refs = [i for i in person.refs if i not in borne]
    return True


def _is_told_of(cast: Cast, ref: Ref) -> bool:
    """Whether words beside a surname say who bears it: "Quen, a driver", "the singer Quen", "Norway's Quen"."""
    words, lower = cast.tokens.words, cast.tokens.lower
    if "&" in (words[ref.first - 1], words[ref.last]) or lower[ref.first - 1] == "'s":
        return True
    behind = ref.last + (words[ref.last] in BESIDE)
    aged = words[behind].isdigit()  # "Quen, 54, spoke"
    apposed = behind > ref.last and (aged or cast.is_a(behind, "article", "a_or_an"))
    return apposed or is_titled(cast, ref)


def is_titled(cast: Cast, ref: Ref) -> bool:
    """Whether a noun stands right before a surname: "rapporteur Quen", not "told Quen", "of Quen"."""
    at = ref.first - 1
    word = cast.tokens.words[at]
    if ref.first == cast.span(ref)[0] or not (word.islower() and word.isalpha()):
        return False
    verb = word.endswith(("ed", "ing")) or cast.is_a(at, "said", "telephoned", "copula", "modal")
    free = cast.is_a(at, "preposition", "article", "a_or_an", "before_a_name")
    return not (verb or free)


def _only_bears(cast: Cast, ref: Ref) -> bool:
    """Whether words only bear a surname: "a Quen envoy", "Quen officials", "Quen ally Bo Velt", "Quen's son"."""
    words, behind = cast.tokens.words, ref.last
    if cast.tokens.lower[behind] == "'s":
        owned = cast.tokens.lower[behind + 1 : behind + 1 + _OWNED]
        return cast.words["of_calls"].isdisjoint(owned)
    if cast.is_a(ref.first - 1, "article", "a_or_an") or words[behind][:1].isupper():
        return True
    if any(r.first == behind and r.kind != "place" for r in cast.refs_between(behind, behind + 1)):
        return True
    title = words[behind].islower() and words[behind].isalpha() and words[behind + 1][:1].isupper()
    verb = words[behind].endswith("ed") or cast.is_a(
        behind, "said", "telephoned", "modal", "copula", "preposition", "before_a_name"
    )
    return title and not verb
