"""What a kind of source asks through, so that it opens no connection and writes no file itself.

What belongs here: the protocol. What does not: who keeps it (``collection.work``, and ``collection.check`` for trials).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from readouts.harvest.fetching.outcome import Outcome


class Asker(Protocol):
    """What a kind asks through."""

    def ask(
        self, url: str, kind: str, *, conditional: bool = False, max_bytes: int | None = None
    ) -> Outcome | None:
        """The answer; None when there was none, or nothing new, which is recorded already."""

    def fault(self, url: str, error: str) -> None:
        """The answer to this address, or a part of it, was no use: its row says why."""

    def note(self, url: str, text: str) -> None:
        """Something that is no fault and is to be known: it is said in the run."""
