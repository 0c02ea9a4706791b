"""Layer 2a: all references of a text, from left to right.

What belongs here: what begins a reference (a country, an office, a title, a name, a pronoun), where the name of an
office's holder stands, and which country heads a sentence. What does not: offices and whose they are (``offices``,
``owners``), where a name ends (``names``), and who is who (``people``).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from readouts.parse.actors.references.lexicon import Lexicon
from readouts.parse.actors.references.names import (
    ARTICLE,
    Article,
    Span,
    View,
    is_given,
    is_shouted,
    name_at,
    place_list,
)
from readouts.parse.actors.references.offices import OF_REGIONS, take_body
from readouts.parse.actors.references.owners import (
    AT_HOME,
    acts,
    beside,
    past_place,
    phrase,
    stands_alone,
    take_topics,
)
from readouts.parse.actors.references.record import Gender, Ref, Side
from readouts.parse.text.tokens import DASHES, Tokens
from readouts.reference.towns import countries_of_towns

_LONGEST_MARK = 3
"""An entry's bullet or number has at most so many tokens: "(a)"."""
_MARKED = re.compile(rf"[0-9🇦-🇿]|{ARTICLE.pattern}")
"""How words begin that begin a reference though they have no capital: "10 Downing Street", "al-Quen", flags."""


def scan(text: str, tokens: Tokens, lex: Lexicon) -> list[Ref]:
    """Return all references of a text in order; they do not overlap."""
    found: list[Ref] = []
    opening: dict[int, Ref] = {}
    article = Article(text, tokens, lex)
    for sentence, own in groupby(_beginnings(article), tokens.sentence.__getitem__):
        if sentence < 0:
            continue
        v = View(article, sentence)
        first = opening.get(tokens.first[sentence - 1]) if sentence else None
        v.subject_before = first.side if first and first.kind == "place" else None
        for ref in _references(v, [i - v.base for i in own]):
            ref.first, ref.last = ref.first + v.base, ref.last + v.base
            ref.name = ref.name and (ref.name[0] + v.base, ref.name[1] + v.base)
            found.append(ref)
            opening[ref.first] = ref
    # A place's word is the person's of that family name, where the text names one: "thanked Holland".
    names = [r.name for r in found if r.name and r.name[1] - r.name[0] > 1]
    borne = {tokens.words[last - 1] for _, last in names}
    for ref in found:
        alone = ref.kind == "place" and ref.last == ref.first + 1 and not ref.adjectival
        before = tokens.lower[ref.first - 1]
        if alone and tokens.words[ref.first] in borne and before not in lex.words["before_place"]:
            ref.kind, ref.name, ref.side = "name", (ref.first, ref.last), None
    take_topics(tokens, found)
    return found


def _beginnings(article: Article) -> list[int]:
    """The tokens at which a reference may begin: most words begin none, and most of them come again and again."""
    small = _small_words(article.lex)
    begin = {
        word
        for word, lower in article.vocabulary
        if word in article.capitals or lower in small or _MARKED.match(word)
    }
    return [i for i, word in enumerate(article.tokens.words) if word in begin]


@cache
def _small_words(lex: Lexicon) -> frozenset[str]:
    """The words that begin a reference though they are written small."""
    words, titles = lex.words, lex.titles.firsts
    begin = words["pronoun"] | lex.offices.firsts | lex.portfolios | words["office_modifier"]
    begin |= words["one_of_two"]
    return begin | words["leading_particle"] | titles


def _references(v: View, begin: list[int]) -> list[Ref]:
    found, end = list[Ref](), 0
    for i in begin:
        if i < end:
            continue
        if i in v.fixed:
            end = v.fixed[i]
        elif (ref := _at(v, i)) is not None:
            _widen(v, ref, found)
            found.append(ref)
            end = ref.last
    _label(v, found)
    return found


def _label(v: View, refs: list[Ref]) -> None:
    """Read what heads a sentence: "* Norway - Minister X", "NORWAY: President X", "From Oslo, President X said".

    "Norway: President X" is an entry of a list by country; alone, it heads a page about Norway, whoever speaks there.
    """
    if len(refs) < 2 or refs[0].kind != "place" or refs[0].first > _LONGEST_MARK:
        return
    if refs[0].form == "flag":
        return  # "🇺🇦: Minister X" has a topic
    head, other = refs[:2]
    if v.lower[0] == "from" and v.words[head.last] == "," and other.kind == "name":
        other.usual = head.country
    if other.kind != "person" or not other.office or other.first > head.last + _LONGEST_MARK + 1:
        return
    if any(word.islower() for word in v.words[head.last : other.first]):
        return
    mark, begins = v.words[other.first - 1], v.words[: head.first]
    bullet = all(len(word) < 3 for word in begins)  # "*", "(a)", "2."
    labels = bullet and (mark == ":" or (mark in DASHES and head.form == "name"))
    ends = v.words[head.last] == ":"
    # "Norway: Minister X" in such a list, and "Oslo (Monday): Minister X"
    listed = (ends and v.article.lists_states) if head.form == "name" else not ends
    labels = labels and (bool(begins) or v.words[0].isupper() or (mark == ":" and listed))
    home = v.lower[0] == "from" and other.office_kind in AT_HOME
    speaks = mark == "," and (v.lower[0] == "for" or home or v.words[other.last] == ":")
    # "Peru: Minister Quen rang Minister Soto": the list may be of those whom its own minister spoke with
    guests = any(r.office and r.name and not r.side for r in refs[2:])
    if (labels and not guests) or (speaks and head.first < _LONGEST_MARK):
        other.labelled, other.side = other.side is None, other.side or head.side


def _at(v: View, i: int) -> Ref | None:
    """Return the reference that begins at word ``i``."""
    word, lower, place = v.words[i], v.lower[i], v.place(i)
    lex, pronoun, title = v.lex, v.named(i, "pronoun"), lower in v.lex.titles.firsts
    told = place or title or pronoun
    if v.named(i, "one_of_two") and v.lower[i - 1] == "the" and stands_alone(v, i + 1):
        return Ref(i, i + 1, "pronoun")
    office = lower in lex.offices.firsts or lower in lex.portfolios
    if not (told or office) and v.named(i, "not_name"):
        return None
    if place and place[1].form == "name" and is_given(v, i, place[0]):
        return _named(v, i)
    if (place or pronoun or lower in v.openers) and (ref := phrase(v, i)):
        return _person(v, ref)
    if pronoun and (ref := _friend(v, i)):
        return ref
    if title and not place and (ref := _titled(v, i)):
        return ref
    if pronoun and v.named(i, "they"):
        return Ref(i, i + 1, "group", plural=True)
    if lower == "the" and v.named(i + 1, "two"):
        people = v.named(i + 2, "people")
        if people or (word == "The" and (v.named(i + 2, "two_act") or acts(v, i + 2))):
            return Ref(i, i + 2 + people, "group", plural=True)  # "The two spoke", "the two men"
    if pronoun and not is_shouted(word):
        gender: Gender | None = "f" if v.named(i, "female") else None
        gender = "m" if v.named(i, "male") else gender
        return Ref(i, i + 1, "pronoun", gender=gender) if gender else None
    if v.capital[i] or ARTICLE.match(word) or v.named(i, "leading_particle"):
        return _placed(v, i) or _named(v, i)
    return None if word[0].isalpha() else _placed(v, i)


def _person(v: View, ref: Ref) -> Ref:
    """Read the name behind an office, and what follows it."""
    if ref.plural:
        return ref
    end = ref.last
    comma = v.words[end] == ","
    k = _titles(v, ref, end + comma + (comma and v.lower[end + 1] == "the"))
    while ref.office_kind == "royal" and v.lower[k] in (ref.office or "").lower().split():
        k += 1  # "the Sultan of Oman, Sultan Ilvar"
    name = name_at(v, k, office=True)
    if name and comma and (v.lower[name[1]] == "'s" or not _is_apposed(v, ref, name[1])):
        name = None  # also "the Prime Minister, Quen's son-in-law"
    # "the Norwegian chair of the EU": a body's chair, which somebody is besides his own office.
    chairs = ref.country and any(v.named(k, "chair") for k in range(ref.first, ref.last))
    if name is None and (ref.counterpart or (comma and (ref.organisation or chairs))):
        _officer(v, ref, k)
        return ref
    if name is None and k == end:
        name = _second_office(v, ref) or _after_field(v, ref) or _surname_first(v, ref)
    if name and any(len(word) > 1 for word in v.words[name[0] : name[1]]):
        ref.kind, ref.name, ref.last = "person", name, name[1]
        ref.given_name = ref.given_name or ref.office_kind == "royal"
        beside(v, ref)
    return ref


def _friend(v: View, i: int) -> Ref | None:
    """Read "his Beninese brother, President Quen", "my good friend the President of Benin": an official, no kin."""
    j = i + 1
    while v.named(j, "dropped_modifier", "fond_modifier"):
        j += 1
    found = v.place(j)
    j = found[0] if found and found[1].adjectival else j
    if not v.named(i, "owner") or not v.named(j, "friend_of_state"):
        return None
    if v.named(j + 1, "joining_and") and v.named(j + 2, "friend_of_state", "peer_of_state"):
        j += 2
    j += 1 + (v.words[j + 1] == ",")
    j += v.lower[j] == "the"
    ref = _at(v, j) if v.words[j] else None
    if ref is None or not ref.office or not (ref.name or ref.country):
        return None
    ref.first, ref.side = i, ref.side or (found[1].side if found else None)
    return ref


def _officer(v: View, ref: Ref, i: int) -> None:
    """Read on in "his Ukrainian counterpart, President X", "OSCE Chairperson, Norway's Foreign Minister X".

    Also "the OSCE Chairperson, Norway's X", and not a list: "the NATO chief, Norway's X and Peru's Y".
    """
    inner = phrase(v, i)
    body = ref.organisation is not None
    inner = _person(v, inner) if inner else _placed(v, i) if body and v.place(i) else None
    if inner is None or inner.name is None:
        return
    if inner.office is None and v.lower[inner.last + (v.words[inner.last] == ",")] == "and":
        return
    if ref.country in (None, inner.country) or not inner.country:
        ref.kind, ref.name, ref.last = "person", inner.name, inner.last
        if ref.counterpart or not body:
            ref.take_office(inner)


def _is_apposed(v: View, ref: Ref, i: int) -> bool:
    """Whether a name behind a comma is the officer's: not "told the minister, Quen said", "the minister, A and B"."""
    joined = ref.counterpart and v.lower[ref.first - 1] == "and"
    if joined and ref.side and v.lower[i] != "and":
        return True  # "A and Dutch counterpart, B held talks"
    # "The Minister of Norway, Ilvar Quen held a call", not "The Minister of Norway, Quen said, is wrong"
    opens = ref.first == 1 and v.lower[0] == "the" and ref.side is not None and i - ref.last > 2
    two = v.lower[i] == "and" and v.capital[i + 1] and (joined or not ref.side)
    return not two and (ref.first == 0 or opens or not acts(v, i + v.lower[i].endswith("ly")))


def _second_office(v: View, ref: Ref) -> Span | None:
    """Read "and OSCE Chair X" behind an office: who holds both acts for the side of the first."""
    other = phrase(v, ref.last + 1) if v.lower[ref.last] == "and" else None
    if other is None or not other.organisation:
        return None
    name = name_at(v, other.last)
    if name is None and ref.country:
        ref.last = other.last + v.named(other.last, "body_word")
    return name


def _after_field(v: View, ref: Ref) -> Span | None:
    """Read "for the Red Sea Tom Rill" after "envoy": the last two of three capitalised words or more.

    Behind a comma it is the name there: "the EU Commissioner for Enlargement, Tom Rill".
    """
    end, envoy = ref.last, ref.office_kind == "envoy"
    if not (envoy or ref.organisation) or not v.named(end, "envoy_link"):
        return None
    j = k = end + 1 + (v.lower[end + 1] == "the")
    while k < j + 8 and (v.capital[k] or v.named(k, "institution_glue")):
        k += 1
    k += k > j and v.words[k].islower() and v.words[k + 1] == ","  # "for the A-B dialogue, Quen"
    if v.words[k] == "," and k > j:
        name = name_at(v, k + 1)
        return name if name and name[1] > name[0] + 1 and _is_apposed(v, ref, name[1]) else None
    for_it = envoy and v.lower[end] != "to" and k - j > 2
    return (k - 2, k) if for_it and name_at(v, k - 2) == (k - 2, k) else None


def _surname_first(v: View, ref: Ref) -> Span | None:
    """Read a byline such as "Prime Minister: Quen, Ilvar", "Prime Minister: Ilvar Quen"."""
    name = name_at(v, ref.last + 1) if v.words[ref.last] == ":" and ref.first == 0 else None
    given = name_at(v, name[1] + 1) if name and v.words[name[1]] == "," else None
    if name is None or given is None or given[1] < v.size:
        return name if name and name[1] == v.size > name[0] + 1 else None
    ref.form = "surname first"
    return name[0], given[1]


def _titles(v: View, ref: Ref, i: int) -> int:
    """Pass over titles at ``i``, noting what they tell; return where they end."""
    while found := v.lex.titles.at(v.lower, i) if v.words[i] else None:
        if v.lower[i] == "he" and not is_shouted(v.words[i]):
            break
        i, title = found
        ref.gender = ref.gender or title.gender
        ref.given_name = ref.given_name or title.given_name
        ref.form = "alone" if title.alone else ""
        # "Senator the Hon."
        i += v.lower[i] == "the" and v.lex.titles.at(v.lower, i + 1) is not None
    return i


def _placed(v: View, i: int) -> Ref | None:
    """Read a country or organisation, and "Norway's Ilvar Quen"."""
    found = v.place(i)
    if found is None:
        return None
    end, place = found
    j = past_place(v, end) if place_list(v, i, 2) is None else end
    named = None
    if (j > end and place.form != "organisation") or (place.form == "flag" and v.capital[end]):
        named = _titled(v, j) or _named(v, j)
        if named and named.name and named.country not in (None, place.country):
            named = _named(
                v, named.name[0], alone=True
            )  # "Norway's Quen, Peru's minister and Al Moe"
    if named and named.name and not named.side and named.last - named.first > 1:
        named.first, named.country, named.kind = i, place.country, "person"
        return named
    # "Singapore condemned it" has no adjective
    bare = place.form == "name" and (acts(v, end) or v.named(end, "modal", "copula"))
    ref = Ref(i, end, "place", adjectival=place.adjectival and not bare, form=place.form)
    ref.side = place.country, place.organisation
    return ref


def _titled(v: View, i: int) -> Ref | None:
    """Read what a title begins: "H.E. Mr Quen", "His Excellency the Minister", "His Majesty"."""
    ref = Ref(i, i, "nominal")
    j = _titles(v, ref, i)
    if j == i:
        return None
    if whole := phrase(v, j + (v.lower[j] == "the")):
        whole.first, whole.gender = i, ref.gender
        return _person(v, whole)
    if name := name_at(v, j):
        ref.kind, ref.name, ref.last = "person", name, name[1]
        beside(v, ref)
        return ref
    if ref.form != "alone":
        return None
    if v.named(i, "they"):
        return Ref(i, j, "group", plural=True)  # "Their Highnesses"
    ref.last, ref.office_kind, ref.definite = j, "royal_title", True
    return ref


def _named(v: View, i: int, *, alone: bool = False) -> Ref | None:
    """Read a bare name, and what follows it, but where it stands ``alone``."""
    name = name_at(v, i)
    if name is None:
        return None
    before = v.lower[i - 1] if i else ""
    thing = v.words[name[1]].islower() and v.lower[name[1]] not in v.openers
    if name[1] - i == 1 and before == "the" and thing:
        return None  # "the Moderator of the Union", "the Quenia plant", not "the Quenia governor"
    letters = name[1] - i == 1 and v.words[i].isupper() and len(v.words[i]) > 1
    if letters and not v.heading and v.words[i + 1] != ":":
        return None  # an agency: "OSLO, March 5 (ATN) - "
    if i and v.named(i - 1, "vessel"):
        return None  # "the survey ship Ilvar Quen"
    ref = Ref(i, name[1], "name", name=name)
    town = before in v.lex.words["scene"] or (v.named(i - 2, "scene") and name[1] - i == 1)
    if not alone and not (town and i and v.words[name[1]] == ","):
        beside(v, ref)  # not where a place is told: "near Quenia, the Minister"
    return ref


def _widen(v: View, ref: Ref, found: list[Ref]) -> None:
    """Note a determiner before the reference, or that it is of a former holder ("the former Chilean minister")."""
    low = found[-1].last if found else 0
    if ref.office_kind:
        take_body(v, ref, found[-1].first if low and found[-1].kind == "name" else low)
    if ref.office and not ref.side:
        # "Minister of Foreign Affairs and Norwegians Abroad", "and Norwegian Expatriates"
        abroad = (v.place(k - 1) for k in range(ref.first, ref.last) if v.named(k, "those_abroad"))
        nationals = [place for found in abroad if found and not (place := found[1]).organisation]
        ref.side = nationals[0].side if nationals else _of_its_state(v, ref, found)
    i = ref.first - 1
    if ref.kind in ("nominal", "person"):
        foremost = ref.office == "diplomat" and i >= low and v.named(i, "of_diplomats")
        if foremost and not v.named(ref.last, "preposition"):
            # "the top Norwegian diplomat", not "the top Norwegian diplomat in Lima"
            ref.office, ref.office_kind = f"{v.lower[i]} diplomat", "fm"
        if i >= low and v.named(i, "former"):
            ref.former, i = True, i - 1
        ref.definite = ref.definite or (i >= low and v.lower[i] == "the")
        region = i >= 0 and v.capital[i] and v.lower[i] in countries_of_towns()
        region = region or (found != [] and low == ref.first and found[-1].kind == "name")
        if ref.office_kind in OF_REGIONS and not ref.side and region:
            ref.office_kind = "domestic"  # "Ontario Premier Quen", "Iraqi Kurdish leader Quen"


def _of_its_state(v: View, ref: Ref, found: list[Ref]) -> Side | None:
    """Whose minister "its minister" is, of the state named last: "Norway said its minister had rung"."""
    if ref.first == 1 and v.lower[0] == "its" and not found:
        return v.subject_before  # "Norway has its own line. Its foreign minister rang"
    its = ref.first - 1
    while its > ref.first - 3 and v.named(its, "dropped_modifier"):
        its -= 1
    places = [other.side for other in found if other.kind == "place" and other.side]
    return places[-1] if its >= 0 and v.lower[its] == "its" and places else None
