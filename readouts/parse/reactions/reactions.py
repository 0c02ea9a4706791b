"""Layer 4: who holds which stance toward whom inside one call.

What belongs here: the door ``find_reactions``, which ties the claims of a call's sentences to its parties and keeps
the best passage of each. What does not: finding sentences, mentions or calls (layers 1 to 3), and any word of a
language (``reference/LANGUAGE/``).
"""

from __future__ import annotations

from collections.abc import Iterator

from readouts.domain.records import Reaction
from readouts.parse.document import CallFrame, Document
from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.holders import Cast
from readouts.parse.reactions.parties import Holders
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.targets import (
    COUNTERPART,
    is_of_a_matter,
    is_of_others,
    is_of_thirds,
    is_open,
    tells_of_thirds,
    toward,
)
from readouts.reference.stances.lexicon import lexicon
from readouts.reference.stances.taxonomy import stances_of

LOOSE = frozenset(",;:.\"-—–()!?•*'…")
"""Marks that never begin or end an evidence."""

OF_ANOTHER = stances_of("blame") | {"commendation", "condolence", "solidarity"}
"""Stances that nobody holds toward his own state."""

BLAME = stances_of("blame")
PRAISE = stances_of("praise")

Key = tuple[str | None, str | None, str | None, str, str | None]
"""Speaker, country, organisation, stance and target: what makes two reactions the same."""

Speaker = tuple[str | None, str | None, str | None, list[str | None]]

_sheets: dict[int, Sheet] = {}
"""The latest document's sheet, and no other, under the key 0: a document's calls are asked for one after another."""


def find_reactions(document: Document, frame: CallFrame) -> list[Reaction]:
    """Return the reactions of one call, in the order of the text, one for each party, stance and target.

    Reads the document's sentences, mentions and actors, and the frame's parties and scope; changes none of them.
    """
    sheet = _sheets.get(0)
    if sheet is None or sheet.document is not document:
        sheet = _sheets[0] = Sheet(document, lexicon(document.language))
    return reactions_of(sheet, frame)


def reactions_of(sheet: Sheet, frame: CallFrame) -> list[Reaction]:
    """Return the reactions of one call, by the lexicon that the document's sheet was read with."""
    cast = Cast(sheet, frame)
    kept: dict[Key, tuple[int, Claim, Line]] = {}
    for index in frame.sentences if frame.parties else ():
        if not sheet.relevant(index):
            continue
        read = sheet.read(index)
        for subject in read.speakers:
            cast.note(cast.resolve(subject, read.line), index)
        for claim in read.claims:
            rank = claim.rank + (4 if read.line.heading else 0) + 2 * (index in frame.beside)
            for key in _tie(sheet, cast, read.line, claim):
                if _is_of_another_call(sheet.document, frame, read.line, key):
                    continue
                if key not in kept or rank < kept[key][0]:
                    kept[key] = (rank, claim, read.line)
    found = [
        _reaction(sheet.document, key, claim, line, in_call=line.index not in frame.beside)
        for key, (_, claim, line) in kept.items()
        if not _is_vaguer(kept, key)
    ]
    return sorted(found, key=lambda r: (r.start, r.end, r.rule))


def _is_vaguer(kept: dict[Key, tuple[int, Claim, Line]], key: Key) -> bool:
    """Whether the same words have told the same stance with whom it is toward."""
    _, claim, line = kept[key]
    return key[-1] is None and any(
        other[:-1] == key[:-1]
        and other[-1] is not None
        and read is line
        and (
            (same.at < claim.end and claim.at < same.end)
            or (key[3] == "support" and same.first == claim.first)
        )
        for other, (_, same, read) in kept.items()
    )


def _is_of_another_call(document: Document, frame: CallFrame, line: Line, key: Key) -> bool:
    """Whether a sentence of several calls is kind to whom one of the others was with: "welcomed Norway's idea".

    Of the dead of Norway one may speak to others also: "In both calls she voiced sympathy over Norway's floods".
    """
    in_all = key[3] not in PRAISE and line.is_any(0, "preposition") and line.is_any(1, "all")
    praised = key[-1] if key[3] in OF_ANOTHER - BLAME and not in_all else None
    of = []
    for other in document.frames:
        places = {document.actors[a].place for a in other.parties}
        hosted = other.start == frame.start and (key[1] or key[2]) in places  # of one round
        of += [other] if praised in places and (hosted or line.index in other.sentences) else []
    return praised is not None and bool(of) and frame not in of


def _tie(sheet: Sheet, cast: Cast, line: Line, claim: Claim) -> Iterator[Key]:
    """Yield who of one call holds a claim toward whom; the same again is the same reaction."""
    holders = cast.holders(line, claim)
    # "Both welcomed the agreement", "both mourned the dead": neither of them is praised, or pitied.
    of_both = len(holders.parties) == len(cast.actors)
    of_all = of_both and (is_of_a_matter(claim, line) or is_of_thirds(claim, line))
    parties = {actor.place for actor in cast.actors}
    if claim.rule.stance == "cooperation" and is_of_others(claim, line, parties):
        return
    speakers = list(_speakers(cast, holders))
    beside = _beside(sheet, cast, line, claim)
    about = [
        toward(claim, line, sheet, {p for p in (c, o) if p} | beside) for _, c, o, _ in speakers
    ]
    blamed = of_both and claim.rule.stance in BLAME
    if blamed and any(code in parties for found in about for code in found or ()):
        return  # "They announced sanctions against Peru": others than Peru's minister and hers
    thirds = is_open(claim, line)
    tied: list[tuple[Speaker, list[str | None]]] = []
    for speaker, found in zip(speakers, about, strict=True):
        if found is None:
            continue
        others = speaker[-1]
        counterpart = others[0] if len(others) == 1 and not of_all else None
        if thirds and tells_of_thirds(sheet, line.index, {speaker[1], counterpart}):
            counterpart = None
        targets = [counterpart if code == COUNTERPART else code for code in found]
        tied.append((speaker, list(dict.fromkeys(targets or [None]))))
    meant = {target for _, targets in tied for target in targets} - {None}
    for (name, country, organisation, _), targets in tied:
        if claim.rule.stance in OF_ANOTHER and country in meant and targets == [None]:
            continue  # "the ministers praised Norway's role": not Norway's own
        for target in targets:
            yield name, country, organisation, claim.rule.stance, target


def _beside(sheet: Sheet, cast: Cast, line: Line, claim: Claim) -> set[str]:
    """The places of others of a round who say the same, and are not meant by it: "A of X and B of Y, who condoled"."""
    told = {a for m in claim.subject.mentions for a in line.mentions[m].actors}
    several = claim.subject.kind == "all" or line.kind(claim.subject.only) == "group"
    if several:
        told = {a for f in sheet.document.frames if line.index in f.sentences for a in f.parties}
    return {sheet.document.actors[a].place for a in told - set(cast.index)} - {""}


def _speakers(cast: Cast, holders: Holders) -> Iterator[Speaker]:
    """Yield name, country, organisation of each speaker and the countries of the others."""
    if holders.joint:
        yield "joint", None, None, []
        return
    for i in holders.parties:
        actor = cast.actors[i]
        others = [a.country for k, a in enumerate(cast.actors) if k != i]
        yield actor.name, actor.country, None if actor.country else actor.organisation, others


def _reaction(document: Document, key: Key, claim: Claim, line: Line, *, in_call: bool) -> Reaction:
    """Make the record of a claim that was tied to a party."""
    speaker, country, organisation, _, target = key
    first, last = _trim(line, claim.first, claim.last)
    start, end = line.starts[first], line.ends[last - 1]
    return Reaction(
        speaker,
        country,
        organisation,
        claim.rule.stance,
        target,
        document.text[start:end],
        start,
        end,
        claim.rule.id,
        in_call=in_call,
    )


def _trim(line: Line, first: int, last: int) -> tuple[int, int]:
    """Leave out what punctuation and joining words hang at the ends of the evidence."""
    words, last = line.words, min(last, len(line.words))
    loose = LOOSE | line.grammar["joiner"]
    while last - 1 > first and line.cover[last - 1] < 0 and words[last - 1] in loose:
        last -= 1
    while first < last - 1 and words[first] in loose:
        first += 1
    return first, last
