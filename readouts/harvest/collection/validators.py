"""What a server gave with a list to ask later whether it has changed.

What belongs here: the headers of a conditional request. What does not: remembering them (``ledger``), and asking.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from readouts.base.clock import elapsed, mail_date


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether anything has changed."""

    etag: str | None
    last_modified: str | None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request.

        A change that is yet to come is not asked after: a server whose clock was ahead once would say for years that
        there was none since.
        """
        changed = mail_date(self.last_modified)
        is_past = changed is not None and elapsed(changed, datetime.now(UTC)) is not None
        pairs = (
            ("If-None-Match", self.etag),
            ("If-Modified-Since", self.last_modified if is_past else None),
        )
        return {name: value for name, value in pairs if value}
