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
    foreign_ministry,
    institution_end,
    kind_within,
    modified_office,
)
from readouts.parse.actors.references.record import Ref, RefKind, Side
from readouts.parse.text.tokens import BESIDE, Tokens

_CLOSING = (",", ".", ";", ")", "|", "")
_NAMED = ("name", "organisation")
_OWNS = ("'s", "'")
_TERM = 10
"""Among so many words behind "who was" an office stands until when."""
AT_HOME = frozenset({"president", "pm", "royal"})
"""Kinds of office whose holders telephone from home: "to Norway", "from Norway" behind one is of a journey."""
_OF_STATES = AT_HOME | {"fm"}
"""Kinds of office that are a state's, whatever body their holder chairs besides."""


def phrase(v: View, i: int, kind: RefKind = "nominal") -> Ref | None:
    """Read an office with what says whose it is: "Norway's new minister of trade", "his Iraqi counterpart".

    ``kind`` is "person" where the name stands before it; he is not who "the Norwegian President's adviser" names.
    """
    j = i
    if v.named(i, "owner"):
        j += 1
        while j - i < 4 and v.named(j, "dropped_modifier") and not v.place(j):
            j += 1  # "his late colleague", not "his New Zealand colleague"
    found = v.place(j)
    if found is None and v.lower[j] not in v.openers:
        return None
    many = place_list(v, j) if found else None
    if found is not None:
        j = past_place(v, many[0] if many else found[0])
        j += found[1].organisation is not None and v.named(j, "of_body_modifier")
    ref = modified_office(v, j)
    if ref is None and found and not many:
        ref = _of_institution(v, j)
    if ref is None or (many and not ref.plural):
        return None  # "During a visit to Peru, Norwegian Foreign Minister Quen"
    bare = found is not None and ref.first == found[0] and found[1].form == "name"
    if bare and ref.plural and v.named(ref.last, "article"):
        return None  # "Norway chairs the council"
    start, end = ref.first, ref.last
    ref.first, ref.kind = i, kind
    ref.owned = v.named(i, "his_or_her") and not (found or ref.counterpart)
    if many:
        ref.countries = many[1]
    elif found:
        agency = (ref.usual or "").partition("~")[2] if found[1].organisation == "UN" else ""
        ref.side = (
            (None, agency) if agency else found[1].side
        )  # "UN High Commissioner for Refugees"
        start = i if ref.organisation else start
        if v.named(i, "us_state") and v.named(end - 1, "us_state_office"):
            ref.side, ref.office_kind = None, "domestic"  # "Georgia's secretary of state"
    ref.office = v.text(start, end)
    ref.last = whose(v, ref, end)
    if ref.organisation and v.lower[ref.last] == "for":
        ref.last = field_after(v, ref.last)  # "of the EU for Foreign Affairs and Security Policy"
    if ref.organisation and not found:
        ref.office = v.text(start, ref.last)
        ref.last = _past_letters(v, ref.last)
    return None if kind == "person" and v.lower[ref.last] in _OWNS else ref


def past_place(v: View, j: int) -> int:
    """Pass over "(ROK)" after a name in full and the possessive ending."""
    j = _past_letters(v, j)
    ends_in_s = v.lower[j - 1].endswith("s")
    return j + (v.lower[j] == "'s" or (v.lower[j] == "'" and ends_in_s))


def _past_letters(v: View, j: int) -> int:
    """Pass over the letters of a state or a body in brackets: "(ROK)", "(ASEAN)"."""
    letters = v.words[j] == "(" and v.words[j + 2] == ")" and v.words[j + 1].isupper()
    return j + 3 if letters else j


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
        return past_place(v, end)
    if strict and (known or ref.owned or ref.office_kind in AT_HOME):
        return i  # "phoned his interior minister from Lima": where the owner was
    of_town = place.form == "capital" and ref.office_kind == "pm" and not strict
    if of_town or any(v.named(k, "private_body") for k in range(end, end + 3)):
        ref.office_kind = "domestic"  # "Premier Quen of Victoria", "of US chipmaker X"
        return end
    has = v.lower[end] == "'s"
    if ref.kind == "name" and not ref.office and v.lex.offices.at(v.lower, end + has):
        return i  # "Friends of Norwegian Foreign Minister Quen" are nobody's name
    listed = place_list(v, j) if ref.plural else None
    ministries = foreign_ministry(v, listed[0]) if listed else 0
    if listed and ministries and kind_within(v, ref, listed[0], ministries):
        ref.countries = listed[1]
        return ministries  # "the heads of the Norwegian and Peruvian MFAs"
    if ref.plural and (many := place_list(v, j, begins_another=_begins_other)):
        ref.countries = many[1]
        return many[0]
    if has or (place.adjectival and place.form != "name"):
        k = institution_end(v, end + has)
        while v.named(k, "regime"):
            k += 1  # "the leader of Norway's military government"
        if k == end + has or (strict and not has):
            return i if has else _of_body(v, ref, i)
        kind_within(v, ref, end, k)
        end = k  # "of the Russian Security Council"
        if not has and ref.office:
            ref.office = f"{ref.office} {v.text(i, end)}"
    ref.side = known or place.side
    return end


def _begins_other(v: View, place: Place, end: int) -> bool:
    """Whether a state behind others has somebody of its own: "of Peru, Norway and the Danish premier", "Chad's Moe"."""
    return place.form == "demonym" or v.lower[end] == "'s" or bool(v.lex.offices.at(v.lower, end))


def _served(v: View, ref: Ref, i: int) -> int:
    """Read "the President of Norway", "Norwegian President X" after "adviser to"; 0 where it is none, -1 where X is he.

    The adviser is of whoever's country she serves. The name that follows "adviser to the Prime Minister" is her own.
    """
    found = v.place(i)
    end = found[0] if found else i
    owns = not found or found[1].adjectival or v.lower[end] == "'s" or v.words[end - 1].isupper()
    # "to Norway's president", "to the US President", not "to Norway"
    served = phrase(v, i) if owns else None
    if served is None or served.plural:
        return 0
    name = name_at(v, served.last)
    if name and ref.kind != "person" and v.lower[i - 1] != "the":
        return -1
    ref.side = ref.side or served.side
    if name:
        return name[1] if ref.kind == "person" else served.last
    return served.last if served.side else 0


def _of_body(v: View, ref: Ref, i: int) -> int:
    """Read "at the Ministry of Foreign Affairs", "of the Federal Department of X of Norway" behind an office.

    A body that is not known to be of a state makes the office that body's, as a region's makes a premier its own.
    """
    j = i + 1 + (v.lower[i + 1] == "the")
    if ref.office_kind == "aide" and v.lower[i] == "for" and j == i + 1 and modified_office(v, j):
        return i  # "spokesman for President Quen": two people
    ruled = j
    while v.capital[ruled] and v.named(ruled, "regime"):
        ruled += 1
    if ruled > j + 1 and v.named(ruled - 1, "ruling_body") and ref.office:
        ref.office = f"{ref.office} {v.text(i, ruled)}"
        ref.office_kind = "leader" if ref.office_kind == "sg" else ref.office_kind
        return whose(v, ref, ruled)  # "of the Transitional Military Council (of Norway), X"
    end = institution_end(v, j)
    if end > j and (name_at(v, end) or v.lower[end] in v.lex.titles.firsts):
        return end
    name = name_at(v, end + 1) if end > j and v.words[end] == "," and v.lower[i] != "of" else None
    if name is not None and name[1] - name[0] > 1 and v.words[name[1]] == ",":
        return end  # "Minister of State at the Department, Ilvar Quen,"
    if v.lower[i] == "of" and ref.office_kind == "pm" and not ref.side and v.is_plain(j):
        ref.office_kind = "domestic"
    if v.lower[i] != "of" or ref.office_kind not in OF_BODIES or ref.name:
        return i
    while j < i + 12 and (v.named(j, "institution_glue") or v.words[j][:1].isupper()):
        found, link = v.place(j), j - 1 - (v.lower[j - 1] == "the")
        if found and v.named(link, "whose") and not found[1].adjectival:
            # "of the National Assembly" before "of Norway" is of the office, where it is not the state's own.
            if link > i and kind_within(v, ref, i, link) and ref.office:
                ref.office = f"{ref.office} {v.text(i, link)}"
            return whose(v, ref, link)
        j += 1
    end = foreign_ministry(v, i)
    if end and kind_within(v, ref, i, end):
        ref.office = f"{ref.office} {v.text(i, end)}"
        return whose(v, ref, end)  # "the heads of the foreign ministries of Norway and Peru"
    ref.office_kind = "body"
    return i


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


def stands_alone(v: View, i: int) -> bool:
    """Whether no noun begins at a word: "the latter thanked", "to the former", not "the latter part"."""
    word = v.words[i]
    free = "preposition", "said", "thanks", "before_a_name", "behind_object", "modal"
    verbal = acts(v, i) or word.endswith("ly") or any(v.named(i, name) for name in free)
    aside = word.endswith("ing") and i > 2 and v.words[i - 3] == ","  # ", the latter adding"
    return verbal or aside or not word.isalpha()


def beside(v: View, ref: Ref) -> None:
    """Read what follows a name: " of Norway", ", the Foreign Minister of Norway", ", his Dutch colleague"."""
    while v.words[ref.last] == "," and v.named(ref.last + 1, "post_nominal"):
        ref.last += 2  # "Ilvar Quen, KC, MP, Minister of"
    many = place_list(v, ref.last + 1, begins_another=_begins_other)
    if many and v.lower[ref.last] == "of" and v.lower[many[0]] != "'s" and not v.capital[many[0]]:
        ref.last, ref.countries = many  # "Presidents Quen and Moe of Norway and Peru"
        return
    if v.lower[ref.last] == "of" or (ref.office and v.lower[ref.last] == "from"):
        ref.last = whose(v, ref, ref.last)
        if ref.kind == "name":
            ref.kind = "person" if ref.country else "name"
            return
    flag = v.place(ref.last)
    if flag and flag[1].form == "flag" and not ref.side:  # "Ilvar Quen 🇳🇴"
        ref.kind, ref.last, ref.side = "person", flag[0], flag[1].side
    if v.words[ref.last] in BESIDE:
        _further(v, ref, ref.last)
    i = ref.last + (v.words[ref.last] == ",")
    if v.lower[i] == "in" and v.lower[i + 2 : i + 4] == ["capacity", "as"]:
        role = phrase(v, i + 4 + (v.lower[i + 4] == "the"))
        if role and role.organisation:
            ref.side, ref.last = role.side, role.last


def _begins_another(v: View, ref: Ref, i: int) -> bool:
    """Whether an office goes with the name behind it: "with Secretary Quen, Peru's minister, Al Moe, said".

    It may be his who is named in full without one: "with Al Quen, Peru's minister, Bo Moe, Chad's".
    """
    if v.words[i] != "," or not (ref.office or ref.last - ref.first == 1):
        return False
    title = v.lex.titles.at(v.lower, i + 1)  # ", Captain Moe"
    name = name_at(v, title[0] if title else i + 1, office=True)
    full = name is not None and name[1] > name[0] + 1 and v.words[name[1]] == ","
    return full or (name is not None and title is not None)


def _further(v: View, ref: Ref, i: int) -> None:
    """Read an office, or a country in brackets, behind a name and the mark at ``i``."""
    j = i + 1
    while j < i + 5 and v.named(j, "appositive", "of_old"):
        j += 1
    other = phrase(v, j, "person")
    whole = ref.last - ref.first > 1
    if other is None or other.plural:
        found = v.place(i + 1 + (v.lower[i + 1] == "the"))
        marks = v.words[i] + v.words[found[0]] if found else ""
        told = marks == "()" or (found and marks == ",," and found[1].adjectival)
        if found and told and (whole or ref.kind == "person") and not ref.side:
            # "Ilvar Quen (Norway)", "Ilvar Quen, the Norwegian,"
            ref.kind, ref.last, ref.side = "person", found[0] + (marks == "()"), found[1].side
        return
    was = "was" in v.lower[i:j] and "until" in v.lower[other.last : other.last + _TERM]
    if was or other.former or any(v.named(k, "of_old") for k in range(i, j)):
        ref.last = (
            other.last
        )  # "Secretary-General Quen, once (or a former) prime minister of Norway"
        if not ref.office:
            ref.take_office(other)
            ref.kind, ref.former = "person", True
        return
    if v.words[other.last] == "," and not (other.side or ref.side):
        state = v.place(other.last + 1)
        if state and state[1].form in _NAMED and v.words[state[0]] in _CLOSING:
            other.side, other.last = state[1].side, state[0]  # "Quen, Minister, Norway, who"
    end, relative = other.last, "who" in v.lower[i:j]
    if v.lower[end] == "who" and v.named(end + 1, "serving") and v.lower[end + 2] == "as":
        other = phrase(v, end + 3 + (v.lower[end + 3] == "the")) or other
        end = other.last  # "the Norwegian diplomat who serves as the EU's envoy"
    if other.counterpart and v.named(i + 1, "his_or_her") and v.words[end] in _CLOSING:
        # "rang Ilvar Quen, her Dutch counterpart, and"
        if whole and not (ref.office or ref.side or name_at(v, end + 1)):
            ref.kind, ref.last = "person", end
            ref.take_office(other)
        return
    bare = other.side and ref.first == 0 and not whole and v.words[end] not in (",", "")
    if j == i + 1 and (other.counterpart or bare):
        return  # a headline's "Quen, Dutch counterpart hold talks", "Quen, Dutch minister in talks"
    does = acts(v, end) and not (ref.first == 0 and whole)  # but "Ilvar Quen, Dutch minister held"
    if does or v.named(end, "plural_verb") or (v.capital[end] and name_at(v, end)):
        return  # "according to the Palais, the foreign minister protested"
    if _begins_another(v, ref, end):
        return
    chairs = other.organisation and any(v.named(k, "chair") for k in range(j, end))
    was = bool(other.organisation) and v.named(ref.first - 1, "former")
    if was or not (ref.office or (chairs and relative)):
        ref.kind, ref.last = "person", end
        # "former Norwegian President Quen, the UN's envoy,"
        ref.side = other.side if was else ref.side
        ref.take_office(other)
    elif chairs and (relative or ref.office_kind in _OF_STATES):
        # Who "is the current chairman of ECOWAS" speaks for his state all the same, also where it is not told.
        if not ref.side and ref.office:
            ref.office = f"{ref.office}, {v.text(other.first, end)}"
        ref.last = end
    elif relative or (other.side and not ref.side):
        ref.last = end
        ref.side = ref.side or (None if relative and other.organisation else other.side)


def take_topics(tokens: Tokens, refs: list[Ref]) -> None:
    """Take labels that give one name several sides for topics: "Ukraine: President Quen rang. Gaza: President Quen".

    So is one beside a side that the words tell: "French President Quen made two calls. Gaza: President Quen rang her".
    """
    named = [(tokens.lower[ref.name[1] - 1], ref) for ref in refs if ref.name and ref.side]
    sides: dict[str, set[Side | None]] = {}
    for name, ref in named:
        sides.setdefault(name, set()).add(ref.side)
    for name, ref in named:
        if ref.labelled and len(sides[name]) > 1:
            ref.side = None
