"""The way through the layers: from an article's text to its records.

What belongs here: the order of the layers and the making of the public records. What does not: any rule.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date

from readouts.domain.records import Call, ParsedArticle, Party, Passage, Report, Role
from readouts.parse.actors.people.cast import Cast, mentions
from readouts.parse.actors.people.countries import known_as
from readouts.parse.actors.people.resolve import resolve
from readouts.parse.actors.references.lexicon import lexicon
from readouts.parse.actors.references.scan import scan
from readouts.parse.actors.sources import author_of, dateline_country, source_of
from readouts.parse.calls.finder import find_calls
from readouts.parse.calls.found import Search
from readouts.parse.document import CallFrame, Document
from readouts.parse.reactions.reactions import find_reactions
from readouts.parse.text.dates import day_of_report, entries_of
from readouts.parse.text.sentences import split_sentences
from readouts.parse.text.tokens import Tokens, tokenise
from readouts.reference import languages
from readouts.reference.call_filter import first_mention

_LONG_LINE = 600
"""Characters that are kept of a line, at most."""


def analyse(report: Report) -> Document:
    """Run layers 1 to 3 over a report."""
    return read(report).document


def read(report: Report) -> Search:
    """Run layers 1 to 3 over a report; return what they found, its ``document`` filled."""
    text, language = report.text, report.language
    lex, tokens = lexicon(language), tokenise(text)
    source = source_of(report.publisher, lex, language)
    if report.is_official is not None:
        source = replace(source, official=report.is_official)
    day = report.published
    document = Document(text, report.title, day, day, report.publisher, None, language)
    document.sentences = split_sentences(text, language, report.title)
    _place_tokens(tokens, document)
    country, place = report.country or source.country, dateline_country(tokens, lex)
    if source.organisation is None and not (country and source.official):
        country = place or country  # a newsroom reports from where its dateline says
    elif source.organisation is None and place not in (None, country):
        source = replace(source, official=False)  # a state's agency tells of others, too
    document.source_country = country
    document.published = day_of_report(tokens, report.published, language)
    document.entries = entries_of(document.sentences, tokens, language)
    cast = Cast(document, tokens, scan(text, tokens, lex), source)
    cast.author = author_of(report.publisher, lex)
    resolve(cast)
    found = find_calls(document, tokens, cast)
    document.frames = found.frames
    document.writer = -1 if found.signer is None else cast.kept(found.signer)
    document.actors = [p.actor for p in cast.people]
    document.mentions = mentions(document, cast)
    return found


def parse(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    publisher: str | None = None,
    source_country: str | None = None,
    is_official: bool | None = None,
    language: str = "en",
) -> ParsedArticle:
    """Find the calls that a report tells of, with each side's reactions; the arguments are those of ``Report``."""
    return parse_report(
        Report(text, title, published, publisher, source_country, is_official, language)
    )


def parse_report(report: Report) -> ParsedArticle:
    """Find the calls that a report tells of.

    Of one in a language without tables a single passage is kept: the line that speaks of a call
    (``language_without_pack``), or the first where nothing in it does (``other_language``).
    """
    if report.language not in languages():
        return ParsedArticle((), (_unread(report.text, report.language),))
    found = read(report)
    return ParsedArticle(tuple(_call(found, frame) for frame in found.frames), _unparsed(found))


def _unread(text: str, language: str) -> Passage:
    """What is kept of an article in a language that is not read."""
    mention = first_mention(text, language)
    reason = "other_language" if mention is None else "language_without_pack"
    at = 0 if mention is None else mention.start
    start = max(text.rfind("\n", 0, at) + 1, at - _LONG_LINE // 2)
    end = text.find("\n", at)
    end = min(len(text) if end < 0 else end, start + _LONG_LINE)
    return Passage(start, end, text[start:end], reason)


def _place_tokens(tokens: Tokens, document: Document) -> None:
    """Tell each token its sentence and each sentence its tokens."""
    tokens.sentence = [-1] * len(tokens)
    at = 0
    for index, sentence in enumerate(document.sentences):
        first = bisect_left(tokens.starts, sentence.start, at)
        at = bisect_left(tokens.starts, sentence.end, first)
        tokens.first.append(first)
        tokens.last.append(at)
        tokens.sentence[first:at] = [index] * (at - first)


def _call(found: Search, frame: CallFrame) -> Call:
    rang = frame.initiator
    return Call(
        frame.date,
        frame.date_basis,
        frame.medium,
        None if rang is None or rang not in frame.parties else frame.parties.index(rang),
        tuple(_party(found, frame, actor_id) for actor_id in frame.parties),
        tuple(find_reactions(found.document, frame)),
        found.document.text[frame.start : frame.end],
        frame.start,
        frame.end,
    )


def _party(found: Search, frame: CallFrame, actor_id: int) -> Party:
    cast, person = found.cast, found.people[actor_id]
    actor = person.actor
    role: Role = "participant"
    if frame.initiator is not None:
        role = "initiator" if actor_id == frame.initiator else "recipient"
    return Party(
        actor.name,
        cast.name_within(actor_id, frame.start, frame.end) or actor.name,
        actor.office,
        actor.country,
        actor.organisation,
        role,
        (person.kind or None) if actor.office else None,
        person.basis(),
        known_as(cast, person),
    )


def _unparsed(found: Search) -> tuple[Passage, ...]:
    """The passages whose words for a call yielded none, in their order, each with the reason."""
    told = {i for sentences in found.told_in for i in sentences}
    reasons = dict.fromkeys(found.untold_rows(), "row")
    for unread in found.unread:
        beside = found.frames and (found.is_heading(unread.sentence) or unread.cue.plural)
        if unread.sentence not in told and not beside:
            reasons.setdefault(unread.sentence, unread.reason)
    text, lines = found.document.text, found.sentences
    places = ((lines[i].start, lines[i].end, why) for i, why in sorted(reasons.items()))
    return tuple(Passage(start, end, text[start:end], why) for start, end, why in places)
