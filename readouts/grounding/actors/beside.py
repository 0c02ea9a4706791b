"""The country words beside a name, and what each weighs for it.

What belongs here: whose name a country word stands with, by the words between. What does not: what follows from it
(``sides``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from readouts.base.alike import NO_NUMBER, alike, find, loose
from readouts.grounding.actors.cast import Cast
from readouts.grounding.actors.names import words_of
from readouts.grounding.answer import SaidParty
from readouts.grounding.document import Document
from readouts.grounding.words import Hit
from readouts.reference import languages, read_table
from readouts.reference.habits import languages_with, small_words

STRONG = 4.0
"""What a country weighs that stands with a name or an office as its own; one that is merely near weighs 1 or less."""
STEM = 4
"""So many letters of a word of an office are the same in all its forms."""
_FAR = 8
"""Words between a name and a country that may still belong to it, in one sentence."""
_TIGHT = 4
_TITLES = small_words("title")
_PERSON = small_words("person")
_LETTERS_A_WORD = 2
"""So many letters of a script without spaces count as a word."""
_TOGETHER = languages_with("together")
_GLUED = languages_with("glued")
_THE = languages_with("de is the")
_OFFICE_BEHIND = languages_with("office behind")
_LONG_OFFICE = 18
_OFFICE_ENDING = 2
_LEAD = 40
_LINKS = frozenset({"object", "call", "both"})
_BREAK = re.compile(
    r", (?=(?:Mr|Mrs|Ms|Dr|Sir|President|Prime|Minister|King|Secretary)(?![a-z]))"
    r"|[;:()\[\]!?。；：，、]|,'|, (?!(?:and )?[A-Z])"
    r"|- |(?<!s)' |^,"
)
"""What ends the words that belong to the name behind them."""
_OF_THE = r"(?:of|de|del|du|di|da|do|to)(?: the| la| el| l')? ?'?$"
_AFTER = re.compile(r"^(?: (?:of|de|del|du|von|di|da|do|dari)(?: the| la| el| l')? ?'?| ?\()$")
"""What stands between a name and its country: "X of Norway", "X (Norway"."""
_AFTER_OFFICE = re.compile(
    rf"^, (?!and )(?:who (?:was|is) )?(?:then )?(?:the )?((?:[\w.'-]+,? ){{1,8}}){_OF_THE}"
)
"""The same with an office: "X, prime minister of Norway"."""
_OFFICE_OF = re.compile(
    r"^, ?(?:the )?(?:[A-Z][\w'.-]*|acting|then)(?:,? (?:[A-Z][\w'.-]*|of|and|for|the|&|on)(?![^\W\d_]))*"
    r"(?<! and)(?<!,) (?:of|to) (?:the )?(?:[A-Z][\w'.-]* of (?:the )?)?$"
)
"""The same with a longer office in capitals: "X, Foreign Minister of the Republic of Serbia"."""
_APPOSED = re.compile(r"^, (?:the |then )?$")
_OFFICE_NEXT = re.compile(r"'s ([^\W\d_]+)")
"""The same with the country first: "X, Norway's prime minister"."""
_OF = re.compile(
    r"([^\W\d_]+),? (?:of|de|del|du|des|di|della|do|da|von|של) (?:the |la |el |los |las |l')?(?:\w+ of )?'?$"
)
"""Before a country whose official's name follows behind a comma: "the President of Finland, X"."""
_GENITIVE = re.compile(r"([^\W\d_]+) (?:(?:της|του|των|al|a|ai|ale) )?$")
"""Before a country in the genitive, whose official's name follows behind a comma: "Președintele Finlandei, X"."""
_NAMED = re.compile(r"^[,،] (?:[A-Z][\w.'-]* ){0,4}$")
_LISTED = re.compile(r"^,? ?(?:and|&) | and $| and (?:Mr|Mrs|Ms|Dr|Sir)\.? ")
"""A country and a name that are two of a list: "in Dakar and X"."""
_FIELD = re.compile(r"(?<!\w)(?:for|on)(?: the)? $")
"""Before a country that is somebody's field: "Special Representative for the DPRK X"."""


def beside(document: Document, cast: Cast) -> list[dict[str, float]]:
    """Return for each party the countries beside its name, with what each weighs.

    A country word belongs to the name before it or the name behind it in its sentence, whichever it stands nearer to;
    what is part of a name ("Washington" in a person's) belongs to nobody.
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
    longest = [
        hit
        for hit in _longest(document)
        if not any(start <= hit.start < end for start, end, _ in spans)
    ]
    starts = {hit.start for hit in longest}
    for hit in longest:
        if hit.label not in claimed and document.word(hit) in words:
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
            apart = any(hit.end <= at < behind[0] for at in starts)
            owned.append(_before_name(document, cast.parties, hit, behind, apart=apart))
        distance, weight, party = min(owned, default=(_FAR + 1.0, 0.0, 0))
        if distance <= _FAR:
            found[party][hit.label] = found[party].get(hit.label, 0) + weight
    return found


def _longest(document: Document) -> list[Hit]:
    """Return the country words that are no part of a longer one: "Republic of Korea", not "Korea"; "South Sudan", not
    "Sudan"."""
    kept: list[Hit] = []
    last: Hit | None = None
    for hit in sorted(
        (h for h in document.hits if h.label.startswith("@")), key=lambda h: (h.start, -h.end)
    ):
        if last is None or hit.end > last.end or (hit.start, hit.end) == (last.start, last.end):
            kept.append(hit)
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
    is_adjective = text[hit.start].islower()
    inside = between.removesuffix(", ") if is_adjective else between
    is_tight = (
        words <= _LONG_OFFICE
        and not _BREAK.search(inside)
        and not _LISTED.search(between)
        and _is_title(document, parties[name[2]], hit.end, name[0])
    )
    lead = loose(text[max(0, hit.start - _LEAD) : hit.start])
    office = _OF.search(lead)
    if _NAMED.match(between) and office:
        # "the President of Finland, X", not "X of Finland, Y"
        is_known = document.report.language in languages() and not office[1].islower()
        is_tight = is_tight or not is_known or _is_office_word(document, office[1])
    if _NAMED.match(between) and _ends_in_office(document, parties[name[2]], lead):
        is_tight = True  # "Președintele Finlandei, X"
    if is_adjective and between == ", ":
        is_tight = True  # behind its noun: "son homologue marocain, X"
    if (between.endswith(", ") or words <= _TIGHT) and document.has(
        "counterpart", hit.end, name[0]
    ):
        is_tight = True  # "her Chilean counterpart, X"
    if apart or _FIELD.search(lead):
        is_tight = False
    return min(words, _TIGHT) if is_tight else words, STRONG if is_tight else 1.0, name[2]


def _after_name(
    document: Document, parties: Sequence[SaidParty], hit: Hit, name: tuple[int, int, int]
) -> tuple[float, float, int]:
    """Return how far a country word is from the name before it, what it weighs for it, and whose name it is."""
    between = document.view.text[name[1] : hit.start]
    words = _words_in(document, between)
    if between in ("", "・") and document.report.language == "ja":
        return 0.0, STRONG, name[2]
    if (
        between == " "
        and document.report.language == "ko"
        and _ends_alike(document, parties[name[2]], hit)
    ):
        return 0.0, STRONG, name[2]
    is_led = document.report.language in _OFFICE_BEHIND and between in (" ", ", ")
    if is_led and _begins_alike(document, parties[name[2]], hit):
        return (1.0 if between == " " else _TIGHT + 1.0), STRONG, name[2]
    office = _AFTER_OFFICE.match(between)
    is_office = office is not None and _is_title(
        document, parties[name[2]], name[1] + office.start(1), name[1] + office.end(1)
    )
    is_office = is_office or _OFFICE_OF.match(between) is not None
    is_of = _AFTER.match(loose(between)) and not _is_article(document, between)
    if words <= _LONG_OFFICE and (is_office or is_of):
        return min(words, 1.0), STRONG, name[2]
    if _is_apposed(document, hit, between):
        return (
            _TIGHT + 1.0,
            STRONG,
            name[2],
        )  # farther than from a name that it leads to: "X, Norway's Minister Y"
    return 2 * words + 2, 0.5, name[2]


def _is_article(document: Document, between: str) -> bool:
    """Whether the small word before a country is no "of": Dutch "X belde de Peruaanse president"."""
    return document.report.language in _THE and loose(between).strip() == "de"


def _ends_alike(document: Document, party: SaidParty, hit: Hit) -> bool:
    """Whether the word behind a country ends as the party's office does: Korean "X 필리핀 외교장관"."""
    behind = document.view.text[hit.end :].split(maxsplit=1)
    ending = (party.office or "")[-_OFFICE_ENDING:]
    return len(ending) == _OFFICE_ENDING and bool(behind) and ending in behind[0]


def _begins_alike(document: Document, party: SaidParty, hit: Hit) -> bool:
    """Whether the word behind a country begins as one of the party's office does: Hungarian "X norvég miniszter"."""
    language = document.report.language
    behind = NO_NUMBER.findall(document.view.loose, hit.end, hit.end + _LEAD)
    words = words_of(party.office or "", language)
    office = {loose(word)[:STEM] for word in words if len(word) >= STEM}
    return bool(behind) and (behind[0][:STEM] in office or behind[0] in _PERSON)


def _is_apposed(document: Document, hit: Hit, between: str) -> bool:
    if not _APPOSED.match(between):
        return False
    behind = _OFFICE_NEXT.match(document.view.text, hit.end)
    return behind is not None and _is_office_word(document, behind[1])


def _words_in(document: Document, between: str) -> float:
    if document.report.language in _TOGETHER:
        return len(between) / _LETTERS_A_WORD
    return len(between.split())


def _is_title(document: Document, party: SaidParty, start: int, end: int) -> bool:
    """Whether what stands between a country and a name is an office or a title, and no more."""
    language = document.report.language
    between = document.view.text[start:end]
    if language in _GLUED:
        return _words_in(document, between) <= _TIGHT and not any(
            document.hits_within(start, end, _LINKS)
        )
    office = {loose(word)[:STEM] for word in words_of(party.office or "", language)}
    known = _title_words(language) if language in languages() else _TITLES
    known |= {document.word(hit) for hit in document.hits_within(start, end, {"counterpart"})}
    return all(
        word[0].isupper() or loose(word) in known or loose(word)[:STEM] in office
        for word in NO_NUMBER.findall(between)
    )


def _ends_in_office(document: Document, party: SaidParty, lead: str) -> bool:
    """Whether a word of the party's office stands right before a country."""
    before = _GENITIVE.search(lead)
    office = words_of(party.office or "", document.report.language)
    return before is not None and before[1][:STEM] in {word[:STEM] for word in office}


def _is_office_word(document: Document, word: str) -> bool:
    """Whether a word belongs to an office, as far as the language has the rules' tables."""
    language = document.report.language
    return language in languages() and loose(word) in _title_words(language)


@cache
def _title_words(language: str) -> frozenset[str]:
    """The words of offices, their fields and titles, in a language that has the rules' tables."""
    written = [row["phrase"] for row in read_table("offices", language)]
    written += [row["word"] for row in read_table("portfolios", language)]
    written += [next(iter(row.values())) for row in read_table("honorifics", language)]
    words = {word for phrase in written for word in NO_NUMBER.findall(loose(alike(phrase)))}
    return frozenset(words | small_words("title"))
