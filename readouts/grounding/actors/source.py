"""Which country a report comes from.

What belongs here: what is given of the source, and what its publisher's name tells. What does not: whether it speaks
of its own officials (``sides``).
"""

from __future__ import annotations

import re
from functools import cache

from readouts.base.alike import alike, loose, view
from readouts.domain.records import Report
from readouts.grounding.words import lexicon
from readouts.reference import read_table
from readouts.reference.geography import iso3_by_iso2

_CCTLD = re.compile(r"\.([a-z]{2})(?![a-z.])")


def source_country(report: Report) -> str | None:
    """Return the country that a report comes from: as given, or by its publisher's name."""
    return report.country or (
        _of_publisher(report.publisher, report.language) if report.publisher else None
    )


@cache
def _publishers() -> dict[str, tuple[str, bool]]:
    """Return the country of each known publisher, and whether it is an office of a state."""
    rows = read_table("publishers", "en")
    known = [row for row in rows if row["country"]]
    return {loose(alike(row["name"])): (row["country"], row["official"] == "y") for row in known}


@cache
def _of_publisher(publisher: str, language: str) -> str | None:
    words = loose(alike(publisher))
    for name, (country, official) in _publishers().items():
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
            # "State Department for Foreign Affairs, Kenya"
            return (official and _named_in(publisher, language, beside=country)) or country
    if (named := _named_in(publisher, language)) is not None:
        return named or None
    domain = _CCTLD.search(words)
    return iso3_by_iso2().get(domain[1].upper()) if domain else None


def _named_in(publisher: str, language: str, beside: str = "") -> str | None:
    """Return the one country that a publisher's name has ``beside`` another, "" for a body, None where none."""
    seen = view(publisher)
    for code in (language, "en"):
        sides = {hit.label for hit in lexicon(code).scan(seen) if hit.label.startswith("@")}
        sides.discard(f"@{beside}")
        if len(sides) == 1:
            label = sides.pop()
            return "" if label.startswith("@~") else label.removeprefix("@")
    return None
