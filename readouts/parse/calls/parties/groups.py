"""Layer 3b: who stands where in a sentence.

What belongs here: whom the groups of a sentence mean, which of them stand before or behind a word, and which is the
subject of a verb. What does not: what makes a group (``lists``), who says "I" (``subjects``), and what a cue asks for
(``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import MANY, ONE_EACH
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.calls.found import SUBJECT, Group, Search
from readouts.parse.calls.parties.lists import gather

NEAR = 60
"""How many words around a cue are looked through; the cost of a cue must not grow with its sentence."""

_LATELY = 40
"""Among so many calls told last are those of "the two ministers"."""


def groups_of(s: Search, sentence: int) -> list[Group]:
    """Return the groups of a sentence, in order."""
    found = s.groups.get(sentence)
    if found is None:
        found = s.groups[sentence] = gather(s, sentence)
    return found


def actors_of(s: Search, group: Group) -> list[int]:
    """Return whom a group means; "the two", "they" are those of the call told last, or just named.

    Not the two men whom somebody rang: these may be any two of whom the story tells.
    """
    found: list[int] = []
    for ref in group.refs:
        whom = ref.actors
        rung = group.role != SUBJECT and (s.is_a(ref.last - 1, "men") or s.is_a(ref.last, "men"))
        if not whom and not rung and (ref.kind == "group" or ref.plural):
            whom = tuple(antecedents(s, ref))
        found.extend(a for a in whom if a not in found)
    return found


def antecedents(s: Search, ref: Ref) -> list[int]:
    """Return the two meant by "the two leaders", "they", who may hold that office; none for "the chief ministers"."""
    behind = s.lower[ref.last : ref.last + 4]
    states = any(r.kind == "place" for r in s.refs_between(ref.last, ref.last + 4))
    others = behind[0] == "of" and not states and not s.has("both_or_two", ref.last, ref.last + 4)
    if ref.office_kind and (others or s.is_a(ref.first - 1, "of_a_region")):
        return []
    for count in range(3, 9):
        if s.has(f"number_{count}", ref.first - 1, ref.last):
            rung = dict.fromkeys(a for frame in s.frames[-_LATELY:] for a in frame.parties)
            return list(rung) if len(rung) == count else []  # "the three ministers"
    found = _last_told(s, ref)
    if ref.office_kind == "minister" and s.is_a(ref.first - 1, "both_or_two"):
        rung = dict.fromkeys(a for frame in s.frames[-_LATELY:] for a in frame.parties)
        ministers = [a for a in rung if "minister" in (s.people[a].actor.office or "").lower()]
        return ministers if len(ministers) == 2 else found
    kinds = {s.people[a].kind for a in found}
    alike = ref.office_kind not in ONE_EACH - {"leader"} or kinds <= {ref.office_kind, "", "leader"}
    return found if alike else []


def _last_told(s: Search, ref: Ref) -> list[int]:
    """The two of the sentence, else of the call told last."""
    sentence = s.tokens.sentence[ref.first]
    first = max(s.tokens.first[sentence], ref.first - NEAR)
    before = [r for r in s.refs_between(first, ref.first) if r.kind != "place"]
    if len(found := _officials(s, before)) == 2:
        return found
    if not s.latest and sentence > 0:
        before = [r for group in groups_of(s, sentence - 1) for r in group.refs]
        if len(found := _officials(s, before)) == 2:
            return found
    if not s.latest and s.has("number_2", ref.first - 1, ref.first + 2):
        before = [r for r in s.refs_between(0, ref.first)[-MANY:] if r.kind in PERSONS]
        if len(found := _officials(s, before)) == 2:
            return found
    if s.latest or not ref.office_kind:
        return [] if ref.office_kind == "group" else list(s.latest)
    # "The two presidents" are those of the text who hold the office, where it has no third.
    people = [p for p in s.people[:MANY] if p.kind == ref.office_kind and p.actor.name]
    countries = {p.actor.country for p in people} - {None}
    two = "two" in s.lower[max(0, ref.first - 2) : ref.first]
    return [p.actor.id for p in people] if two and len(people) == len(countries) == 2 else []


def _officials(s: Search, refs: list[Ref]) -> list[int]:
    """Who of those referred to one by one may be party to a call; none where two of them are of one country."""
    named = dict.fromkeys(r.actors[0] for r in refs if len(r.actors) == 1)
    found = [a for a in named if s.people[a].may_be_party()]
    return found if len(found) == len({s.people[a].actor.country for a in found}) else []


def subject_of(s: Search, i: int) -> list[int]:
    """Return the subject of a verb at token ``i``: the group to its left that nothing governs, or before "who"."""
    nearest = True
    for group in reversed(groups_before(s, i)):
        if s.is_a(group.first - 1, "who") and s.is_a(group.last, "saying"):
            continue  # it only says what another did: "X, whom he said rang Y"
        begin = group.last + (s.lower[group.last] == ",")
        who = begin < i and s.is_a(begin, "who") and "," not in s.lower[begin:i]
        relative, nearest = nearest and who, False  # "X, who on Monday rang Y"
        if relative or (group.role == SUBJECT and not _is_aside(s, group, i)):
            actors = actors_of(s, group)
            if actors:
                return actors
            if group.refs[-1].kind == "group":
                return []
    return []


def groups_before(s: Search, i: int) -> list[Group]:
    """Return the groups of the sentence that end before token ``i``, those near it."""
    return [g for g in groups_of(s, s.tokens.sentence[i]) if g.last <= i and g.first > i - NEAR]


def last_subject(s: Search, i: int) -> Group | None:
    """Return the last group before token ``i`` that nothing governs."""
    return next((g for g in reversed(groups_before(s, i)) if g.role == SUBJECT), None)


def groups_after(s: Search, i: int) -> list[Group]:
    """Return the groups of the sentence being read that begin at or behind token ``i``, those near it."""
    return [g for g in groups_of(s, s.here) if i <= g.first < i + NEAR]


def _is_aside(s: Search, group: Group, i: int) -> bool:
    """Whether a group stands in a clause of "who" that ends before a verb: "X, who chairs the bloc, told".

    Or between commas, as who did not: "X, not the Chilean leader, told", "X, hours after the Chilean leader, told".
    """
    if "," not in s.lower[group.last : i]:
        return False
    begin = max(s.opening(i), group.first - 5)
    comma = s.find(range(group.first - 1, begin, -1), "clause_mark")
    compared = comma > begin and s.has("compared", comma + 1, group.first)
    return s.has("relative", begin, group.first) or compared
