"""The exchange format: documents in, calls out, one JSON object a line.

What belongs here: the format by which parsed calls are compared with annotated ones, and by which other programs talk
to the parser. What does not: scoring.

A document has ``id``, ``text`` and, where known, ``title``, ``published`` (ISO day), ``publisher``, its ``country``,
``is_official`` and ``lang``. Its calls have ``date``, ``medium``, ``initiator`` (a name), ``parties`` (``name``,
``office``, ``country``, ``country_basis``, and ``organisation`` where one is acted for) and ``reactions``
(``speaker``, ``country``, ``stance`` as a list, ``toward``, ``evidence``, ``start``, ``end``, ``rule``; ``in_call``
where false). Calls and reactions that a language model read too have ``read_by``, ``confidence`` where it is known,
and ``doubts`` where there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readouts.base.days import day_of_moment
from readouts.domain.records import Call, ParsedArticle, Party, Reaction, Report
from readouts.parse import parse_report


def parse_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Parse one document of the exchange format; the answer carries its ``id``.

    Raises:
        ValueError: ``published`` is no ISO day.
        KeyError: there is no ``text``.
    """
    return {"id": document.get("id"), **as_annotation(parse_report(report_of(document)))}


def report_of(document: Mapping[str, Any]) -> Report:
    """A document of the exchange format as a reader is given it.

    Raises:
        ValueError: ``published`` is no ISO day.
        KeyError: there is no ``text``.
    """
    published = document.get("published")
    return Report(
        document["text"],
        title=document.get("title"),
        published=day_of_moment(published) if published else None,
        publisher=document.get("publisher"),
        country=document.get("country"),
        is_official=document.get("is_official"),
        language=document.get("lang") or "en",
    )


def parse_with_answers(
    document: Mapping[str, Any], answers: Sequence[Any], *, doubtful: bool = False
) -> dict[str, Any]:
    """As ``parse_document``, joined with what a model answered about the document.

    ``answers`` are those to its parts, in order; of most documents there is one. Records that wait to be looked at are
    left out unless ``doubtful``. ``faults`` names what of the answer the document does not bear out.
    """
    from readouts.readers import Measured, one_answer, read_both, without_doubtful

    report = report_of(document)
    rules = parse_report(report)
    both = read_both(report, rules, one_answer(answers), model=None, measured=Measured())
    article = both.joined.article if doubtful else without_doubtful(both.joined.article)
    faults = [str(fault) for fault in both.grounded.faults if fault.effect != "noted"]
    return {"id": document.get("id"), **as_annotation(article), "faults": faults}


def as_annotation(parsed: ParsedArticle) -> dict[str, Any]:
    """Calls and unread passages as plain JSON values."""
    return {
        "calls": [_call(call) for call in parsed.calls],
        "unparsed": [
            {"start": p.start, "end": p.end, "text": p.text, "reason": p.reason}
            for p in parsed.unparsed
        ],
    }


def _call(call: Call) -> dict[str, Any]:
    initiator = None if call.initiator is None else call.parties[call.initiator]
    return {
        "date": call.date and call.date.isoformat(),
        "date_basis": call.date_basis,
        "medium": call.medium,
        "initiator": initiator and initiator.name,
        "parties": [_party(party) for party in call.parties],
        "reactions": [_reaction(reaction) for reaction in call.reactions],
        "evidence": call.evidence,
        "start": call.start,
        "end": call.end,
        **_reading(call),
    }


def _party(party: Party) -> dict[str, Any]:
    organisation = {"organisation": party.organisation} if party.organisation else {}
    return {
        "name": party.name,
        "office": party.office,
        "country": party.country,
        "country_basis": party.country_basis,
        **organisation,
    }


def _reaction(reaction: Reaction) -> dict[str, Any]:
    beside = {} if reaction.in_call else {"in_call": False}
    return {
        "speaker": reaction.speaker,
        "country": reaction.country,
        "stance": [reaction.stance],
        "toward": reaction.toward,
        "evidence": reaction.evidence,
        "start": reaction.start,
        "end": reaction.end,
        "rule": reaction.rule,
        **beside,
        **_reading(reaction),
    }


def _reading(record: Call | Reaction) -> dict[str, Any]:
    """Who read a record, how surely, and what is doubtful about it; nothing where the rules alone read the report."""
    found: dict[str, Any] = {}
    if record.model or record.read_by != "rules" or record.doubts:
        found["read_by"] = record.read_by
    if record.confidence is not None:
        found["confidence"] = record.confidence
    if record.doubts:
        found["doubts"] = list(record.doubts)
    return found
