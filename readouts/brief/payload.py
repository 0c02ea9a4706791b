"""The data that a brief carries: columns of numbers over lists of names, small enough to travel inside the page.

What belongs here: turning rows into columns. What does not: reading them, and what the page's script makes of them.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from readouts.base.files import read_tsv
from readouts.brief.reading import Material, Row
from readouts.brief.text import packed, safe_link, visible
from readouts.brief.words import (
    READERS,
    alone,
    side_name,
    stance_name,
    tongue,
    translation,
)
from readouts.reference.geography import countries
from readouts.reference.stances.taxonomy import taxonomy

WORLD = Path(__file__).with_name("world")
MEDIA = ["phone", "video", "unspecified"]
ID_LENGTH = 10
"""So many characters of an id name a row on a page of evidence."""


@dataclass
class _Numbered:
    """Values, each with the number under which the columns name it."""

    values: list[Any] = field(default_factory=list)
    numbers: dict[Hashable, int] = field(default_factory=dict)

    def number(self, key: Hashable, value: Any = None) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self.numbers[key]


@cache
def _world() -> Any:
    return json.loads((WORLD / "world.json").read_text(encoding="utf-8"))


@cache
def _places() -> list[list[Any]]:
    """Each country with its name, where its symbol stands, and whether it is too small to be seen without one."""
    names = {country.iso3: country.name for country in countries()}
    return [
        [
            row["iso3"],
            names[row["iso3"]],
            float(row["longitude"]),
            float(row["latitude"]),
            int(row["small"]),
        ]
        for row in read_tsv(WORLD / "places.tsv")
    ]


def payload(material: Material, sentences: int) -> dict[str, Any]:
    """What the page's script works on; the words of the ``sentences`` latest reactions go with it."""
    sides, stances, publishers, days, editions = (_Numbered() for _ in range(5))
    for code, stance in taxonomy().items():
        courtesy = int("courtesy" in stance.traits)
        stances.number(code, [code, stance_name(code), stance.position, courtesy])
    tongues, translations = _Numbered(), _Numbered()
    articles = _Articles(publishers, editions, tongues)
    told = material.sentences[:sentences]
    calls = _Numbered()
    call_columns = _calls(material, calls, days, sides, publishers)
    reactions = _reactions(material.reactions, calls, sides, stances, publishers, editions)
    reactions["alone"] = _marks(
        material, ((r["read_by"], r["edition"]) for r in material.reactions)
    )
    call_columns["alone"] = _marks(material, ((c["read_by"], c["read_in"]) for c in material.calls))
    # The words of a call go along as far as those of its reactions do.
    last = (
        reactions["call"][len(told) - 1] if told and len(told) < len(material.reactions) else None
    )
    kept = material.calls if last is None else material.calls[: last + 1]
    call_columns["words"] = [visible(row["evidence"] or "") for row in kept]
    call_columns["translation"] = _translations(kept, translations)
    call_columns["article"] = [articles.number(row) for row in kept]
    speakers = _Numbered()
    for row in material.reactions[: len(told)]:
        speakers.number(row["speaker"] or "", visible(row["speaker"] or ""))
    return {
        "edition": str(material.edition),
        "first_day": str(material.first_day),
        "earliest": str(material.earliest),
        "publication": material.publication.publication_id,
        "media": MEDIA,
        "calls": call_columns,
        "reactions": reactions,
        "words": [visible(row["evidence"]) for row in told],
        "translation": _translations(told, translations),
        "translations": translations.values,
        "articles": {"of": [articles.number(row) for row in told], "rows": articles.rows},
        "speakers": {
            "of": [
                speakers.number(row["speaker"] or "") for row in material.reactions[: len(told)]
            ],
            "names": speakers.values,
        },
        "shifts": [_shift(row, material.since, tongues) for row in material.shifts],
        "differences": [
            _difference(row, calls, material.since, tongues) for row in material.differences
        ],
        "tongues": [astuple(tongue(code)) for code in tongues.values],
        "readers": READERS,
        "sides": [[side, side_name(side)] for side in sides.values],
        "stances": stances.values,
        "publishers": [visible(name) for name in publishers.values],
        "days": days.values,
        "editions": editions.values,
        "places": _places(),
        "world": _world(),
    }


def _translations(rows: Iterable[Row], known: _Numbered) -> dict[str, int]:
    """Which of the known translations stands under the words of a row, by the row's number."""
    found = {}
    for number, row in enumerate(rows):
        one = translation(row)
        if one is not None:
            found[str(number)] = known.number(one, astuple(one))
    return found


def _marks(material: Material, read: Iterable[tuple[str | None, date | None]]) -> str:
    """A character each: the first letter of the one reader who says it, or a dash."""
    return "".join(alone(*one, material.since)[:1] or "-" for one in read)


@dataclass
class _Articles:
    """Articles in the order in which they are named first."""

    publishers: _Numbered
    editions: _Numbered
    tongues: _Numbered
    known: _Numbered = field(default_factory=_Numbered)

    def number(self, row: Row) -> int:
        if row["article_id"] is None:
            return -1
        key = (row["article_id"], row["edition"])
        found = self.known.numbers.get(key)
        return self.known.number(key, self._row(row)) if found is None else found

    def _row(self, row: Row) -> list[Any]:
        link = safe_link(row["canonical_url"])
        return [
            visible(row["title"] or ""),
            self.publishers.number(row["publisher"]),
            str(row["published_date"]),
            link or "",
            "" if link else visible(row["canonical_url"]),
            self.editions.number(str(row["edition"])),
            row["article_id"][:ID_LENGTH],
            self.tongues.number(row["language"] or ""),
        ]

    @property
    def rows(self) -> list[Any]:
        return self.known.values


def _calls(
    material: Material,
    calls: _Numbered,
    days: _Numbered,
    sides: _Numbered,
    publishers: _Numbered,
) -> dict[str, Any]:
    for row in material.calls:
        calls.number(row["call_id"])
    return {
        "day": [days.number(str(row["call_date"])) for row in material.calls],
        # Of these nobody tells the day: it is that on which they were first told of.
        "undated": [n for n, row in enumerate(material.calls) if not row["is_date_stated"]],
        "sides": [[sides.number(side) for side in row["sides"]] for row in material.calls],
        "unplaced": {
            str(number): [visible(name) for name in row["unplaced"]]
            for number, row in enumerate(material.calls)
            if row["unplaced"]
        },
        "rang": [
            -1 if row["initiator_side"] is None else sides.number(row["initiator_side"])
            for row in material.calls
        ],
        "medium": [MEDIA.index(row["medium"]) for row in material.calls],
        "told": [int(row["is_told"]) + int(row["is_new"]) for row in material.calls],
        # Who told of it in this edition, copies left out.
        "sources": {
            str(number): [publishers.number(name) for name in row["publishers"]]
            for number, row in enumerate(material.calls)
            if row["publishers"]
        },
    }


def _reactions(
    rows: Iterable[Row],
    calls: _Numbered,
    sides: _Numbered,
    stances: _Numbered,
    publishers: _Numbered,
    editions: _Numbered,
) -> dict[str, Any]:
    kept = list(rows)
    return {
        "call": [calls.numbers[row["call_id"]] for row in kept],
        "side": [-1 if row["side"] is None else sides.number(row["side"]) for row in kept],
        "stance": [stances.numbers[row["stance"]] for row in kept],
        "publisher": [publishers.number(row["publisher"]) for row in kept],
        "copy": [int(row["is_copy"]) for row in kept],
        "corrected": [number for number, row in enumerate(kept) if row["is_corrected"]],
        "beside": [number for number, row in enumerate(kept) if not row["in_call"]],
        "edition": [editions.number(str(row["edition"])) for row in kept],
        "id": "".join(row["reaction_id"][:ID_LENGTH].ljust(ID_LENGTH, "_") for row in kept),
    }


def _told(row: Row, tongues: _Numbered, prefix: str = "") -> dict[str, Any]:
    """The language of what a row quotes, and its translation."""
    one = translation(row, prefix)
    return {
        "tongue": tongues.number(row[f"{prefix}language"] or ""),
        "translation": None if one is None else astuple(one),
    }


def _shift(row: Row, since: date | None, tongues: _Numbered) -> dict[str, Any]:
    return {
        "side": row["side"],
        "side_name": side_name(row["side"]),
        "counterpart": row["counterpart"],
        "counterpart_name": side_name(row["counterpart"]),
        "from_date": str(row["from_date"]),
        "from": row["from_position"],
        "from_stances": row["from_stances"],
        "to_date": str(row["to_date"]),
        "to": row["to_position"],
        "to_stances": row["to_stances"],
        "publisher": visible(row["publisher"]),
        "words": visible(row["quotation"]),
        "is_beside": not row["in_call"],
        "told": _told(row, tongues),
        "url": safe_link(row["quotation_url"]) or "",
        "alone": alone(row["read_by"], row["edition"], since),
        "edition": str(row["edition"]),
        "told_in": str(row["told_in"]),
        "id": row["reaction_id"][:ID_LENGTH],
    }


def _difference(
    row: Row, calls: _Numbered, since: date | None, tongues: _Numbered
) -> dict[str, Any]:
    return {
        "date": str(row["call_date"]),
        "is_dated": row["is_date_stated"],
        "call": calls.numbers.get(row["call_id"], -1),
        "side": row["side"],
        "side_name": side_name(row["side"]),
        "stance": row["stance"],
        "position": row["position"],
        "told_by": side_name(row["told_by"]),
        "untold_by": side_name(row["untold_by"]),
        "is_position_told": row["is_position_told"],
        "words": visible(row["passage"]),
        "told": _told(row, tongues),
        "url": safe_link(row["passage_url"]) or "",
        "other_words": visible(row["other_passage"]),
        "other_told": _told(row, tongues, "other_"),
        "other_url": safe_link(row["other_url"]) or "",
        "other_edition": str(row["other_edition"]),
        "alone": alone(row["read_by"], row["edition"], since),
        "other_id": row["other_article"][:ID_LENGTH],
        "edition": str(row["edition"]),
        "id": row["reaction_id"][:ID_LENGTH],
    }


def packed_data(data: dict[str, Any]) -> str:
    """The data as JSON, packed."""
    return packed(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
