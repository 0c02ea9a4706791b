"""Documents that analysts have looked at, in the format of annotated documents: text and calls as they stand now.

What belongs here: making annotated documents (``readouts.evaluation.annotation`` has the format) of articles that a
correction is attached to. What does not: measuring with them (``readouts.evaluation.measure``), and the corrections
themselves.

A document is right as a whole or serves no measure. So an article is left out while anything in it waits to be looked
at. What nobody doubted and nobody looked at stands as it was read: ``looked_at`` is on the calls and reactions that
somebody said something of. Copies are left out, since they say what their originals say.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.reference.geography import no_country
from readouts.warehouse.reading.query import Read, query_in
from readouts.warehouse.tables.rows import report_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Exported:
    """How many documents were written, and how many were left out since something in them waits."""

    written: int
    waiting: int


def export_documents(read: Read, path: Path) -> Exported:
    """Write the documents that analysts have looked at as JSON lines.

    Raises:
        OSError: the file cannot be written.
        QueryError: the warehouse is an earlier release's.
    """
    articles = read(query_in("corrections", "documents"), None).dicts
    ready = [article for article in articles if not article["waits"]]
    with path.open("w", encoding="utf-8") as file:
        for document in _documents(read, ready):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    return Exported(len(ready), len(articles) - len(ready))


def _documents(read: Read, articles: list[Row]) -> Iterator[dict[str, Any]]:
    ids = [article["article_id"] for article in articles]
    calls = _by(read(query_in("corrections", "calls"), [ids]).dicts, "article_id")
    parties = _by(read(query_in("corrections", "parties"), [ids]).dicts, "report_id")
    reactions = _by(read(query_in("corrections", "reactions"), [ids]).dicts, "report_id")
    for article in articles:
        report = report_of(article)
        yield {
            "id": article["article_id"],
            "url": article["canonical_url"],
            "title": report.title,
            "published": report.published and report.published.isoformat(),
            "publisher": report.publisher,
            "country": report.country,
            "is_official": report.is_official,
            "lang": report.language,
            "text": report.text,
            "calls": [
                _call(call, parties[call["report_id"]], reactions[call["report_id"]])
                for call in calls[article["article_id"]]
            ],
        }


def _call(call: Row, parties: list[Row], reactions: list[Row]) -> dict[str, Any]:
    names = {party["name"] for party in parties}
    return {
        "date": call["call_date"] and call["call_date"].isoformat(),
        "medium": call["medium"],
        "initiator": call["initiator"] if call["initiator"] in names else None,
        "parties": [_party(party) for party in parties],
        "reactions": [_reaction(reaction) for reaction in reactions],
        "evidence": call["evidence"],
        "start": call["evidence_start"],
        "end": call["evidence_end"],
        **({"looked_at": True} if call["is_corrected"] else {}),
    }


def _party(party: Row) -> dict[str, Any]:
    country, organisation = _placed(party["side"])
    return {
        "name": party["name"],
        "office": party["office"],
        "country": country,
        "country_basis": party["country_basis"],
        **({"organisation": organisation} if organisation else {}),
    }


def _reaction(reaction: Row) -> dict[str, Any]:
    return {
        "speaker": reaction["speaker"],
        "country": _placed(reaction["side"])[0],
        "stance": [reaction["stance"]],
        "toward": reaction["toward"],
        "evidence": reaction["evidence"],
        "start": reaction["evidence_start"],
        "end": reaction["evidence_end"],
        "rule": reaction["rule"],
        **({} if reaction["in_call"] else {"in_call": False}),
        **({"looked_at": True} if reaction["is_corrected"] else {}),
    }


def _placed(side: str | None) -> tuple[str | None, str | None]:
    """A side as country and organisation; several as one are neither."""
    if side is None or side == "joint":
        return None, None
    return (side, None) if no_country(side) is None else (None, side)


def _by(rows: list[Row], key: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped
