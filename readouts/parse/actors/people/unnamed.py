"""Layer 2c: whether words for the holder of an office, and a name, mean one person: "Norway's president", "Quen".

What belongs here: joining those whom a text first leaves unnamed with a name. What does not: which country an office is
of (``countries``), and names that follow their office in the next sentence (``delayed``).
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.newsrooms import is_anothers
from readouts.parse.actors.people.person import (
    LEADERS,
    MANY,
    MINISTERS,
    ONE_EACH,
    STATELY,
    Person,
    like_office,
)
from readouts.reference.names.people import terms


def join_by_place(cast: Cast) -> None:
    """Join the one unnamed holder of an office of a country with its name: "Norway's Ilvar Quen"."""
    holders = STATELY | {"envoy"}
    unnamed = [
        p
        for p in cast.people
        if not p.actor.name and p.actor.country and p.kind in holders and p.refs
    ][:MANY]
    for person in [p for p in cast.people if p.actor.name and not p.kind][:MANY]:
        country = person.actor.country or person.usual
        same = [u for u in unnamed if u.refs and u.actor.country == country]
        if (
            len(same) == 1
            and _goes_back(cast, same[0], person)
            and _is_of_rank(cast, person, same[0])
        ):
            cast.rename(same[0].actor.id, person.actor.id)


def _goes_back(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether an office may be that of a name: told before it, or behind it with what its holder does.

    "Norway's Ilvar Quen ... Norway's president was in Rome", "a visit by Norway's president" tell of another.
    """
    ref, named = cast.refs[min(unnamed.refs)], cast.refs[min(person.refs)]
    if unnamed.kind == "envoy" and not ref.counterpart:
        return False
    lower = cast.tokens.lower
    elsewhere = lower[ref.last] in cast.words["stands_elsewhere"] or lower[ref.first - 1] in (
        "by",
        "of",
    )
    return ref.first < named.first or not elsewhere


def _is_of_rank(cast: Cast, person: Person, unnamed: Person) -> bool:
    """Whether an office may be that of a name: of a counterpart, where one in his sentence has it, too.

    Of "Norway's Quen" only where he is told to have telephoned, or right behind the office to have told something:
    a text that tells of Norway's minister may name Norway's president, or a pollster, next.
    """
    if all(cast.refs[i].plural for i in unnamed.refs) and min(unnamed.refs) > min(person.refs):
        return False  # "Norway's Ilvar Quen ... the Norwegian and Dutch presidents"
    peers = [cast.refs[i] for i in person.refs[:MANY] if cast.refs[i].counterpart]
    if not peers:
        told = [cast.refs[i] for i in unnamed.refs[:MANY]]
        later = min(r.first for r in told) > cast.refs[min(person.refs)].first
        listed = any(r.plural for r in told)
        return later or listed or _is_in_a_call(cast, unnamed, person)
    beside = {a for r in cast.refs_between(*cast.span(peers[0])) for a in r.actors}
    others = [p for p in cast.people[:MANY] if p.actor.country != person.actor.country]
    others = [p for p in others if p.actor.id in beside and p.actor.name] or others
    kind, words = unnamed.kind, unnamed.words
    return any(p.actor.name and (p.kind == kind or like_office(p, kind, words)) for p in others)


def _is_in_a_call(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether the sentence that first names somebody tells that he telephoned, or spoke to, or from, some place."""
    named = cast.refs[min(person.refs)]
    first, last = cast.span(named)
    words = cast.tokens.lower[first:last]
    if unnamed.kind in _kinds_held(cast, person, unnamed.actor.country):
        return True
    if not (cast.words["of_phone"] | cast.words["rang"]).isdisjoint(words):
        return True
    lately = max(cast.sentence(cast.refs[i]) for i in unnamed.refs)
    near = cast.sentence(named) - lately in (0, 1)
    return near and (words[0] == "from" or cast.is_a(named.last, "tells_somebody"))


def _kinds_held(cast: Cast, person: Person, country: str | None) -> set[str]:
    """The kinds of office that the table has a name in, for a country, on the day of the report."""
    held = terms(person.actor.name, cast.day) if person.actor.name and cast.day else ()
    return {t.kind for t in held if t.side.country == country}


def could_be(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether an unnamed holder is of the person's kind of office, and in no sentence with the name."""
    if unnamed.actor.name or not unnamed.actor.country or unnamed.kind not in STATELY:
        return False
    if person.kind not in ("", unnamed.kind) or all(cast.refs[i].plural for i in unnamed.refs):
        return False
    known = {cast.refs[i].usual for i in unnamed.refs} - {None, person.usual}
    if person.kind == "pm" and known:
        return False  # the Taoiseach is no "Prime Minister Quen"
    if not _sentences(cast, person).isdisjoint(_sentences(cast, unnamed)):
        return False
    return not is_anothers(cast, person, unnamed.actor.country)


def _sentences(cast: Cast, person: Person) -> set[int]:
    refs = (cast.refs[i] for i in person.refs[:MANY])
    return {cast.sentence(r) for r in refs if r.name or not person.actor.name}


def may_mean(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether words for an unnamed holder may go back or forward to the name.

    A counterpart is somebody else's. Behind the name only "the Norwegian minister", in its paragraph, goes back to it:
    "Norway's minister" introduces another.
    """
    refs = [cast.refs[i] for i in unnamed.refs[:MANY]]
    ref = min(refs, key=lambda r: r.first)
    if ref.plural or any(r.counterpart for r in refs):
        return False
    alike = unnamed.words & person.words - cast.words["any_minister"]
    if person.kind not in ONE_EACH and not alike:
        return False
    before = [i for i in person.refs if cast.refs[i].first < ref.first]
    if not before:
        return _is_below(cast, cast.sentence(ref), cast.sentence(cast.refs[min(person.refs)]))
    between = range(cast.sentence(cast.refs[max(before)]) + 1, cast.sentence(ref) + 1)
    apart = any(s in cast.paragraph_starts for s in between)
    return not apart and ref.definite and "'s" not in cast.tokens.lower[ref.first : ref.last]


def _is_below(cast: Cast, head: int, named: int) -> bool:
    """Whether a sentence is of the passage that another heads, if that heads one: an entry of a live page, say."""
    if head == 0 or head not in cast.headings:
        return True
    while head + 1 in cast.headings:
        head += 1
    return cast.headings.isdisjoint(range(head + 1, named + 1))


def absorb(cast: Cast, person: Person, kinds: frozenset[str] = frozenset()) -> None:
    """Join the unnamed holder of the same office of the same country.

    ``kinds`` are those of the offices that somebody has of whom the text tells none.
    """
    ours = [p for p in cast.people[:MANY] if p.actor.country == person.actor.country]
    for other in ours:
        if could_be(cast, other, person) and (not kinds or other.kind in kinds):
            cast.join(other, person)
            return
    leaders = [p for p in ours if p.kind in LEADERS]
    called = [p for p in leaders if p.kind == "leader" and not p.actor.name and p.refs]
    if person in leaders and len(leaders) == 2 and called and _is_definite(cast, called[0]):
        cast.join(called[0], person)  # "President Quen ... The Norwegian leader"
        return
    ministers = [p for p in ours if p.kind in MINISTERS]
    if person in ministers and len(ministers) == 2:
        other = next(p for p in ministers if p is not person)
        bare = not other.actor.name and other.words == {"minister"}
        if bare and _sentences(cast, other).isdisjoint(_sentences(cast, person)):
            cast.join(other, person)  # "Foreign Minister Quen ... The Norwegian minister"


def _is_definite(cast: Cast, unnamed: Person) -> bool:
    """Whether each word for an unnamed leader says which: "the Norwegian leader", not "a Norwegian leader"."""
    refs = [cast.refs[i] for i in unnamed.refs[:MANY]]
    return all(r.definite and not (r.plural or r.counterpart) for r in refs)
