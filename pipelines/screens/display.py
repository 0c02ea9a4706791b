"""How results look at a terminal: tables, records, CSV, JSON.

What belongs here: drawing. What does not: getting what is drawn, and what a terminal may be sent
(``readouts.base.terminal``).

Text from articles is shown as it stands: Rich's own markup in it is not acted on. What Rich draws goes past the guard
of the streams, so the console made here cleans the text itself.
"""

from __future__ import annotations

import csv
import io
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
    from readouts.warehouse.reading.query import Answer

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


def say(text: object, style: str = "") -> None:
    """A line of what is told besides the answer: to standard error."""
    tell(text, style, screen=console(stderr=True))


def write_answer(answer: Answer, form: str | None = None) -> None:
    """Write a query's answer to standard output as a table, records (``line``), CSV or JSON.

    Where no form is asked for, it is a table if its rows fit, and records otherwise.

    Raises:
        ResultError: JSON is asked for, and two columns have one name.
    """
    if form is None:
        form = "table" if _fits(answer) else "line"
    if form == "csv":
        for row in (answer.columns, *answer.rows):
            line = io.StringIO(newline="")
            csv.writer(line).writerow(row)  # a lone "\r" is quoted where a line ends with one, too
            sys.stdout.write(line.getvalue().removesuffix("\r\n") + "\n")
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
