"""Sending a message to a channel through apprise, whatever service that is.

What belongs here: one message to one address, with a few tries. What does not: which message goes where, and whether it
has gone already (``outbox``).
"""

from __future__ import annotations

import logging
import re
from typing import Any

from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_exponential

ATTEMPTS = 3
FIRST_PAUSE = 0.5
"""Seconds before the second try; each pause is twice the one before."""

MOST_PARTS = 3
"""Parts that a message is sent in to a service of short messages: apprise waits seconds between two of them."""

MARGIN = 100
"""Characters of a part that ends of lines and splitting between words may take."""

CUT = "… The rest is more than this channel takes; it is in the warehouse."

_LINE_END = re.compile(r"(?<=\S)\n(?=\S)")
"""The end of a line within a paragraph, which Markdown keeps after two blanks only."""


def _apprise() -> Any:
    """The library, loaded when something is sent; what it logs is in its results, not on the terminal."""
    import apprise

    logging.getLogger("apprise").addHandler(logging.NullHandler())
    return apprise


def is_address(address: str) -> bool:
    """Whether apprise knows a service for the address."""
    return _apprise().Apprise.instantiate(address) is not None


def send(address: str, title: str, body: str, *, attempts: int = ATTEMPTS) -> str | None:
    """Send a message of plain text to an apprise address, trying again when it fails.

    None when the service took it, else why not, in one line.

    A service that takes shorter messages gets it in parts, and of a message of more than ``MOST_PARTS`` the first
    paragraphs and the last.
    """
    apprise = _apprise()
    service = apprise.Apprise.instantiate(address)
    if service is None:
        return "apprise knows no service for its address"
    if "overflow=" not in address:
        service.overflow_mode = apprise.OverflowMode.SPLIT
    channel = apprise.Apprise()
    channel.add(service)
    # A service that knows Markdown alone gets the text as it stands: there is no markup in it, only ends of lines.
    only_markdown = _formats(service) == {"markdown"}
    text = _fitting(body, MOST_PARTS * (service.body_maxlen - len(title) - MARGIN))
    text = _LINE_END.sub("  \n", text) if only_markdown else text
    form = None if only_markdown else apprise.NotifyFormat.TEXT

    def notify() -> str | None:
        result = channel.notify(body=text, title=title, body_format=form)
        return None if result else _reason(result)

    tries = Retrying(
        stop=stop_after_attempt(attempts),
        wait=wait_exponential(multiplier=FIRST_PAUSE),
        retry=retry_if_result(lambda problem: problem is not None),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    return tries(notify)


def _fitting(body: str, room: int) -> str:
    """The body, cut between paragraphs to what there is room for; its last paragraph stays."""
    if len(body) <= room:
        return body
    *paragraphs, last = body.split("\n\n")
    left = room - len(CUT) - len(last)
    kept = []
    for paragraph in paragraphs:
        left -= len(paragraph) + 2
        if left < 0:
            break
        kept.append(paragraph)
    return "\n\n".join([*kept, CUT, last])


def _formats(service: Any) -> set[str]:
    declared = service.notify_format
    forms = declared if isinstance(declared, tuple) else (declared,)
    return {str(getattr(form, "value", form)) for form in forms}


def _reason(result: Any) -> str:
    """The first of what apprise says of a failure, on one line."""
    for entry in result.logs():
        return " ".join(str(entry.message).split()).rstrip(".")
    return "the service did not take it"
