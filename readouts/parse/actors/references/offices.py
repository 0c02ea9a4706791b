"""Layer 2a: offices: "Deputy Prime Minister and Minister of Foreign Affairs", "Senate President".

What belongs here: where an office begins and ends, what kind it is, and which words before or behind it make it one of
a body that is no state ("the Party's Secretary-General"). What does not: whose it is and countries beside it
(``owners``), and bodies that are parties to calls, which are places (``lexicon``).
"""

from __future__ import annotations

from readouts.parse.actors.references.names import View, is_given_title, name_at
from readouts.parse.actors.references.record import Ref

_LONGEST_FIELD = 14
_RANK = {
    "royal": 0,
    "president": 1,
    "pm": 2,
    "fm": 3,
    "dpm": 4,
    "vice": 5,
    "defence": 6,
    "nsa": 7,
    "sg": 8,
}
"""Of which of somebody's offices he is called: one without a rank comes before an aide's, and behind all others."""
_BESIDES = frozenset({"party", "leader", "sg", "aide"})
"""Kinds of office that a president may hold besides."""
_OF_GOVERNMENT = frozenset({"fm", "minister", "pm", "dpm", "sg", "leader", "defence"})
_DEPUTY = {"president": "vice", "pm": "dpm", "fm": "deputy"}
OF_BODIES = frozenset({"president", "leader", "sg", "secretary", "vice", "deputy"})
"""Kinds of office that bodies other than states have: "the president of the students' union"."""
OF_REGIONS = frozenset({"pm", "minister", "secretary", "leader"})
"""Kinds of office that the regions of a state and its parties have too."""
_SHORT = range(2, 7)
"""Letters of a body's short name: "the FIFA president"."""


def office_at(v: View, i: int) -> Ref | None:
    """Return the office, or offices of one person joined by "and", a comma or a dash, that begin at word ``i``."""
    match = _one(v, i)
    for _ in range(4):
        if match is None or _is_several(match):
            break
        k = match.last + v.named(match.last, "further_office_mark")
        k += v.named(k, "further_office")
        more = _one(v, k) if k > match.last else None
        if more is None or _is_several(more) or _two_people(match, more):
            break
        name = name_at(v, more.last, office=True) if v.words[match.last] == "," else None
        if name and v.words[match.first].islower() and v.named(name[1], "said", "of_or_to"):
            break  # "with the Dutch prime minister, Foreign Minister X said"
        kinds = (match.office_kind, more.office_kind)
        match.office_kind = min(kinds, key=lambda kind: _RANK.get(kind or "", 9 + (kind == "aide")))
        match.last, match.usual = more.last, match.usual or more.usual
    return match


def _is_several(office: Ref) -> bool:
    return office.plural or office.office_kind == "group"


def modified_office(v: View, i: int) -> Ref | None:
    """Return the office at ``i``, past words such as "newly appointed"."""
    for j in range(i, i + 4) if v.lower[i] in v.openers else ():
        if office := office_at(v, j):
            office.former = any(v.named(k, "former") for k in range(i, j))
            return office
        if not v.named(j, "dropped_modifier"):
            break
    return None


def institution_end(v: View, i: int) -> int:
    """Return where the name of an institution that begins at ``i`` ends: "National Security Bureau"."""
    j = end = i
    while j < i + 10:
        word, lower = v.words[j], v.lower[j]
        known = v.named(j, "not_name", "institution") or lower in v.lex.portfolios
        if j > i and v.named(j, "institution_glue"):
            j += 1
        elif v.capital[j] and (known or (word.isupper() and len(word) > 2)):
            if v.place(j) or lower in v.lex.titles.firsts:
                break
            j = end = j + 1
        else:
            break
    return end


def _two_people(first: Ref, second: Ref) -> bool:
    """Whether "the Vice President and President X" are two: nobody holds both offices.

    Nor is a bare title another office of the same person: "the Norwegian Foreign Minister and Minister X".
    """
    one, two = first.office_kind, second.office_kind
    if two == "royal":
        return one != "royal"
    if "president" in (one, two):
        return _BESIDES.isdisjoint((one, two))
    if second.last - second.first == 1 and one != "aide" and two in ("minister", "secretary"):
        return True
    bare = first.last - first.first == 1 and one in ("secretary", "pm")
    return (one == two and one in ("fm", "pm")) or (bare and two in _OF_GOVERNMENT)


def _one(v: View, i: int) -> Ref | None:
    j, lex = i, v.lex
    found = lex.offices.at(v.lower, j)
    while found is None and j - i < 3 and v.named(j, "office_modifier"):
        j += 1
        found = lex.offices.at(v.lower, j)
    if found is None:
        return _field_before(v, i, j)
    # "Chief" is an office, and says of another which one it is: "Chief Security Advisor".
    more = _one(v, j + 1) if found[0] == j + 1 and v.named(j, "office_modifier") else None
    if more is not None and not more.plural:
        more.first = i
        return more
    if (whole := v.place(found[0] - 1)) and whole[0] > found[0]:
        # "President of the Republic" is no office in "President of the Republic of Norway".
        found = lex.offices.at(v.lower, j, found[0] - j - 1)
        if found is None:
            return None
    last, office = found
    if last == j + 1 and is_given_title(v, j):
        return None  # "Dr Sultan Quen"
    kind, words = office.kind, v.lower[j:last]
    while kind == "party" and last - found[0] < _LONGEST_FIELD and not v.named(last, "party_end"):
        last += 1
    if office.portfolio and (tail := field_after(v, last)) > last:
        kind, last = _kind_with_field(v, kind, last, tail), tail
    if v.named(last, "number_of_office") and v.words[last].isupper():
        last += 1  # "Foreign Minister II"
    if j > i and v.named(i, "deputising"):
        kind = _DEPUTY.get(kind, kind)
    usual = office.usual if last == found[0] else None  # many countries have one "for Trade"
    ref = Ref(i, last, "nominal", office_kind=kind, usual=usual, plural=office.plural)
    ref.counterpart = kind == "group" and not v.lex.words["counterpart"].isdisjoint(words)
    return ref


def _kind_with_field(v: View, kind: str, first: int, last: int) -> str:
    words, sets = set(v.lower[first:last]), v.lex.words
    if kind not in ("minister", "secretary"):
        return kind
    if words & sets["foreign_field"]:
        return "fm"
    return "defence" if words & sets["defence_field"] else kind


def field_after(v: View, i: int) -> int:
    """Read "of Foreign, Commonwealth and Development Affairs" at ``i``; return where it ends."""
    j = i
    if v.named(j, "field_link"):
        j += 1
    elif (v.named(j, "joining_and") and v.named(j - 1, "field_end")) or _listed(v, j):
        j += 1 + v.named(j + 1, "article")
    else:
        return i
    end = i
    while j - i < _LONGEST_FIELD:
        if (k := _field(v, j)) > j:
            j = end = k
        elif end > i and v.named(j, "field_glue"):
            j += 1
        else:
            break
    return end


def _field(v: View, j: int) -> int:
    """Return where a word of a field at ``j`` ends: "Trade", "Moroccan (Expatriates)", "European Union"; else ``j``."""
    fields, found = v.lex.portfolios, v.place(j)
    if found is None:
        return j + (v.lower[j] in fields)
    end, place = found
    office = v.lex.offices.at(v.lower, end)  # "and Kenyan Premier"
    of_nationals = place.adjectival and v.lower[end] in fields and not office
    of_union = place.organisation and not {v.lower[end], v.lower[end + 1]}.isdisjoint(fields)
    return end if v.named(j - 1, "field_join") and (of_nationals or of_union) else j


def _listed(v: View, i: int) -> bool:
    """Whether ", European Integration and Trade" goes on with a minister's field, and begins no new office."""
    j = i + 1 + v.named(i + 1, "article")
    while v.words[i] == "," and j < i + 7 and (k := _field(v, j)) > j:
        j = k
    return j > i + 1 and v.named(j, "field_join")


def _field_before(v: View, i: int, j: int) -> Ref | None:
    """Read "Homeland Security Secretary", "Foreign and Trade Minister"; ``j`` is the first field word."""
    k, fields = j, v.lex.portfolios
    while k - j < 8 and (v.lower[k] in fields or (k > j and v.named(k, "field_join"))):
        k += 1
    found = v.lex.offices.at(v.lower, k) if k > j and v.lower[k - 1] in fields else None
    if found is None or not v.named(found[0] - 1, "office_head"):
        return None
    last, entry = found
    kind = "minister" if entry.kind in ("minister", "secretary") else entry.kind
    kind = _kind_with_field(v, kind, j, k)
    return Ref(i, last, "nominal", office_kind=kind, plural=entry.plural)


def kind_within(v: View, ref: Ref, first: int, last: int) -> bool:
    """Say what kind an office is by the body that words tell: a parliament's speaker, or of no state at all."""
    words, sets = set(v.lower[first:last]), v.lex.words
    if ref.office_kind == "leader" and (words & sets["diplomacy"] or foreign_ministry(v, first)):
        # "the head of Norwegian diplomacy", "of the Foreign Ministry", "the deputy head of the MFA"
        ref.office_kind = _DEPUTY["fm"] if v.named(ref.first, "deputising") else "fm"
        return True
    parliament = words & sets["parliament"]
    no_state = words & sets["no_state"] and not words & sets["ruling"]
    if ref.office_kind not in OF_BODIES or not (parliament or no_state):
        return False
    ref.office_kind, ref.usual = "envoy" if parliament else "body", None
    return True


def foreign_ministry(v: View, i: int) -> int:
    """Return where "of the Foreign Ministry", "of the Ministry of Foreign Affairs", "'s MFA" ends, else 0."""
    while v.named(i, "whose", "article") or v.lower[i] == "'s":
        i += 1
    if v.named(i, "mfa"):
        end = i + 1
    elif v.named(i, "ministry") and v.lower[i + 1] == "of" and v.named(i + 2, "foreign_field"):
        end = i + 3 + v.named(i + 3, "ministry")
    elif v.named(i, "foreign_field") and v.named(i + 1, "ministry"):
        end = i + 2 + v.named(i + 2, "ministry")
    else:
        return 0
    return (
        0 if v.lower[end] in ("'s", "'") else end
    )  # not "of the Foreign Ministry's press service"


def take_body(v: View, ref: Ref, low: int) -> None:
    """Note of which body an office is by the words before it, down to word ``low``: "the FIFA president"."""
    i = ref.first - 1
    if i < low or ref.plural or ref.counterpart:
        return
    owner = i - (v.lower[i] in ("'s", "'"))
    if owner in v.fixed and ref.office_kind in OF_REGIONS and not ref.side:
        ref.office_kind = "domestic"  # "Brothers of Italy leader Quen"
    if ref.office_kind not in OF_BODIES or owner < low or not v.capital[owner]:
        return
    no_state = v.named(owner, "body_word", "parliament") or v.named(owner, "no_state")
    if no_state and not v.place(owner):
        kind_within(v, ref, owner, owner + 1)
        if owner == i:
            ref.office, ref.first = f"{v.text(i, i + 1)} {ref.office}", i
        return
    word, known = v.words[owner], v.named(owner, "not_name") or v.place(owner)
    letters = word.isalpha() and word.isupper() and len(word) in _SHORT and not known
    title = v.lower[owner] in v.lex.titles.firsts
    if (letters and not title) or ((ref.usual or "").startswith("~") and v.is_plain(owner)):
        ref.office_kind, ref.usual = "body", None  # "Hezbollah's secretary-general"
