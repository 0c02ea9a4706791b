"""What a kind asks through, so that it opens no connection and writes no file itself.

What belongs here: the protocols. What does not: who keeps them (``collection.work``, ``collection.files``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from readouts.harvest.fetching.outcome import Outcome


class Asker(Protocol):
    """What a kind asks through."""

    @property
    def files(self) -> Files:
        """Large files, for kinds that fetch such."""

    def ask(
        self, url: str, kind: str, *, conditional: bool = False, max_bytes: int = 0
    ) -> Outcome | None:
        """The answer; None when there was none, or nothing new, which is recorded already.

        ``conditional`` asks only for what has changed since it was last had; ``max_bytes`` is what it may have besides
        what the source allows.
        """

    def fault(self, url: str, error: str) -> None:
        """The answer to this address, or a part of it, was no use: its row says why."""

    def note(self, url: str, text: str) -> None:
        """Something that is no fault and is to be known: it is said in the run."""


class Files(Protocol):
    """Large files that lie on the disk while their pages are read, one at a time."""

    def fetch(self, url: str, name: str, *, most: int, only: int | None = None) -> Path | None:
        """Where a file lies, whole, or its first ``only`` bytes; None when it cannot be had, which its row says."""

    def drop(self, name: str) -> None:
        """Remove a file that has been read."""

    def settle(self) -> None:
        """Wait until all pages that were handed on are filed."""

    def marks(self, url: str) -> frozenset[str]:
        """What this run and those before it have noted of a file."""

    def mark(self, url: str, text: str, fault: str = "") -> None:
        """Note something of a file, durably, and with it all pages that were filed; ``fault`` is what is wrong."""
