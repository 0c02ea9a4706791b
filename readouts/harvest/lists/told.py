"""What reading a list came to: its entries, and what of it could not be read.

What belongs here: plain data, and making text from outside plain. What does not: any form of list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_ENTRIES = 50_000
"""Entries of one list that are taken: as many as the sitemap protocol allows."""

MOST_NAMED = 5
"""Entries that could not be read that are named; the others are counted."""

LONGEST = 1000
"""Characters that are kept of a title."""


@dataclass(slots=True)
class Told:
    """What a list says.

    ``entries`` are of the form that its reader's module tells. ``problem`` says why there are none, or no more.
    ``unread`` are entries that could not be read, each with its name ("entry 3") and why; ``left_out`` is how many
    more there were. ``next`` is the address of a listing's next page. ``semblance`` names what an
    answer is that only looks like a list (``semblances.tsv``); ``looked`` is how many links a listing has.
    """

    entries: list[list[Any]] = field(default_factory=list)
    problem: str = ""
    unread: list[list[str]] = field(default_factory=list)
    left_out: int = 0
    next: str | None = None
    semblance: str = ""
    looked: int = 0

    def add(self, *entry: Any) -> None:
        """Take an entry, unless there are as many as are taken."""
        if len(self.entries) < MOST_ENTRIES:
            self.entries.append([*entry])
        else:
            self.left_out += 1

    def miss(self, name: str, why: str) -> None:
        """Note an entry that could not be read."""
        if len(self.unread) < MOST_NAMED:
            self.unread.append([name, " ".join(why.split())[:160]])
        else:
            self.left_out += 1


def plain(text: str | None, longest: int = LONGEST) -> str | None:
    """A text on one line, without what no table and no file can hold; None where nothing is left."""
    # half of a character, as broken escapes leave it, is none
    whole = (text or "")[: longest * 4].encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return " ".join(whole.split())[:longest] or None
