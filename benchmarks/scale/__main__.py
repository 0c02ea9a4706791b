"""Measure this machine, simulate 1, 10, 100 and 1,000 workers, and say where it ends.

    python -m benchmarks.scale [--pages 200] [--workers 1 10 100 1000] [--set cores=16 bandwidth=1e8]

It takes a minute or two where nothing else is at work, nearly all of it for measuring.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.scale.figures import a_year_of_ccnews, figures, machines, workloads
from benchmarks.scale.measuring import measure
from benchmarks.scale.model import PARTS, Times, simulate

WORKERS = (1, 10, 100, 1000)
CLOSED = (100, 1000)
"""Pages of the editions that are closed."""


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--workers", type=int, nargs="+", default=list(WORKERS))
    options.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE")
    given = options.parse_args(arguments)
    screen = Console(width=150)
    values = {name: figure.value for name, figure in figures().items()}
    for text in given.set:
        name, _, value = text.partition("=")
        if name not in values:
            options.error(f"{name!r} is no figure: {', '.join(values)}")
        values[name] = float(value)
    with tempfile.TemporaryDirectory() as folder:
        times = measure(Path(folder), given.pages, *CLOSED, values["events"], screen.print)
    screen.print(measured(times))
    screen.print(elsewhere(values))
    screen.print(year(values))
    screen.print(simulated(values, times, given.workers))
    return 0


def measured(times: Times) -> Table:
    """What was measured now."""
    rows = [
        (
            "looking at a page of CC-NEWS: reading, text, words of a call",
            times.look,
            "ms of a core",
        ),
        ("archiving a page", times.store, "ms of a core"),
        ("extracting an article", times.extract, "ms of a core"),
        ("parsing an article", times.parse, "ms of a core"),
        ("closing an edition: each page", times.close_page, "ms of a core"),
        ("closing an edition: in any case", times.close_fixed, "ms of a core"),
        ("a write that is on this disk (fsync)", times.commit, "ms"),
    ]
    found = [(name, f"{seconds * 1000:,.1f}", unit) for name, seconds, unit in rows]
    return table("Measured in this run", ("", "", ""), found)


def elsewhere(values: dict[str, float]) -> Table:
    """What was not measured, and where it is from."""
    rows = [
        (f.name, f"{values[f.name]:,.10g}", f.unit, f.basis, f.origin) for f in figures().values()
    ]
    return table("Not measured in this run", ("figure", "", "", "basis", "from"), rows)


def year(values: dict[str, float]) -> Table:
    """What a year of CC-NEWS costs besides time."""
    found = a_year_of_ccnews(values)
    rows = [
        ("files", f"{found.files:,.0f}"),
        ("articles looked at", f"{found.articles / 1e6:,.1f} million"),
        ("traffic", f"{found.traffic / 1e12:,.2f} TB"),
        ("pages taken", f"{found.taken / 1e6:,.2f} million"),
        ("archive, at most", f"{found.archive / 1e9:,.0f} GB"),
        ("tokens sent to a model", f"{found.tokens_sent / 1e9:,.1f} thousand million"),
        ("tokens answered", f"{found.tokens_answered / 1e9:,.1f} thousand million"),
    ]
    return table("A year of CC-NEWS", ("", ""), rows)


def simulated(values: dict[str, float], times: Times, workers: Iterable[int]) -> Table:
    """How long each workload takes, and which part was busy for which share of it."""
    rows = []
    for work in workloads(values, times):
        for count in workers:
            found = simulate(work, times, machines(values), count)
            shares = [f"{found.busy[part]:.0%}" for part in PARTS]
            rows.append((work.name, f"{count:,}", span(found.seconds), *shares, found.ends_at))
    return table("Simulated", ("work", "workers", "takes", *PARTS, "ends at"), rows)


def span(seconds: float) -> str:
    """A time as a person says it."""
    for size, unit in ((86_400.0, "days"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:,.1f} s"


def table(title: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    """A table as the terminal shows it."""
    found = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        found.add_column(column, justify="right" if number == 1 else "left", overflow="fold")
    for row in rows:
        found.add_row(*row)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
