"""Layer 2c: whether words for the holder of an office, and a name, mean one person: "Norway's president", "Quen".

What belongs here: joining those whom a text first leaves unnamed with a name. What does not: which country an office is
of (``countries``), and offices that a text tells again (``resolve``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.newsrooms import is_anothers
from readouts.parse.actors.people.person import (
    LEADERS,
    MANY,
    MINISTERS,
    ONE_EACH,
    ONLY_MINISTER,
    STATELY,
    Person,
    like_office,
)

_LEDE = 3
"""Among so many of the first sentences is a lede that names nobody."""
_BEHIND = 2
"""Within so many sentences behind a counterpart its name is told."""
_WISHED = 12
"""Among so many words before an office stands that somebody is congratulated on it."""
_IN_FULL = 2
"""A name in full has so many words."""


def join_by_place(cast: Cast) -> None:
    """Join the one unnamed holder of an office of a country with its name: "Norway's Ilvar Quen"."""
    holders = STATELY | {"envoy"}
    unnamed = [p for p in cast.people if not p.actor.name and p.kind in holders][:MANY]
    for person in [p for p in cast.people if p.actor.name and not p.kind][:MANY]:
        country = person.actor.country or person.usual
        same = [u for u in unnamed if u.refs and u.actor.country == country] if country else []
        if len(same) == 1 and _may_hold(cast, same[0], person):
            cast.rename(same[0].actor.id, person.actor.id)


def join_counterpart(cast: Cast) -> None:
    """Join the one unnamed counterpart of a text with the first new name behind it, of no state and of that office.

    "Norway's president wrote to her Peruvian counterpart. In the call she promised President Quen". Or a bare name in
    full, which opens a sentence and tells of the call ("Ilvar Quen said that in the conversation he"), or is told
    something in it by whose counterpart it is ("In the call, Soto told Ilvar Quen").
    """
    unnamed = [p for p in cast.people[:MANY] if p.refs and p.actor.country and not p.actor.name]
    peers = [p for p in unnamed if any(cast.refs[i].counterpart for i in p.refs[:MANY])]
    if len(peers) != 1:
        return
    begin = cast.refs[min(peers[0].refs)]
    owners = [r for r in cast.refs_between(cast.span(begin)[0], begin.first) if r.name]
    if not owners:
        return  # "The minister rang his Turkish counterpart": either's name may follow
    for ref in (r for r in cast.refs if r.first > begin.first and r.name and len(r.actors) == 1):
        person = cast.people[ref.actors[0]]
        if cast.sentence(ref) > cast.sentence(begin) + _BEHIND or begin.plural:
            return
        if cast.refs[min(person.refs)] is ref and (len(person.key) > 1 or not person.weak):
            first, last = cast.span(ref)
            tells = ref.first == first and cast.is_a(ref.last, "said")
            before = [r.actors for r in cast.refs_between(first, ref.first) if r.name]
            told = cast.is_a(ref.first - 1, "tells_somebody") and before == [owners[-1].actors]
            tells = (
                (tells or told)
                and person.weak
                and not cast.words["of_a_call"].isdisjoint(cast.tokens.lower[first:last])
            )
            titled = cast.tokens.words[ref.first].istitle()  # not "the union's president Quen"
            same = titled and person.kind == peers[0].kind and person.kind in ONE_EACH
            if (same or tells) and not (person.actor.place or person.former):
                cast.rename(peers[0].actor.id, person.actor.id)
            return


def join_pair(cast: Cast) -> None:
    """Join the two officials of a lede without names with those of the next sentence, one of whom tells the other.

    "Norway's minister rang his Turkish counterpart. Ilvar Quen told Tamsel Orhu that".
    """
    firsts, lasts = cast.tokens.first, cast.tokens.last
    bodies = [i for i in range(len(firsts)) if i not in cast.headings][:_LEDE]
    for lede, behind in pairwise(bodies):
        first = [r for r in cast.refs_between(firsts[lede], lasts[lede]) if r.kind != "place"]
        named = cast.refs_between(firsts[behind], lasts[behind])[:2]
        told = [cast.people[r.actors[0]] for r in first if len(r.actors) == 1 and not r.plural]
        two = list(dict.fromkeys(p.actor.id for p in told if p.kind in STATELY and p.actor.country))
        if len(two) != 2 or len(named) != 2 or any(r.name for r in first):
            continue
        one, other = named
        tells = one.first == firsts[behind] and cast.is_a(one.last, "tells_somebody")
        bare = all(
            r.name and len(r.actors) == 1 and not (r.office or r.side) and r.name[1] - r.name[0] > 1
            for r in named
        )
        if tells and bare and other.first == one.last + 1:
            for unnamed, ref in zip(two, named, strict=True):
                cast.rename(unnamed, ref.actors[0])
            return


def join_caller(cast: Cast) -> None:
    """Join the one unnamed official who opens a lede with the bare name in full that opens the next sentence.

    "Norway's prime minister spoke by phone with President Velt. Ilvar Quen told Velt that": the name does something to
    another official, whom the lede names or whom it rings.
    """
    firsts, lasts = cast.tokens.first, cast.tokens.last
    bodies = [i for i in range(len(firsts)) if i not in cast.headings][:_LEDE]
    for lede, behind in pairwise(bodies):
        told = [r for r in cast.refs_between(firsts[lede], lasts[lede]) if r.kind != "place"]
        unnamed = [r for r in told if not r.name and r.side and not (r.plural or r.counterpart)]
        named = cast.refs_between(firsts[behind], lasts[behind])[:2]
        if told[:1] != unnamed[:1] or not unnamed or len(unnamed[0].actors) != 1 or len(named) < 2:
            continue
        if not cast.is_a(unnamed[0].last, "rings", "tells_somebody", "speaks_or_holds"):
            continue  # "Chile's president resigned. Ilvar Quen rang President Velt"
        (who,), (name, other) = unnamed[0].actors, named
        rings = cast.is_a(name.last, "rings") and other.kind == "person"
        tells = cast.is_a(name.last, "tells_somebody") and other.last == other.first + 1
        tells = tells and any(set(other.actors) & set(r.actors) for r in told if r.name)
        alone = all(r.side == other.side for r in unnamed[1:])
        bare = name.first == firsts[behind] and name.kind == "name" and len(name.actors) == 1
        person = cast.people[name.actors[0]] if bare else None
        holds = cast.people[who].kind in STATELY | {"sg"} and not cast.people[who].actor.name
        if person is None or not (person.weak and holds and len(person.key) >= _IN_FULL):
            continue
        if (rings or tells) and alone and name.actors != other.actors:
            cast.rename(who, person.actor.id)
        return


def join_congratulated(cast: Cast) -> None:
    """Join a bare name with the office on which it is congratulated: "rang Ilvar Quen to congratulate him on becoming".

    The office stands behind "as" or "on becoming", with its state, and no sentence before has told of its holder.
    """
    for ref in (r for r in cast.refs if r.kind == "nominal" and r.country and len(r.actors) == 1):
        first, at = cast.span(ref)[0], ref.first - 1
        while cast.tokens.lower[at] == "the" or cast.is_a(at, "dropped_modifier"):
            at -= 1
        wished = (k for k in range(max(first, at - _WISHED), at) if cast.is_a(k, "congratulates"))
        begin, unnamed = next(wished, -1), cast.people[ref.actors[0]]
        if begin < 0 or not cast.is_a(at, "enters_office") or unnamed.actor.name or ref.plural:
            continue
        whom = cast.refs_between(begin + 1, begin + 2)
        if whom and whom[0].kind == "pronoun":
            whom = cast.refs_between(first, begin)  # him who has no office yet
        open_ = {a for r in whom if r.name for a in r.actors if cast.people[a].weak}
        told = any(r.first < first for r in map(cast.refs.__getitem__, unnamed.refs))
        named = cast.people[open_.pop()] if len(open_) == 1 and not told else unnamed
        if len(named.key) >= _IN_FULL and not (named.actor.place or named.former):
            cast.rename(unnamed.actor.id, named.actor.id)


def _may_hold(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether an office may be that of a name: of a counterpart, where another in his sentence has it, too.

    Of "Norway's Quen" where the office is told behind him with what its holder does, not with where he was or whom he
    visits; and where it is told before, if he is told to have telephoned: a text that tells of Norway's minister may
    name Norway's president, or a pollster, next.
    """
    refs, lower = [cast.refs[i] for i in unnamed.refs[:MANY]], cast.tokens.lower
    ref, named = cast.refs[min(unnamed.refs)], cast.refs[min(person.refs)]
    if unnamed.kind == "envoy" and not ref.counterpart:
        return False
    later = ref.first > named.first
    elsewhere = cast.is_a(ref.last, "stands_elsewhere") or lower[ref.first - 1] in ("by", "of")
    opens = ref.first - cast.span(ref)[0] < 2
    # "complained of the Turkish energy minister", who need not be whom he spoke with
    of_field = unnamed.kind == "minister" and unnamed.words != ONLY_MINISTER and not opens
    if later and (elsewhere or of_field or all(r.plural for r in refs)):
        return False
    peers = [cast.refs[i] for i in person.refs[:MANY] if cast.refs[i].counterpart]
    first, last = cast.span(peers[0] if peers else named)
    if not peers:
        rings = not (cast.words["of_phone"] | cast.words["rang"]).isdisjoint(lower[first:last])
        near = cast.sentence(named) - max(cast.sentence(r) for r in refs) in (0, 1)
        rings = rings or (near and cast.is_a(named.last, "tells_somebody"))
        return later or rings or any(r.plural for r in refs)
    beside = {a for r in cast.refs_between(first, last) for a in r.actors}
    abroad = [
        p for p in cast.people[:MANY] if p.actor.name and p.actor.country != person.actor.country
    ]
    others = [p for p in abroad if p.actor.id in beside] or abroad
    kind, words = unnamed.kind, unnamed.words
    return any(p.kind == kind or like_office(p, kind, words) for p in others)


def could_be(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether an unnamed holder is of the person's kind of office, and in no sentence with the name."""
    if unnamed.actor.name or not unnamed.actor.country or unnamed.kind not in STATELY:
        return False
    told = (cast.refs[i] for i in unnamed.refs)
    leads = (
        unnamed.kind == "leader" and person.kind in LEADERS
    )  # "Norway's leader ... President Quen"
    if not (leads or person.kind in ("", unnamed.kind)) or all(
        r.plural and not r.counterpart for r in told
    ):
        return False
    others = is_anothers(cast, person, unnamed.actor.country)
    return not (others or _together(cast, unnamed, person))


def _together(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether words for an unnamed holder stand in a sentence with a name."""
    theirs, refs = ([cast.refs[i] for i in p.refs[:MANY]] for p in (unnamed, person))
    named = {cast.sentence(r) for r in refs if r.name or not person.actor.name}
    return any(cast.sentence(r) in named for r in theirs)


def absorb(cast: Cast, person: Person, kinds: frozenset[str] = frozenset()) -> None:
    """Join the unnamed holder of the same office of the same country.

    ``kinds`` are those of the offices that somebody has of whom the text tells none.
    """
    for other in cast.people[:MANY]:
        theirs = other.actor.country == person.actor.country and could_be(cast, other, person)
        if theirs and (not kinds or other.kind in kinds):
            cast.join(other, person)
            return
    for alike in (LEADERS, MINISTERS):
        two = [p for p in cast.people[:MANY] if p.kind in alike]
        two = [p for p in two if p.actor.country == person.actor.country]
        if person in two and len(two) == 2 and _is_bare(cast, two[two[0] is person], person):
            cast.join(two[two[0] is person], person)
            return


def _is_bare(cast: Cast, unnamed: Person, person: Person) -> bool:
    """Whether words elsewhere only say which of a kind: "the Norwegian leader", "the Norwegian minister"."""
    refs = [cast.refs[i] for i in unnamed.refs[:MANY]]
    bare = unnamed.kind == "leader" or unnamed.words == {"minister"}
    which = all(r.definite and not (r.plural or r.counterpart) for r in refs)
    return (
        bare
        and which
        and bool(refs)
        and not (unnamed.actor.name or _together(cast, unnamed, person))
    )
