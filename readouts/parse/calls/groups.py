"""Layer 3b: who stands where in a sentence.

What belongs here: persons that stand together ("A of X, B and the foreign minister of Y"), the word that governs them,
and from these the subject of a verb. What does not: who says "I" (``speakers``), and what a cue asks for (``parties``).
"""

from __future__ import annotations

from readouts.parse.actors.person import MANY
from readouts.parse.actors.reference import Ref
from readouts.parse.calls.found import OBJECT, OWNER, SUBJECT, Group, Search

NEAR = 60
"""How many words around a cue are looked through; the cost of a cue must not grow with its sentence."""

_GAP = 9
"""Between two names of a list there are so many words at most: ", and, on Friday morning, with the"."""


def groups_of(s: Search, sentence: int) -> list[Group]:
    """Return the groups of a sentence, in order."""
    found = s.groups.get(sentence)
    if found is None:
        found = s.groups[sentence] = _read(s, sentence)
    return found


def actors_of(s: Search, group: Group) -> list[int]:
    """Return whom a group means; "the two", "they" are those of the call told last, or just named."""
    found: list[int] = []
    for ref in group.refs:
        whom = ref.actors
        if not whom and (ref.kind == "group" or ref.plural):
            whom = tuple(antecedents(s, ref))
        found.extend(a for a in whom if a not in found)
    return found


def antecedents(s: Search, ref: Ref) -> list[int]:
    """Return the two meant by "the two leaders", "they": of the sentence, else of the call told last."""
    found: list[int] = []
    people = s.people
    first = s.tokens.first[s.tokens.sentence[ref.first]]
    for other in s.refs_between(max(first, ref.first - NEAR), ref.first):
        if other.kind == "place" or len(other.actors) != 1 or other.actors[0] in found:
            continue
        if people[other.actors[0]].may_be_party():
            found.append(other.actors[0])
    if len(found) == 2 and len({people[a].actor.country for a in found}) == 2:
        return found
    before = s.tokens.sentence[ref.first] - 1
    if not s.latest and before >= 0:
        named = [
            a for g in groups_of(s, before) for r in g.refs if len(r.actors) == 1 for a in r.actors
        ]
        both = [a for a in dict.fromkeys(named) if people[a].may_be_party()]
        if len(both) == len({people[a].actor.country for a in both}) == 2:
            return both
    if s.latest:
        return [] if ref.office_kind == "group" else list(s.latest)
    return _holders(s, ref) if ref.office_kind else []


def _holders(s: Search, ref: Ref) -> list[int]:
    """The two of the text who hold the office of "the two presidents", where it has no third."""
    lower = s.lower[max(0, ref.first - 2) : ref.first]
    people = [p for p in s.people[:MANY] if p.kind == ref.office_kind and p.actor.name]
    countries = {p.actor.country for p in people} - {None}
    return (
        [p.actor.id for p in people]
        if "two" in lower and len(people) == len(countries) == 2
        else []
    )


def subject_of(s: Search, i: int) -> list[int]:
    """Return the subject of a verb at token ``i``: the group to its left that nothing governs, or before "who"."""
    nearest = True
    for group in reversed(groups_before(s, i)):
        if _reports(s, group):
            continue
        relative = nearest and _is_relative(s, group, i)
        nearest = False
        if relative or (group.role == SUBJECT and not _is_aside(s, group, i)):
            actors = actors_of(s, group)
            if actors:
                return actors
            if group.refs[-1].kind == "group":
                return []
    return []


def _reports(s: Search, group: Group) -> bool:
    """Whether a group only says what another did: "X, whom he said rang Y"."""
    relative = s.lower[max(0, group.first - 1) : group.first] in (["who"], ["whom"])
    return relative and s.has("saying", group.last, group.last + 1)


def groups_before(s: Search, i: int) -> list[Group]:
    """Return the groups of the sentence that end before token ``i``, those near it."""
    return [g for g in groups_of(s, s.tokens.sentence[i]) if g.last <= i and g.first > i - NEAR]


def groups_after(s: Search, sentence: int, i: int) -> list[Group]:
    """Return the groups of a sentence that begin at or behind token ``i``, those near it."""
    return [g for g in groups_of(s, sentence) if i <= g.first < i + NEAR]


def _is_relative(s: Search, group: Group, i: int) -> bool:
    """Whether "who" stands between a group and a verb, and no comma: "X, who on Monday rang Y"."""
    between = s.lower[group.last : i]
    if between[:1] == [","]:
        between = between[1:]
    return between[:1] in (["who"], ["whom"]) and "," not in between


def _is_aside(s: Search, group: Group, i: int) -> bool:
    """Whether a group stands in a clause of "who" that ends before a verb: "X, who chairs the bloc, told"."""
    lower = s.lower
    back = lower[max(s.tokens.first[s.tokens.sentence[i]], group.first - 5) : group.first]
    opened = not {"who", "whose", "which"}.isdisjoint(back)
    return bool(opened) and "," in lower[group.last : i]


def _read(s: Search, sentence: int) -> list[Group]:
    found: list[Group] = []
    first, last = s.tokens.first[sentence], s.tokens.last[sentence]
    lead: Ref | None = None
    for ref in s.refs_between(first, last):
        if ref.kind == "place" or _is_empty(s, ref):
            lead = ref
            continue
        if found and _is_apposition(s, found[-1], ref):
            found[-1].last = ref.last
            continue
        if found and _is_double(s, found[-1], ref):
            found[-1].refs[-1], found[-1].last = ref, ref.last
            continue
        join = _join(s, found[-1], ref) if found else ""
        if join:
            found[-1].refs.append(ref)
            found[-1].joins.append(join)
            found[-1].last = ref.last
            continue
        if found:
            _split(s, found)
        begin = lead.first if lead is not None and _introduces(s, lead, ref) else ref.first
        role, governor = _role(s, ref, begin, first)
        found.append(Group([ref], role, governor, ref.last))
    if found:
        _split(s, found)
    return found


def _introduces(s: Search, lead: Ref, ref: Ref) -> bool:
    """Whether a reference only leads to the next: "his colleagues, A and B", "UN Agency (UNAW) chief X"."""
    if lead.kind != "place":
        return set(s.lower[lead.last : ref.first]) <= {",", ":", "–", "—", "(", "the"}
    return lead.organisation is not None and lead.organisation == ref.organisation


def _is_empty(s: Search, ref: Ref) -> bool:
    """Whether a reference only counts or introduces others: "both A and B", "his colleagues, A and B"."""
    lower = s.lower
    if ref.listed:
        return True
    if ref.kind != "group" or lower[ref.first] != "both":
        return False
    follower = s.refs_between(ref.last, ref.last + 3)
    return bool(follower) and all(
        w in s.words["determiner"] for w in lower[ref.last : follower[0].first]
    )


def _join(s: Search, group: Group, ref: Ref) -> str:
    """What joins a reference to those before it: ",", "and"; "" where it begins a group of its own."""
    gap, words = _gap(s, group.last, ref.first), s.words
    glue = words["glue"] | words["describing"] | words["governor"]
    if not gap or len(gap) > _GAP or not all(w in glue or w[0].isdigit() for w in gap):
        return ""
    joiner = "and" if not {"and", "&", ";"}.isdisjoint(gap) else "," if "," in gap else ""
    governors = [w for w in gap if w in words["governor"]]
    if not joiner or (governors and governors[-1] != group.role):
        return ""
    if joiner == "," and not all(
        w in words["determiner"] | words["describing"] | {group.role, ","}
        for w in gap[gap.index(",") if "," in gap else 0 :]
    ):
        return ""
    if is_possessive(s, ref) or _owns(s, ref):
        return ""  # "with A, B's deputy", "with A, his office said"
    return "" if gap == [","] and "and" in group.joins else joiner


def _is_apposition(s: Search, group: Group, ref: Ref) -> bool:
    """Whether an office tells what the one named before it is besides: "X, Chair of the Union,"."""
    bare = ref.kind == "nominal" and not ref.definite and not ref.plural
    return bare and s.lower[group.last : ref.first] == [","]


def _gap(s: Search, first: int, last: int) -> list[str]:
    """The words between two references, places left out: "A of Norway in Oslo, and B"."""
    gap = s.lower[first:last]
    for place in s.refs_between(first, last):
        if place.kind == "place":
            gap[place.first - first : place.last - first] = [""] * (place.last - place.first)
    return [w for w in gap if w]


def _is_double(s: Search, group: Group, ref: Ref) -> bool:
    """Whether an office goes on behind a dash: "Deputy Prime Minister - Minister of Finance X"."""
    bare = group.refs[-1].kind == "nominal" and ref.name is not None
    return bare and s.lower[group.last : ref.first] in (["-"], ["–"], ["/"])


def _role(s: Search, ref: Ref, begin: int, first: int) -> tuple[str, int]:
    """What governs a reference: "with", "to" …, a verb before it, or nothing, and at which token."""
    lower, words = s.lower, s.words
    if is_possessive(s, ref) or _owns(s, ref):
        return OWNER, ref.first
    j = begin - 1
    while j >= first and (lower[j] in words["determiner"] or lower[j] in words["today"]):
        j -= 1
    bare = j
    while j >= first and _modifies(s, j, first):
        j -= 1
    if j > first and lower[j] == "of" and lower[j - 1] in ("each", "both", "all"):
        j -= 2
    if j > first and lower[j] == "of" and lower[j - 1] == "hold":
        return "with", j
    if j >= first and lower[j] in words["preposition"]:
        return lower[j], j
    word = lower[bare] if bare >= first else ""
    verbal = word in words["tell"] or word in words["rang"] or word in ("had", "has", "have")
    verbal |= word.endswith("ed") and word not in words["participle"]
    return (OBJECT, bare) if verbal or lower[ref.first] in ("him", "her", "them") else (SUBJECT, -1)


def _modifies(s: Search, j: int, first: int) -> bool:
    """Whether token ``j`` only describes the person behind it: "European", "two allies —"."""
    lower = s.lower
    if lower[j] in ("–", "—", ":", ",") and j > first:
        return lower[j - 1] in s.words["peers"]
    if lower[j] in s.words["preposition"] or lower[j] in s.words["fill"]:
        return lower[j] in s.words["describing"]
    if s.tokens.words[j][0].isupper() or lower[j] in s.words["describing"] | s.words["determiner"]:
        return True
    return lower[j].isalpha() and j > first and lower[j - 1] in s.words["determiner"]


def _owns(s: Search, ref: Ref) -> bool:
    """Whether the reference is "his", "their", or "her" before what is hers."""
    lower, after = s.lower, ref.last
    if lower[ref.first] != "her" or ref.kind != "pronoun":
        return lower[ref.first] in ("his", "their") and ref.last == ref.first + 1
    ends = s.words["preposition"] | s.words["determiner"] | s.words["clause_end"]
    return after < len(lower) and lower[after].isalpha() and lower[after] not in ends


def is_possessive(s: Search, ref: Ref) -> bool:
    """Whether "'s" follows the reference; behind "X, the Norwegian president" it is the apposition's."""
    lower = s.lower
    if ref.name is not None and ref.name[1] < ref.last:
        return False
    after = lower[ref.last] if ref.last < len(lower) else ""
    return after == "'s" or (after in ("'", "’") and lower[ref.last - 1].endswith("s"))


def _split(s: Search, groups: list[Group]) -> None:
    """Let the last group's tail begin a clause where a verb follows it: "in a call with A, B and C said"."""
    group = groups[-1]
    if group.role == SUBJECT or not group.joins or not _acts(s, group):
        return
    joins = group.joins
    closed = group.role == "between" or (
        group.role == "of" and s.has("of_call", group.governor - 1, group.governor)
    )
    at = next((n for n, join in enumerate(joins) if n >= closed and join == ","), len(joins) - 1)
    if at < closed:
        return
    tail = Group(group.refs[at + 1 :], SUBJECT, -1, group.last, joins[at + 1 :])
    group.refs, group.joins, group.last = group.refs[: at + 1], joins[:at], group.refs[at].last
    groups.append(tail)


def _acts(s: Search, group: Group) -> bool:
    """Whether a verb of the past follows a group, behind words of time or the comma that ends an apposition."""
    lower, ref = s.lower, group.refs[-1]
    i, end = ref.last, min(len(lower) - 1, ref.last + 4)
    if lower[i : i + 1] == [","] and "," in lower[ref.first : ref.last]:
        i += 1
    while i < end and lower[i] in s.words["today"]:
        i += 1
    if lower[i + 1 : i + 2] == ["by"]:
        return False  # "the chair represented by Y"
    return i < len(lower) and (lower[i].endswith("ed") or lower[i] in s.words["finite"])
