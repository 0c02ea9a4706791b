"""Layer 2a: all references of a text, from left to right.

What belongs here: what begins a reference (a country, an office, a title, a name, a pronoun) and what follows a name.
What does not: offices and names themselves (``officereader``, ``namereader``), and who is who (``coreference``).
"""

from __future__ import annotations

from functools import cache

from readouts.parse.actors.lexicon import Lexicon, Place
from readouts.parse.actors.names import ARTICLE
from readouts.parse.actors.office_references import STATE, OfficeReader, capital_only
from readouts.parse.actors.offices import office_at
from readouts.parse.actors.reference import Ref

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


@cache
def _beginnings(lex: Lexicon) -> frozenset[str]:
    """The words that begin a reference though they are written small."""
    words = set(_PRONOUNS) | _GROUPS | lex.portfolios | lex.words["office_modifier"]
    words |= lex.words["leading_particle"]
    return frozenset(words | lex.offices.firsts() | lex.titles.firsts())


class Scanner(OfficeReader):
    """Reads the references of one tokenised text from left to right."""

    def scan(self) -> list[Ref]:
        """Return all references in order; they do not overlap."""
        refs: list[Ref] = []
        tokens = self.tokens
        words, lower, begins = tokens.words, tokens.lower, _beginnings(self.lex)
        i, size = 0, len(tokens)
        while i < size:
            word = words[i]
            # Most words are small, and begin nothing: pass over them at once.
            small = "a" <= word[0] <= "z" or not (word[0].isupper() or word[0].isdigit())
            plain = "-" not in word or ARTICLE.match(word) is None
            if small and plain and lower[i] not in begins:
                i += 1
                continue
            fixed = self.lex.fixed.at(lower, i) if word[0].isupper() else None
            if fixed is not None and words[fixed[0] - 1][0].isupper():
                i = fixed[0]  # "South China Sea" is no country
                continue
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
        capital = word[0].isupper() or ARTICLE.match(word) is not None
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
            ) and self.place(i) is None:
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
        return self._named(i) if lower in self.lex.words["leading_particle"] else None

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
        if (j < len(self.tokens) and self.tokens.lower[j] == "'s") or (
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
                ref = Ref(i, name[1], "person", name=name, country=place.country)
                self._apposition(ref)
                return ref
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

    def _hyphened(self, i: int) -> Ref | None:
        """Read "Thai-Cambodian", "Pakistan-India": the first of the two."""
        first, dash, second = self.tokens.lower[i].partition("-")
        if not dash or first not in self.lex.places or second not in self.lex.places:
            return None
        one, two = self.lex.places.at([first], 0), self.lex.places.at([second], 0)
        if not one or not two or not one[1].country or not two[1].country:
            return None
        return Ref(i, i + 1, "place", country=one[1].country, adjectival=True, form="demonym")

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
        if alone and j + 1 < limit and tokens.lower[j] == "the":
            j += 1
        office = self._after_modifiers(j, limit) if j < limit else None
        if office:
            whole = self._with_office(office, i)
            whole.gender = whole.gender or ref.gender
            return whole
        placed = self._placed(j) if j < limit and self.place(j) else None
        if placed is not None and placed.kind != "place":
            placed.first, placed.gender = i, placed.gender or ref.gender
            return placed
        name = self.name_at(j) if j < limit else None
        if name:
            ref.kind, ref.name, ref.last = "person", name, name[1]
            self._apposition(ref)
            return ref
        if alone:
            ref.last, ref.office_kind, ref.definite = j, "royal_title", True
            return ref
        return None

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
            and tokens.lower[j]
            in ("the", "a", "an", "who", "is", "was", "then", "then-", "also", "currently")
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
        if end < limit and tokens.lower[end] in self.lex.words["plural_verb"]:
            return
        if (
            end == office.last
            and end < limit
            and tokens.lower[end] == "of"
            and office.kind in STATE
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

    def _widen(self, ref: Ref, refs: list[Ref]) -> None:
        """Note a determiner before the reference, or that it is of a former holder ("the former Chilean minister")."""
        i = ref.first - 1
        low = refs[-1].last if refs else 0
        if i >= low and self.tokens.lower[i] in self.former and ref.kind in ("nominal", "person"):
            ref.former, i = True, i - 1
        if i >= low and self.tokens.lower[i] == "the" and ref.kind in ("nominal", "person"):
            ref.definite = True
