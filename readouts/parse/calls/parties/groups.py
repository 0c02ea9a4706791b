"""Layer 3b: who stands where in a sentence: groups of persons who stand together, and the word that governs them.

What belongs here: what joins names to one group ("A of X, B and the foreign minister of Y"), whether "with", a verb or
nothing stands before it, whom it means, and which group is the subject of a verb. What does not: who says "I"
(``subjects``), and what a cue asks for (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import ONE_EACH
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.found import KIN, OBJECT, OWNER, SUBJECT, Group, Search

NEAR = 60
"""How many words around a cue are looked through; the cost of a cue must not grow with its sentence."""

_WHOSE = 5
"""Among so many words before a name stands whose office it is: "of the Kingdom of Norway, Quen"."""
_GAP = 9
"""Between two names of a list there are so many words at most: ", and, on Friday morning, with the"."""
_LATELY = 40
"""Among so many calls told last are those of "the two ministers"."""

_TELLS = 4
"""Within so many words behind "a spokeswoman" stands that she says so."""
_SINCE = 2
"""Among so many sentences before "they" whoever has been in no call so far may be one of them."""


def groups_of(s: Search, sentence: int) -> list[Group]:
    """Return the groups of a sentence, in order."""
    found = s.groups.get(sentence)
    if found is None:
        found = s.groups[sentence] = _gather(s, sentence)
    return found


def actors_of(s: Search, group: Group) -> list[int]:
    """Return whom a group means; "the two", "they" are those of the call told last, or just named."""
    found: dict[int, None] = {}
    for ref in group.refs:
        both = not ref.actors and (ref.kind == "group" or ref.plural)
        if both and group.role != SUBJECT and s.has("men", ref.first, ref.last + 1):
            continue  # "telephoned both men": any two of whom the story tells
        if both and group.role == OBJECT and s.rung and len(s.rung[-1]) == 2:
            found |= dict.fromkeys(s.rung[-1])  # "rang A and B. C also called both leaders"
            continue
        found |= dict.fromkeys(antecedents(s, ref) if both else ref.actors)
    return list(found)


def antecedents(s: Search, ref: Ref) -> list[int]:
    """Return the two meant by "the two leaders", "they", who may hold that office; none for "the chief ministers"."""
    if ref.office_kind and (s.lower[ref.last] == "of" or s.is_a(ref.first - 1, "of_a_region")):
        return []
    if _are_others(s, ref):
        return []
    rung = list(dict.fromkeys(a for frame in s.frames[-_LATELY:] for a in frame.parties))
    count = s.number(ref.first - 1, ref.last) or 2
    if count > 2:
        return rung if len(rung) == count else []  # "the three ministers"
    found = _last_told(s, ref)
    if ref.office_kind == "minister" and s.is_a(ref.first - 1, "both_or_two"):
        ministers = [a for a in rung if "minister" in (s.people[a].actor.office or "").lower()]
        return ministers if len(ministers) == 2 else found
    kinds = {s.people[a].kind for a in found}
    alike = ref.office_kind not in ONE_EACH - {"leader"} or kinds <= {ref.office_kind, "", "leader"}
    return found if alike else []


def _are_others(s: Search, ref: Ref) -> bool:
    """Whether "they" are others of whom the sentence tells: "residents said that they were warned by phone"."""
    at = ref.first - 1 - (s.lower[ref.first - 1] == "that")
    who = s.lower[at - 1] if s.is_a(at, "saying") and at > s.span(s.tokens.sentence[at])[0] else ""
    known = any(r.last == at and r.kind != "name" for r in s.refs_between(max(0, at - NEAR), at))
    return who.isalpha() and who.endswith("s") and not (known or s.is_a(at - 1, "speaks_for_them"))


def _last_told(s: Search, ref: Ref) -> list[int]:
    """The two of the sentence, else of the call told last, else of the sentence before."""
    sentence = s.tokens.sentence[ref.first]
    first = max(s.tokens.first[sentence], ref.first - NEAR)
    found = _officials(s, [r for r in s.refs_between(first, ref.first) if r.kind != "place"])
    if len(found) != 2 and not s.latest and sentence > 0:
        found = _officials(s, [r for g in groups_of(s, sentence - 1) for r in g.refs])
    if len(found) == 2:
        return found
    between = s.refs_between(s.tokens.first[max(0, sentence - _SINCE)], first)
    others = {a for r in between if r.office and r.name for a in r.actors}
    others = {a for a in others if s.people[a].may_be_party()}
    if s.frames and not others <= {a for frame in s.frames for a in frame.parties}:
        return []  # "A rang B. And the talk with C? They had a call on Tuesday"
    return [] if ref.office_kind == "group" else list(s.latest)


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
    comma = s.find(range(group.first - 1, begin, -1), "clause_mark", none=group.first)
    return s.has("relative", begin, group.first) or s.has("compared", comma + 1, group.first)


def _gather(s: Search, sentence: int) -> list[Group]:
    """Gather the references of a sentence into groups, from left to right."""
    found: list[Group] = []
    first, last = s.span(sentence)
    lead: Ref | None = None
    for ref in s.refs_between(first, last):
        group = found[-1] if found else None
        if ref.kind == "place" or _is_empty(s, ref) or _leads_to_office(s, ref):
            lead = ref
        elif group and _is_apposition(s, group, ref):
            group.last = ref.last
        elif group and _are_instances(s, group, ref):
            if s.lower[ref.first] != "them":  # "among them A and B"
                group.refs[-1], group.last = ref, ref.last
        elif group and _is_double(s, group, ref):
            group.refs[-1], group.last = ref, ref.last
        elif group and (join := _join(s, group, ref)):
            group.refs.append(ref)
            group.joins.append(join)
            group.last = ref.last
        else:
            _split(s, found)
            begin = lead.first if lead is not None and _introduces(s, lead, ref) else ref.first
            role, governor = _role(s, ref, begin, first)
            found.append(Group([ref], role, governor, ref.last))
    _split(s, found)
    return found


def _introduces(s: Search, lead: Ref, ref: Ref) -> bool:
    """Whether a reference only leads to the next: "his colleagues, A and B", "UN Agency (UNAW) chief X"."""
    if lead.kind == "place":
        return lead.organisation is not None and lead.organisation == ref.organisation
    if _leads_to_office(s, lead):
        return ref.first - lead.last <= 1
    return s.words["introducing"].issuperset(s.lower[lead.last : ref.first])


def _leads_to_office(s: Search, ref: Ref) -> bool:
    """Whether a reference only says whose official it is that follows: "President Quen's adviser Ilvar Tor"."""
    owns, title = _is_possessive(s, ref), ref.kind == "nominal" and ref.country is not None
    at = ref.last + owns
    here = at < s.span(s.tokens.sentence[ref.first])[1]  # a headline leads to nobody of the text
    after = s.refs_between(at, at + 1) if here and (owns or title) else []
    return any(other.kind == "person" and other.office is not None for other in after)


def means_both(s: Search, ref: Ref) -> bool:
    """Whether a reference means people named already: "the two leaders", "both"."""
    return ref.kind == "group" or (ref.plural and s.has("number_2", ref.first - 1, ref.first + 2))


def _is_empty(s: Search, ref: Ref) -> bool:
    """Whether a reference only counts or introduces others: "both A and B", "his colleagues, A and B"."""
    both = ref.kind == "group" and s.lower[ref.first] == "both"
    follower = s.refs_between(ref.last, ref.last + 3)[:1] if both else []
    glue = s.words["determiner"]
    return ref.listed or any(glue.issuperset(s.lower[ref.last : r.first]) for r in follower)


def _join(s: Search, group: Group, ref: Ref) -> str:
    """What joins a reference to those before it: ",", "and"; "" where it begins a group of its own."""
    gap, words = _gap(s, group.last, ref.first), s.words
    glue = words["glue"] | words["describing"] | words["governor"]
    if not gap or len(gap) > _GAP or not all(w in glue or w[0].isdigit() for w in gap):
        return ""
    introduced = any(r.listed for r in s.refs_between(group.last, ref.first))
    if introduced and group.role != SUBJECT and not _ends_a_list(s, ref):
        return ""  # "with A, and the ministers of Norway and Peru, B and C, met"
    listed = "," in gap or ";" in gap
    joiner = "and" if not words["and"].isdisjoint(gap) else "," if listed else ""
    governors = [w for w in gap if w in words["governor"]]
    held = s.lower[max(0, group.refs[-1].first - _WHOSE) : group.refs[-1].last]
    shared = governors == ["of"] and "of" in held  # "the ministers of Norway, A, and of Peru, B"
    if not joiner or (governors and governors[-1] != group.role and not shared):
        return ""
    # "(" of "the ministers of Norway (A), Peru (B) and Chile (C)"
    light = words["determiner"] | words["describing"] | {group.role, ",", "("} | set(governors)
    mark = next((k for k, word in enumerate(gap) if word in (",", ";")), 0)
    if joiner == "," and not (light | {";"}).issuperset(gap[mark:]):
        return ""
    pronoun = "pronoun" in (ref.kind, group.refs[-1].kind)
    if pronoun and not governors and (";" in gap or (listed and group.role != SUBJECT)):
        return ""  # "saw A; he rang B", "A rang her on Monday, and B on Tuesday"
    if _is_possessive(s, ref) or _owns(s, ref) or means_both(s, ref):
        return ""  # "with A, B's deputy", "with A, his office said", "with A, the two leaders agreeing"
    opens = s.opening(group.first)
    fronted = group.role == "of" and s.is_a(opens, "fronting")
    if joiner == "," and (fronted or s.is_a(group.first - 1, "fronting_one")):
        return ""  # "On the orders of A, B rang", "A day after A, B rang"
    closed = gap == [","] and "and" in group.joins
    return "" if closed else "," if introduced else joiner  # the "and" is not the list's own


def _ends_a_list(s: Search, ref: Ref) -> bool:
    """Whether the names that begin with one are all that follows in a clause: "..., B and C." """
    end = ref.last
    for other in s.refs_between(ref.last, s.span(s.tokens.sentence[ref.first])[1]):
        end = other.last if other.name and other.first <= end + 2 else end
    return s.lower[end] in ("", ".", "on", "about")


def _is_apposition(s: Search, group: Group, ref: Ref) -> bool:
    """Whether an office tells what the one named before it is besides: "X, Chair of the Union,"."""
    held, gap = group.refs[-1], s.lower[group.last : ref.first]
    bare = ref.kind == "nominal" and not ref.definite and not ref.plural
    if ref.office_kind == "aide" and s.has("announced", ref.last, ref.last + _TELLS):
        return False  # "rang X, a spokeswoman for the ministry said"
    # "X, Crown Prince and Commander of the Armed Forces,"
    also = gap == ["and"] and held.name is not None and held.name[1] < held.last
    also = also and ref.country in (None, held.country)
    return bare and (also or (gap[:1] == [","] and s.words["a_or_an"].issuperset(gap[1:])))


def _are_instances(s: Search, group: Group, ref: Ref) -> bool:
    """Whether some of several are told whom the words before leave open: "with several leaders, including A and B"."""
    held, gap = group.refs[-1], s.lower[group.last : ref.first]
    light = s.words["instance"] | s.words["determiner"] | {",", group.role}
    led = any(s.is_a(k, "instance") for k in range(group.last, ref.first))
    open_ = held.plural and not (held.actors or held.name or held.countries)
    return open_ and led and light.issuperset(gap)


def _is_double(s: Search, group: Group, ref: Ref) -> bool:
    """Whether an office goes on: "Deputy Prime Minister - Minister of Finance X", "ECOWAS Chair and President X"."""
    held = group.refs[-1]
    bare = held.kind == "nominal" and ref.name is not None and group.last + 1 == ref.first
    chairs = s.lower[group.last] == "and" and s.has("chairing", held.first, held.last)
    return bare and (chairs or s.is_a(group.last, "office_dash"))


def _gap(s: Search, first: int, last: int) -> list[str]:
    """The words between two references without places, offices told once of several, and whose officials they are."""
    gap = s.lower[first:last]
    for ref in s.refs_between(first, last):
        leads = _leads_to_office(s, ref)
        if ref.kind == "place" or leads or ref.listed:
            end = ref.last + leads
            begin = ref.first - (ref.first > first and s.lower[ref.first - 1] == "of")
            gap[begin - first : end - first] = [""] * (end - begin)
    return [w for w in gap if w]


def _role(s: Search, ref: Ref, begin: int, first: int) -> tuple[str, int]:
    """What governs a reference: "with", "to" …, a verb before it, or nothing, and at which token."""
    lower = s.lower
    if _is_possessive(s, ref) or _owns(s, ref):
        return OWNER, ref.first
    j = begin - 1
    while j >= first and s.is_a(j, "determiner", "today"):
        j -= 1
    bare = j
    him = ref.kind == "pronoun" and s.is_a(ref.first, "accusative")
    # not "in a call to his wife he"
    while (him or ref.kind != "pronoun") and j >= first and _modifies(s, j, first):
        j -= 1
    if j > first and lower[j] == "of" and s.is_a(j - 1, "all_of", "how_many"):
        j = bare = s.back(j - 2, "determiner")
    if j > first and lower[j] == "of" and lower[j - 1] == "hold":
        return "with", j  # "got hold of"
    if j >= first and s.is_a(j, "preposition"):
        kin = s.is_a(j, "of_or_for") and j > first and s.is_a(j - 1, "kin")
        return (KIN if kin else lower[j]), j  # "with an aide to President Quen"
    if bare < first:
        return SUBJECT, -1
    several = s.is_a(ref.last + (lower[ref.last] == ","), "instance")
    several = several and s.is_a(bare, "describing", "how_many")
    if (several or s.number(bare, bare + 1)) and s.is_a(bare - 1, "rang"):
        return OBJECT, bare - 1  # "telephoned seven leaders"
    verbal = s.is_a(bare, "tell", "rang", "to_have", "joined")
    # "After meeting President Quen, the Norwegian minister rang"
    verbal |= lower[bare].endswith("ing") and s.is_a(bare - 1, "before_gerund")
    verbal |= lower[bare].endswith("ed") and not s.is_a(bare, "participle")
    return (OBJECT, bare) if verbal or him else (SUBJECT, -1)


def _modifies(s: Search, j: int, first: int) -> bool:
    """Whether token ``j`` only describes the person behind it: "European", "two allies —"."""
    if j > first and s.is_a(j, "describing_mark"):
        return s.is_a(j - 1, "peers")
    both = s.is_a(j, "and") and s.is_a(j - 1, "describing") and s.is_a(j + 1, "describing")
    if both or s.is_a(j, "determiner", "describing"):
        return True  # "African and European leaders"
    if s.is_a(j, "preposition", "fill"):
        return False
    noun = s.lower[j].replace("-", "").isalpha() and j > first and s.is_a(j - 1, "determiner")
    return noun or s.tokens.words[j][0].isupper()


def _owns(s: Search, ref: Ref) -> bool:
    """Whether the reference is "his", "their", or "her" before what is hers."""
    if s.lower[ref.first] != "her" or ref.kind != "pronoun":
        return s.is_a(ref.first, "his_or_their") and ref.last == ref.first + 1
    ends = s.is_a(ref.last, "preposition", "determiner", "clause_end")
    ends = ends or s.cast.is_a(ref.last, "behind_object")  # "had rung her yesterday"
    return s.lower[ref.last].isalpha() and not ends


def _is_possessive(s: Search, ref: Ref) -> bool:
    """Whether "'s" follows the reference; behind "X, the Norwegian president" it is the apposition's."""
    if ref.name is not None and ref.name[1] < ref.last:
        return False
    after = s.lower[ref.last]
    if ref.kind in ("name", "person") and s.cast.is_a(ref.last, "of_a_leader"):
        return True  # "the Quen administration"
    if ref.name is not None and after == "of":  # "President Quen of Peru's brother"
        end = s.find(range(ref.last + 2, ref.last + 4), "genitive")
        return end > 0 and s.has("kin", end + 1, end + 3)
    return after == "'s" or (after == "'" and s.lower[ref.last - 1].endswith("s"))


def _split(s: Search, groups: list[Group]) -> None:
    """Let the last group's tail begin a clause where a verb follows it: "in a call with A, B and C said"."""
    group = groups[-1] if groups else None
    if group is None or group.role == SUBJECT or not group.joins or not _acts(s, group):
        return
    joins = group.joins
    closed = group.role == "between"
    at = next((n for n, join in enumerate(joins) if n >= closed and join == ","), len(joins) - 1)
    if closed and (at < 1 or "and" not in joins[:at]):
        return  # "a call between A, B, and C took place"
    tail = Group(group.refs[at + 1 :], SUBJECT, -1, group.last, joins[at + 1 :])
    group.refs, group.joins, group.last = group.refs[: at + 1], joins[:at], group.refs[at].last
    groups.append(tail)


def _acts(s: Search, group: Group) -> bool:
    """Whether a verb of the past follows a group, behind words of time or the comma that ends an apposition."""
    lower, ref = s.lower, group.refs[-1]
    i = ref.last + (lower[ref.last] == "," and "," in lower[ref.first : ref.last])
    while s.is_a(i, "today"):
        i += 1
    if lower[i + 1] == "by" and not s.is_a(i + 2, "told_by"):
        return False  # "the chair represented by Y", not "spoke by phone"
    several = s.is_a(i, "several_did")  # "the calls with A and B were long"
    return lower[i].endswith("ed") or (s.is_a(i, "finite") and not several)
