"""What was read of an article as plain values, such as JSON can say, and back.

What belongs here: both directions. What does not: the records (``records``), and the form that people annotate in
(``readouts.evaluation``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from readouts.domain.records import Call, ParsedArticle, Party, Passage, Reaction


def as_plain(article: ParsedArticle) -> dict[str, Any]:
    """Mappings, lists, texts and numbers that say the same."""
    plain = asdict(article)
    for call in plain["calls"]:
        call["date"] = call["date"] and call["date"].isoformat()
    return plain


def from_plain(plain: Mapping[str, Any]) -> ParsedArticle:
    """What ``as_plain`` was given.

    Raises:
        TypeError, ValueError, KeyError: it says no such thing.
    """
    return ParsedArticle(
        tuple(_call(call) for call in plain["calls"]),
        tuple(Passage(**passage) for passage in plain["unparsed"]),
    )


def _call(plain: Mapping[str, Any]) -> Call:
    day = plain["date"]
    return Call(
        **{
            **plain,
            "date": None if day is None else date.fromisoformat(day),
            "parties": tuple(Party(**party) for party in plain["parties"]),
            "reactions": tuple(_reaction(reaction) for reaction in plain["reactions"]),
            "doubts": tuple(plain["doubts"]),
        }
    )


def _reaction(plain: Mapping[str, Any]) -> Reaction:
    return Reaction(**{**plain, "doubts": tuple(plain["doubts"])})
