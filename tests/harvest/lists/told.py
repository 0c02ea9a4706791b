"""What the reading process says of a list, and a feed to ask it about."""

from __future__ import annotations

from typing import Any

from readouts.harvest.children import ask

BASE = "https://example.org/x/list"


def told(kind: str, body: str | bytes, charset: str | None = None, **options: Any) -> Any:
    """What the reading process says, with addresses without their host."""
    raw = body.encode() if isinstance(body, str) else body
    question = {"base": BASE, "charset": charset, **options}
    answer = ask({"what": "list", "kind": kind, "options": question}, raw, 30.0)
    for entry in answer["entries"]:
        entry[0] = entry[0].removeprefix("https://example.org")
    return answer


def links(answer: Any) -> list[str]:
    return [entry[0] for entry in answer["entries"]]


def feed(title: str = "", extra: str = "", head: str = "") -> str:
    items = (
        f"<item><title>One {title}</title><link>/a{extra}</link></item><item><link>/b</link></item>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel>{items}</channel></rss>'
