"""Whom a party speaks for: whether the text tells the country that an answer gives, and how else it is known.

What belongs here: weighing the country words beside a name, the table of office-holders, the office, the source. What does
not: guessing a country that none of them tells; that is the model's word alone, and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from readouts.alike import alike, loose, view
from readouts.grounding.answer import SaidParty
from readouts.grounding.cast import Cast
from readouts.grounding.document import Document
from readouts.grounding.offices import office_kind
from readouts.grounding.words import lexicon
from readouts.model import CountryBasis, Party, Report
from readouts.reference import UnknownLanguageError, read_table
from readouts.reference.people import side_of, terms

_FAR = 8
"""Words between a name and a country that may still belong to it, in one sentence."""
_TIGHT = 4
_LETTERS_A_WORD = 2
"""So many letters of a script without spaces count as a word."""
_BREAK = re.compile(r"[;:()\[\]!?。；：，、]|, |- ")
_AFTER = re.compile(r"^(?:,? ?(?:the )?(?:\w+[ -]){0,6}(?:of|de|del|du|von|di|da|do)(?: the| la| el| l')? ?'?|[( ]*)$")
_OFFICE_OF = re.compile(
    r"^(?:,? ?(?:[A-Z][\w'.-]*|of|and|for|the|&|then|acting|on)(?![^\W\d_]))*,? ?(?<!and )(?<!and)$"
)
"""What stands between a name and its country: an office with capitals. "Marko X, Minister of Foreign Affairs of the Republic of"."""
_OFFICE = re.compile(
    r"^(?:'s)? (?:[A-Z][\w'.-]*|of|for)(?:,? (?:[A-Z][\w'.-]*|of|and|for|the|&|on)(?![^\W\d_]))* ?$"
)
"""What stands between a country and the name behind it: "UK Secretary of State for Foreign, Commonwealth and Development Affairs X"."""
_LONG_OFFICE = 18
_STRONG = 4.0
_LINKS = frozenset({"object", "call", "both"})
_OF = re.compile(r"(?<!\w)(?:of|de|del|du|des|di|della|do|da|von) (?:the |la |el |los |las |l')?'?$")
"""Before a country whose official's name follows behind a comma: "the President of Finland, X"."""
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


def sides_of(document: Document, cast: Cast, told: tuple[int, int]) -> list[Verdict]:
    """Judge the country of each party of a call, which is told at a place of the view."""
    weights = _beside(document, cast)
    for number, party in enumerate(cast.parties):
        _add_standing(document, party, weights[number])
    return [_verdict(document, cast, number, weights, told) for number in range(len(cast.parties))]


def _add_standing(document: Document, party: SaidParty, weights: dict[str, float]) -> None:
    """Add what is known of a party apart from the words beside its name: how it is written, its office, the table."""
    report = document.report
    kind, usual = office_kind(party.office, report.language)
    if party.as_written:
        for hit in document.lexicon.scan(view(party.as_written)):
            if hit.label.startswith("@"):
                weights[hit.label] = weights.get(hit.label, 0) + _STRONG
    if usual and not usual.startswith("~"):
        weights["@" + usual] = weights.get("@" + usual, 0) + _STRONG


def _verdict(
    document: Document,
    cast: Cast,
    number: int,
    weights: list[dict[str, float]],
    told: tuple[int, int],
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
    if weight:
        return _told(party, report, kind, "text")
    if is_held:
        return _told(party, report, kind, "office-holder")
    if source_country(report) == party.country and max(own.values(), default=0) < 1:
        return _told(party, report, kind, "source")
    if any(hit.label == label for hit in document.hits):
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


def toward_is_told(document: Document, parties: Sequence[Party], toward: str) -> bool:
    """Whether a stance can be about a country: the text names it, or a party speaks for it."""
    if any(party.country == toward for party in parties):
        return True
    label = "@" + toward
    return any(hit.label == label for hit in document.hits)


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

    A country word in a sentence belongs to the nearest name; one before a name is nearer than one behind it.
    """
    found: list[dict[str, float]] = [{} for _ in cast.parties]
    names: dict[int, list[tuple[int, int, int]]] = {}
    for mention in cast.mentions:
        if mention.by == "name":
            names.setdefault(document.sentence_at(mention.start), []).append(
                (mention.start, mention.end, mention.party)
            )
    for hit in document.hits:
        if not hit.label.startswith("@"):
            continue
        near = names.get(document.sentence_at(hit.start))
        if not near or any(start <= hit.start < end for start, end, _ in near):
            continue
        distance, weight, party = min(
            _distance(document, hit.start, hit.end, start, end, party) for start, end, party in near
        )
        if distance <= _FAR:
            found[party][hit.label] = found[party].get(hit.label, 0) + weight
    return found


def _distance(
    document: Document, start: int, end: int, first: int, last: int, party: int
) -> tuple[float, float, int]:
    """Return how far a country word is from a name, what it weighs for it, and whose name it is."""
    text = document.view.text
    is_before = end <= first
    low, high = (end, first) if is_before else (last, start)
    between = text[low:high]
    if document.report.language in ("zh", "ja", "th"):
        words = len(between) / _LETTERS_A_WORD
    else:
        words = len(between.split())
    if is_before:
        links = any(document.hits_within(low, high, _LINKS))
        is_tight = words <= _TIGHT and not links and not _BREAK.search(between)
        if words <= _LONG_OFFICE and _OFFICE.match(between):
            is_tight = True
        if between.strip() in (",", "،") and _OF.search(loose(text[max(0, start - 12) : start])):
            is_tight = True
        return min(words, _TIGHT) if is_tight else words, _STRONG if is_tight else 1, party
    if not between and document.report.language == "ja":
        return 0, _STRONG, party
    if words <= _LONG_OFFICE and " of" in between and _OFFICE_OF.match(between):
        return min(words, 1.0), _STRONG, party
    if words <= _TIGHT + 2 and _AFTER.match(loose(between)) and words:
        return words, _STRONG, party
    return 2 * words + 2, 0.5, party


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
