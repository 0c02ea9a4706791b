"""Layer 2c: the country of officials whom the text names without one.

What belongs here: weighing the countries spoken of around a person, the source's own, and the countries of
unnamed holders of the same office ("the Norwegian president"). What does not: countries that stand beside the
name (``refs``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readouts.parse.people import LEADERS, MANY, STATELY, Person

if TYPE_CHECKING:
    from readouts.parse.coreference import Cast
    from readouts.parse.refs import Ref

_LEAVING = ("outgoing", "former", "elect", "caretaker", "incoming", "interim", "acting")
_LOCATIVE = frozenset(
    {"in", "near", "into", "to", "from", "against", "on", "over", "at", "across", "inside"}
)
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
    }
)
_CLEAR = 2
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
Votes = Counter[str | None]


def give_countries(cast: Cast) -> None:
    """Give a country to officials who stand without one, the clearest cases first."""
    _join_by_place(cast)
    cast.openers = _openers(cast)
    open_ = [
        p
        for p in cast.people
        if not p.actor.country and not p.actor.organisation and not p.weak and p.actor.name
    ][:MANY]
    if not open_:
        return
    for person in open_:
        person.guessed = True
        body = cast.organisation or (person.usual or "").removeprefix("~")
        if (person.usual or "").startswith("~") or (
            cast.organisation and person.kind in _OF_BODIES
        ):
            person.actor.organisation, person.guessed = body, False
    open_ = [p for p in open_ if p.guessed]
    if cast.official and cast.source:
        _at_home(cast, cast.source, open_)
        return
    present: Votes = Counter(
        r.country for r in cast.refs if r.country and r.kind in ("place", "nominal")
    )
    tallies = [(person, _tally(cast, person, present)) for person in open_]
    tallies.sort(key=lambda item: -_margin(item[1]))
    weights: dict[int, dict[str | None, float]] = {
        id(person): {country: float(weight) for country, weight in votes.items()}
        for person, votes in tallies
    }
    for person, votes in tallies:
        held = _held(cast, person)
        for country in (held - {person.usual}) & votes.keys():
            votes[country] *= 0.15  # type: ignore[assignment]
        best = [c for c, weight in votes.most_common() if c and weight > 0]
        person.actor.country = best[0] if best else _fallback(cast, held)
    _exchange([person for person, _ in tallies], weights)
    for person, _ in tallies:
        _absorb(cast, person)


def _exchange(people: list[Person], weights: dict[int, dict[str | None, float]]) -> None:
    """Let two of one rank change countries where that fits both better than what each got in turn."""
    for at, one in enumerate(people[:_PAIRS]):
        for two in people[at + 1 : _PAIRS]:
            a, b = one.actor.country, two.actor.country
            if not one.kind or one.rank() != two.rank() or a == b or one.usual or two.usual:
                continue
            first, second = weights[id(one)], weights[id(two)]
            now = first.get(a, 0) * second.get(b, 0)
            if first.get(b, 0) * second.get(a, 0) > now:
                one.actor.country, two.actor.country = b, a


def _at_home(cast: Cast, source: str, open_: list[Person]) -> None:
    """Where an official source speaks, those without a country are its own, save who is shown to be foreign."""
    first = min(min(p.refs) for p in open_) if open_ else 0
    for person in open_:
        foreign = [
            u
            for u in cast.people[:MANY]
            if u.actor.country != source and person.kind and _rivalry(cast, u, person)
        ]
        own = person.usual == source or min(person.refs) == first
        if len(foreign) == 1 and person.usual != source and _follows(cast, foreign[0], person):
            cast.join(foreign[0], person)
            continue
        person.actor.country = source
        if person.kind in LEADERS and not own:
            votes = _votes(cast, person)
            top = votes.most_common(1)
            if top and top[0][0] and top[0][1] >= _CLEAR and top[0][1] > 2 * votes[source]:
                person.actor.country = top[0][0]


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
            if before is not None and openers.get(here) == officer.actor.id:
                person = cast.people[before]
                if person.weak and len(person.key) > 1 and _tells(cast, person, here - 1):
                    cast.rename(officer.actor.id, before)
                    break
    leaders = [
        u
        for u in unnamed
        if u.refs and u.kind in LEADERS and not any(cast.refs[i].plural for i in u.refs)
    ]
    frequent = [p for p in cast.people if p.weak and p.actor.name and len(p.refs) > 2][:9]
    frequent = [
        p
        for p in frequent
        if any(_tells(cast, p, cast.tokens.sentence[cast.refs[i].first]) for i in p.refs)
    ]
    if len(leaders) == 1 and len(frequent) == 1:
        cast.rename(leaders[0].actor.id, frequent[0].actor.id)


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


def _fallback(cast: Cast, held: set[str | None]) -> str | None:
    return cast.source if cast.source and cast.source not in held else _spoken_of(cast, held)


def elsewhere(
    cast: Cast, person: Person, home: set[str | None], *, wide: bool = True
) -> str | None:
    """Return the likeliest country of a person who is not of ``home``; ``wide`` looks through the whole text."""
    best = [c for c, _ in _votes(cast, person).most_common() if c and c not in home]
    if best:
        return best[0]
    return _spoken_of(cast, home) if wide else None


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


def _tally(cast: Cast, person: Person, present: Votes) -> Votes:
    votes = _votes(cast, person)
    if person.usual:
        votes[person.usual] += 6
    if person.kind in STATELY and cast.source:
        first = min(person.refs) <= min((min(p.refs) for p in cast.people if p.refs), default=0)
        known = (3.0 if person.kind in LEADERS - {"pm"} else 5) if present[cast.source] else 1.5
        if first or _opens(cast, person):
            known = max(known, 4)
        votes[cast.source] += known  # type: ignore[assignment]
    elif cast.source and person.given_name and not person.kind:
        votes[cast.source] += 2
    for country, count in present.most_common(6):
        votes[country] += min(count, 6) * 0.25  # type: ignore[assignment]
    return votes


def _opens(cast: Cast, person: Person) -> bool:
    """Whether the report begins with the person as a subject: the source's own, whom it need not introduce."""
    ref = cast.refs[min(person.refs)]
    if cast.tokens.sentence[ref.first] > 1 or ref.first == 0:
        return cast.tokens.sentence[ref.first] == 0
    start = cast.tokens.first[cast.tokens.sentence[ref.first]]
    return ref.first - start < _HEAD


def _margin(votes: Votes) -> float:
    top = [weight for _, weight in votes.most_common(2)]
    return top[0] - top[1] if len(top) > 1 else (top[0] if top else 0)


def _held(cast: Cast, person: Person) -> set[str | None]:
    """Countries that have a named holder of that class of office already."""
    if not person.kind or _leaving(person):
        return set()
    return {
        q.actor.country
        for q in cast.people[:MANY]
        if q is not person and q.actor.name and q.rank() == person.rank() and not _leaving(q)
    }


def _leaving(person: Person) -> bool:
    """Whether the office is one that two may have at a time: an outgoing holder and one elected."""
    office = (person.actor.office or "").lower()
    return any(word in office for word in _LEAVING)


def _votes(cast: Cast, person: Person) -> Votes:
    """Countries spoken of around a person: in the same sentences, and a little in those beside."""
    votes: Votes = Counter()
    refs, sentence = cast.refs, cast.tokens.sentence
    for order, index in enumerate(person.refs[:12]):
        if order > 2 and refs[index].name is None:
            continue
        here = sentence[refs[index].first]
        for step in (
            *range(index - 1, max(-1, index - 9), -1),
            *range(index + 1, min(len(refs), index + 7)),
        ):
            ref = refs[step]
            if not ref.country or ref.kind != "place":
                continue
            gap = abs(sentence[ref.first] - here)
            if gap > 1:
                continue
            weight = 3.0 if ref.form == "seat" else 1.5 if gap == 0 else 0.5
            much = _says_much(cast, ref)
            if gap and (sentence[ref.first] in cast.headings or much > 1):
                weight = 1.5
            weight += 0.5 if step == index - 1 and gap == 0 else 0
            votes[ref.country] += weight * much  # type: ignore[assignment]
    for other in cast.people[:MANY]:
        votes[other.actor.country] += _rivalry(cast, other, person)
    return votes


def _says_much(cast: Cast, ref: Ref) -> float:
    """How much a word for a country says of the officials about it.

    "Norway's government" says much, "Norway" a good deal, "in Norway" little, "Norwegian hackers" hardly anything.
    """
    lower = cast.tokens.lower
    after = lower[ref.last : ref.last + 2]
    if after[:1] == ["'s"]:
        return 3.0 if after[1:] and after[1] in _STATE_BODIES else 1.0
    before = lower[ref.first - 1] if ref.first else ""
    if ref.adjectival and after and after[0] in _STATE_BODIES:
        return 1.2
    if before in _LOCATIVE or (ref.adjectival and before in ("by", "of", "with", "for")):
        return 0.35
    return 0.8 if ref.adjectival else 1.0


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


def _spoken_of(cast: Cast, held: set[str | None]) -> str | None:
    """The country most spoken of that has no such official yet."""
    votes: Counter[str] = Counter()
    for ref in cast.refs:
        if ref.country and ref.country not in held and ref.kind in ("place", "nominal"):
            votes[ref.country] += 4 if ref.form == "seat" else 1
    return votes.most_common(1)[0][0] if votes else None
