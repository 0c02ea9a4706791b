"""Layer 2a: an office with the words that say whose it is: "his Iraqi counterpart", "the President of Norway".

What belongs here: what stands before an office and behind it, up to a name, and the office, country or body that stands
behind a name: ", the Foreign Minister of Norway", ", his Dutch colleague". What does not: what an office is called
(``offices``), names (``names``), and what stands before a name (``scan``).
"""

from __future__ import annotations

from readouts.parse.actors.references.lexicon import Place
from readouts.parse.actors.references.names import View, name_at, place_list
from readouts.parse.actors.references.offices import (
    OF_BODIES,
    field_after,
    institution_end,
    kind_within,
    modified_office,
    of_the_served,
)
from readouts.parse.actors.references.record import Ref, RefKind, Side
from readouts.parse.text.tokens import BESIDE

_ABBREVIATED = 3
"""In brackets, longer words of capitals are a dateline's: "(OSLO) Foreign ministers"."""
_CLOSING = (",", ".", ";", ")", "")
_A = ("a", "an")
_OWNS = ("'s", "'")
_TERM = 10
"""Among so many words behind "who was" stands until when: "who was Norwegian foreign minister until May"."""
_PRIVATE = 4
"""Among so many words behind a country's name is told that it is a firm's: "of US cloud computing company X"."""
_NEVER_FROM = frozenset({"president", "pm", "royal"})
"""Kinds of office behind which "to Norway", "from Norway" is of a journey."""
_OF_STATES = _NEVER_FROM | {"fm"}
"""Kinds of office that are a state's, whatever body their holder chairs besides."""


def phrase(v: View, i: int, kind: RefKind = "nominal") -> Ref | None:
    """Read an office with what says whose it is: "Norway's new minister of trade", "his Iraqi counterpart".

    ``kind`` is "person" where the name stands before it.
    """
    foremost = v.named(i, "of_diplomats") and v.place(i + 1) is not None
    j = i + foremost
    if v.named(i, "owner"):
        j += 1
        while j - i < 4 and v.named(j, "dropped_modifier"):
            j += 1
    found = v.place(j)
    if found is None and v.lower[j] not in v.openers:
        return None
    many = place_list(v, j) if found else None
    if found is not None:
        j = past_place(v, i, many[0] if many else found[0])
        j += found[1].organisation is not None and v.named(j, "of_body_modifier")
    ref = modified_office(v, j)
    if ref is None and found and not many:
        ref = _of_institution(v, j)
    if ref is None or (many and not ref.plural):
        return None  # "During a visit to Peru, Norwegian Foreign Minister Quen"
    start, end = ref.first, ref.last
    if foremost and (v.lower[start] != "diplomat" or v.named(end, "preposition")):
        return None  # also "the top Norwegian diplomat in Lima"
    ref.first, ref.kind = i, kind
    ref.owned = v.named(i, "his_or_her") and not (found or ref.counterpart)
    if many:
        ref.countries = many[1]
    elif found:
        ref.country, ref.organisation = found[1].country, found[1].organisation
        start = i if ref.organisation else start
        if v.named(i, "us_state") and v.named(end - 1, "us_state_office"):
            ref.country, ref.office_kind = None, "domestic"  # "Georgia's secretary of state"
    ref.office = v.text(start, end)
    if foremost:  # "the top Norwegian diplomat"
        ref.office, ref.office_kind = f"{v.lower[i]} {ref.office}", "fm"
    ref.last = whose(v, ref, end)
    if ref.organisation and v.lower[ref.last] == "for":
        ref.last = field_after(v, ref.last)  # "of the EU for Foreign Affairs and Security Policy"
    if ref.organisation and not found:
        ref.office = v.text(start, ref.last)
    if kind == "person" and not ref.side and ref.office_kind == "sg" and v.words[ref.last] == ",":
        body = v.place(ref.last + 1)  # "Ilvar Quen, Secretary General, Council of Europe"
        if body and body[1].organisation:
            ref.organisation, ref.last = body[1].organisation, body[0]
    return of_the_served(v, ref) if kind == "person" and v.lower[ref.last] in _OWNS else ref


def past_place(v: View, i: int, j: int) -> int:
    """Pass over "(ROK)" after a name in full, an editor's bracket and the possessive ending."""
    if v.words[j] == "(" and v.words[j + 2] == ")" and v.words[j + 1].isupper():
        j += 3
    dateline = v.words[j - 1].isupper() and len(v.words[j - 1]) > _ABBREVIATED
    j += v.words[j] == ")" and v.words[i - 1] == "(" and not dateline
    ends_in_s = v.lower[j - 1].endswith("s")
    return j + (v.lower[j] == "'s" or (v.lower[j] == "'" and ends_in_s))


def past_friend(v: View, i: int) -> tuple[int, Side | None] | None:
    """Where "his Beninese brother and colleague, the" ends, as statesmen call each other, and whose he is; or None."""
    j = i + 1
    while v.named(j, "dropped_modifier", "fond_modifier"):
        j += 1
    found = v.place(j)
    j = found[0] if found and found[1].adjectival else j
    if not v.named(i, "owner") or not v.named(j, "friend_of_state"):
        return None
    joined = v.named(j + 1, "joining_and") and v.named(j + 2, "friend_of_state", "peer_of_state")
    j += 3 if joined else 1
    j += v.words[j] == ","
    j += v.lower[j] == "the"
    side = (found[1].country, found[1].organisation) if found else None
    return (j, side) if v.words[j] else None


def whose(v: View, ref: Ref, i: int) -> int:
    """Read "of the Republic of Norway", "to the Iraqi president" behind an office; return where it ends."""
    j, strict, known = i + 1, v.lower[i] != "of", ref.side
    if not v.named(i, "whose") or (v.lower[i] == "to" and ref.office_kind == "group"):
        return i  # "the help of allies to Norway"
    while v.named(j, "whose_glue", "dropped_modifier") and not v.place(j) and j not in v.fixed:
        j += 1
    if strict and (v.lower[i] == "to" or ref.office_kind in ("envoy", "nsa")):
        end = _served(v, ref, j)
        if end:
            return max(end, i)
    found = v.place(j)
    if found is None:
        return _of_body(v, ref, i)
    end, place = found
    if strict and ref.office_kind == "envoy":
        return past_place(v, i, end)
    if strict and (known or ref.owned or ref.office_kind in _NEVER_FROM):
        return i  # "phoned his interior minister from Lima": where the owner was
    of_town = place.form == "capital" and ref.office_kind == "pm" and not strict
    if of_town or _is_private(v, end):  # "Premier Quen of Victoria"
        ref.office_kind = "domestic"
        return end
    if place.adjectival and place.form != "name":
        k = institution_end(v, end)
        while k - end < 4 and not strict and v.named(k, "regime"):
            k += 1  # "the head of the Sudanese army"
        while k - end < 4 and not institution_end(v, end) > end and v.capital[k]:
            k += 1
        if k == end or strict:
            return _of_body(v, ref, i)
        kind_within(v, ref, end, k)
        end = k  # "of the Russian Security Council"
        ref.office = ref.office and f"{ref.office} {v.text(i, end)}"
    elif ref.plural and (many := place_list(v, j, begins_another=_begins_other)):
        ref.countries = many[1]
        return many[0]
    elif v.lower[end] == "'s":
        inner = institution_end(v, end + 1)
        while v.named(inner, "regime"):
            inner += 1  # "the leader of Norway's military government"
        if inner == end + 1:
            return i
        kind_within(v, ref, end, inner)
        end = inner
    ref.side = known or (place.country, place.organisation)
    return end


def _begins_other(v: View, place: Place, end: int) -> bool:
    """Whether a state behind others has somebody of its own: "of Peru, Norway and the Danish premier", "Chad's Moe"."""
    while v.named(end, "dropped_modifier"):
        end += 1
    return place.form == "demonym" or v.lower[end] == "'s" or bool(v.lex.offices.at(v.lower, end))


def _is_private(v: View, i: int) -> bool:
    """Whether words behind a country's name are of a firm, a union, a club of it: "of US chipmaker X"."""
    for k in range(i, i + _PRIVATE):
        if v.named(k, "private_body"):
            return True
        if not v.words[k].islower() or v.named(k, "preposition", "article") or acts(v, k):
            return False  # "of Norway on bank secrecy", "of Norway told union leaders"
    return False


def _served(v: View, ref: Ref, i: int) -> int:
    """Read "the President of Norway", "Norwegian President X" after "adviser to"; 0 where it is none, -1 where X is he.

    The adviser is of whoever's country she serves. Behind an adviser's name, the name of the served belongs to
    the words; before it, the name that follows "adviser to the Prime Minister" is the adviser's own, and the one behind
    "an adviser to the Prime Minister", "adviser to Prime Minister" is the served's.
    """
    found = v.place(i)
    end = found[0] if found else i
    owns = not found or found[1].adjectival or v.lower[end] == "'s" or v.words[end - 1].isupper()
    # "to Norway's president", "to the US President", not "to Norway".
    served = phrase(v, i) if owns else None
    if served is None or served.plural:
        return 0
    name, end = name_at(v, served.last), served.last
    if name and ref.kind != "person" and (v.lower[i - 1] != "the" or v.lower[ref.first - 1] in _A):
        return -1
    if name and ref.kind == "person":
        end = whose(v, served, name[1])
    ref.side = ref.side or served.side
    return end if name or served.side else 0


def _of_body(v: View, ref: Ref, i: int) -> int:
    """Read "at the Ministry of Foreign Affairs", "of the Federal Department of X of Norway" behind an office.

    A body that is not known to be of a state makes the office that body's.
    """
    j = i + 1 + (v.lower[i + 1] == "the")
    end = institution_end(v, j)
    if end > j and (name_at(v, end) or v.lower[end] in v.lex.titles.firsts):
        return end
    if v.lower[i] == "of" and ref.office_kind == "pm" and not ref.side and v.is_plain(j):
        return _of_region(v, ref, i, j)
    if v.lower[i] != "of" or ref.office_kind not in OF_BODIES or ref.name:
        return i
    while j < i + 12 and not v.named(j, "clause_end") and v.words[j]:
        found, link = v.place(j), j - 1 - (v.lower[j - 1] == "the")
        within = not v.named(link, "whose")  # "of Sporting Lima"
        if found and not (within or ref.country) and _may_own(v, found):
            end = j
            while v.named(end - 1, "whose", "whose_glue"):
                end -= 1
            # "of the National Assembly" before "of Norway" is of the office, where it is not the state's own.
            if end > i and kind_within(v, ref, i, end) and ref.office:
                ref.office = f"{ref.office} {v.text(i, end)}"
            return whose(v, ref, link)
        if v.words[j].islower() and not v.named(j, "institution_glue"):
            break
        j += 1
    ref.office_kind = "body"
    return i


def _may_own(v: View, found: tuple[int, Place]) -> bool:
    """Whether words for a country name whose a body is: "Norway", "Norwegian" before a name, not "Norwegian" alone."""
    return not found[1].adjectival or v.capital[found[0]]


def _of_region(v: View, ref: Ref, i: int, j: int) -> int:
    """Read "the premier of Quenland": of none of the states, whose heads of government these are not."""
    while v.is_plain(j):
        j += 1
    if v.capital[j] and v.place(j):
        return i
    ref.office_kind = "domestic"
    return j


def _of_institution(v: View, i: int) -> Ref | None:
    """Read "Department of Trade Secretary X", "National Security Bureau Chief X": an office of a body."""
    end = institution_end(v, i)
    for j in range(i + 1, end + 1):
        office = modified_office(v, j)
        if office and not office.plural and office.last >= end and name_at(v, office.last):
            kind_within(v, office, i, office.first)
            office.first = i
            return office
    return None


def acts(v: View, i: int) -> bool:
    """Whether a word is a verb of the past."""
    return v.named(i, "said") or (v.words[i].islower() and v.words[i].endswith("ed"))


def beside(v: View, ref: Ref) -> None:
    """Read what follows a name: " of Norway", ", the Foreign Minister of Norway", ", his Dutch colleague"."""
    if v.lower[ref.last] == "of" and (many := _of_several(v, ref.last + 1)):
        ref.last, ref.countries = many
        return
    if v.lower[ref.last] == "of" or (ref.office and v.lower[ref.last] == "from"):
        ref.last = whose(v, ref, ref.last)
        if ref.kind == "name":
            ref.kind = "person" if ref.country else "name"
            return
    flag = v.place(ref.last)
    if flag and flag[1].form == "flag" and not ref.side:  # "Ilvar Quen 🇳🇴", as posts have it
        ref.kind, ref.last, ref.side = "person", flag[0], (flag[1].country, flag[1].organisation)
    degree = v.words[ref.last] == "," and v.named(ref.last + 1, "post_nominal")
    if degree and v.capital[ref.last + 1] and v.words[ref.last + 2] == ",":
        ref.last += 2  # "Ilvar Quen, PhD, the Foreign Minister of Norway"
    if v.words[ref.last] in BESIDE:
        _further(v, ref, ref.last)
    i = ref.last + (v.words[ref.last] == ",")
    if v.lower[i] == "in" and v.lower[i + 2 : i + 4] == ["capacity", "as"]:
        role = phrase(v, i + 4 + (v.lower[i + 4] == "the"))
        if role and role.organisation:
            ref.side, ref.last = role.side, role.last


def _of_several(v: View, i: int) -> tuple[int, list[Side]] | None:
    """Read the states of several people behind the last: "Presidents Quen and Moe of Norway and Peru"."""
    many = place_list(v, i)
    if many is None or v.lower[many[0]] == "'s" or v.capital[many[0]]:
        return None  # "Quen of Norway and Peru's Moe"
    adjectival = any(place[1].adjectival for k in range(i, many[0]) if (place := v.place(k)))
    return None if adjectival else many


def _begins_another(v: View, ref: Ref, i: int) -> bool:
    """Whether an office goes with the name behind it: "with Secretary Quen, Peru's minister, Al Moe, said".

    It may be his who is named in full without one: "with Al Quen, Peru's minister, Bo Moe, Chad's".
    """
    if v.words[i] != "," or not (ref.office or ref.last - ref.first == 1):
        return False
    if title := v.lex.titles.at(v.lower, i + 1):  # ", Captain Moe": both titles are the next one's
        return name_at(v, title[0], office=True) is not None
    name = name_at(v, i + 1, office=True)
    return name is not None and name[1] > name[0] + 1 and v.words[name[1]] == ","


def _is_called_peer(v: View, ref: Ref, i: int, other: Ref) -> bool:
    """Whether words for a counterpart end what is told of a name: "rang Ilvar Quen, her Dutch counterpart, and"."""
    whole = ref.last - ref.first > 1 and not (ref.office or ref.side)
    ends = v.words[other.last] in _CLOSING
    listed = ref.first == 0 and v.lower[other.last + 1] == "and" and not acts(v, other.last + 2)
    listed = listed or (v.words[other.last] == "," and name_at(v, other.last + 1) is not None)
    told = v.named(i + 1, "his_or_her") and v.words[i] == ","
    return whole and told and ends and not ((listed and other.side) or other.plural)


def _held_once(v: View, ref: Ref, i: int) -> None:
    """Read what somebody is no more: "Secretary-General Quen, once prime minister of Norway"."""
    other = phrase(v, i, "person")
    if other is None or other.plural:
        return
    ref.last = other.last
    if not ref.office:
        ref.take_office(other)
        ref.kind, ref.former = "person", True


def _further(v: View, ref: Ref, i: int) -> None:
    """Read an office, or a country in brackets, behind a name and the mark at ``i``."""
    j = i + 1
    if v.words[j].count(".") > 1 and v.words[j].isupper() and v.words[j + 1] == ",":
        i, j = j + 1, j + 2  # "Ilvar Quen, C.G.H., President of Norway"
    if v.named(j, "of_old"):
        _held_once(v, ref, j + 1 + (v.lower[j + 1] == "the"))
        return
    while j < i + 5 and v.named(j, "appositive"):
        j += 1
    was = v.lower[i + 1 : i + 3] == ["who", "was"] and "until" in v.lower[j : j + _TERM]
    if was and "then" not in v.lower[i:j]:
        _held_once(v, ref, j)  # "Ilvar Quen, who was Norwegian minister until May"
        return
    other, found = phrase(v, j, "person"), v.place(i + 1)
    demonym = v.place(i + 2) if v.lower[i + 1] == "the" and v.words[i] == "," else None
    if other is None and demonym and demonym[1].adjectival and v.words[demonym[0]] == ",":
        ref.side = ref.side or (demonym[1].country, demonym[1].organisation)
        ref.kind, ref.last = "person", demonym[0]  # "Ilvar Quen, the Norwegian, said"
        return
    if other is None or other.plural:
        whole = ref.kind == "person" or ref.last - ref.first > 1
        bracketed = found and v.words[i] == "(" and v.words[found[0]] == ")"
        if found and bracketed and whole and not ref.side:
            ref.side = found[1].country, found[1].organisation
            ref.kind, ref.last = "person", found[0] + 1
        return
    k = other.last
    state = v.place(k + 1) if v.words[k] == "," and not other.side and not ref.side else None
    if state and state[1].form == "name" and v.words[state[0]] in (",", ";", ".", "", ")"):
        other.side, other.last = (state[1].country, state[1].organisation), state[0]
        k = other.last  # "Ilvar Quen, Minister of Foreign Affairs, Norway, who"
    if v.lower[k] == "who" and v.named(k + 1, "serving") and v.lower[k + 2] == "as":
        role = phrase(v, k + 3 + (v.lower[k + 3] == "the"))
        if role and role.organisation:
            other = role  # "the Norwegian diplomat who serves as the EU's envoy"
    if other.counterpart and _is_called_peer(v, ref, i, other):
        ref.kind, ref.last = "person", other.last
        ref.take_office(other)
        return
    bare = j == i + 1 and other.side and ref.first == 0 and v.words[other.last] not in (",", "")
    if j == i + 1 and (other.counterpart or (bare and ref.last == 1)):
        return  # a headline's "Quen, Dutch counterpart hold talks", "Quen, Dutch minister in talks"
    end, relative = other.last, "who" in v.lower[i:j]
    opens = ref.first == 0 and ref.last > 1  # "Ilvar Quen, Norwegian foreign minister held talks"
    was = ref.former or v.named(ref.first - 1, "former")
    chairs = other.organisation and any(v.named(k, "chair") for k in range(j, end))
    does = (acts(v, end) and not opens) or v.named(end, "plural_verb")
    if does or (v.capital[end] and name_at(v, end)) or _begins_another(v, ref, end):
        return  # "according to the Palais, the foreign minister protested"
    if relative and other.office_kind in ("party", "domestic", "body"):
        ref.last = end  # whoever "is also chairman of the party" is an official by another office
    elif chairs and (relative or ref.office_kind in _OF_STATES):
        # Who "is the current chairman of ECOWAS" speaks for his state all the same, also where it is not told.
        if not ref.side and ref.office:
            ref.office = f"{ref.office}, {v.text(other.first, end)}"
        ref.last = end
    elif not ref.office:
        ref.kind, ref.last = "person", end
        ref.take_office(other)
    elif other.organisation and was and v.words[end] == "," and v.lower[end + 1] != "and":
        ref.last, ref.side = end, other.side  # "former Norwegian President Quen, the UN's envoy,"
        ref.take_office(other)
    elif relative or (other.side and not ref.side):
        ref.last = end
        ref.side = ref.side or (None if relative and other.organisation else other.side)
