"""From the parser's records to rows of ``core``, and from an article's row to a report: ids, offsets, codes.

What belongs here: the one place where ids are made and records become plain mappings. What does not: reading
text, and storing rows.

Ids are hashes of content, so that a rerun yields the same ones. A reaction's is of its article, the call's
parties, the speaker, the stance and the words of the evidence, never of offsets: a new release of the extractor
that shifts text must not orphan what people have attached to it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from readouts.domain.records import Call, ParsedArticle, Party, Passage, Reaction, Report
from readouts.joining.contradictions import problems_of
from readouts.reference.names.naming import fuller_key, name_parts
from readouts.reference.scripts.latin import latin_name
from readouts.reference.stances.taxonomy import taxonomy

Row = dict[str, Any]
ID_DIGITS = 20
"""Hexadecimal digits of an id: 80 bits, so that a clash among a billion rows is one in two million."""


def content_id(*parts: object) -> str:
    """A short, stable id of what the parts say; None and the empty text differ."""
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def side(country: str | None, organisation: str | None) -> str | None:
    """Whom somebody speaks for: the country's code, else the organisation's short name."""
    return country or organisation


class _Ids:
    """Makes ids, and tells apart what would otherwise be the same row said twice in one article."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def make(self, *parts: object) -> str:
        plain = content_id(*parts)
        self._seen[plain] += 1
        again = self._seen[plain]
        return plain if again == 1 else content_id(*parts, again)


def rows_of(
    article: Mapping[str, Any], parsed: ParsedArticle, edition: date, parser: str
) -> dict[str, list[Row]]:
    """The rows of ``core`` that one parsed article yields, by table.

    ``article`` is a row of ``core.articles``; ``parser`` the version that read it.
    """
    ids = _Ids()
    rows: dict[str, list[Row]] = {
        "core.call_reports": [],
        "core.parties": [],
        "core.reactions": [],
        "core.unparsed": [],
    }
    shared = {"edition": edition, "article_id": article["article_id"]}
    for ordinal, call in enumerate(parsed.calls, start=1):
        report = _report(call, ordinal, ids, shared, parser)
        report["problem"] = problems_of(call, article)
        parties = [
            _party(p, n, report, ids, shared, article.get("language") or "")
            for n, p in enumerate(call.parties, start=1)
        ]
        rows["core.call_reports"].append(report)
        rows["core.parties"] += parties
        rows["core.reactions"] += [
            _reaction(r, call, report, parties, ids, shared) for r in call.reactions
        ]
    rows["core.unparsed"] = [_passage(p, ids, shared) for p in parsed.unparsed]
    return rows


def merge_rows(parts: Iterable[dict[str, list[Row]]]) -> dict[str, list[Row]]:
    """The rows of several articles together, by table."""
    merged: dict[str, list[Row]] = {}
    for part in parts:
        for table, rows in part.items():
            merged.setdefault(table, []).extend(rows)
    return merged


def _who(party: Party) -> str:
    return "/".join(part or "" for part in (party.name, party.country, party.organisation))


def _parties_key(call: Call) -> str:
    return "|".join(sorted(_who(party) for party in call.parties))


def _report(call: Call, ordinal: int, ids: _Ids, shared: Row, parser: str) -> Row:
    initiator = None if call.initiator is None else call.parties[call.initiator]
    return shared | {
        "report_id": ids.make("report", shared["article_id"], _parties_key(call), call.date),
        "ordinal": ordinal,
        "call_date": call.date,
        "date_basis": call.date_basis,
        "medium": call.medium,
        "initiator": initiator
        and (initiator.name or side(initiator.country, initiator.organisation)),
        "initiator_side": initiator and side(initiator.country, initiator.organisation),
        "evidence": call.evidence,
        "evidence_start": call.start,
        "evidence_end": call.end,
        **_reading(call),
        "parser": parser,
    }


def _party(party: Party, ordinal: int, report: Row, ids: _Ids, shared: Row, language: str) -> Row:
    own = side(party.country, party.organisation)
    return shared | {
        "party_id": ids.make("party", report["report_id"], _who(party), party.office),
        "report_id": report["report_id"],
        "ordinal": ordinal,
        "name": party.name,
        "name_written": party.name_written,
        "name_latin": latin_name(party.name, own, language),
        "name_key": list(fuller_key(party.name, party.person)),
        "name_parts": list(name_parts(party.name, party.person, own)),
        "office": party.office,
        "office_kind": party.office_kind,
        "country": party.country,
        "organisation": party.organisation,
        "side": own,
        "country_basis": party.country_basis,
        "person": party.person,
        "role": party.role,
    }


def _reaction(
    reaction: Reaction, call: Call, report: Row, parties: list[Row], ids: _Ids, shared: Row
) -> Row:
    code = taxonomy()[reaction.stance]
    own = side(reaction.country, reaction.organisation)
    others = sorted({p["side"] for p in parties if p["side"] is not None and p["side"] != own})
    party = _speaking(reaction, call, parties)
    return shared | {
        "reaction_id": ids.make(
            "reaction",
            shared["article_id"],
            _parties_key(call),
            reaction.speaker,
            own,
            reaction.stance,
            " ".join(reaction.evidence.split()),
        ),
        "report_id": report["report_id"],
        "party_id": party and party["party_id"],
        "speaker": reaction.speaker,
        "country": reaction.country,
        "organisation": reaction.organisation,
        "side": own,
        "counterparts": others,
        "stance": reaction.stance,
        "position": code.position,
        "toward": reaction.toward,
        "evidence": reaction.evidence,
        "evidence_start": reaction.start,
        "evidence_end": reaction.end,
        "in_call": reaction.in_call,
        "rule": reaction.rule,
        **_reading(reaction),
        "cameo": code.cameo,
        "plover": code.plover,
    }


def _speaking(reaction: Reaction, call: Call, parties: list[Row]) -> Row | None:
    """The party who speaks: by name and side, by side alone for the nameless; None where all speak as one."""
    own = (reaction.country, reaction.organisation)
    of_side = [
        (party, row)
        for party, row in zip(call.parties, parties, strict=True)
        if (party.country, party.organisation) == own
    ]
    for party, row in of_side:
        if party.name == reaction.speaker:
            return row
    return of_side[0][1] if of_side and own != (None, None) else None


def _reading(record: Call | Reaction) -> Row:
    return {
        "read_by": record.read_by,
        "model": record.model,
        "confidence": record.confidence,
        "is_doubtful": record.is_doubtful,
        "doubts": list(record.doubts),
    }


def _passage(passage: Passage, ids: _Ids, shared: Row) -> Row:
    return shared | {
        "unparsed_id": ids.make("unparsed", shared["article_id"], passage.reason, passage.text),
        "passage": passage.text,
        "passage_start": passage.start,
        "passage_end": passage.end,
        "reason": passage.reason,
    }


def report_of(article: Mapping[str, Any]) -> Report:
    """A row of ``core.articles`` as a reader is given it."""
    # "on Monday" is before the day of publication, and tells nothing beside the day of a change
    is_published = article["date_basis"] != "modified"
    return Report(
        article["text"],
        title=article["title"],
        published=article["published_date"] if is_published else None,
        publisher=article["publisher"],
        country=article["publisher_country"],
        is_official=article["speaks_for"] is not None or None,
        language=article["language"],
    )
