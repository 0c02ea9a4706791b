"""What is seen of an answer before it is filed: whether it is an article's page, of which day, and of what.

What belongs here: asking a process apart, and what follows when it cannot tell. What does not: reading a page
(``extraction/extract.py``), and what is done with what is seen (``work.py``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from readouts.harvest.children import Crash, ask
from readouts.harvest.fetching.outcome import Outcome
from readouts.harvest.links import Link
from readouts.harvest.page import nature

_SNIFFED = 4096
_SECONDS = 10.0
"""How long a page is looked at while it is collected; it is read with more patience later."""


class Looked(NamedTuple):
    """The outcome, with a reason where the answer is no article; the day of its publication, where it is known.

    ``tells`` is whether it may tell of a call: true also where that was not asked, or cannot be told.
    """

    outcome: Outcome
    day: date | None
    tells: bool = True


def looked_at(link: Link, outcome: Outcome, row: dict[str, Any], *, for_calls: bool) -> Looked:
    """Look at an answer; ``row`` is its row as it would be filed, ``for_calls`` looks through its text for calls."""
    outcome = _sniffed(outcome)
    reason = outcome.error or nature.redirected(link.url, outcome.url)
    told = link.date if link.date_kind == "published" else None
    if reason or (told is not None and not nature.needs_a_look(outcome.body) and not for_calls):
        return Looked(replace(outcome, error=reason) if reason else outcome, told)
    try:
        found = ask({"what": "look", "row": row, "for_calls": for_calls}, outcome.body, _SECONDS)
    except (TimeoutError, Crash):
        return Looked(outcome, told)
    if found["reason"]:
        outcome = replace(outcome, error=found["reason"])
    day = date.fromisoformat(found["day"]) if found["day"] else None
    return Looked(outcome, told or day, found["tells"])


def _sniffed(outcome: Outcome) -> Outcome:
    """An answer that says it is HTML, or nothing, and is not."""
    if outcome.error or b"<" in outcome.body[:_SNIFFED]:
        return outcome
    return replace(outcome, error="content_type: the body is not HTML")
