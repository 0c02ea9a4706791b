"""The pages of evidence: what an edition's articles say, as archived, with the sentences marked that figures rest on.

What belongs here: one HTML file an edition, without a script. What does not: the brief, which links to them.

A page is written anew when its rows have changed, be it by a correction, by a later report that joins a call, or by a
report that is retracted; a digest of its rows, kept beside the pages, tells.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from readouts.base.files import write_whole
from readouts.brief.page import TEMPLATES, code, environment, policy, style
from readouts.brief.payload import ID_LENGTH
from readouts.brief.reading import Row, ask
from readouts.brief.text import safe_link, visible
from readouts.brief.words import (
    READERS,
    SYMBOLS,
    alone,
    side_name,
    stance_name,
    tongue,
    translation,
)
from readouts.warehouse.reading.query import Read

INDEX = "pages.json"
AROUND = 2_000
"""Characters kept before the first and after the last sentence of a long text."""
LONG = 20_000


def write_evidence(read: Read, folder: Path, edition: date) -> list[str]:
    """Write the page of ``edition`` and those whose rows have changed; returns all editions with one, latest first."""
    known = _read_index(folder / INDEX)
    [readers] = ask(read, "readers", edition)
    since = readers["since"]
    wanted = {
        str(
            row["edition"]
        ): f"{row['digest']}-{row['reactions']}-{row['articles']}-{_template_digest()}"
        + ("-two" if since is not None and row["edition"] >= since else "")
        for row in ask(read, "editions")
    }
    # An edition that has lost the last of its reports keeps its page, which is to say so.
    for day in {*known, str(edition)}:
        wanted.setdefault(day, f"none-{_template_digest()}")
    changed = [day for day, digest in wanted.items() if known.get(day) != digest]
    for day in sorted({*changed, str(edition)}):
        html = evidence_html(read, date.fromisoformat(day), since)
        write_whole(folder / f"{day}.html", html)
    write_whole(folder / INDEX, json.dumps(wanted, indent=0))
    return sorted(wanted, reverse=True)


def _read_index(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _template_digest() -> str:
    made_by = (Path(__file__), TEMPLATES / "evidence.html", TEMPLATES / "brief.css")
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()[:8]


def evidence_html(read: Read, edition: date, since: date | None) -> str:
    """The page of evidence of one edition; ``since`` is the first edition that a model read."""
    said = defaultdict(list)
    for row in ask(read, "evidence_marks", edition):
        said[row["article_id"]].append(row)
    articles = [
        _article(row, said[row["article_id"]], since)
        for row in ask(read, "evidence_articles", edition)
    ]
    return (
        environment()
        .get_template("evidence.html")
        .render(
            edition=edition,
            articles=articles,
            readers=READERS,
            is_marked=any(said["alone"] for article in articles for said in article["reactions"]),
            style=code(style()),
            policy=policy(),
        )
    )


def _article(row: Row, said: list[Row], since: date | None) -> dict[str, Any]:
    first, last = _window(row["text"], said)
    return {
        "id": row["article_id"][:ID_LENGTH],
        "article_id": row["article_id"],
        "title": visible(row["title"] or ""),
        "tongue": tongue(row["language"]),
        "publisher": visible(row["publisher"]),
        "published": row["published_date"],
        "is_copy": row["is_copy"],
        "link": safe_link(row["canonical_url"]),
        "address": visible(row["canonical_url"]),
        "reactions": [_reaction(reaction, since) for reaction in said],
        "parts": marked(row["text"], said, first, last),
        "left_out": len(row["text"]) - (last - first),
        "warc_file": row["warc_file"],
        "warc_offset": row["warc_offset"],
        "warc_length": row["warc_length"],
        "sha256": row["content_sha256"],
        "fetched_at": row["fetched_at"] and row["fetched_at"].replace(microsecond=0),
    }


def _window(text: str, said: list[Row]) -> tuple[int, int]:
    """What of a text is shown: all of it, or of a long one the part around its sentences."""
    if len(text) <= LONG:
        return 0, len(text)
    starts = [reaction["evidence_start"] for reaction in said] or [0]
    ends = [reaction["evidence_end"] for reaction in said] or [AROUND]
    first = max(0, min(starts) - AROUND)
    return first, min(len(text), max(ends) + AROUND)


def marked(text: str, said: list[Row], first: int, last: int) -> list[dict[str, Any]]:
    """The text from ``first`` to ``last`` in parts, each with the ids of the reactions that begin there.

    A part with ids is a marked one. Where sentences overlap, the later one's part begins at the earlier one's end.
    """
    parts: list[dict[str, Any]] = []
    at = first
    spans: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in said:
        span = (row["evidence_start"], row["evidence_end"])
        spans[span].append(row["reaction_id"][:ID_LENGTH])
    for (start, end), ids in sorted(spans.items()):
        if start > at:
            parts.append({"text": visible(text[at:start]), "ids": []})
        begin = max(start, at)
        parts.append({"text": visible(text[begin:end]) if end > begin else "", "ids": ids})
        at = max(at, end)
    if at < last:
        parts.append({"text": visible(text[at:last]), "ids": []})
    return parts


def _reaction(row: Row, since: date | None) -> dict[str, Any]:
    others = [side_name(counterpart) for counterpart in row["counterparts"]]
    return {
        "id": row["reaction_id"][:ID_LENGTH],
        "speaker": visible(row["speaker"] or ""),
        "side": side_name(row["side"]),
        "translation": translation(row),
        "with": ", ".join(others),
        "day": row["call_date"],
        "is_dated": row["is_date_stated"],
        "is_beside": not row["in_call"],
        "stance": stance_name(row["stance"]),
        "position": row["position"],
        "symbol": SYMBOLS[row["position"]],
        "words": visible(row["evidence"]),
        "is_corrected": row["is_corrected"],
        "alone": alone(row["read_by"], row["edition"], since),
    }
