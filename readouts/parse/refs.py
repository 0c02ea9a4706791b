"""Layer 2a: the words of a text that stand for persons, offices, countries and organisations.

What belongs here: finding such words and what stands beside them (office, country, title). What does not: who
is the same person as whom (``coreference``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from readouts.parse.lexicon import Lexicon, Place, place_at
from readouts.parse.offices import OfficeMatch, office_at
from readouts.parse.tokens import Tokens

RefKind = Literal["person", "nominal", "name", "place", "pronoun", "group"]

_LONGEST_NAME = 8
_PRONOUNS = {
    "my": "",
    "our": "",
    "he": "m",
    "him": "m",
    "she": "f",
    "her": "f",
    "his": "m",
    "himself": "m",
    "herself": "f",
}
_GROUPS = frozenset({"they", "them", "their", "both"})


@dataclass(slots=True)
class Ref:
    """Words that stand for somebody or something; ``first`` and ``last`` (exclusive) are tokens.

    ``kind`` is "person" (a name with an office or title), "nominal" (an office without a name), "name" (a bare
    name), "place" (a country or an organisation), "pronoun" or "group". ``name`` is a range of tokens.
    ``countries`` holds several for a plural office ("the foreign ministers of Norway and Japan").
    """

    first: int
    last: int
    kind: RefKind
    name: tuple[int, int] | None = None
    office: str | None = None
    office_kind: str | None = None
    country: str | None = None
    organisation: str | None = None
    countries: list[tuple[str | None, str | None]] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    former: bool = False
    definite: bool = False
    owner: str | None = None
    counterpart: bool = False
    adjectival: bool = False
    given_name: bool = False
    listed: bool = False
    usual: str | None = None
    form: str = ""
    actors: tuple[int, ...] = ()


class Scanner:
    """Reads the references of one tokenised text from left to right."""

    def __init__(self, text: str, tokens: Tokens, lex: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.lex = lex
        self.not_name = lex.words["not_name"]
        self.particles = lex.words["particle"]
        self.suffixes = lex.words["suffix"]
        self.dropped = lex.words["dropped_modifier"]
        self.former = lex.words["former"]
        self.sentence_end = _sentence_ends(tokens)
        self._places: dict[int, tuple[int, Place] | None] = {}

    def scan(self) -> list[Ref]:
        """Return all references in order; they do not overlap."""
        refs: list[Ref] = []
        tokens = self.tokens
        i, size = 0, len(tokens)
        while i < size:
            ref = self.at(i)
            if ref is None:
                i += 1
                continue
            self._widen(ref, refs)
            refs.append(ref)
            i = max(ref.last, i + 1)
        return refs

    def at(self, i: int) -> Ref | None:
        """Return the reference that begins at token ``i``."""
        word, lower = self.tokens.words[i], self.tokens.lower[i]
        capital = word[0].isupper() or _ARTICLE.match(word) is not None
        if lower in _PRONOUNS and not capital_only(word):
            owned = self._owned(i)
            if owned:
                return owned
            if not _PRONOUNS[lower]:
                return None
            return self._title(i) or Ref(i, i + 1, "pronoun", gender=_PRONOUNS[lower])
        if lower in _GROUPS:
            owned = self._owned(i) if lower == "their" else None
            return owned or self._title(i) or Ref(i, i + 1, "group", plural=True)
        if capital or word[0].isdigit():
            if (
                lower in self.not_name
                and lower not in self.lex.offices
                and lower not in self.lex.titles
            ):
                if self.place(i) is None:
                    return None
            return self._placed(i) or self._office(i) or self._title(i) or self._named(i)
        if (
            lower in self.lex.offices
            or lower in self.lex.portfolios
            or lower in self.lex.words["office_modifier"]
        ):
            return self._office(i)
        if lower in self.lex.titles:
            return self._title(i)
        return None

    def place(self, i: int) -> tuple[int, Place] | None:
        """Return the country or organisation word at ``i``, if any."""
        if i not in self._places:
            self._places[i] = place_at(self.lex, self.tokens, i) if i < len(self.tokens) else None
        return self._places[i]

    # --- what begins with a country or an organisation -------------------------------------------

    def _placed(self, i: int) -> Ref | None:
        found = self.place(i)
        if found is None:
            return self._hyphened(i)
        end, place = found
        if place.form == "name" and self._is_name_part(i, end):
            return None
        many = self._place_list(i)
        base = self._past_abbreviation(many[0] if many else end, self.sentence_end[i])
        j = base
        if (
            j + 1 < len(self.tokens)
            and self.tokens.words[j] == ")"
            and self.tokens.words[i - 1] == "("
        ):
            j += 1
        if j < len(self.tokens) and self.tokens.lower[j] == "'s":
            j += 1
        elif (
            j < len(self.tokens)
            and self.tokens.words[j] in "’'"
            and self.tokens.lower[j - 1][-1] == "s"
        ):
            j += 1
        possessive = j > base
        office = self._after_modifiers(j, self.sentence_end[i])
        if office is None and not many:
            office = self._after_institution(j, self.sentence_end[i])
        if office:
            ref = self._with_office(office, i, None if many or office.plural else place)
            if many and office.plural:
                ref.countries = many[1]
            elif not ref.country and not ref.organisation:
                ref.country, ref.organisation = place.country, place.organisation
                if place.organisation:
                    ref.office = self.text[
                        self.tokens.starts[i] : self.tokens.ends[office.last - 1]
                    ]
            if many and not office.plural:
                ref.countries = []
            return ref
        if possessive and not many:
            name = self.name_at(j)
            if name and place.form != "organisation" and name[1] - name[0] > 1:
                return Ref(i, name[1], "person", name=name, country=place.country)
        if place.adjectival and not many:
            title = (
                self._title(end)
                if end < len(self.tokens) and self.tokens.words[end][0].isupper()
                else None
            )
            if title and title.name:
                title.first, title.country = i, place.country
                return title
        return Ref(
            i,
            end,
            "place",
            country=place.country,
            organisation=place.organisation,
            adjectival=place.adjectival,
            form=place.form,
        )

    def _past_abbreviation(self, i: int, limit: int) -> int:
        """Pass over "(ROK)" after a name in full."""
        words = self.tokens.words
        if i + 2 < limit and words[i] == "(" and words[i + 2] == ")" and words[i + 1].isupper():
            return i + 3
        return i

    def _institution(self, i: int, limit: int) -> int:
        """Return where the name of an institution that begins at ``i`` ends: "National Security Bureau"."""
        tokens = self.tokens
        known = self.lex.words["institution"]
        j = end = i
        while j < min(limit, i + 10):
            word, lower = tokens.words[j], tokens.lower[j]
            if lower in ("of", "and", "for", "the", "&") and j > i:
                j += 1
            elif word[0].isupper() and (
                lower in self.not_name
                or lower in self.lex.portfolios
                or lower in known
                or (word.isupper() and len(word) > 2)
            ):
                if self.place(j) or lower in self.lex.titles:
                    break
                j += 1
                end = j
            else:
                break
        return end

    def _after_institution(self, i: int, limit: int) -> OfficeMatch | None:
        """Read "Department of Trade Secretary X", "National Security Bureau Chief X": an office of a body."""
        end = self._institution(i, limit)
        for j in range(i + 1, min(limit, end + 1)):
            office = office_at(self.lex, self.tokens, j, limit)
            if office and not office.plural and office.last >= end and self.name_at(office.last):
                office.first = i
                return office
        return None

    def _hyphened(self, i: int) -> Ref | None:
        """Read "Thai-Cambodian", "Pakistan-India": the first of the two."""
        first, dash, second = self.tokens.lower[i].partition("-")
        if not dash or first not in self.lex.places or second not in self.lex.places:
            return None
        one, two = self.lex.places.at([first], 0), self.lex.places.at([second], 0)
        if not one or not two or not one[1].country or not two[1].country:
            return None
        return Ref(i, i + 1, "place", country=one[1].country, adjectival=True, form="demonym")

    def _is_name_part(self, i: int, end: int) -> bool:
        """A country's name that is part of a person's: "Israel Katz" after a comma or an office."""
        tokens = self.tokens
        if end >= self.sentence_end[i] or i == 0:
            return False
        word = tokens.words[end]
        if not word[0].isupper() or tokens.lower[end] in self.not_name or self.place(end):
            return False
        if tokens.lower[end] in self.lex.offices or tokens.lower[end] in self.lex.titles:
            return False
        before = tokens.words[i - 1]
        return before == "," or tokens.lower[i - 1] in self.lex.titles

    def _place_list(self, i: int) -> tuple[int, list[tuple[str | None, str | None]]] | None:
        """Read "Iran, Iraq and Norway" or "Israeli and Iranian"; at least two."""
        tokens = self.tokens
        limit = self.sentence_end[i]
        places: list[tuple[str | None, str | None]] = []
        j, end = i, i
        while j < limit and len(places) < 40:
            found = self.place(j)
            if found is None:
                break
            end, place = found
            places.append((place.country, place.organisation))
            j = end
            k = j
            while k < limit and tokens.lower[k] in (
                ",",
                "and",
                "the",
                "&",
                "of",
                "from",
                "as",
                "well",
            ):
                k += 1
            if k == j or k - j > 5:
                break
            j = k
        return (end, places) if len(places) > 1 else None

    # --- what begins with an office ---------------------------------------------------------------

    def _after_modifiers(self, i: int, limit: int) -> OfficeMatch | None:
        """Return the office at ``i``, past words such as "newly appointed"."""
        tokens = self.tokens
        j = i
        while j < limit and j - i < 4:
            office = office_at(self.lex, tokens, j, limit)
            if office:
                office.former = any(w in self.former for w in tokens.lower[i:j])
                return office
            if tokens.lower[j] not in self.dropped:
                return None
            j += 1
        return None

    def _office(self, i: int) -> Ref | None:
        office = office_at(self.lex, self.tokens, i, self.sentence_end[i])
        return self._with_office(office, i) if office else None

    def _with_office(self, office: OfficeMatch, first: int, place: Place | None = None) -> Ref:
        """Build the reference around an office: what country, what name, what follows."""
        tokens = self.tokens
        limit = self.sentence_end[office.first]
        text = self.text[tokens.starts[office.first] : tokens.ends[office.last - 1]]
        ref = Ref(
            first,
            office.last,
            "nominal",
            office=text,
            office_kind=office.kind,
            usual=office.usual,
            plural=office.plural,
            former=office.former,
            counterpart=office.counterpart,
        )
        if place is not None:
            ref.country, ref.organisation = place.country, place.organisation
            if place.organisation:
                ref.office = self.text[tokens.starts[first] : tokens.ends[office.last - 1]]
        j = self._of_place(ref, office.last, limit)
        if j == office.last and j < limit and tokens.lower[j] in ("of", "at", "in"):
            j = self._of_institution(ref, j, limit)
        if office.plural:
            ref.last = j
            return ref
        k = j
        if k < limit and tokens.words[k] == "," and k + 1 < limit:
            k += 1
            if (
                tokens.lower[k] == "the"
                and k + 1 < limit
                and tokens.lower[k + 1] in self.lex.titles
            ):
                k += 1
        while k < limit and tokens.lower[k] in self.lex.titles:
            title = self.lex.titles.at(tokens.lower, k)
            if title is None or (tokens.lower[k] == "he" and not capital_only(tokens.words[k])):
                break
            k, entry = title
            ref.gender = ref.gender or entry.gender
            ref.given_name = ref.given_name or entry.given_name
        name = self.name_at(k) if k < limit else None
        name = self._bracketed(name, first, limit)
        if (
            name
            and k > j
            and tokens.words[j] == ","
            and not (self._closes(name[1], limit) or self._opens(first))
        ):
            name = None
        if name is None and office.kind == "envoy" and j == office.last:
            name = self._after_field(j, limit)
        ref.last = j
        if name and self._is_person_name(*name):
            ref.kind, ref.name = "person", name
            ref.last = self._of_place(ref, name[1], limit)
            if not ref.country and not ref.organisation:
                self._affiliation(ref)
            ref.given_name = ref.given_name or office.kind == "royal"
        return ref

    def _after_field(self, i: int, limit: int) -> tuple[int, int] | None:
        """Read "for the Red Sea Tom Rill" after "envoy": the last two of three capitalised words or more."""
        words, lower = self.tokens.words, self.tokens.lower
        if i >= limit or lower[i] not in ("for", "to", "on"):
            return None
        j = i + 1 + (i + 1 < limit and lower[i + 1] == "the")
        k = j
        while k < min(limit, j + 8) and (words[k][0].isupper() or lower[k] in ("and", "of", "the")):
            k += 1
        return (k - 2, k) if k - j > 2 and self.name_at(k - 2) == (k - 2, k) else None

    def _bracketed(
        self, name: tuple[int, int] | None, first: int, limit: int
    ) -> tuple[int, int] | None:
        """Join "(President Ilvar) Quen": an editor's brackets around the office and the given name."""
        words = self.tokens.words
        if (
            name
            and first > 0
            and words[first - 1] == "("
            and name[1] + 1 < limit
            and words[name[1]] == ")"
        ):
            more = self.name_at(name[1] + 1)
            if more:
                return name[0], more[1]
        return name

    def _opens(self, first: int) -> bool:
        """Whether an office of several words begins the sentence: "Secretary of State, Head of X, Quen said"."""
        sentence = self.tokens.sentence[first]
        return sentence >= 0 and self.tokens.first[sentence] == first

    def _closes(self, i: int, limit: int) -> bool:
        """An apposition ends with a comma, a stop, "and", or the sentence."""
        if i < limit and self.tokens.lower[i] in _AFTER_NAME:
            i += 1
        if i < limit and self.tokens.words[i].islower():
            return not self.tokens.lower[i].endswith("ed") and self.tokens.lower[i] not in _SAID
        return i >= limit or self.tokens.lower[i] in (
            ",",
            ".",
            ";",
            "and",
            ")",
            "of",
            "on",
            "to",
            "about",
            "in",
            "–",
            "—",
            "-",
        )

    def _of_place(self, ref: Ref, i: int, limit: int) -> int:
        """Read "of the Republic of Norway" or "of Iran and Iraq" at ``i``; return where it ends."""
        tokens = self.tokens
        if i >= limit or tokens.lower[i] not in ("of", "for", "from", "to", "in", "at"):
            return i
        strict = tokens.lower[i] != "of"
        j = i + 1
        while j < limit and (tokens.lower[j] in ("the", "both") or tokens.lower[j] in self.dropped):
            j += 1
        found = self.place(j) if j < limit else None
        if found is None and (ref.office_kind == "envoy" or tokens.lower[i] == "to") and j < limit:
            inner = office_at(self.lex, tokens, j, limit)
            if inner and not inner.plural:
                return self._of_place(ref, inner.last, limit)
        if found is None:
            return i
        end, place = found
        if strict and ref.office_kind == "envoy" and (ref.country or ref.organisation):
            return end
        if strict and (
            ref.country or ref.organisation or ref.office_kind in ("president", "pm", "royal")
        ):
            return i
        if strict and tokens.lower[i] == "in":
            return i
        if place.adjectival and place.form != "name":
            k = end
            while (
                k < limit
                and k - end < 4
                and tokens.words[k][0].isupper()
                and tokens.words[k].isalpha()
            ):
                k += 1
            if k == end or strict:
                return i
            if not ref.country and not ref.organisation:
                ref.country = place.country
            return k
        many = self._place_list(j)
        if many and ref.plural:
            ref.countries = many[1]
            return many[0]
        if ref.office_kind == "envoy" and tokens.lower[i] in ("to", "for"):
            return end
        if end < limit and tokens.lower[end] == "'s":
            inner_end = self._institution(end + 1, limit)
            if inner_end == end + 1:
                return i
            if not ref.country and not ref.organisation:
                ref.country, ref.organisation = place.country, place.organisation
            return inner_end
        if not ref.country and not ref.organisation:
            ref.country, ref.organisation = place.country, place.organisation
            if place.organisation and ref.office:
                ref.office = f"{ref.office} {self.text[tokens.starts[i] : tokens.ends[end - 1]]}"
        return end

    def _of_institution(self, ref: Ref, i: int, limit: int) -> int:
        """Read "at the Ministry of Foreign Affairs" after an office, or "of" a body."""
        tokens = self.tokens
        j = i + 1
        while j < limit and tokens.lower[j] == "the":
            j += 1
        end = self._institution(j, limit)
        if end > j and end < limit and self.name_at(end):
            return end
        if tokens.lower[i] == "of" and ref.office_kind in _STATE:
            return self._body(ref, i, limit)
        return i

    def _body(self, ref: Ref, i: int, limit: int) -> int:
        """Read "of the Federal Department of X of Norway": the country of a body, or none."""
        tokens = self.tokens
        j = i + 1
        while j < min(limit, i + 12) and tokens.words[j] not in (",", ";", ".", ":", "(", ")"):
            found = self.place(j)
            if found and (found[1].country or found[1].organisation) and not ref.country:
                if not found[1].adjectival or tokens.words[min(found[0], limit - 1)][0].isupper():
                    return self._of_place(ref, j - 1 - (tokens.lower[j - 1] == "the"), limit)
            if tokens.words[j].islower() and tokens.lower[j] not in ("of", "the", "and", "for"):
                break
            j += 1
        ref.office_kind = "body"
        return i

    def _owned(self, i: int) -> Ref | None:
        """Read "his Norwegian counterpart X", "her country's foreign minister"; ``i`` is the pronoun."""
        tokens = self.tokens
        limit = self.sentence_end[i]
        j = i + 1
        while j < limit and j - i < 4 and tokens.lower[j] in self.dropped:
            j += 1
        if j >= limit:
            return None
        found = self.place(j)
        place = None
        many = self._place_list(j)
        if found:
            j, place = found
            if many:
                j = many[0]
        office = self._after_modifiers(j, limit)
        if office is None:
            return None
        if tokens.lower[i] != "their" and not (found or office.counterpart):
            return self._with_office(office, i)
        ref = self._with_office(office, i)
        ref.owner = tokens.lower[i]
        if many and (office.plural or ref.plural):
            ref.countries = many[1]
        elif place and not ref.country:
            ref.country, ref.organisation = place.country, place.organisation
        return ref

    # --- what begins with a title -------------------------------------------------------------------

    def _title(self, i: int) -> Ref | None:
        tokens = self.tokens
        limit = self.sentence_end[i]
        found = self.lex.titles.at(tokens.lower, i)
        if found is None or (tokens.lower[i] == "he" and not capital_only(tokens.words[i])):
            return None
        ref = Ref(i, i, "nominal")
        j = i
        while found is not None and j < limit:
            j, entry = found
            ref.gender = ref.gender or entry.gender
            ref.given_name = ref.given_name or entry.given_name
            alone = entry.alone
            if j < limit and tokens.words[j] == ".":
                j += 1
            found = self.lex.titles.at(tokens.lower, j) if j < limit else None
        office = self._after_modifiers(j, limit) if j < limit else None
        if office:
            whole = self._with_office(office, i)
            whole.gender = whole.gender or ref.gender
            return whole
        name = self.name_at(j) if j < limit else None
        if name:
            ref.kind, ref.name, ref.last = "person", name, name[1]
            self._apposition(ref)
            return ref
        if alone:
            ref.last, ref.office_kind, ref.definite = j, "royal_title", True
            return ref
        return None

    # --- what begins with a name --------------------------------------------------------------------

    def _named(self, i: int) -> Ref | None:
        name = self.name_at(i)
        if name is None:
            return None
        after = name[1]
        if (
            after < self.sentence_end[i]
            and self.tokens.lower[after] in self.lex.offices
            and name[1] - i == 1
        ):
            office = office_at(self.lex, self.tokens, after, self.sentence_end[i])
            if office and office.plural:
                return None
        ref = Ref(i, name[1], "name", name=name)
        self._apposition(ref)
        return ref

    def _apposition(self, ref: Ref) -> None:
        """Read what follows a name: ", the Foreign Minister of Norway", " of Norway", ", his Dutch colleague"."""
        tokens = self.tokens
        i = ref.last
        limit = self.sentence_end[ref.first]
        if i >= limit:
            return
        if tokens.lower[i] == "of" and ref.name:
            before = ref.country
            ref.last = self._of_place(ref, i, limit)
            if ref.country and ref.country != before:
                ref.kind = "person"
            return
        if tokens.words[i] not in (",", "(", "–", "—"):
            return
        j = i + 1
        role_start = j
        while (
            j < limit
            and j - role_start < 3
            and tokens.lower[j] in ("the", "a", "an", "who", "is", "was", "then", "then-")
        ):
            j += 1
        owner = None
        if j < limit and tokens.lower[j] in ("his", "her", "their"):
            owner = tokens.lower[j]
            j += 1
        place: Place | None = None
        found = self.place(j) if j < limit else None
        if found:
            j, place = found
            if j < limit and tokens.lower[j] == "'s":
                j += 1
        office = self._after_modifiers(j, limit) if j < limit else None
        if office is None or office.plural:
            return
        probe = Ref(
            ref.first,
            office.last,
            "person",
            office_kind=office.kind,
        )
        end = self._of_place(probe, office.last, limit)
        if (
            end == office.last
            and end < limit
            and tokens.lower[end] == "of"
            and office.kind in _STATE
        ):
            end = self._body(probe, end, limit)
            office.kind = probe.office_kind or office.kind
        if self.name_at(end) and end < limit and tokens.words[end][0].isupper():
            return
        ref.kind = "person"
        ref.office = self.text[tokens.starts[office.first] : tokens.ends[office.last - 1]]
        if probe.organisation:
            ref.office = self.text[tokens.starts[office.first] : tokens.ends[end - 1]]
        ref.usual = office.usual
        ref.office_kind, ref.former = office.kind, office.former
        ref.counterpart, ref.owner = office.counterpart, owner
        if not ref.country and not ref.organisation:
            ref.country, ref.organisation = probe.country, probe.organisation
        if place and not ref.country and not ref.organisation:
            ref.country, ref.organisation = place.country, place.organisation
        if ref.counterpart:
            ref.office = None
        ref.last = end

    def _affiliation(self, ref: Ref) -> None:
        """Read a further office after a name that has one: ", Chair of the African Union"."""
        tokens = self.tokens
        limit = self.sentence_end[ref.first]
        i = ref.last
        if i + 2 >= limit or tokens.words[i] not in (",", "("):
            return
        j = i + 1 + (tokens.lower[i + 1] in ("the", "and"))
        found = self.place(j)
        office = self._after_modifiers(found[0] if found else j, limit)
        if office is None or office.plural:
            return
        probe = Ref(ref.first, office.last, "person", office_kind=office.kind)
        end = self._of_place(probe, office.last, limit)
        if end < limit and tokens.words[end][0].isupper() and self.name_at(end):
            return
        if found and not probe.country and not probe.organisation:
            probe.country, probe.organisation = found[1].country, found[1].organisation
        if probe.country or probe.organisation:
            ref.country, ref.organisation, ref.last = probe.country, probe.organisation, end

    def name_at(self, i: int) -> tuple[int, int] | None:
        """Return the range of a capitalised name that begins at token ``i``."""
        tokens = self.tokens
        if i >= len(tokens):
            return None
        if tokens.words[i] == "@" and i + 1 < self.sentence_end[i]:
            return (i + 1, i + 2)
        limit = min(self.sentence_end[i], i + _LONGEST_NAME)
        j = last = i
        while j < limit:
            word, lower = tokens.words[j], tokens.lower[j]
            if lower in self.suffixes and j > i:
                j += 1
                if j < limit and lower in ("jr", "sr") and tokens.words[j] == ".":
                    j += 1
                last = j
                continue
            if (
                word == ","
                and j > i
                and j + 1 < limit
                and tokens.lower[j + 1] in ("jr", "jr.", "sr", "sr.")
            ):
                j += 2
                if j < limit and tokens.words[j] == "." and tokens.lower[j - 1] in ("jr", "sr"):
                    j += 1
                last = j
                continue
            if (word[0].isupper() or _ARTICLE.match(word)) and self._may_be_name(j, first=j == i):
                last = j = j + 1
                continue
            if lower in self.particles and last > i and j + 1 < limit and word[0].isalpha():
                j += 1
                continue
            if (
                lower in ("al", "el")
                and j == i
                and j + 1 < limit
                and tokens.words[j + 1][0].isupper()
            ):
                j += 1
                continue
            break
        return (i, last) if last > i else None

    def _may_be_name(self, j: int, *, first: bool) -> bool:
        tokens = self.tokens
        lower = tokens.lower[j]
        word = tokens.words[j]
        if len(word) == 1 and j > 0 and not first and word.isupper():
            return True
        if len(word) == 1 and self._initials(j):
            return True
        if lower in self.not_name or lower in self.lex.portfolios:
            return False
        if lower in self.lex.words["clock"] and self._is_date(j):
            return False
        if lower == "said" and j == self.tokens.first[self.tokens.sentence[j]]:
            return False
        if "-" in lower and lower.rpartition("-")[2] in _SUFFIXES:
            return False
        if self.place(j) is not None and not (first and self._is_name_part(j, self.place(j)[0])):  # type: ignore[index]
            return (
                not first
                and self.place(j)[1].form in ("name", "capital")
                and lower
                in (
                    "jordan",
                    "israel",
                    "chad",
                    "georgia",
                    "victoria",
                    "santiago",
                    "paris",
                    "london",
                    "wellington",
                    "male",
                    "niger",
                )
            )  # type: ignore[index]
        if lower in self.lex.titles and lower not in ("lady",):
            return False
        office = self.lex.offices.at(tokens.lower, j)
        return office is None or (office[0] > j + 1 and False)

    def _initials(self, j: int) -> bool:
        """Whether a capital letter begins initials: "A K Rao"."""
        words = self.tokens.words
        if j == 0 or self.tokens.sentence[j - 1] != self.tokens.sentence[j]:
            return False
        k = j + 1
        while k < self.sentence_end[j] and len(words[k]) == 1 and words[k].isupper():
            k += 1
        return k < self.sentence_end[j] and len(words[k]) > 1 and words[k][0].isupper()

    def _is_date(self, j: int) -> bool:
        """Whether "May", "June", "Jan" is a month where it stands: beside a number or after "in"."""
        words, lower = self.tokens.words, self.tokens.lower
        after = words[j + 1] if j + 1 < len(words) else ""
        before = lower[j - 1] if j else ""
        if after[:1].isdigit() or before[:1].isdigit() or after == ".":
            return True
        if before in (
            "in",
            "on",
            "since",
            "until",
            "by",
            "last",
            "next",
            "of",
            "late",
            "early",
            "mid",
            "this",
        ):
            return True
        return not (after[:1].isupper() or before in ("minister", "president", "mr", "ms", ","))

    def _is_person_name(self, first: int, last: int) -> bool:
        return any(len(w) > 1 for w in self.tokens.words[first:last])

    def _widen(self, ref: Ref, refs: list[Ref]) -> None:
        """Take in a determiner before the reference, and note it."""
        i = ref.first - 1
        low = refs[-1].last if refs else 0
        if i >= low and self.tokens.lower[i] == "the" and ref.kind in ("nominal", "person"):
            ref.definite = True


_ARTICLE = re.compile("(?:al|el|as|an|ad|ar|at|ash|az|ath|ould)-[A-Z]")
_SUFFIXES = frozenset(
    {
        "era",
        "led",
        "backed",
        "style",
        "based",
        "wide",
        "born",
        "held",
        "owned",
        "run",
        "controlled",
        "proposed",
        "mediated",
        "brokered",
    }
)
_AFTER_NAME = frozenset({"mp", "mep", "kc", "qc", "obe", "cbe", "phd"})
_SAID = frozenset(
    {
        "said",
        "told",
        "spoke",
        "held",
        "had",
        "has",
        "will",
        "is",
        "was",
        "says",
        "made",
        "gave",
        "also",
    }
)
_STATE = frozenset({"president", "leader", "sg", "secretary", "vice", "deputy"})
"""Kinds of office that bodies other than states have: "the president of the students' union"."""


def capital_only(word: str) -> bool:
    """True for words in capitals such as "HE", which is a title and no pronoun."""
    return len(word) > 1 and word.isupper()


def _sentence_ends(tokens: Tokens) -> list[int]:
    """Return for each token where its sentence ends."""
    size = len(tokens)
    ends = [size] * size
    end = size
    for i in range(size - 1, -1, -1):
        if i + 1 < size and tokens.sentence[i] != tokens.sentence[i + 1]:
            end = i + 1
        ends[i] = end
    return ends
