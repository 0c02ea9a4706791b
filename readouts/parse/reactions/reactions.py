"""Layer 4: who holds which stance toward whom inside one call.

What belongs here: the door ``find_reactions``, which ties the claims of a call's sentences to its parties and keeps
the best passage of each. What does not: finding sentences, mentions or calls (layers 1 to 3), and any word of a
language (``reference/LANGUAGE/``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from readouts.model import Reaction
from readouts.parse.document import CallFrame, Document, Mention, Sentence
from readouts.parse.reactions.claims import Claim, Reader
from readouts.parse.reactions.clauses import Clauses, Subject
from readouts.parse.reactions.holders import HUB, NONE, Cast, Holders
from readouts.parse.reactions.lines import Line
from readouts.parse.reactions.quotations import NEAR, continues, quoted_at_start, speakers
from readouts.parse.reactions.targets import COUNTERPART, LOOK_BACK, doers, speaks_of_deed, toward
from readouts.reference.stances import Lexicon, lexicon

POSSESSED = frozenset(
    {
        "support",
        "solidarity",
        "condolence",
        "concern",
        "mediation_offer",
        "commendation",
        "condemnation",
    }
)
"""Stances that belong to whoever's they are called: "Norway's support" is not the speaker's unless she is Norway's."""


LOOSE = frozenset(",;:.\"-—–()!?•*'…")
"""Marks that never begin or end an evidence."""

SERIES = 32
"""How many calls that share a sentence are looked at to find the party common to all."""

_PLAIN = re.compile(r"[^\W_]+(?:[-‑‐][^\W_]+)*")


Key = tuple[str | None, str | None, str | None, str, str | None]
"""Speaker, country, organisation, stance and target: what makes two reactions the same."""

Passage = tuple[int, Claim, Line]
"""How far from the best (0), the claim, and its sentence."""


@dataclass(slots=True)
class Sheet:
    """What one document's sentences were read as; shared by its calls."""

    lexicon: Lexicon
    frames: dict[int, list[CallFrame]] = field(default_factory=dict)
    anybody: frozenset[str] = frozenset()
    relevant: dict[int, bool] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    claims: dict[int, list[Claim]] = field(default_factory=dict)
    doers: dict[int, list[str]] = field(default_factory=dict)
    opens: list[bool] = field(default_factory=list)
    speakers: dict[int, list[Subject]] = field(default_factory=dict)


_sheets: dict[int, tuple[Document, Sheet]] = {}


def find_reactions(document: Document, frame: CallFrame) -> list[Reaction]:
    """Return the reactions of one call, in the order of the text, one for each party, stance and target.

    Reads the document's sentences, mentions and actors, and the frame's parties and scope; changes none of them.
    """
    if not frame.parties:
        return []
    sheet = _sheet(document)
    cast = Cast(document, frame, _series(document, sheet, frame))
    kept: dict[Key, Passage] = {}
    for index in frame.sentences:
        if not _relevant(document, sheet, index):
            continue
        line = _line(document, sheet, index)
        for subject in sheet.speakers[index]:
            cast.note(cast.resolve(subject, line), index)
        guests = _guests(document, sheet, cast, line)
        for claim in sheet.claims[index]:
            if guests and claim.subject.mentions in guests:
                claim = replace(claim, subject=Subject("other", (HUB,)))
            rank = claim.rank + (4 if line.heading else 0)
            for key in _tie(document, sheet, cast, line, claim):
                if key not in kept or rank < kept[key][0]:
                    kept[key] = (rank, claim, line)
    found = [_reaction(document, sheet, key, claim, line) for key, (_, claim, line) in kept.items()]
    return sorted(found, key=lambda r: (r.start, r.end, r.rule))


def _reaction(document: Document, sheet: Sheet, key: Key, claim: Claim, line: Line) -> Reaction:
    """Make the record of a claim that was tied to a party."""
    speaker, country, organisation, _, toward_ = key
    first, last = _trim(line, sheet.lexicon.grammar["joiner"], claim.first, claim.last)
    start, end = line.starts[first], line.ends[last - 1]
    return Reaction(
        speaker,
        country,
        organisation,
        claim.rule.stance,
        toward_,
        document.text[start:end],
        start,
        end,
        claim.rule.id,
        _in_call(line, sheet),
    )


def _sheet(document: Document) -> Sheet:
    """Return the document's sheet; the latest document's alone is kept."""
    held = _sheets.get(0)
    if held is None or held[0] is not document:
        held = (document, Sheet(lexicon(document.language)))
        _sheets[0] = held
    return held[1]


def _guests(document: Document, sheet: Sheet, cast: Cast, line: Line) -> frozenset[tuple[int, ...]]:
    """Subjects that seem to take in the host of a series and cannot: "the ministers voiced solidarity with" him."""
    if cast.hub < 0:
        return frozenset()
    host = cast.actors[cast.hub].country
    own = {host} if host else set()
    return frozenset(
        claim.subject.mentions
        for claim in sheet.claims[line.index]
        if len(claim.subject.mentions) == 1
        and line.mentions[claim.subject.mentions[0]].kind == "group"
        and toward(claim, line, document, sheet.lexicon, own) is None
    )


def _series(document: Document, sheet: Sheet, frame: CallFrame) -> list[CallFrame]:
    """Return the first calls of the document that share a sentence with this one."""
    if not sheet.frames:
        for call in document.frames:
            for index in call.sentences:
                sheet.frames.setdefault(index, [])
                if len(sheet.frames[index]) < SERIES:
                    sheet.frames[index].append(call)
    found = {id(call): call for index in frame.sentences for call in sheet.frames.get(index, ())}
    return list(found.values())


def _relevant(document: Document, sheet: Sheet, index: int) -> bool:
    """Whether a sentence has a word without which no rule fires; most of a long story has none."""
    known = sheet.relevant.get(index)
    if known is None:
        sentence = document.sentences[index]
        words = _PLAIN.findall(document.text[sentence.start : sentence.end].lower())
        vocabulary = frozenset(words)
        known = _peopled(document, sheet, sentence, vocabulary)
        known = sheet.relevant[index] = known and sheet.lexicon.relevant(vocabulary)
    return known


def _peopled(
    document: Document, sheet: Sheet, sentence: Sentence, vocabulary: frozenset[str]
) -> bool:
    """Whether a sentence has anybody in it who could hold a stance."""
    mentions = document.mentions
    at = bisect_left(mentions, sentence.start, key=_start)
    if at < len(mentions) and mentions[at].start < sentence.end:
        return True
    if not sheet.anybody:
        grammar = sheet.lexicon.grammar
        sheet.anybody = sheet.lexicon.impersonal.union(
            *(grammar[name] for name in ("all", "speaker", "own", "parties", "conversation"))
        )
    if not sheet.anybody.isdisjoint(vocabulary):
        return True
    return any(mark in document.text[sentence.start : sentence.end] for mark in '“"')


def _start(mention: Mention) -> int:
    return mention.start


def _line(document: Document, sheet: Sheet, index: int) -> Line:
    if index not in sheet.lines:
        if not sheet.opens:
            sheet.opens = quoted_at_start(document)
        line = Line(document, index, sheet.lexicon, sheet.opens[index])
        clauses = Clauses(line, sheet.lexicon)
        sheet.lines[index] = line
        sheet.claims[index] = Reader(clauses).claims()
        sheet.speakers[index] = speakers(clauses)
    return sheet.lines[index]


def _holders(document: Document, sheet: Sheet, cast: Cast, line: Line, claim: Claim) -> Holders:
    """Return the parties who hold a claim; none where it is somebody else's or only reported of another."""
    kind = claim.subject.kind
    if kind in ("speaker", "own") and claim.owner >= 0:
        named = cast.countries.get(cast.country_of(claim.owner, line) or "")
        if named:
            return Holders(tuple(named[:1]))
    unquoted = not line.quoted[claim.at] and not line.quoted[claim.end - 1]
    if kind == "speaker" and unquoted and claim.reporter is not None:
        return cast.resolve(claim.reporter, line)
    if kind == "speaker" and unquoted:
        source = document.source_country
        return Holders(tuple(cast.countries.get(source, ())[:1])) if source else cast.last
    if kind == "speaker":
        return _speaking(document, sheet, cast, line)
    if kind == "own":
        if claim.reporter is not None:
            return cast.resolve(claim.reporter, line)
        near = cast.spoke is not None and 0 <= line.index - cast.spoke <= 2
        return cast.last if claim.governor < 0 and near else NONE
    holders = cast.resolve(claim.subject, line)
    if claim.reporter is not None and claim.reporter.kind == "mention":
        reporters = cast.resolve(claim.reporter, line).parties
        if reporters and not set(reporters) & set(holders.parties):
            return NONE
    return holders


def _speaking(document: Document, sheet: Sheet, cast: Cast, line: Line) -> Holders:
    """Return the parties who speak in the sentence's quotation."""
    for index in range(line.index, max(-1, line.index - NEAR - 1), -1):
        here = _line(document, sheet, index)
        if sheet.speakers[index]:
            return cast.resolve(sheet.speakers[index][0], here)
        if not continues(here, _line(document, sheet, index - 1) if index else None):
            break
    last = min(line.index + NEAR, len(document.sentences) - 1)
    for index in range(line.index + 1, last + 1):
        here = _line(document, sheet, index)
        if not sheet.opens[index]:
            break
        if sheet.speakers[index]:
            return cast.resolve(sheet.speakers[index][0], here)
    for index in range(max(0, line.index - 2), line.index):
        if index in cast.scope and not sheet.relevant.get(index, True):
            _line(document, sheet, index)
            for subject in sheet.speakers[index]:
                cast.note(cast.resolve(subject, sheet.lines[index]), index)
    return cast.last


def _tie(document: Document, sheet: Sheet, cast: Cast, line: Line, claim: Claim) -> Iterator[Key]:
    """Yield who of one call holds a claim toward whom; the same again is the same reaction."""
    holders = _holders(document, sheet, cast, line, claim)
    if not holders.parties:
        return
    if len(holders.parties) == 1:
        cast.note(holders, line.index)
    holders = _without_object(cast, line, claim, _owned(cast, line, claim, holders))
    if not holders.parties:
        return
    for speaker, country, organisation, others in _speakers(cast, holders):
        own = {country} if country else set()
        for target in _targets(document, sheet, cast, line, claim, own, others):
            yield speaker, country, organisation, claim.rule.stance, target


def _owned(cast: Cast, line: Line, claim: Claim, holders: Holders) -> Holders:
    """Leave of the holders only those whose the named stance is."""
    if claim.owner < 0:
        return holders
    mention = line.mentions[claim.owner]
    if claim.rule.stance == "cooperation" and mention.kind == "country":
        ours = mention.country in cast.countries or not line.possessive[claim.owner]
        return holders if ours else Holders(())
    if claim.rule.stance not in POSSESSED:
        return holders
    own = line.possessive[claim.owner] or not mention.country
    if mention.kind in ("pronoun", "group") and own:
        return holders
    country = cast.country_of(claim.owner, line)
    if country is None and mention.organisation and mention.organisation not in cast.organisations:
        return Holders(())
    if country is None:
        return holders
    kept = tuple(i for i in holders.parties if cast.actors[i].country == country)
    if kept or claim.rule.id.endswith(("importance", "state", "verb")):
        return Holders(kept) if kept else holders
    return Holders(())


def _without_object(cast: Cast, line: Line, claim: Claim, holders: Holders) -> Holders:
    """Leave out of a group the party that its deed is done to: "the four leaders thanked the President"."""
    at = claim.end
    if at < len(line.words) - 1 and line.words[at] in line.grammar["article"]:
        at += 1
    m = line.cover[at] if at < len(line.words) else -1
    if len(holders.parties) < 2 or m < 0 or not claim.rule.is_verb or line.possessive[m]:
        return holders
    done_to = {cast.index[a] for a in line.mentions[m].actors if a in cast.index}
    kept = tuple(i for i in holders.parties if i not in done_to)
    return Holders(kept, holders.joint and len(kept) > 2) if kept else holders


def _speakers(
    cast: Cast, holders: Holders
) -> Iterator[tuple[str | None, str | None, str | None, list[str | None]]]:
    """Yield name, country, organisation of each speaker and the countries of the others."""
    if holders.joint:
        yield "joint", None, None, []
        return
    for i in holders.parties:
        actor = cast.actors[i]
        others = [a.country for k, a in enumerate(cast.actors) if k != i]
        yield actor.name, actor.country, None if actor.country else actor.organisation, others


def _targets(
    document: Document,
    sheet: Sheet,
    cast: Cast,
    line: Line,
    claim: Claim,
    own: set[str],
    others: list[str | None],
) -> list[str | None]:
    found = toward(claim, line, document, sheet.lexicon, own)
    if found is None or (claim.rule.toward == "partner" and not set(found) & set(others)):
        return []
    if not found and claim.rule.toward == "agent":
        found = _remembered(document, sheet, line, claim, own)
    counterpart = others[0] if len(others) == 1 else None
    if not found and claim.rule.toward == "addressee" and _asks_each(sheet, cast, line, claim):
        found = [COUNTERPART]
    out: list[str | None] = []
    for code in found or [""]:
        target = counterpart if code == COUNTERPART else code or None
        if target not in out:
            out.append(target)
    return out


def _asks_each(sheet: Sheet, cast: Cast, line: Line, claim: Claim) -> bool:
    """Whether an appeal told of a series is addressed to those called: "to both, she urged them to"."""
    m = line.cover[claim.after] if claim.after < len(line.words) else -1
    if m < 0 or cast.hub < 0 or len(line.mentions[m].actors) < 2:
        return False
    if line.words[claim.after] not in sheet.lexicon.grammar["latter"]:
        return False
    return cast.frame.parties[1 - cast.hub] in line.mentions[m].actors


def _remembered(
    document: Document, sheet: Sheet, line: Line, claim: Claim, own: set[str]
) -> list[str]:
    """The doer of "the attack", named where an attack was last spoken of before."""
    if not speaks_of_deed(claim, line):
        return []
    for index in range(line.index, max(-1, line.index - LOOK_BACK), -1):
        if index not in sheet.doers:
            earlier = sheet.lines.get(index) or Line(document, index, sheet.lexicon, False)
            sheet.doers[index] = doers(earlier, sheet.lexicon)
        for code in reversed(sheet.doers[index]):
            if code not in own:
                return [code]
    return []


def _trim(line: Line, joiners: frozenset[str], first: int, last: int) -> tuple[int, int]:
    """Leave out what punctuation and joining words hang at the ends of the evidence."""
    last = min(last, len(line.words))
    words = line.words
    while last - 1 > first and line.cover[last - 1] < 0:
        if words[last - 1] not in LOOSE and words[last - 1] not in joiners:
            break
        last -= 1
    while first < last - 1 and (words[first] in LOOSE or words[first] in joiners):
        first += 1
    return first, last


def _in_call(line: Line, sheet: Sheet) -> bool:
    """Whether the sentence tells of the call rather than of a post or an interview about it."""
    grammar = sheet.lexicon.grammar
    if grammar["beside"].isdisjoint(line.vocabulary):
        return True
    return not grammar["call"].isdisjoint(line.vocabulary)
