"""Whom a party speaks for: whether the text tells the country that an answer gives, and how else it is known.

What belongs here: weighing the country words beside a name, the table of office-holders, the office, the source. What does
not: guessing a country that none of them tells; that is the model's word alone, and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from readouts.alike import alike, find, loose, view
from readouts.grounding.answer import SaidParty
from readouts.grounding.cast import Cast
from readouts.grounding.document import Document
from readouts.grounding.names import words_of
from readouts.grounding.offices import office_kind
from readouts.grounding.words import Hit, lexicon
from readouts.model import CountryBasis, Party, Report
from readouts.reference import UnknownLanguageError, languages, read_table
from readouts.reference.people import side_of, terms

_FAR = 8
"""Words between a name and a country that may still belong to it, in one sentence."""
_TIGHT = 4
_LETTERS_A_WORD = 2
_STEM = 4
"""So many letters of a word of an office are the same in all its forms."""
"""So many letters of a script without spaces count as a word."""
_BREAK = re.compile(r", (?=(?:Mr|Mrs|Ms|Dr|Sir|President|Prime|Minister|King|Secretary)(?![a-z]))|[;:()\[\]!?。；：，、]|,'|, (?!(?:and )?[A-Z])|- |(?<!s)' |^,")
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"^(?: (?:of|de|del|du|von|di|da|do|dari)(?: the| la| el| l')? ?'?| ?\()$")
"""What stands between a name and its country: "X of Norway", "X (Norway"."""
_AFTER_OFFICE = re.compile(r"^, (?!and )(?:who (?:was|is) )?(?:then )?(?:the )?((?:[\w.'-]+,? ){1,8})(?:of|de|del|du|di|da|do|to)(?: the| la| el| l')? ?'?$")
"""The same with an office: "X, prime minister of Norway"."""
_OFFICE_OF = re.compile(
    r"^, ?(?:the )?(?:[A-Z][\w'.-]*|acting|then)(?:,? (?:[A-Z][\w'.-]*|of|and|for|the|&|on)(?![^\W\d_]))*"
    r"(?<! and)(?<!,) (?:of|to) (?:the )?(?:[A-Z][\w'.-]* of (?:the )?)?$"
)
"""The same with a longer office in capitals: "X, Minister of Foreign Affairs of the Republic of Serbia"."""
_LONG_OFFICE = 18
_STRONG = 4.0
_WEAK = 2.0
_LINKS = frozenset({"object", "call", "both"})
_OF = re.compile(r"([^\W\d_]+),? (?:of|de|del|du|des|di|della|do|da|von) (?:the |la |el |los |las |l')?(?:\w+ of )?'?$")
"""Before a country whose official's name follows behind a comma: "the President of Finland, X"."""
_LEAD = 40
_NAMED = re.compile(r"^[,،] (?:[A-Z][\w.'-]* ){0,4}$")
_LISTED = re.compile(r"^,? ?(?:and|&) | and $| and (?:Mr|Mrs|Ms|Dr|Sir)\.? ")
"""A country and a name that are two of a list: "in Dakar and X"."""
_FIELD = re.compile(r"(?<!\w)(?:for|on)(?: the)? $")
"""Before a country that is somebody's field: "Special Representative for the DPRK X"."""
_LEADER = re.compile(r"(President|Prime Minister|Chancellor|Foreign Minister) ([A-Z][\w'-]+)")
_CCTLD = re.compile(r"\.([a-z]{2})(?![a-z.])")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a party's side; ``fault`` is the kind of fault where the answer's country does not stand."""

    country: str | None
    organisation: str | None
    basis: CountryBasis
    person: str | None
    fault: str | None = None


def labels_of(document: Document, party: SaidParty) -> set[str]:
    """Return the labels of the words that stand for a party's country or organisation."""
    if party.country:
        return {"@" + party.country}
    written = " ".join(part for part in (party.office, party.as_written) if part)
    found = document.lexicon.scan(view(written)) if written else []
    return {hit.label for hit in found if hit.label.startswith("@~")}


def sides_of(
    document: Document,
    cast: Cast,
    weights: list[dict[str, float]],
    elsewhere: Mapping[str, set[str]],
) -> list[Verdict]:
    """Judge the country of each party of a call.

    Args:
        weights: what speaks for each party's countries (``weights_of``). elsewhere: from labels of countries to the names of
        those in other calls of the report whose countries they surely are.
    """
    return [
        _verdict(document, cast, number, weights, elsewhere) for number in range(len(cast.parties))
    ]


def weights_of(document: Document, cast: Cast) -> list[dict[str, float]]:
    """Return for each party what speaks for each country being its own."""
    weights = _beside(document, cast)
    for number, party in enumerate(cast.parties):
        _add_standing(document, party, weights[number])
    return weights


def surely(weights: Mapping[str, float]) -> set[str]:
    """Return the labels of countries that the text surely gives."""
    return {label for label, weight in weights.items() if weight >= _STRONG and not label.startswith("@~")}


def _add_standing(document: Document, party: SaidParty, weights: dict[str, float]) -> None:
    """Add what is known of a party apart from the words beside its name: how it is written, its office, the table."""
    report = document.report
    kind, usual = office_kind(party.office, report.language)
    if party.as_written:
        names = {word[:_STEM] for word in words_of(party.name or "", report.language)}
        written = view(party.as_written)
        for hit in document.lexicon.scan(written):
            is_name = written.loose[hit.start : hit.end][:_STEM] in names
            if hit.label.startswith("@") and not (is_name and hit.label != f"@{party.country}"):
                weights[hit.label] = weights.get(hit.label, 0) + _STRONG
    if usual and not usual.startswith("~"):
        weights["@" + usual] = weights.get("@" + usual, 0) + _STRONG


def _verdict(
    document: Document,
    cast: Cast,
    number: int,
    weights: list[dict[str, float]],
    elsewhere: Mapping[str, set[str]],
) -> Verdict:
    party, report, own = cast.parties[number], document.report, weights[number]
    kind, _ = office_kind(party.office, report.language)
    if party.country is None:
        organisation = _organisation(document, party, set(own))
        person = _person(party, report, kind, None, organisation)
        return Verdict(None, organisation, "text" if organisation else "none", person)
    label = "@" + party.country
    weight = own.get(label, 0)
    side = side_of(party.name, report.published, kind) if party.name else None
    is_held = side is not None and side.country == party.country
    if not is_held and _is_another(cast, number, weights):
        return Verdict(None, None, "none", None, "country_of_another")
    if weight >= _STRONG:
        return _told(party, report, kind, "text")
    if side is not None and not is_held:
        return Verdict(None, None, "none", None, "country_against_table")
    if is_held and not weight:
        return _told(party, report, kind, "office-holder")
    source = source_country(report)
    if source == party.country and max(own.values(), default=0) < 1:
        return _told(party, report, kind, "source")
    if weight < _WEAK and len(cast.parties) == 2 and elsewhere.get(label, set()) - {party.name}:
        return Verdict(None, None, "none", None, "country_of_another")
    if weight:
        return _told(party, report, kind, "text")
    at_home = source is None or source in {other.country for other in cast.parties}
    if at_home and any(hit.label == label for hit in document.hits):
        return _told(party, report, kind, "text")
    return _told(party, report, kind, "model")


def _is_another(cast: Cast, number: int, weights: list[dict[str, float]]) -> bool:
    """Whether the text gives the party another country, or this one to the party it speaks with."""
    party, own = cast.parties[number], weights[number]
    label = f"@{party.country}"
    weight = own.get(label, 0)
    for side, other in own.items():
        # Whoever speaks for an organisation may be spoken of with a country too.
        enough = not weight if side.startswith("@~") else weight < other / 2
        if side != label and other >= _STRONG and enough:
            return True
    if len(cast.parties) != 2 or weight >= _STRONG:
        return False
    return weights[1 - number].get(label, 0) >= _STRONG


def toward_is_told(
    document: Document, parties: Sequence[Party], toward: str, evidence: tuple[int, int]
) -> bool:
    """Whether a stance can be about a country: the text names it, a party speaks for it, or the evidence names its leader."""
    if any(party.country == toward for party in parties):
        return True
    label = "@" + toward
    if any(hit.label == label for hit in document.hits):
        return True
    report = document.report
    for found in _LEADER.finditer(document.view.text, *evidence):
        side = side_of(found[2], report.published, office_kind(found[1], report.language)[0])
        if side is not None and side.country == toward:
            return True
    return False


def _told(party: SaidParty, report: Report, kind: str | None, basis: CountryBasis) -> Verdict:
    return Verdict(party.country, None, basis, _person(party, report, kind, party.country, None))


def _person(
    party: SaidParty, report: Report, kind: str | None, country: str | None, organisation: str | None
) -> str | None:
    """Return the usual name of the one office-holder of that side whom the name means on the day."""
    if not party.name or not (country or organisation):
        return None
    found = {
        term.name
        for term in terms(party.name, report.published, (kind,) if kind else None)
        if tuple(term.side) == (country, organisation)
    }
    return found.pop() if len(found) == 1 else None


def _organisation(document: Document, party: SaidParty, own: set[str]) -> str | None:
    if party.country:
        return None
    named = sorted(labels_of(document, party)) or sorted(label for label in own if label.startswith("@~"))
    if named:
        return named[0].removeprefix("@~")
    _, usual = office_kind(party.office, document.report.language)
    if usual and usual.startswith("~"):
        return usual.removeprefix("~")
    side = side_of(party.name, document.report.published) if party.name else None
    return side.organisation if side is not None and not side.country else None


def _beside(document: Document, cast: Cast) -> list[dict[str, float]]:
    """Return for each party the countries beside its name, with what each weighs.

    A country word belongs to the name before it or the name behind it in its sentence, whichever it stands nearer to; what is
    part of a name ("Washington" in a person's) belongs to nobody.
    """
    found: list[dict[str, float]] = [{} for _ in cast.parties]
    names: dict[int, list[tuple[int, int, int]]] = {}
    for mention in cast.mentions:
        if mention.by == "name":
            names.setdefault(document.sentence_at(mention.start), []).append(
                (mention.start, mention.end, mention.party)
            )
    whole = [
        place for party in cast.parties if party.name for place in find(document.view, party.name)
    ]
    claimed = {f"@{party.country}" for party in cast.parties}
    words = {
        word for p in cast.parties if p.name for word in words_of(p.name, document.report.language)
    }
    spans = [place for places in names.values() for place in places]
    longest = {
        hit.start: hit
        for hit in _longest(document)
        if not any(start <= hit.start < end for start, end, _ in spans)
    }
    for hit in document.hits:
        if longest.get(hit.start) != hit or hit.label not in claimed and document.view.loose[hit.start : hit.end] in words:
            continue
        near = names.get(document.sentence_at(hit.start)) if hit.label.startswith("@") else None
        if not near or any(start <= hit.start < end for start, end, _ in near):
            continue
        if any(start <= hit.start < end for start, end in whole):
            continue
        before = max((name for name in near if name[1] <= hit.start), default=None)
        behind = min((name for name in near if name[0] >= hit.end), default=None)
        owned = [_after_name(document, cast.parties, hit, before)] if before else []
        if behind:
            apart = any(hit.end <= at < behind[0] for at in longest)
            owned.append(_before_name(document, cast.parties, hit, behind, apart=apart))
        distance, weight, party = min(owned, default=(_FAR + 1.0, 0.0, 0))
        if distance <= _FAR:
            found[party][hit.label] = found[party].get(hit.label, 0) + weight
    return found


def _longest(document: Document) -> set[Hit]:
    """Return the country words that are no part of a longer one of the same country: "Republic of Korea", not "Korea"."""
    kept: set[Hit] = set()
    last: Hit | None = None
    for hit in sorted((h for h in document.hits if h.label.startswith("@")), key=lambda h: (h.start, -h.end)):
        if last is None or hit.end > last.end or hit.label != last.label:
            kept.add(hit)
        if last is None or hit.end > last.end:
            last = hit
    return kept


def _before_name(
    document: Document,
    parties: Sequence[SaidParty],
    hit: Hit,
    name: tuple[int, int, int],
    *,
    apart: bool,
) -> tuple[float, float, int]:
    """Return how far a country word is from the name behind it, what it weighs for it, and whose name it is.

    Args:
        apart: whether another country word stands between them.
    """
    text = document.view.text
    between = text[hit.end : name[0]]
    words = _words_in(document, between)
    is_tight = (
        words <= _LONG_OFFICE
        and not _BREAK.search(between)
        and not _LISTED.search(between)
        and _is_title(document, parties[name[2]], hit.end, name[0])
    )
    lead = loose(text[max(0, hit.start - _LEAD) : hit.start])
    office = _OF.search(lead)
    if _NAMED.match(between) and office and _is_office_word(document, office[1]):
        is_tight = True
    if apart or _FIELD.search(lead):
        is_tight = False
    return min(words, _TIGHT) if is_tight else words, _STRONG if is_tight else 1.0, name[2]


def _after_name(
    document: Document, parties: Sequence[SaidParty], hit: Hit, name: tuple[int, int, int]
) -> tuple[float, float, int]:
    """Return how far a country word is from the name before it, what it weighs for it, and whose name it is."""
    between = document.view.text[name[1] : hit.start]
    words = _words_in(document, between)
    if not between and document.report.language == "ja":
        return 0.0, _STRONG, name[2]
    office = _AFTER_OFFICE.match(between)
    is_office = office is not None and _is_title(
        document, parties[name[2]], name[1] + office.start(1), name[1] + office.end(1)
    )
    if words <= _LONG_OFFICE and (is_office or _OFFICE_OF.match(between) or _AFTER.match(loose(between))):
        return min(words, 1.0), _STRONG, name[2]
    return 2 * words + 2, 0.5, name[2]


def _words_in(document: Document, between: str) -> float:
    if document.report.language in ("zh", "ja", "th"):
        return len(between) / _LETTERS_A_WORD
    return len(between.split())


def _is_title(document: Document, party: SaidParty, start: int, end: int) -> bool:
    """Whether what stands between a country and a name is an office or a title, and no more."""
    language = document.report.language
    between = document.view.text[start:end]
    if language in ("zh", "ja", "th", "ko"):
        return _words_in(document, between) <= _TIGHT and not any(
            document.hits_within(start, end, _LINKS)
        )
    office = {word[:_STEM] for word in words_of(party.office or "", language)}
    known = _title_words(language) if language in languages() else frozenset()
    return all(
        word[0].isupper() or loose(word) in known or loose(word)[:_STEM] in office
        for word in _WORD.findall(between)
    )


def _is_office_word(document: Document, word: str) -> bool:
    """Whether a word before "of" belongs to an office: "the President of Finland, X", not "X of Finland, Y"."""
    language = document.report.language
    return word.islower() or language not in languages() or loose(word) in _title_words(language)


@cache
def _title_words(language: str) -> frozenset[str]:
    """The words of offices, their fields and titles, in a language that has the rules' tables."""
    written = [row["phrase"] for row in read_table("offices", language)]
    written += [row["word"] for row in read_table("portfolios", language)]
    written += [next(iter(row.values())) for row in read_table("honorifics", language)]
    words = {word for phrase in written for word in _WORD.findall(loose(alike(phrase)))}
    return frozenset(
        words | {"s", "and", "of", "the", "for", "new", "own", "late", "then", "acting", "counterpart"}
    )


@cache
def _publishers() -> dict[str, str]:
    try:
        rows = read_table("publishers", "en")
    except (UnknownLanguageError, FileNotFoundError):
        return {}
    return {loose(alike(row["name"])): row["country"] for row in rows if row["country"]}


def source_country(report: Report) -> str | None:
    """Return the country that a report comes from: as given, or by its publisher's name."""
    return report.country or (_of_publisher(report.publisher, report.language) if report.publisher else None)


@cache
def _of_publisher(publisher: str, language: str) -> str | None:
    words = loose(alike(publisher))
    for name, country in _publishers().items():
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
            return country
    seen = view(publisher)
    for code in (language, "en"):
        sides = {hit.label for hit in lexicon(code).scan(seen) if hit.label.startswith("@")}
        if len(sides) == 1:
            label = sides.pop()
            return None if label.startswith("@~") else label.removeprefix("@")
    domain = _CCTLD.search(words)
    return _of_iso2().get(domain[1].upper()) if domain else None


@cache
def _of_iso2() -> dict[str, str]:
    return {row["iso2"]: row["iso3"] for row in read_table("countries")}
