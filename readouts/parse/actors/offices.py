"""Reading an office: "Deputy Prime Minister and Minister of Foreign Affairs".

What belongs here: where an office begins and ends, and what kind it is. What does not: whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from readouts.parse.actors.lexicon import Lexicon, Office, place_at
from readouts.parse.text.tokens import Tokens

_SHORT = frozenset({"pm", "fm", "fms", "vp", "nsa", "eam", "dpm"})
_LONGEST_FIELD = 14
_BARE = 3
"""An office of so many words has no field behind it; with one ("for Trade"), many countries have it."""
_LINKS = frozenset({"and", "&", ",", "for", "with", "the"})
_HEADS = frozenset(
    {
        "minister",
        "ministers",
        "secretary",
        "secretaries",
        "commissioner",
        "adviser",
        "advisor",
        "chief",
        "envoy",
        "chair",
        "official",
        "officials",
        "ministry",
    }
)
_RANK = ("royal", "president", "pm", "fm", "dpm", "vice", "defence", "nsa", "sg")


@dataclass(slots=True)
class OfficeMatch:
    """An office as found: a range of tokens, its kind, and what it tells of country and number."""

    first: int
    last: int
    kind: str
    plural: bool
    usual: str | None = None
    former: bool = False
    counterpart: bool = False


def office_at(lex: Lexicon, tokens: Tokens, i: int, limit: int) -> OfficeMatch | None:
    """Return the office, or offices joined by "and", that begin at token ``i``."""
    first = _one(lex, tokens, i, limit)
    if first is None:
        return None
    match = first
    for _ in range(4):
        k = match.last
        if k < limit and tokens.words[k] == "," and not first.plural:
            k += 1
        if k >= limit or (tokens.lower[k] not in ("and", "&", "/") and k == match.last):
            break
        k += tokens.lower[k] in ("and", "&", "/")
        more = _one(lex, tokens, k, limit) if k < limit else None
        if more is None or more.plural or match.plural or more.kind == "group":
            break
        if (
            k < limit
            and not tokens.words[k][0].isupper()
            and tokens.words[match.first][0].isupper()
        ):
            break
        if _two_people(match, more):
            break
        pair = [k for k in (match.kind, more.kind) if k != "aide"] or ["aide"]
        kinds = sorted(pair, key=lambda x: _RANK.index(x) if x in _RANK else 99)
        kind = "fm" if "fm" in kinds and "dpm" in kinds else kinds[0]
        match = OfficeMatch(
            i,
            more.last,
            kind,
            False,
            match.usual or more.usual,
        )
    return match


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


def _one(lex: Lexicon, tokens: Tokens, i: int, limit: int) -> OfficeMatch | None:
    j = i
    found = lex.offices.at(tokens.lower, j)
    while (
        found is None
        and j < limit
        and j - i < 3
        and tokens.lower[j] in lex.words["office_modifier"]
    ):
        j += 1
        if j >= limit:
            return None
        found = lex.offices.at(tokens.lower, j)
    if found is not None and found[0] == j + 1 and tokens.lower[j] in lex.words["office_modifier"]:
        # "Chief" is an office, and says of another which one it is: "Chief Security Advisor".
        more = _one(lex, tokens, j + 1, limit) if j + 1 < limit else None
        if more is not None and not more.plural:
            more.first = i
            return more
    modified = j > i
    if found is not None and found[0] <= limit:
        last, office = found
        kind = office.kind
        if kind == "party":
            last = _party_tail(tokens, last, limit)
        if office.portfolio:
            tail = _field_after(lex, tokens, last, limit)
            if tail > last:
                kind = _kind_with_field(kind, tokens.lower[last:tail])
                last = tail
        if modified and kind in ("president", "pm", "fm") and tokens.lower[i] in ("deputy", "vice"):
            kind = {"president": "vice", "pm": "dpm", "fm": "deputy"}[kind]
        return _result(i, last, kind, office, tokens.lower[j:last])
    if j < limit and tokens.lower[j] in lex.portfolios:
        return _field_before(lex, tokens, i, j, limit)
    return None


def _result(i: int, last: int, kind: str, office: Office, words: list[str]) -> OfficeMatch:
    counterpart = kind == "group" and any(
        w.startswith(("counterpart", "colleague", "opposite", "homologue")) for w in words
    )
    usual = office.usual if len(words) <= _BARE else None
    return OfficeMatch(i, last, kind, office.plural, usual, counterpart=counterpart)


def _party_tail(tokens: Tokens, i: int, limit: int) -> int:
    """ "of the Communist Party of China Central Committee": to the word before "and" or a comma."""
    j = i
    while j < limit and j - i < 12 and tokens.lower[j] not in ("and", ",", ".", ";"):
        j += 1
    return j


def _kind_with_field(kind: str, words: list[str]) -> str:
    if kind not in ("minister", "secretary"):
        return kind
    if "foreign" in words or "external" in words:
        return "fm"
    if "defence" in words or "defense" in words:
        return "defence"
    return kind


def _field_after(lex: Lexicon, tokens: Tokens, i: int, limit: int) -> int:
    """Read "of Foreign, Commonwealth and Development Affairs" at ``i``; return where it ends."""
    lower = tokens.lower
    j = end = i
    limit = min(limit, i + _LONGEST_FIELD)
    if j < limit and lower[j] in ("of", "for", "in", "on"):
        j += 1
        if lower[j - 1] == "in":
            if lower[j : j + 2] != ["charge", "of"]:
                return i
            j += 2
        while j < limit and lower[j] in ("the", "state"):
            j += 1
    elif not (j < limit and (lower[j] in ("and", "&") or _listed(lex, lower, j, limit))):
        return i
    if (
        i < limit
        and lower[i] in ("and", "&")
        and not (i > 0 and lower[i - 1] in ("affairs", "relations"))
    ):
        return i
    if i < limit and lower[i] in ("and", "&", ","):
        j = i + 1
        if lex.offices.at(lower, j) or j >= limit or lower[j] not in lex.portfolios:
            return i
    if j < limit and place_at(lex, tokens, j) is not None and not _of_union(lower, j, limit):
        return i
    while j < limit:
        if lower[j] in lex.portfolios:
            office = lex.offices.at(lower, j)
            if (office is not None and office[0] > j + 1) or lower[j] == "state":
                break
            j += 1
            end = j
        elif (lower[j] in _LINKS and j > i + 1) or _of_nationals(lex, tokens, j, limit):
            j += 1
        else:
            break
    return end


def _of_union(lower: list[str], j: int, limit: int) -> bool:
    """Whether "European Union" is of the field: "Foreign Affairs, European Union and Cooperation"."""
    return j + 2 < limit and lower[j : j + 3] == ["european", "union", "and"]


def _of_nationals(lex: Lexicon, tokens: Tokens, j: int, limit: int) -> bool:
    """Whether "Moroccan" is of the field: "and Moroccan Expatriates"."""
    if j + 1 >= limit or tokens.lower[j + 1] not in lex.portfolios or j == 0:
        return False
    place = place_at(lex, tokens, j)
    return place is not None and place[1].adjectival and tokens.lower[j - 1] in ("and", ",", "&")


def _listed(lex: Lexicon, lower: list[str], i: int, limit: int) -> bool:
    """Whether ", European Integration and Trade" goes on with a minister's field, and begins no new office."""
    j = i + 1
    while j < min(limit, i + 7) and lower[j] in lex.portfolios:
        j += 1
    if lower[i] != "," or j == i + 1 or j + 1 >= limit or lower[j] not in ("and", "&", ","):
        return False
    return any(w in lex.portfolios for w in lower[j + 1 : min(limit, j + 3)])


def _field_before(lex: Lexicon, tokens: Tokens, i: int, j: int, limit: int) -> OfficeMatch | None:
    """Read "Homeland Security Secretary", "Foreign and Trade Minister"; ``j`` is the first field word."""
    lower = tokens.lower
    k = j
    limit = min(limit, j + 8)
    while k < limit and (lower[k] in lex.portfolios or (lower[k] in ("and", "&", ",") and k > j)):
        k += 1
    if k >= limit or k == j:
        return None
    office = lex.offices.at(lower, k)
    if office is None or lower[office[0] - 1] not in _HEADS:
        return None
    last, entry = office
    kind = (
        _kind_with_field("minister", lower[j:k])
        if entry.kind in ("minister", "secretary")
        else entry.kind
    )
    return OfficeMatch(i, last, kind, entry.plural)
