"""Who acts where words stand, read forward: a second opinion on who holds a stance.

What belongs here: naming the one party that the text makes the actor of a clause, None where it leaves that open. What
does not: whether a given party may hold the clause at all (``holders``); an answer that the text does not contradict
there and that this reads otherwise is doubtful, and no fault.
"""

from __future__ import annotations

import re

from readouts.base.alike import NO_NUMBER
from readouts.grounding.actors.cast import BOTH, SOMEONE, Cast, Mention, gender_of, is_small
from readouts.grounding.actors.names import words_of
from readouts.grounding.actors.source import source_country
from readouts.grounding.document import PARTS, Document
from readouts.grounding.roles.holders import (
    AND,
    FIRST_PERSON,
    GOES_ON,
    is_done,
    is_first_person,
    is_joined,
    is_object,
    is_passive,
    is_possessive,
    is_royal,
    may_act,
    opening,
)
from readouts.grounding.roles.other_calls import opens_with_both
from readouts.reference.habits import languages_with, small_words

_CLOSES = ","
_RELATIVE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(small_words('relative')))})(?!\w)")
_SAYS = small_words("says")
_OURS = small_words("we")
_BACK = re.compile(rf"(?:{'|'.join(sorted(small_words('who')))})(?!\w)")
_PERSON = small_words("person")
_JOINING = small_words("of")
_OFFICE_FIRST = languages_with("office first")
_QUOTED = re.compile(r"[,;'] ?(?:[^\W\d_]+\.? ){0,3}$")
"""Before whoever is said to have said what stands before: "..., Mr X answered"."""
_TITLES = 30
_SAID_NEAR = 45
"""Within so many characters of the end of a clause, or a few behind it, stands who said it."""
_BEHIND = 12
_SENTENCES = 3
_TO = "to "
_OPENS = re.compile(r"(?:^|(?<=[ (:]))'(?=\w)")
_ENDS = re.compile(r"(?<=[\w.,!?])'(?=[ ,.;:)]|$)")
_ADJACENT = 4
_TWO_WORDS = 2


def actor_of(document: Document, cast: Cast, evidence: tuple[int, int]) -> int | None:
    """Return the party that says or does what the evidence says, None where the text does not tell it from others."""
    evidence = (_first_letter(document, evidence), evidence[1])
    start, end = document.sentence_of(evidence[0])
    if _is_of_several(document, evidence) or _is_quoted(document, start, evidence[0]):
        return None
    if is_royal(document, evidence[0]):
        return None
    opens = opening(document, cast, evidence)
    if opens is not None and opens.by == "side" and not _is_before_person(document, opens):
        opens = None
    if _opens_with_us(document, evidence) or is_first_person(document, evidence):
        opens = None
    elif opens_with_both(document, evidence):
        return None
    acting = _acting(document, cast, start, evidence[0])
    is_purpose = document.view.loose.startswith(_TO, evidence[0])
    mention = opens or (acting[0] if acting and is_purpose else _last(acting))
    mention = mention or _said_by(document, cast, evidence, end)
    if mention is None or is_passive(document, mention):
        return None
    party = _party(document, cast, mention, start)
    inside = _acting(document, cast, *evidence)
    if any(
        m != mention and _whose(document, cast, m) not in (party, SOMEONE) and m.by != "side"
        for m in inside
    ):
        return None  # "[a gesture for which X expressed her gratitude"
    return party


def _first_letter(document: Document, evidence: tuple[int, int]) -> int:
    """Return where the words begin; a quotation mark may still belong to the sentence before."""
    first = NO_NUMBER.search(document.view.text, *evidence)
    return first.start() if first else evidence[0]


def _is_of_several(document: Document, evidence: tuple[int, int]) -> bool:
    """Whether the evidence is done to somebody, or by each of several: "[had been discussed", "[each was dismayed"."""
    if is_done(document, evidence[0]):
        return True
    near = (evidence[0], min(evidence[1], evidence[0] + _SAID_NEAR))
    return document.has("every", *near)


def _party(document: Document, cast: Cast, mention: Mention, start: int) -> int | None:
    """Return the party that a mention stands for, a pronoun's by what stands before it."""
    party: int | None = _whose(document, cast, mention)
    word = document.word(mention)
    if party == SOMEONE and _BACK.fullmatch(word):
        return _antecedent(document, cast, mention)
    if party == SOMEONE:
        if word not in GOES_ON or document.view.text[: mention.start].rstrip(" ").endswith("'"):
            return None
        acting = [m for m in _acting(document, cast, start, mention.start) if m.party != SOMEONE]
        here = {_whose(document, cast, m) for m in acting}
        if acting and acting[0].party >= 0:
            here.discard(BOTH)  # "X briefed leaders on his call, in which he"
        if here:
            return here.pop() if len(here) == 1 and BOTH not in here else None
        return _goes_on_from(document, cast, start, gender_of(word))
    if party == BOTH:
        party = _of_own_office(document, cast, mention)
    if party is None or any(
        _is_listed(document, cast, n, mention) for n in range(len(cast.parties)) if n != party
    ):
        return None
    return party


def _of_own_office(document: Document, cast: Cast, mention: Mention) -> int | None:
    """Return the party of the publisher's country where an office alone, which several have, opens its sentence.

    Whoever writes "the Secretary" or "the President" means the own one.
    """
    word = document.word(mention)
    source = source_country(document.report)
    having = [
        n
        for n, party in enumerate(cast.parties)
        if source is not None
        and party.country == source
        and word in words_of(party.office or "", document.report.language)
    ]
    begun = document.sentence_of(mention.start)[0]
    is_first = is_small(document.view.text[begun : mention.start])
    return having[0] if len(having) == 1 and is_first else None


def _acting(document: Document, cast: Cast, start: int, end: int) -> list[Mention]:
    """Return who may act in a stretch: no object, no owner, nobody in a relative clause that is closed again."""
    found: list[Mention] = []
    within = cast.within(start, end)
    for i, m in enumerate(within):
        word = document.word(m)
        if m.by == "pronoun" or word in _OURS or is_possessive(document, m):
            continue
        if m.by == "side" and not _is_before_person(document, m):
            continue
        goes_on = m.by == "subject" and word in GOES_ON
        if not goes_on and not (
            may_act(document, m) and _is_free(document, within[i - 1] if i else None, m)
        ):
            continue
        if not _is_closed_in(document, start, m, end):
            found.append(m)
    return found


def _is_free(document: Document, before: Mention | None, mention: Mention) -> bool:
    """Whether a name does not belong to a "counterpart" who is no actor: "with his counterpart X"."""
    if before is None or before.party != SOMEONE or before.by != "subject":
        return True
    if document.word(before) in GOES_ON:
        return True
    between = document.view.text[before.end : mention.start]
    return len(between) > _TITLES or not is_small(between) or may_act(document, before)


def _is_quoted(document: Document, start: int, at: int) -> bool:
    """Whether a quotation begins in a stretch with words of its own before a place: "'He told us [India will"."""
    opened = max(_OPENS.finditer(document.view.text, start, at), key=re.Match.start, default=None)
    return (
        opened is not None
        and opened.end() < at - _ADJACENT
        and not _ENDS.search(document.view.text, opened.end(), at)
    )


def _is_closed_in(document: Document, start: int, mention: Mention, end: int) -> bool:
    """Whether a mention stands in a relative clause that ends before a place: "X, whom Y rang, [said"."""
    text = document.view.loose
    last = max(_RELATIVE.finditer(text, start, mention.start), key=re.Match.start, default=None)
    if last is None or _CLOSES in text[last.end() : mention.start]:
        return False
    return _CLOSES in text[mention.end : end]


def _whose(document: Document, cast: Cast, mention: Mention) -> int:
    """Return the party of a mention; an office behind a party's country is that party's: "the Omani minister"."""
    if mention.by != "office" and mention.party != BOTH:
        return mention.party
    start = max(document.sentence_of(mention.start)[0], mention.start - _TITLES)
    before = _last(cast.within(start, mention.start))
    if before is not None and before.by == "side":
        between = document.view.text[before.end : mention.start]
        if is_small(between) and not set(between) & PARTS:
            return before.party
    if document.report.language in _OFFICE_FIRST:
        behind = next(iter(cast.within(mention.end, mention.end + _ADJACENT)), None)
        if behind is not None and behind.by == "side":
            return behind.party
    return mention.party


def _is_before_person(document: Document, side: Mention) -> bool:
    """Whether a word for a person stands behind a country: "the Norwegian leader"."""
    behind = NO_NUMBER.findall(document.view.loose, side.end, side.end + _TITLES)
    if behind and behind[0] in _JOINING:
        del behind[0]  # "नॉर्वे के मंत्री"
    return bool(behind) and behind[0] in _PERSON


def _antecedent(document: Document, cast: Cast, mention: Mention) -> int | None:
    start = document.sentence_of(mention.start)[0]
    before = _last([m for m in cast.within(start, mention.start) if m.by in ("name", "office")])
    if before is None or before.party < 0 or mention.start - before.end > _ADJACENT:
        return None
    return before.party


def _goes_on_from(document: Document, cast: Cast, at: int, gender: str) -> int | None:
    """Return who acts first in the nearest sentence before that has an actor of the gender."""
    sentence = document.sentence_at(at)
    first, left = max(0, document.paragraph(sentence)[0] - 1), _SENTENCES
    for number in range(sentence - 1, first - 1, -1):
        acting = _acting(document, cast, *document.stretch(number))
        left -= not (acting and _goes_on(document, acting[0], gender))
        if left < 0:
            return None
        first_named = next((m for m in acting if _whose(document, cast, m) >= 0), None)
        if first_named is None or (first_named.by != "name" and first_named is not acting[0]):
            continue
        party = _whose(document, cast, first_named)
        known = cast.gender(party)
        met = {
            m.party for m in cast.within(*document.stretch(number, sentence - 1)) if m.party >= 0
        }
        if (gender and known and known != gender) or (met - {party} and known != gender):
            return None
        return party
    return None


def _goes_on(document: Document, mention: Mention, gender: str) -> bool:
    """Whether a sentence's first actor is the same pronoun: "He ... He ...", of whom one goes on telling."""
    word = document.word(mention)
    return mention.by == "subject" and word in GOES_ON and gender_of(word) == gender


def _said_by(document: Document, cast: Cast, evidence: tuple[int, int], end: int) -> Mention | None:
    """Return who is said to have said it at the end of the evidence or right behind: "..., he said"."""
    text = document.view
    begun = max(evidence[0], evidence[1] - _SAID_NEAR)
    for m in cast.within(begun, min(end, evidence[1] + _BEHIND)):
        if m.by in ("side", "pronoun") or m.party == BOTH:
            continue
        if not _QUOTED.search(text.text[max(evidence[0], m.start - _TITLES) : m.start]):
            continue
        behind = NO_NUMBER.findall(text.loose[m.end : m.end + _TITLES])[:_TWO_WORDS]
        if any(word in _SAYS for word in behind):
            return m
    return None


def _is_listed(document: Document, cast: Cast, number: int, mention: Mention) -> bool:
    """Whether another party is in one list with an actor, and not in what leads to it: "In talks with X and Y, Z
    condemned"."""
    if not is_joined(document, cast, number, mention):
        return False
    start, end = document.sentence_of(mention.start)
    before = [m for m in cast.within(start, mention.start) if m.by not in ("pronoun", "side")]
    if not before or not is_object(document, before[0]):
        return True
    last = cast.within(start, mention.start)[-1]
    gap = document.view.loose[last.end : mention.start]
    behind = [m for m in cast.within(mention.end, end) if m.by not in ("pronoun", "side")]
    goes_on = (
        behind and set(NO_NUMBER.findall(document.view.loose[mention.end : behind[0].start])) & AND
    )
    return bool(set(NO_NUMBER.findall(gap)) & AND) or _CLOSES not in gap or bool(goes_on)


def _opens_with_us(document: Document, evidence: tuple[int, int]) -> bool:
    first = NO_NUMBER.search(document.view.loose, *evidence)
    return first is not None and (first[0] in _OURS or first[0] in FIRST_PERSON)


def _last(mentions: list[Mention]) -> Mention | None:
    return mentions[-1] if mentions else None
