"""What a harvest brought, in numbers: for the run's log, its metadata and the table of ``sources check``.

What belongs here: counting. What does not: doing (``collect.py``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter


@dataclass(slots=True)
class SourceReport:
    """One source's numbers. ``pages`` were archived now; ``failures`` counts errors by code, lists included.

    ``answered`` counts requests that did not fail, of lists and of articles. ``too_old`` counts pages that were never
    read and are older than the source's ``max_age_days``, ``newest_old`` is the latest day among these. ``left_out``
    counts pages that speak of no call, where only those that do are taken. ``is_read_once``: pages lie in
    files that no other run reads.
    """

    source_id: str
    max_age_days: int = 30
    links: int = 0
    answered: int = 0
    pages: int = 0
    known: int = 0
    too_old: int = 0
    newest_old: date | None = None
    deferred: int = 0
    left_out: int = 0
    is_read_once: bool = False
    failures: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    newest: date | None = None

    @property
    def failed(self) -> int:
        """How many requests failed, each attempt counted."""
        return sum(self.failures.values())

    def fail(self, url: str, error: str) -> None:
        """Count a request of a list that failed, or an answer that was no use."""
        self.failures[error.split(":", 1)[0]] += 1
        self.faults.append(f"{url}: {error}")

    def leave_alone(self, day: date) -> None:
        """Count a page of this day as too old."""
        self.too_old += 1
        self.newest_old = max(self.newest_old or day, day)

    @property
    def left_alone(self) -> str | None:
        """How many pages are too old, by which key, and what reads them; None where none are."""
        if not self.too_old:
            return None
        if self.is_read_once:
            return f"{self.too_old} older than max_age_days ({self.max_age_days}) and left alone"
        what = "page is" if self.too_old == 1 else "pages are"
        which = "it" if self.too_old == 1 else "the latest of them"
        return (
            f"{self.too_old} {what} older than max_age_days ({self.max_age_days}) and left alone;"
            f" 'readouts run {self.newest_old}' reads {which}, or raise max_age_days"
        )

    def line(self) -> str:
        """One line on the source for a person."""
        text = f"{self.source_id}: {self.pages} new pages"
        text += f", {self.failed} failed" if self.failed else ""
        text += f"; {self.left_out} that speak of no call left out" if self.left_out else ""
        return text + (f"; {self.left_alone}" if self.left_alone else "")


@dataclass(frozen=True, slots=True)
class HarvestReport:
    """A whole harvest's numbers."""

    sources: tuple[SourceReport, ...]

    @property
    def pages(self) -> int:
        """Pages archived now."""
        return sum(source.pages for source in self.sources)

    @property
    def failed(self) -> int:
        """Requests that failed."""
        return sum(source.failed for source in self.sources)

    @property
    def warning(self) -> str | None:
        """That nothing could be fetched, though it was tried, so that silence means nothing; None otherwise."""
        if not self.failed or any(source.answered for source in self.sources):
            return None
        return f"none of this run's {self.failed} fetches succeeded ({self._codes})"

    @property
    def failures(self) -> dict[str, int]:
        """Failed requests by error code."""
        total: Counter[str] = Counter()
        for source in self.sources:
            total.update(source.failures)
        return dict(sorted(total.items()))

    @property
    def _codes(self) -> str:
        return ", ".join(f"{code} {n}" for code, n in self.failures.items())

    def as_plain(self) -> Any:
        """Mappings, lists, texts and numbers that say the same, such as JSON can."""
        return _plain().dump_python(self, mode="json")

    @classmethod
    def from_plain(cls, plain: Any) -> HarvestReport:
        """What ``as_plain`` was made of.

        Raises:
            ValueError: it says no such thing.
        """
        return _plain().validate_python(plain)

    def table(self) -> str:
        """A row a source that had something to do, as Markdown; the ones with trouble first."""
        rows = [
            f"| {each.source_id} | {each.pages} | {each.known} | {each.deferred} | {each.failed} |"
            f" {', '.join(f'{code} {n}' for code, n in sorted(each.failures.items()))} |"
            for each in sorted(self.sources, key=lambda each: (-each.failed, each.source_id))
        ]
        head = "| source | new pages | known | left for later | failed | why |"
        return "\n".join([head, "|---|---|---|---|---|---|", *rows])

    def summary(self) -> str:
        """One line for a person."""
        text = f"{self.pages} new pages from {len(self.sources)} sources, {self.failed} failed"
        if self.failures:
            text += f" ({self._codes})"
        waiting = sum(source.deferred for source in self.sources)
        old = sum(source.too_old for source in self.sources)
        silent = sum(source.left_out for source in self.sources)
        text += f", {waiting} left for the next run" if waiting else ""
        text += f", {silent} that speak of no call left out" if silent else ""
        return text + (f", {old} older than max_age_days and left alone" if old else "")


@cache
def _plain() -> TypeAdapter[HarvestReport]:
    return TypeAdapter(HarvestReport)
