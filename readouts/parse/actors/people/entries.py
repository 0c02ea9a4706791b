"""Layer 2c: lists by country, and whose officials their entries name.

What belongs here: which country heads the entry, or the passage below a line, that first names somebody, and whether it
tells whose official that is. What does not: finding the lines and labels (``cast``), and officials whom no list has
(``countries``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import LEADERS, MANY, Person
from readouts.parse.actors.references.record import PERSONS, Ref, Side

_HEADS = 2
"""A page on which so many countries head passages is a list by country."""
_BELOW = 2
"""In the first so many sentences below the name of a country stands whose call with its minister is told."""
_AT_HOME = LEADERS | {"fm"}


def side_of_entry(cast: Cast, person: Person) -> Side | None:
    """The country, or the body, that heads the passage which first names whom somebody spoke with.

    Of a page that has several such lines, and of nobody who may be the page's own: the leader or foreign minister whom
    the passage begins with, a colleague, one behind "with" whose office others have too ("the minister spoke with
    Minister X"), and whoever is first told of in an entry below the one whose calls are listed.
    """
    first, heads, labels = cast.refs[min(person.refs)], cast.place_heads, cast.place_labels
    here = cast.sentence(first)
    if len(heads) < _HEADS and not labels:
        return None
    opens = first.first == cast.tokens.first[here] and person.kind in _AT_HOME
    opens = opens and (here - 1 in heads or here in labels)
    spoken_with = (cast.official or here in labels) and _is_spoken_with(cast, person, first)
    told = opens or _is_guest(cast, person, here)
    if here in labels and told and _has_another(cast, person):
        told = False  # "Peru. Foreign Minister A spoke with Foreign Minister B"
    return headed_by(cast, here) if told or spoken_with else None


def headed_by(cast: Cast, here: int) -> Side | None:
    """What heads the entry of a list, or the passage, that a sentence is of."""
    above = range(here - 1, here - 1 - _BELOW, -1)
    head = next((i for i in above if i in cast.headings), -1)
    return cast.place_labels.get(here) or cast.place_heads.get(head)


def is_in_list(cast: Cast, person: Person) -> bool:
    """Whether somebody is first told of in a list by country, which a headline does not mean by "the Minister"."""
    if cast.source is None or not cast.place_labels or not person.refs:
        return False
    return cast.sentence(cast.refs[min(person.refs)]) >= min(cast.place_labels)


def _is_guest(cast: Cast, person: Person, here: int) -> bool:
    """Whether somebody is first told of in an entry that a country heads, below the one whose calls are listed."""
    if here not in cast.place_labels or person.kind not in _AT_HOME:
        return False
    first = cast.tokens.first[min(cast.place_labels)]
    return any(
        p is not person and p.actor.name and p.refs and cast.refs[min(p.refs)].first < first
        for p in cast.people[:MANY]
    )


def _has_another(cast: Cast, person: Person) -> bool:
    """Whether the entry that first tells of somebody may have another of its country.

    Another whom it first names and tells no country of, or an official of the country: "his Peruvian counterpart".
    """
    here = cast.sentence(cast.refs[min(person.refs)])
    begun = max(i for i in cast.paragraph_starts if i <= here)
    others = (p for p in cast.people[:MANY] if p is not person and p.actor.name and p.refs)
    side = cast.place_labels[here]
    refs = cast.refs_between(cast.tokens.first[begun], cast.tokens.last[here])
    theirs = (r for r in refs if r.kind in PERSONS and (r.country, r.organisation) == side)
    return any(theirs) or any(
        p.kind in _AT_HOME and begun <= cast.sentence(cast.refs[min(p.refs)]) <= here
        for p in others
    )


def _is_spoken_with(cast: Cast, person: Person, ref: Ref) -> bool:
    """Whether somebody is a colleague, or a minister or leader whom the one whose calls a page tells spoke with."""
    beside = cast.tokens.lower[max(cast.span(ref)[0], ref.first - 2) : ref.first]
    alike = person.words == {"minister"} or person.kind in _AT_HOME
    return person.peer or (alike and not cast.words["spoken_with"].isdisjoint(beside))
