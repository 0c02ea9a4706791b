"""Readers: from a report to its calls, whoever does it.

What belongs here: the one interface behind which the rules and a language model stand. What does not: how either
reads, and the joining of what they read (``readouts.joining``).
"""

from __future__ import annotations

from typing import Protocol

from readouts.model import ParsedArticle, Report


class Reader(Protocol):
    """Text in, calls out: a reader finds the calls of a report, each with its reactions and its place in the text."""

    def read(self, report: Report) -> ParsedArticle | None:
        """Return what the report tells, None where this reader did not read it."""


class Rules:
    """The rules over tables: deterministic, offline, the default that needs nothing."""

    def read(self, report: Report) -> ParsedArticle:
        """Return what the rules find; in a language without tables the text stays unparsed."""
        from readouts.parse import parse_report

        return parse_report(report)
