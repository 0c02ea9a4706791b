"""Layer 3b: the groups of a sentence: persons who stand together, and the word that governs them.

What belongs here: what joins names to one group ("A of X, B and the foreign minister of Y"), what only leads to a
name, and whether "with", a verb or nothing stands before a group. What does not: whom a group means, and the subject of
a verb (``groups``).
"""

from __future__ import annotations

from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.found import KIN, OBJECT, OWNER, SUBJECT, Group, Search

_WHOSE = 5
"""Among so many words before a name stands whose office it is: "of the Kingdom of Norway, Quen"."""
_GAP = 9
"""Between two names of a list there are so many words at most: ", and, on Friday morning, with the"."""


def gather(s: Search, sentence: int) -> list[Group]:
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
    """Whether a reference only counts or introduces others: "both A and B", "his colleagues, A and B".

    Also where those meant are told behind it one by one: "several leaders, including A and B".
    """
    some = ref.plural and not (ref.side or ref.countries) and s.is_a(ref.last + 1, "among_whom")
    ordinal = ref.kind == "nominal" and s.is_a(ref.first, "ordinal")
    if ordinal and s.has("was", ref.first - 3, ref.first):
        return True  # "Quen was the first head of state to ring him"
    if ref.listed or (some and s.refs_between(ref.last + 2, ref.last + 5)):
        return True
    if ref.kind != "group" or s.lower[ref.first] != "both":
        return False
    follower = s.refs_between(ref.last, ref.last + 3)[:1]
    return any(s.words["determiner"].issuperset(s.lower[ref.last : r.first]) for r in follower)


def _join(s: Search, group: Group, ref: Ref) -> str:
    """What joins a reference to those before it: ",", "and"; "" where it begins a group of its own."""
    gap, words = _gap(s, group.last, ref.first), s.words
    glue = words["glue"] | words["describing"] | words["governor"]
    if not gap or len(gap) > _GAP or not all(w in glue or w[0].isdigit() for w in gap):
        return ""
    introduced = any(r.listed for r in s.refs_between(group.last, ref.first))
    # not "A and her Norwegian and Peruvian counterparts, B and C, met"
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
    if ref.kind == "pronoun" and ";" in gap:
        return ""  # "saw the ambassador; he rang"
    if listed and not governors and group.refs[-1].kind == "pronoun" and group.role != SUBJECT:
        return ""  # "A rang her on Monday, and B on Tuesday"
    if _is_possessive(s, ref) or _owns(s, ref) or means_both(s, ref):
        return ""  # "with A, B's deputy", "with A, his office said", "with A, the two leaders agreeing"
    if gap == [","] and s.is_a(group.first - 1, "fronting_one"):
        return ""  # "A day after A, B rang"
    if joiner == "," and group.role == "of" and s.is_a(s.opening(group.first), "fronting"):
        return ""  # "On the orders of A, B rang"
    closed = gap == [","] and "and" in group.joins
    return "" if closed else "," if introduced else joiner  # the "and" is not the list's own


def _ends_a_list(s: Search, ref: Ref) -> bool:
    """Whether the names that begin with one are all that follows in a clause: "..., B and C." """
    end = ref.last
    for other in s.refs_between(ref.last, s.span(s.tokens.sentence[ref.first])[1]):
        if other.first - end > 2 or other.name is None:
            break
        end = other.last
    return s.lower[end] in ("", ".", "on") or s.is_a(end, "on_a_topic")


def _is_apposition(s: Search, group: Group, ref: Ref) -> bool:
    """Whether an office tells what the one named before it is besides: "X, Chair of the Union,"."""
    bare = ref.kind == "nominal" and not ref.definite and not ref.plural
    gap = s.lower[group.last : ref.first]
    a = len(gap) == 2 and gap[0] == "," and s.is_a(ref.first - 1, "a_or_an")
    held = group.refs[-1]  # "X, Crown Prince and Commander of the Armed Forces,"
    behind = held.name is not None and held.name[1] < held.last and gap == ["and"]
    if bare and behind and ref.country in (None, held.country):
        return True
    return bare and (gap == [","] or (a and group.refs[-1].name is not None))


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


def _is_double(s: Search, group: Group, ref: Ref) -> bool:
    """Whether an office goes on: "Deputy Prime Minister - Minister of Finance X", "ECOWAS Chair and President X"."""
    held = group.refs[-1]
    bare = held.kind == "nominal" and ref.name is not None and group.last + 1 == ref.first
    chairs = held.organisation is not None and s.has("chairing", held.first, held.last)
    also = chairs and ref.country is not None and s.lower[group.last] == "and"
    return bare and (also or s.is_a(group.last, "office_dash"))


def _role(s: Search, ref: Ref, begin: int, first: int) -> tuple[str, int]:
    """What governs a reference: "with", "to" …, a verb before it, or nothing, and at which token."""
    lower = s.lower
    if _is_possessive(s, ref) or _owns(s, ref):
        return OWNER, ref.first
    j = begin - 1
    if s.is_a(j, "and") and s.is_a(j - 1, "kin_of_state") and s.is_a(j - 2, "determiner"):
        j -= 3  # "with his brother and counterpart"
    while j >= first and s.is_a(j, "determiner", "today"):
        j -= 1
    bare = j
    # "in a call to his wife he"
    acts = ref.kind == "pronoun" and not s.is_a(ref.first, "accusative")
    while not acts and j >= first and _modifies(s, j, first):
        j -= 1
    if j > first and lower[j] == "of" and s.is_a(j - 1, "all_of"):
        j -= 2
    if j > first and lower[j] == "of" and lower[j - 1] == "hold":
        return "with", j
    if j >= first and s.is_a(j, "preposition"):
        kin = s.is_a(j, "of_or_for") and j > first and s.is_a(j - 1, "kin")
        return (KIN if kin else lower[j]), j  # "with an aide to President Quen"
    if bare >= first:
        if s.is_a(bare - 1, "newly"):
            return SUBJECT, -1  # "Newly confirmed Secretary Quen"
        counted = s.number(bare, bare + 1) and s.is_a(bare - 1, "rang")
        if counted:
            return OBJECT, bare - 1  # "telephoned seven leaders"
        verbal = s.is_a(bare, "tell", "rang", "to_have", "joined")
        if bare > first and lower[bare].endswith("ing") and s.is_a(bare - 1, "before_gerund"):
            verbal = True  # "After meeting President Quen, the Norwegian minister rang"
        if verbal or (lower[bare].endswith("ed") and not s.is_a(bare, "participle")):
            return OBJECT, bare
    him = ref.kind == "pronoun" and s.is_a(ref.first, "accusative")
    return (OBJECT, bare) if him else (SUBJECT, -1)


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
    return s.lower[ref.last].isalpha() and not ends


def _is_possessive(s: Search, ref: Ref) -> bool:
    """Whether "'s" follows the reference; behind "X, the Norwegian president" it is the apposition's."""
    if ref.name is not None and ref.name[1] < ref.last:
        return False
    after = s.lower[ref.last]
    if ref.kind in ("name", "person") and s.cast.is_a(ref.last, "of_a_leader"):
        return True  # "the Quen administration"
    return after == "'s" or (after == "'" and s.lower[ref.last - 1].endswith("s"))


def _split(s: Search, groups: list[Group]) -> None:
    """Let the last group's tail begin a clause where a verb follows it: "in a call with A, B and C said"."""
    group = groups[-1] if groups else None
    if group is None or group.role == SUBJECT or not group.joins or not _acts(s, group):
        return
    several = s.is_a(group.last + (s.lower[group.last] == ","), "several_did")
    if several and not group.refs[-1].plural:
        return  # "the calls with A and B were long"
    joins = group.joins
    closed = group.role == "between" or (
        group.role == "of" and s.has("of_call", group.governor - 1, group.governor)
    )
    at = next((n for n, join in enumerate(joins) if n >= closed and join == ","), len(joins) - 1)
    if at < closed or (closed and "and" not in joins[:at]):
        return  # "a call between A, B, and C took place"
    tail = Group(group.refs[at + 1 :], SUBJECT, -1, group.last, joins[at + 1 :])
    group.refs, group.joins, group.last = group.refs[: at + 1], joins[:at], group.refs[at].last
    groups.append(tail)


def _acts(s: Search, group: Group) -> bool:
    """Whether a verb of the past follows a group, behind words of time or the comma that ends an apposition."""
    lower, ref = s.lower, group.refs[-1]
    i, end = ref.last, ref.last + 4
    if lower[i] == "," and "," in lower[ref.first : ref.last]:
        i += 1
    while i < end and s.is_a(i, "today"):
        i += 1
    if lower[i + 1] == "by" and not s.is_a(i + 2, "told_by"):
        return False  # "the chair represented by Y", not "spoke by phone"
    return lower[i].endswith("ed") or s.is_a(i, "finite")
