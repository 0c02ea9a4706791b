"""Layer 2c: whether an official of no country that is told is of the newsroom's own.

What belongs here: what speaks for and against the source's own country. What does not: the other ways to a country,
and the order in which they are asked (``countries``).
"""

from __future__ import annotations

from collections.abc import Iterator

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import LEADERS, MANY, STATELY, Person
from readouts.parse.actors.references.lexicon import lexicon
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.actors.sources import behind_dateline
from readouts.reference.names.people import terms

SOME = 400
"""So many references at the head of an article tell of which countries it is."""


def may_be_ours(cast: Cast, person: Person, beside: frozenset[str] = frozenset()) -> bool:
    """Whether nothing speaks against an official whose country is not told being of a newsroom's own country.

    Against it speak another holder of the office, words beside the title that say whose it is, another state that acts
    in the sentence, before it in the paragraph or in the line above, and a story that tells of other states and of this
    one only in its dateline, or nowhere. The countries of those whom the official speaks with (``beside``) do not
    count.
    """
    source, first = cast.source, cast.refs[min(person.refs)]
    if source is None or person.former or held_by_another(cast, person, source):
        return False
    if _plays_abroad(cast, source):
        return False
    ours, tokens = {None, source, *beside}, cast.tokens
    present = any(
        r.first >= behind_dateline(tokens, cast.sentence(r)) for r in told_of(cast, source)
    )
    above = max((i for i in cast.paragraph_starts if i <= cast.sentence(first)), default=0) - 1
    begin = tokens.first[max(0, above)] if present else 0
    others = [r for r in cast.refs_between(begin, cast.span(first)[1]) if r.country not in ours]
    if _is_somebodys(cast, first) or any(_acts(cast, r, first) for r in others):
        return False
    before = (r for r in others if r.first < first.first)
    abroad = not present and any(not cast.is_a(r.first - 1, "preposition") for r in before)
    return not (abroad or may_be_a_guest(cast, person, first))


def _plays_abroad(cast: Cast, source: str, begin: int = 0, end: int | None = None) -> bool:
    """Whether no word is of the newsroom's country, and some are of one that nobody told is of: "Peru's harvest"."""
    end = len(cast.tokens) if end is None else end
    refs = cast.refs_between(begin, end)[:SOME]
    officials = (p for p in cast.people[:MANY] if p.actor.name or p.kind in STATELY)
    ours = {None, source, *(p.actor.country for p in officials)}
    told = (r for r in refs if r.kind == "place" and r.country not in ours)
    return all(r.country != source for r in refs) and any(
        cast.sentence(r) not in cast.headings if begin else _is_told_of(cast, r) for r in told
    )


def is_of_another_article(cast: Cast, person: Person, source: str) -> bool:
    """Whether somebody first comes behind a headline within the text, where no word is of the page's country.

    There another page may begin, or another's statement.
    """
    at = cast.sentence(cast.refs[min(person.refs)])
    begins = [i for i in sorted(cast.headings) if i and i - 1 not in cast.headings]
    begin = max((i for i in begins if i <= at), default=None)
    if begin is None:
        return False
    end = min((i for i in begins if i > at), default=len(cast.tokens.first) - 1)
    return _plays_abroad(cast, source, cast.tokens.first[begin], cast.tokens.last[end])


def _is_told_of(cast: Cast, ref: Ref) -> bool:
    """Whether a state has or does something: "Peru's harvest", "the people of Peru", "Lima hopes"."""
    word, at = cast.tokens.words[ref.last], ref.first - 1
    if ref.adjectival or word in ("'s", "’s", "'", "’") or cast.tokens.lower[at] == "of":
        return True
    free = not (cast.is_a(at, "preposition") or cast.is_a(ref.last, "preposition"))
    return free and ref.form == "capital" and word.islower() and word != "and"


def may_be_a_guest(cast: Cast, person: Person, first: Ref) -> bool:
    """Whether another state's leader is told without a name before: "Peru's leader rang Norway's. President Quen"."""
    return person.kind in LEADERS and any(
        p.kind in (person.kind, "leader")
        and p.actor.country not in (None, cast.source)
        and not p.actor.name
        and p.refs
        and not cast.refs[min(p.refs)].plural
        and cast.refs[min(p.refs)].first < first.first
        for p in cast.people[:MANY]
    )


def _acts(cast: Cast, ref: Ref, named: Ref) -> bool:
    """Whether a country's state does something: "the Norwegian government", before a name "Norway no longer backs"."""
    if ref.kind != "place":
        return False
    behind = ref.last + (cast.tokens.lower[ref.last] == "'s")
    if cast.is_a(behind, "announced", "state_body"):
        return True
    if ref.adjectival or ref.first >= named.first:
        return False
    word, ends = cast.tokens.words[ref.last], (ref.first - 1, ref.last)
    does = word.islower() and not any(cast.is_a(i, "preposition") for i in ends)
    does = does and (word.isalpha() or ref.form == "name")  # "Norway's vote", "Oslo has rung"
    return word == "?" or (does and cast.sentence(ref) not in cast.headings)


def _is_somebodys(cast: Cast, ref: Ref) -> bool:
    """Whether words beside a title say whose it is, of no country that is known: "Bavarian Premier X", "Congo's".

    Also a body's, of which there are many ("Commission President X"), a regime's behind it ("President of the Red Army
    government X"), and where a place is told before it: "In Kharkiv, Minister X".
    """
    at, lower, words = ref.first - 1, cast.tokens.lower, cast.tokens.words
    begin, inside = cast.span(ref)[0], lower[ref.first : ref.last]
    told = cast.refs_between(begin, ref.first)
    if lower[begin] == "in" and words[at] == "," and words[begin + 1][:1].isupper():
        return all(r.country != cast.source for r in told)
    if not ref.office:
        return False
    bodies = cast.words["body_word"]
    if not ref.side and (
        "'s" in inside or inside[0] in bodies or lexicon().places.at(lower, ref.first)
    ):
        return True  # also "the Congolese president", of one of two
    of = ref.last + 1 + cast.is_a(ref.last + 1, "article")
    if lower[ref.last] == "of" and words[of][:1].isupper():
        return True
    named = words[at].istitle() and lower[at] not in cast.words["not_name"] - bodies
    return at >= begin and cast.sentence(ref) not in cast.headings and (lower[at] == "'s" or named)


def told_of(cast: Cast, country: str) -> Iterator[Ref]:
    """Return the words near the head of an article for a country, or for an unnamed official of it."""
    return (r for r in cast.refs[:SOME] if r.country == country and r.kind in ("place", "nominal"))


def peers(cast: Cast, person: Person) -> list[Person]:
    """The others who hold an office of the same kind."""
    return [p for p in cast.people[:MANY] if p is not person and p.kind == person.kind]


def held_by_another(cast: Cast, person: Person, country: str) -> bool:
    """Whether a country has a named holder of that class of office already."""
    named = (p for p in peers(cast, person) if p.actor.name and p.actor.country == country)
    return any(not cast.is_headed(p) for p in named)


def is_guest(cast: Cast, person: Person) -> bool:
    """Whether somebody is first told as whom an unnamed other spoke with: "Call with Minister Soto"."""
    first = cast.refs[min(person.refs)] if person.refs else None
    if first is None or cast.tokens.lower[first.first - 1] != "with":
        return False
    return all(r.kind not in PERSONS for r in cast.refs_between(cast.span(first)[0], first.first))


def is_anothers(cast: Cast, person: Person, country: str) -> bool:
    """Whether all holders of that name and office whom the table has at the time are of other countries.

    So a page of the White House whose only president by name is another's does not make him its own. Also where the
    text calls the country's holder by a word of its own: beside the Taoiseach no "Prime Minister Quen" is Ireland's.
    """
    held = terms(person.actor.name, cast.day, (person.kind,)) if person.actor.name else ()
    told = (r for r in cast.refs[:SOME] if r.usual == country and r.office_kind == person.kind)
    own_word = person.kind == "pm" and person.usual != country and any(told)
    return own_word or (bool(held) and all(term.side.country != country for term in held))
