"""What of an edition touches a rule, and what troubles the operators: asked of the published warehouse.

What belongs here: putting the queries of ``sql/alerts/`` and giving each answer its keys. What does not: the SQL, how
it is told (``messages``), and whether it has been told already (``outbox``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from readouts.alerts.watchlist import NewsKind, Rule, TroubleKind
from readouts.reference.names.naming import name_key
from readouts.warehouse.reading.query import answer, query_in


@dataclass(frozen=True)
class Item:
    """One piece of news: its kind, its facts, and its keys.

    It is told already when any of its keys is: a call goes by all its reports, so that one that another report joins,
    or that is merged with another, stays the same news.
    """

    kind: NewsKind | TroubleKind
    keys: tuple[str, ...]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Published:
    """Which publication the warehouse is, and its editions in order."""

    publication_id: str
    editions: tuple[date, ...]


def published(warehouse: Path) -> Published:
    """What is published.

    Raises:
        NotPublishedError: nothing is.
    """
    [(publication_id, editions)] = answer(warehouse, query_in("alerts", "publication")).rows
    return Published(publication_id, tuple(editions or ()))


def news_of(warehouse: Path, rule: Rule, editions: Sequence[date]) -> list[Item]:
    """What each of some editions was the first to tell that touches a rule, kind by kind."""
    people = _people(warehouse, rule.people) if rule.people else []
    parameters = {
        "editions": list(editions),
        "countries": list(rule.countries),
        "pairs": [list(pair) for pair in rule.pairs],
        "stances": list(rule.stances),
        "names": list(rule.people),
        "people": people,
    }
    return [
        Item(kind, tuple(f"{kind}/{key}" for key in row.pop("keys")), row)
        for kind in rule.kinds
        for row in _rows(warehouse, kind, parameters)
    ]


def silent_sources(warehouse: Path, days: int, collected: set[str]) -> list[Item]:
    """Sources of those ``collected`` that have been silent for ``days`` or more; a silence is one item as it lasts."""
    return [
        Item("silence", (f"silence/{row['source_id']}/{row['since']}",), row)
        for row in _rows(warehouse, "silence", {"days": days})
        if row["source_id"] in collected
    ]


def _people(warehouse: Path, names: tuple[str, ...]) -> list[str]:
    keys = [list(name_key(name)) for name in names]
    rows = _rows(warehouse, "people", {"keys": [key for key in keys if key]})
    return [f"{row['side']}/{row['name']}" for row in rows]


def _rows(warehouse: Path, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    return answer(warehouse, query_in("alerts", query), parameters).dicts
