"""The fields of one call of an answer, each held against the text.

What belongs here: finding where a call is told, whether a party's words are the text's, and the record of a party.
What does not: its day (``dating``), the order of the checks and what follows from a fault (``ground``).
"""

from __future__ import annotations

import re
from typing import Literal

from readouts.base.alike import find
from readouts.domain.records import Party, Role
from readouts.grounding.actors.names import Words, words_of
from readouts.grounding.actors.offices import office_kind
from readouts.grounding.actors.sides import Verdict
from readouts.grounding.answer import SaidCall, SaidParty
from readouts.grounding.call_words import faulty_told
from readouts.grounding.document import Document
from readouts.grounding.evidence import place_of
from readouts.reference.habits import small_words

Place = tuple[int, int]
_BESIDE = 40
"""So many characters may stand between a name and the office of its own."""
_LESSER = "|".join(sorted(map(re.escape, small_words("lesser"))))
_LESSER_BEFORE = re.compile(rf"(?:(?<!\w)(?:{_LESSER})[ -]?|[副前元])$")
_LESSER_BEHIND = re.compile(rf" (?:{_LESSER})(?!\w)")


def place_told(document: Document, words: Words, said: SaidCall) -> Place | str:
    """Return where a call is told, or the kind of fault of the words that tell it.

    Of several places with these words, the one that names most of the parties.
    """
    places = list(find(document.view, said.told))
    if not places:
        return "not_in_text"
    known = [
        place
        for party in said.parties
        for word in words_of(party.name or "", document.report.language)
        for place in words.forms(word)
    ]
    told = max(
        places,
        key=lambda place: (
            sum(place[0] <= start < place[1] for start, _ in known),
            document.has("call", *document.sentences_of(place)),
        ),
    )
    return faulty_told(document, told) or told


Wording = tuple[str, Literal["name", "as_written", "office", ""]]


def faulty_words(document: Document, words: Words, party: SaidParty) -> Wording | None:
    """Return what of a party's words is not the text's, as the kind of fault and the field; None where all are."""
    language = document.report.language
    if not (party.name or party.as_written or party.office or party.country):
        return "nobody", ""
    if party.as_written and not any(find(document.view, party.as_written)):
        return "not_in_text", "as_written"
    if party.name and not (
        all(words.has(word) for word in words_of(party.name, language))
        or words.has_together(party.name)
    ):
        return "name_not_in_text", "name"
    if party.office and not (
        all(words.has_like(word) for word in words_of(party.office, language))
        or words.has_together(party.office)
    ):
        return "office_not_in_text", "office"
    if party.office and _is_cut(document, words, party.office, party.name or ""):
        return "office_cut", "office"
    return None


def _is_cut(document: Document, words: Words, office: str, name: str) -> bool:
    """Whether an office stands beside a name with a word that makes it a lesser or an earlier one: "Foreign
    Minister" of "Deputy Foreign Minister X"."""
    text = document.view.loose
    people = [
        place for word in words_of(name, document.report.language) for place in words.forms(word)
    ]
    near = (
        (min(abs(begun - end), abs(start - ended)), (start, end))
        for start, end in find(document.view, office)
        for begun, ended in people
    )
    distance, (start, end) = min(near, default=(_BESIDE, (0, 0)))
    return distance < _BESIDE and bool(
        _LESSER_BEFORE.search(text, max(0, start - _BESIDE), start)
        or _LESSER_BEHIND.match(text, end)
    )


def party_of(
    document: Document, party: SaidParty, verdict: Verdict, told: Place, role: Role
) -> Party:
    """Return the record of a party whose words stand; its name is written as the text writes it, where it stands
    whole."""
    written = party.as_written and document.words_at(place_of(document, party.as_written, told))
    name = party.name
    if name and (place := place_of(document, name, told)) is not None:
        name = " ".join((document.words_at(place) or name).split())
    return Party(
        name,
        written if name or written else None,
        party.office,
        verdict.country,
        verdict.organisation,
        role,
        office_kind(party.office, document.report.language, verdict.country)[0],
        verdict.basis,
        verdict.person,
    )
