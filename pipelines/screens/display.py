"""How results look at a terminal: tables, records, CSV, JSON.

What belongs here: drawing. What does not: getting what is drawn, and what a terminal may be sent
(``readouts.base.terminal``).

Text from articles is shown as it stands: Rich's own markup in it is not acted on. What Rich draws goes past the guard
of the streams, so the console made here cleans the text itself.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from readouts.base.errors import ReadoutsError
from readouts.base.terminal import harmless

if TYPE_CHECKING:
    from readouts.domain.records import ParsedArticle
    from readouts.harvest.collection.check import SourceCheck
    from readouts.harvest.sources.source import Source
    from readouts.warehouse.reading.query import Answer
    from readouts.warehouse.reading.results import GateRecord

PIPED_WIDTH = 160
"""Columns where there is no terminal to ask."""


class ResultError(ReadoutsError):
    """A result that cannot be written in the way that was asked for."""


class HarmlessConsole(Console):
    """A console whose own escapes are the only ones: those of the text that it shows are not sent."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """What Rich draws, with the text of it made harmless."""
        for segment in super().render(renderable, options):
            text, style, control = segment
            yield segment if control else Segment(harmless(text), style)


def console(*, stderr: bool = False) -> Console:
    """A console for results, or for progress with ``stderr``."""
    own = HarmlessConsole(stderr=stderr, highlight=False)
    if own.is_terminal:
        return own
    return HarmlessConsole(stderr=stderr, highlight=False, width=PIPED_WIDTH)


def plain(value: object) -> str:
    """A value on one line, without control characters."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(part) for part in value)
    return "".join(c if c.isprintable() else " " for c in str(value))


def progress_on(screen: Console, count: ProgressColumn, *, is_shown: bool = True) -> Progress:
    """A line of progress with a bar and what ``count`` counts; none where nobody looks on."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        count,
        TimeElapsedColumn(),
        console=screen,
        disable=not is_shown or not screen.is_terminal,
    )


def tell(text: object, style: str = "", *, screen: Console | None = None) -> None:
    """A line, whatever is in it, never broken where it could be searched for; to standard output by default."""
    (screen or console()).print(Text(plain(text), style), soft_wrap=True)


def write_answer(answer: Answer, form: str | None = None) -> None:
    """Write a query's answer to standard output as a table, records (``line``), CSV or JSON.

    Where no form is asked for, it is a table if its rows fit, and records otherwise.

    Raises:
        ResultError: JSON is asked for, and two columns have one name.
    """
    if form is None:
        form = "table" if _fits(answer) else "line"
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(answer.columns)
        writer.writerows(answer.rows)
    elif form == "json":
        _require_names(answer.columns)
        rows = [dict(zip(answer.columns, map(_as_json, row), strict=True)) for row in answer.rows]
        write_json(rows)
    elif form == "line":
        _write_records(answer)
    else:
        write_table(answer.columns, answer.rows)


def write_json(data: Any) -> None:
    """Write plain values to standard output as JSON."""
    json.dump(data, sys.stdout, default=str, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write("\n")


def _require_names(columns: Sequence[str]) -> None:
    """Make sure that each column has a name of its own, by which JSON tells values apart."""
    for name, times in Counter(columns).items():
        if times > 1:
            raise ResultError(
                f"{times} columns are called {plain(name)!r}, and JSON would keep one: give each a name"
                f" (SELECT a.{plain(name)} AS other), or ask for --format csv"
            )


def _as_json(value: Any) -> Any:
    """A value of DuckDB as JSON can have it: no number that is none, and no key but text."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {
            key if isinstance(key, str) else plain(key): _as_json(v) for key, v in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_as_json(part) for part in value]
    return value


LEAST_WIDTH = 12
"""Characters of a column that can still be read; a longer value goes on below."""


def _fits(answer: Answer) -> bool:
    """Whether the rows stand in a table in which words can be read."""
    lines = [answer.columns, *answer.rows]
    widths = (max(len(plain(line[n])) for line in lines) for n in range(len(answer.columns)))
    frame = 3 * len(answer.columns) + 1
    return sum(min(width, LEAST_WIDTH) for width in widths) + frame <= console().width


def _write_records(answer: Answer) -> None:
    """A block a row, a line a value."""
    screen = console()
    width = max(map(len, map(plain, answer.columns)), default=0)
    for number, row in enumerate(answer.rows):
        if number:
            screen.print()
        for name, value in zip(answer.columns, row, strict=True):
            line = Text.assemble((plain(name).rjust(width), "bold"), " = ", plain(value))
            screen.print(line, soft_wrap=True)


def write_table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str | None = None
) -> None:
    """Write rows as a table, numbers to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for number, column in enumerate(columns):
        is_number = bool(rows) and all(isinstance(row[number], (int, float)) for row in rows)
        table.add_column(
            Text(plain(column)), justify="right" if is_number else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(plain(value)) for value in row))
    console().print(table)


def write_sources(sources: Sequence[Source], *, as_json: bool) -> None:
    """Write the list of sources."""
    if as_json:
        data = [source.model_dump(mode="json", exclude_none=True) for source in sources]
        write_json(data)
        return
    write_table(
        ["id", "name", "kind", "type", "country", "language", "attested", "off"],
        [
            (s.id, s.name, s.kind, s.type, s.country, s.language, s.attested, _off(s))
            for s in sources
        ],
        title=_title(sources),
    )


def _off(source: Source) -> str:
    return "" if source.enabled else source.why_off or "switched off"


def _title(sources: Sequence[Source]) -> str:
    counts = Counter(source.attestation for source in sources)
    off = sum(not source.enabled for source in sources)
    told = ", ".join(
        f"{counts[kind]} {words}"
        for kind, words in (
            ("dated", "attested with a day"),
            ("undated", "attested without one"),
            ("host", "by their host alone"),
            ("none", "not attested"),
        )
        if counts[kind]
    )
    return f"{len(sources)} sources, {off} switched off: {told or 'none'}"


def write_checks(checks: Sequence[SourceCheck], *, as_json: bool) -> None:
    """Write what trying sources out came to, a row each."""
    if as_json:
        write_json([check.as_dict() for check in checks])
        return
    columns = ["source", "kind", "reachable", "robots", "links", "newest", "extracted", "problem"]
    rows = [
        (
            c.source_id,
            c.kind,
            "yes" if c.reachable else "no",
            c.robots,
            f"{c.links}, {c.too_old} older than max_age_days" if c.too_old else c.links,
            c.newest,
            f"{c.extracted} of {c.fetched}",
            c.problem,
        )
        for c in checks
    ]
    wrong = sum(not check.ok for check in checks)
    write_table(columns, rows, title=f"{len(checks)} sources, {wrong} with a problem")


def write_gates(record: GateRecord, form: str) -> None:
    """Write what the gates found: by edition and table how many checks passed, and those that did not."""
    tell(f"as {record.file} has it", screen=console(stderr=True))
    if form != "table":
        write_answer(record.checks, form)
        return
    checks = record.checks.dicts
    for state in record.editions:
        own = [check for check in checks if check["edition"] == state.edition]
        why = f": {state.reason}" if state.reason else ""
        tell(f"edition {state.edition}, {state.status}{why}", "bold")
        if own:
            _write_counts(own)
        failed = [check for check in own if check["result"] != "passed"]
        if failed:
            write_table(
                ["table", "check", "result", "rows failed", "examples", "expected"],
                [
                    (
                        c["table"],
                        c["check"],
                        c["result"],
                        _failed(c),
                        c["examples"],
                        c["description"],
                    )
                    for c in failed
                ],
            )
        else:
            console().print("every check passed")


def _write_counts(checks: Sequence[Mapping[str, Any]]) -> None:
    results = ("passed", "warned", "shut")
    counts = Counter((check["table"], check["result"]) for check in checks)
    tables = dict.fromkeys(check["table"] for check in checks)
    write_table(
        ["table", *results],
        [(table, *(counts[table, result] for result in results)) for table in tables],
    )


def _failed(check: Mapping[str, Any]) -> str:
    """How many rows failed; nothing for a check of the table as a whole."""
    return f"{check['rows_failed']} of {check['rows_checked']}" if check["rows_failed"] else ""


def write_parsed(parsed: ParsedArticle) -> None:
    """Write the calls of one article, each side's stances beneath, and what could not be read."""
    screen = console()
    for number, call in enumerate(parsed.calls, start=1):
        screen.print(Text(f"{number}. " + _call_line(call), style="bold"))
        table = Table(box=None, padding=(0, 2), show_header=False)
        for reaction in call.reactions:
            who = reaction.speaker or reaction.country or reaction.organisation or "?"
            table.add_row(
                Text("   " + plain(who)),
                Text(reaction.stance),
                Text(f"toward {reaction.toward}" if reaction.toward else ""),
                Text(f"“{plain(reaction.evidence)}”"),
            )
        screen.print(table if call.reactions else Text("   no reaction is told"))
    if not parsed.calls:
        screen.print("no call")
    for passage in parsed.unparsed:
        tell(f"not read ({passage.reason}): {passage.text}", "yellow", screen=screen)


def _call_line(call: Any) -> str:
    parties = [
        f"{plain(p.name or p.office or 'unnamed')} ({p.country or p.organisation or '?'})"
        for p in call.parties
    ]
    rang = "" if call.initiator is None else f", {parties[call.initiator]} rang"
    return f"{' – '.join(parties)}, {call.date or 'day open'}, {call.medium}{rang}"
