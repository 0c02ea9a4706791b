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
from readouts.warehouse.reading.query import Read
from readouts.warehouse.tables.rows import report_of

Row = dict[str, Any]

ARTICLES = """
WITH looked_at AS (
    SELECT DISTINCT r.article_id
    FROM core.applied_corrections AS k
    JOIN core.call_reports AS r ON r.report_id = k.report_id
    WHERE k.attached_by IN ('id', 'quotation')
)
SELECT a.*, EXISTS (SELECT 1 FROM marts.to_review AS w WHERE w.article_id = a.article_id) AS waits
FROM core.articles AS a
SEMI JOIN looked_at AS l ON l.article_id = a.article_id
WHERE a.duplicate_of IS NULL
QUALIFY row_number() OVER (PARTITION BY a.article_id ORDER BY a.edition) = 1
ORDER BY a.article_id
"""

CALLS = """
SELECT
    c.article_id, c.report_id, c.call_date, c.medium, c.initiator, r.evidence, r.evidence_start, r.evidence_end,
    c.is_corrected
FROM core.counted_reports AS c
JOIN core.call_reports AS r ON r.report_id = c.report_id AND r.edition = c.edition
WHERE list_contains($1::VARCHAR[], c.article_id)
ORDER BY c.article_id, r.ordinal, c.report_id
"""

PARTIES = """
SELECT c.report_id, c.name, c.office, c.side, c.country_basis
FROM core.counted_parties AS c
JOIN core.parties AS p ON p.party_id = c.party_id AND p.edition = c.edition
WHERE list_contains($1::VARCHAR[], p.article_id)
ORDER BY c.report_id, p.ordinal
"""

REACTIONS = """
SELECT
    e.report_id, e.speaker, e.side, e.stance, e.toward, e.in_call, e.rule, r.evidence, r.evidence_start,
    r.evidence_end, e.is_corrected
FROM marts.evidence AS e
JOIN core.reactions AS r ON r.reaction_id = e.reaction_id AND r.edition = e.edition
WHERE list_contains($1::VARCHAR[], e.article_id)
ORDER BY e.report_id, r.evidence_start, e.reaction_id
"""


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
    articles = read(ARTICLES, None).dicts
    ready = [article for article in articles if not article["waits"]]
    with path.open("w", encoding="utf-8") as file:
        for document in _documents(read, ready):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    return Exported(len(ready), len(articles) - len(ready))


def _documents(read: Read, articles: list[Row]) -> Iterator[dict[str, Any]]:
    ids = [article["article_id"] for article in articles]
    calls = _by(read(CALLS, [ids]).dicts, "article_id")
    parties = _by(read(PARTIES, [ids]).dicts, "report_id")
    reactions = _by(read(REACTIONS, [ids]).dicts, "report_id")
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
