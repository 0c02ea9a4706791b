"""Whether a party is named where its call is told.

What belongs here: who takes part in a call, by the sentence that tells it and its neighbours. What does not: the
reactions.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from readouts.grounding.actors.cast import SOMEONE, Cast, Mention, gender_of, is_small
from readouts.grounding.document import Document
from readouts.grounding.roles.holders import is_first_person

_APART = 30
_OFFICIAL = re.compile(
    r"(?:'s)? (?:(?:president|prime|foreign|minister|secretary|chancellor|premier|leader) ?)*[A-Z]"
    r"|(?:'s)? (?:president|prime minister|foreign minister|chancellor|premier|leader)(?!\w)"
)
"""Behind the country of somebody who takes part: "Ukrainian President X", "the American president"."""
_PERSON = re.compile(
    r"(?:'s)? (?:(?:Deputy |Vice )?(?:President|Prime Minister|Foreign Minister|Defen[cs]e Minister|Secretary of State"
    r"|Chancellor|Premier|counterpart),? )+[A-Z][\w'-]+ [A-Z]"
)
_SURNAME = 20
"""Behind a country the office and the name of somebody: "US Secretary of State X Y"."""
_APPOSED = re.compile(r", (?:who (?:is|was) )?(?:then |now )?(?:the |acting |also ){0,2}")
"""Between a name and an office that is its own: "X, who was then acting Foreign Minister"."""


def not_in_call(
    document: Document,
    cast: Cast,
    told: tuple[int, int],
    strangers: Collection[tuple[int, int]],
    *,
    many: bool,
    mains: Collection[str],
) -> list[int]:
    """Return the parties that the text does not name where the call is told.

    A party is named in the sentence that tells the call; or a pronoun stands for it there, and it is named in a
    neighbouring sentence or is whom the report is about; or "I" does, and it is whoever speaks; or the sentence tells
    of calls, whose parties follow. Where the words name somebody else or another country, a party that they do not
    name takes no part.

    Args:
        strangers: where those are named who take part in other calls only. many: whether the call is a conference,
        whose parties may be listed in another paragraph. mains: the names of those who take part in most calls of the
        report.
    """
    first, last = document.numbers_of(told)
    sentence, near = document.stretch(first, last), document.stretch(first - 1, last + 1)
    begun, ended = document.paragraph(first)[0], document.paragraph(last)[1]
    wide = document.stretch(
        document.paragraph(max(0, begun - 1))[0], document.paragraph(ended + 1)[1]
    )
    here = {m.party for m in cast.within(*sentence) if not _is_anothers(document, m, strangers)}
    named = any(told[0] <= start < told[1] for start, _ in strangers)
    spoken = {m.party for m in cast.within(*told) if not _is_anothers(document, m, strangers)}
    close = {
        m.party
        for m in cast.within(*near)
        if m.party < 0 or m.by != "side" or not cast.parties[m.party].name
    }
    around = {
        m.party
        for m in cast.within(*wide)
        if m.party < 0 or m.by == "name" or not cast.parties[m.party].name
    }
    listed = document.has("every", *sentence)
    anywhere = {m.party for m in cast.spoken if m.by == "name"}
    weak = any(m < 0 for m in here)
    speaks = is_first_person(document, sentence)
    own = {f"@{party.country}" for party in cast.parties}
    is_anothers = named or any(
        hit.label.startswith("@")
        and not hit.label.startswith("@~")
        and hit.label not in own
        and _OFFICIAL.match(document.view.text, hit.end, told[1])
        for hit in document.hits_within(*told)
    )
    nearby = any(sentence[0] <= start < sentence[1] for start, _ in strangers)
    if _names_another(document, cast, sentence):
        nearby = True  # then a country alone stands for none of the parties
        here -= _by_country_alone(cast, sentence)
        spoken -= _by_country_alone(cast, told)
    is_anothers = is_anothers or _names_another(document, cast, told)
    acting = [m for m in cast.within(*told) if m.party == SOMEONE]
    if is_anothers and not listed:  # "President X was rung by his counterpart" is told of X
        acting = [
            m
            for m in acting
            if m.by != "pronoun" and not document.has("counterpart", m.start, m.end)
        ]
    absent: list[int] = []
    for number, party in enumerate(cast.parties):
        name = party.name
        meant = any(_may_mean(document, cast, number, m) for m in acting)
        aside = is_anothers or (nearby and number not in here and not meant)
        if many:
            stands = number in here or (number in around and not named)
        elif number in spoken or (name in mains and (meant or number in here or not aside)):
            stands = True
        elif is_anothers or (number not in here and nearby):
            stands = False
        elif number in here or (name and (speaks or (listed and number in anywhere))):
            stands = True
        else:
            stands = (number in close and weak) or _is_main(cast, number)
        if not stands:
            absent.append(number)
    return absent


def _is_anothers(
    document: Document, mention: Mention, strangers: Collection[tuple[int, int]]
) -> bool:
    """Whether the country or office of a mention stands with somebody else's name: "Foreign Minister of Iran, X", "X,
    who was then Foreign Minister of Iran"."""
    if mention.by not in ("side", "office"):
        return False
    text = document.view.text
    return any(
        (
            0 <= start - mention.end <= _APART
            and is_small(text[mention.end : start].replace(",", " "))
        )
        or _is_apposed(text[end : mention.start])
        for start, end in strangers
    )


def _names_another(document: Document, cast: Cast, span: tuple[int, int]) -> bool:
    """Whether a stretch names somebody with country and office who is no party: "US Secretary of State X Y"."""
    return any(
        hit.label.startswith("@") and _is_of_another(document, cast, hit.end)
        for hit in document.hits_within(*span)
    )


def _by_country_alone(cast: Cast, span: tuple[int, int]) -> set[int]:
    """Return the parties with a name of whom a stretch names the country and no more."""
    named = {m.party for m in cast.within(*span) if m.by in ("name", "office")}
    sides = {m.party for m in cast.within(*span) if m.by == "side"}
    return {party for party in sides - named if cast.parties[party].name}


def _is_of_another(document: Document, cast: Cast, end: int) -> bool:
    """Whether behind a country stand an office and a name that is no party's."""
    behind = _PERSON.match(document.view.text, end)
    return behind is not None and not any(
        m.by == "name" and end <= m.start <= behind.end() + _SURNAME for m in cast.mentions
    )


def _is_apposed(between: str) -> bool:
    """Whether what stands between a name and an office or a country makes it that person's."""
    lead = _APPOSED.match(between)
    rest = between[lead.end() :] if lead else ","
    return "," not in rest and is_small(rest)


def _may_mean(document: Document, cast: Cast, number: int, mention: Mention) -> bool:
    """Whether a word for somebody may stand for a party: "she" is not a man whom the report calls "he"."""
    gender = gender_of(document.word(mention))
    known = cast.gender(number)
    return not (gender and known and gender != known)


def _is_main(cast: Cast, number: int) -> bool:
    """Whether the report speaks of nobody more than of this party."""
    counts = [0] * len(cast.parties)
    for mention in cast.spoken:
        if mention.party >= 0:
            counts[mention.party] += 1
    return counts[number] >= max(counts)
