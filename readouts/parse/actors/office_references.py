"""Layer 2a: offices with the country, the institution and the name that stand beside them.

What belongs here: reading a reference that an office begins. What does not: what an office is called (``offices``),
and references that begin with a name or a title (``scanner``).
"""

from __future__ import annotations

from readouts.parse.actors.lexicon import Place
from readouts.parse.actors.names import NameReader
from readouts.parse.actors.offices import OfficeMatch, office_at
from readouts.parse.actors.reference import Ref

STATE = frozenset({"president", "leader", "sg", "secretary", "vice", "deputy"})
"""Kinds of office that bodies other than states have: "the president of the students' union"."""


class OfficeReader(NameReader):
    """Reads references that an office begins."""

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
        if k < limit:
            name = self.titled_name(k) or self.placed_name(k) or name
        name = self._bracketed(name, first, limit)
        if (
            name
            and k > j
            and tokens.words[j] == ","
            and not (
                self._closes(name[1], limit, bare=not ref.country and not ref.organisation)
                or self._opens(first)
            )
        ):
            name = None
        if name is None and office.counterpart and self._as_officer(ref, k, limit):
            return ref
        if name is None and k == office.last:
            name, k = self._second_office(k, limit)
            j = k
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

    def _second_office(self, i: int, limit: int) -> tuple[tuple[int, int] | None, int]:
        """Read "and OSCE Chair X" behind an office: one person, who acts for a country and for a body."""
        found = self.place(i + 1) if i + 1 < limit and self.tokens.lower[i] == "and" else None
        if found is None or not found[1].organisation:
            return None, i
        office = self._after_modifiers(found[0], limit)
        if office is None or office.plural:
            return None, i
        name = self.name_at(office.last)
        return (name, office.last) if name else (None, i)

    def _as_officer(self, ref: Ref, i: int, limit: int) -> bool:
        """Read on in "his Ukrainian counterpart, President X": the counterpart's own office and name."""
        office = office_at(self.lex, self.tokens, i, limit) if i < limit else None
        if office is None or office.plural or office.counterpart:
            return False
        inner = self._with_office(office, i)
        if inner.name is None or (inner.country and inner.country != ref.country and ref.country):
            return False
        ref.kind, ref.name, ref.last = "person", inner.name, inner.last
        ref.office, ref.office_kind, ref.counterpart = inner.office, inner.office_kind, False
        ref.country, ref.organisation = ref.country or inner.country, inner.organisation
        return True

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

    def _opens(self, first: int) -> bool:
        """Whether an office of several words begins the sentence: "Secretary of State, Head of X, Quen said"."""
        sentence = self.tokens.sentence[first]
        return sentence >= 0 and self.tokens.first[sentence] == first

    def _closes(self, i: int, limit: int, *, bare: bool) -> bool:
        """An apposition ends with a comma, a stop, "and", or the sentence."""
        if i + 1 < limit and self.tokens.lower[i] == "and" and bare and self.name_at(i + 1):
            return False
        if i < limit and self.tokens.lower[i] in self.lex.words["after_name"]:
            i += 1
        if i < limit and self.tokens.words[i].islower():
            return (
                not self.tokens.lower[i].endswith("ed")
                and self.tokens.lower[i] not in self.lex.words["said"]
            )
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
        while (
            j < limit
            and (tokens.lower[j] in ("the", "both") or tokens.lower[j] in self.dropped)
            and self.place(j) is None
        ):
            if self.lex.fixed.at(tokens.lower, j) is not None:
                return i  # "of New Mexico"
            j += 1
        found = self.place(j) if j < limit else None
        serves = ref.office_kind in ("envoy", "nsa") or tokens.lower[i] == "to"
        if serves and strict and j < limit:
            end = self._served(ref, j, limit)
            if end:
                return end
        if found is None:
            return i
        end, place = found
        if strict and ref.office_kind == "envoy":
            return self._past_abbreviation(end, limit)
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

    def _served(self, ref: Ref, i: int, limit: int) -> int:
        """Read "the President of Norway", "Norwegian President X" after "adviser to"; 0 where it is none.

        The adviser is of whoever's country she serves. Behind an adviser's name, the name of the served belongs to
        the words; before it, the name that follows is the adviser's own.
        """
        found = self.place(i)
        j = found[0] if found and found[1].adjectival else i
        office = office_at(self.lex, self.tokens, j, limit) if j < limit else None
        if office is None or office.plural:
            return 0
        if found and j > i and not ref.country and not ref.organisation:
            ref.country, ref.organisation = found[1].country, found[1].organisation
        end = office.last
        name = self.name_at(end) if end < limit and ref.kind == "person" else None
        end = name[1] if name else end
        more = self._of_place(ref, end, limit)
        if more > end or name or j > i or (end < limit and self.name_at(end)):
            return more
        return 0

    def _of_institution(self, ref: Ref, i: int, limit: int) -> int:
        """Read "at the Ministry of Foreign Affairs" after an office, or "of" a body."""
        tokens = self.tokens
        j = i + 1
        while j < limit and tokens.lower[j] == "the":
            j += 1
        end = self._institution(j, limit)
        if end > j and end < limit and (self.name_at(end) or self.lex.titles.at(tokens.lower, end)):
            return end
        if tokens.lower[i] == "of" and ref.office_kind in STATE:
            return self._body(ref, i, limit)
        return i

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

    def _body(self, ref: Ref, i: int, limit: int) -> int:
        """Read "of the Federal Department of X of Norway": the country of a body, or none."""
        tokens = self.tokens
        j = i + 1
        while j < min(limit, i + 12) and tokens.words[j] not in (",", ";", ".", ":", "(", ")"):
            found = self.place(j)
            whole = found and not found[1].adjectival
            if (
                found
                and not ref.country
                and (whole or tokens.words[min(found[0], limit - 1)][0].isupper())
            ):
                return self._of_place(ref, j - 1 - (tokens.lower[j - 1] == "the"), limit)
            if tokens.words[j].islower() and tokens.lower[j] not in ("of", "the", "and", "for"):
                break
            j += 1
        ref.office_kind = "body"
        return i


def capital_only(word: str) -> bool:
    """True for words in capitals such as "HE", which is a title and no pronoun."""
    return len(word) > 1 and word.isupper()
