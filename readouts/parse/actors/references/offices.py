"""Layer 2a: offices: "Deputy Prime Minister and Minister of Foreign Affairs".

What belongs here: where an office begins and ends, and what kind it is. What does not: whose it is (``references``).
"""

from __future__ import annotations

from dataclasses import dataclass

from readouts.parse.actors.references.names import View

_LONGEST_FIELD, _LONGEST_PARTY = 14, 12
_RANK = ("royal", "president", "pm", "fm", "dpm", "vice", "defence", "nsa", "sg")
_DEPUTY = {"president": "vice", "pm": "dpm", "fm": "deputy"}


@dataclass(slots=True)
class OfficeMatch:
    """An office as found: a range of words, its kind, and what it tells of country and number."""

    first: int
    last: int
    kind: str
    plural: bool
    usual: str | None = None
    former: bool = False
    counterpart: bool = False


def office_at(v: View, i: int) -> OfficeMatch | None:
    """Return the office, or offices of one person joined by "and", a comma or a dash, that begin at word ``i``."""
    match = _one(v, i)
    for _ in range(4):
        if match is None or match.plural or match.kind == "group":
            break
        k = match.last + (v.words[match.last] in (",", "–"))
        k += v.lower[k] in ("and", "&", "/")
        more = _one(v, k) if k > match.last else None
        if more is None or more.plural or more.kind == "group" or _two_people(match, more):
            break
        kinds = [kind for kind in (match.kind, more.kind) if kind != "aide"] or ["aide"]
        kind = min(kinds, key=lambda x: _RANK.index(x) if x in _RANK else len(_RANK))
        match = OfficeMatch(i, more.last, kind, False, match.usual or more.usual)
    return match


def modified_office(v: View, i: int) -> OfficeMatch | None:
    """Return the office at ``i``, past words such as "newly appointed"."""
    if v.lower[i] not in v.openers:
        return None
    for j in range(i, i + 4):
        office = office_at(v, j)
        if office is not None:
            office.former = any(v.named(k, "former") for k in range(i, j))
            return office
        if not v.named(j, "dropped_modifier"):
            return None
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


def _two_people(first: OfficeMatch, second: OfficeMatch) -> bool:
    """Whether "the Vice President and President X" are two: nobody holds both offices."""
    if second.kind == "president":
        return first.kind not in ("party", "leader", "aide")
    if second.kind == "royal":
        return first.kind != "royal"
    if first.kind == "president":
        return second.kind not in ("party", "leader", "sg", "aide")
    bare = first.last - first.first == 1 and first.kind in ("secretary", "pm")
    return bare and second.kind in ("fm", "minister", "pm", "dpm", "sg", "leader", "defence")


def _one(v: View, i: int) -> OfficeMatch | None:
    j, lex = i, v.lex
    found = lex.offices.at(v.lower, j)
    while found is None and j - i < 3 and v.named(j, "office_modifier"):
        j += 1
        found = lex.offices.at(v.lower, j)
    if found is None:
        return _field_before(v, i, j)
    if found[0] == j + 1 and v.named(j, "office_modifier"):
        # "Chief" is an office, and says of another which one it is: "Chief Security Advisor".
        more = _one(v, j + 1)
        if more is not None and not more.plural:
            more.first = i
            return more
    if (whole := v.place(found[0] - 1)) and whole[0] > found[0]:
        # "President of the Republic" is no office in "President of the Republic of Norway".
        found = lex.offices.at(v.lower, j, found[0] - j - 1)
        if found is None:
            return None
    last, office = found
    kind, words = office.kind, v.lower[j:last]
    if kind == "party":
        while last - found[0] < _LONGEST_PARTY and not v.named(last, "party_end"):
            last += 1
    if office.portfolio and (tail := _field_after(v, last)) > last:
        kind, last = _kind_with_field(v, kind, last, tail), tail
    if j > i and v.named(i, "deputising"):
        kind = _DEPUTY.get(kind, kind)
    counterpart = kind == "group" and not v.lex.words["counterpart"].isdisjoint(words)
    usual = office.usual if last == found[0] else None  # many countries have one "for Trade"
    return OfficeMatch(i, last, kind, office.plural, usual, counterpart=counterpart)


def _kind_with_field(v: View, kind: str, first: int, last: int) -> str:
    if kind not in ("minister", "secretary"):
        return kind
    if any(v.named(k, "foreign_field") for k in range(first, last)):
        return "fm"
    return "defence" if any(v.named(k, "defence_field") for k in range(first, last)) else kind


def _field_after(v: View, i: int) -> int:
    """Read "of Foreign, Commonwealth and Development Affairs" at ``i``; return where it ends."""
    lower, j = v.lower, i
    if lower[j : j + 3] == ["in", "charge", "of"] or lower[j] in ("of", "for", "on"):
        j += 3 if lower[j] == "in" else 1
        while lower[j] in ("the", "state"):
            j += 1
    elif (lower[j] in ("and", "&") and v.named(j - 1, "field_end")) or _listed(v, j):
        j += 1
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
    fields, joined = v.lex.portfolios, v.lower[j - 1] in ("and", "&", ",")
    if (found := v.place(j)) is not None:
        end, place = found
        of_nationals = place.adjectival and v.lower[end] in fields
        of_nationals = of_nationals and not v.lex.offices.at(v.lower, end)  # "and Kenyan Premier"
        of_union = place.organisation and v.named(end, "field_glue") and v.lower[end + 1] in fields
        return end if joined and (of_nationals or of_union) else j
    if v.lower[j] not in fields or v.lower[j] == "state":
        return j
    office = v.lex.offices.at(v.lower, j)
    return j if office is not None and office[0] > j + 1 else j + 1


def _listed(v: View, i: int) -> bool:
    """Whether ", European Integration and Trade" goes on with a minister's field, and begins no new office."""
    j = i + 1
    while v.words[i] == "," and j < i + 7 and (k := _field(v, j)) > j:
        j = k
    return j > i + 1 and v.lower[j] in ("and", "&", ",")


def _field_before(v: View, i: int, j: int) -> OfficeMatch | None:
    """Read "Homeland Security Secretary", "Foreign and Trade Minister"; ``j`` is the first field word."""
    k, fields = j, v.lex.portfolios
    while k - j < 8 and (v.lower[k] in fields or (k > j and v.lower[k] in ("and", "&", ","))):
        k += 1
    found = v.lex.offices.at(v.lower, k) if k > j and v.lower[k - 1] in fields else None
    if found is None or not v.named(found[0] - 1, "office_head"):
        return None
    last, entry = found
    kind = "minister" if entry.kind in ("minister", "secretary") else entry.kind
    return OfficeMatch(i, last, _kind_with_field(v, kind, j, k), entry.plural)
