"""What a day costs: runs of the command, each in a process of its own, in seconds of processor time (user and system).

    python -m benchmarks.days [--editions 30] [--profile]

A source of one page a day, in a folder, so that no network counts. Four figures:

- a run with nothing new: the edition that stands is run again;
- an empty edition: a day after the last page, by itself;
- an edition in a range: ``--editions`` days without a page, less an empty edition, by the number of the others;
- a page: an edition of 300 pages, less an empty one, by its pages.

From the last two five years of one source with ten pages a day are extrapolated. ``--profile`` writes where the time of
the range without pages goes, by module, to the screen.
"""

from __future__ import annotations

import argparse
import os
import pstats
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.warehouse import SOURCES, write_pages
from readouts.base.instance.home import ROOT

FIRST = date(2025, 3, 4)
PAGES_A_DAY = 10
FIVE_YEARS = 5 * 365

BARS = {
    "a run with nothing new": 5.0,
    "an empty edition": 8.0,
    "an edition in a range": 3.0,
    "five years": 2 * 3600.0,
}
"""Seconds of processor time, at most."""

BEFORE = {
    "a run with nothing new": 13.0,
    "an empty edition": 30.0,
    "an edition in a range": 14.5,
    "five years": 7 * 3600.0,
}
"""What they were when each event and each step opened its file anew, for comparison."""

PAGES = 300
"""Pages of the edition that tells what a page costs."""


@dataclass(frozen=True)
class Place:
    """A home of its own, and the folder of the pages that its one source has."""

    path: Path

    def write(self, pages: int, day: date) -> None:
        """Give the source so many pages of a day, every tenth of which tells of a call."""
        folder = self.path / "pages"
        write_pages(folder, pages, day)
        (self.path / "sources.yaml").write_text(SOURCES.format(pages=folder), encoding="utf-8")

    def run(self, editions: str, profile: Path | None = None) -> float:
        """Run the command for some editions; the seconds of processor time that it and its children took.

        Raises:
            CalledProcessError: the run failed.
        """
        environment = os.environ | {
            "READOUTS_HOME": str(self.path / "home"),
            "READOUTS_SOURCES": str(self.path / "sources.yaml"),
        }
        to_profile = ["-m", "cProfile", "-o", str(profile)] if profile else []
        command = [sys.executable, *to_profile, "-m", "pipelines.cli", "run", editions]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def measure(folder: Path, editions: int) -> dict[str, float]:
    """The four figures, in seconds of processor time."""
    few = Place(folder / "few")
    few.write(1, FIRST)
    few.run(str(FIRST))
    found = {"a run with nothing new": few.run(str(FIRST))}
    empty = found["an empty edition"] = few.run(str(FIRST + timedelta(days=1)))
    begin = FIRST + timedelta(days=2)
    span = few.run(f"{begin}..{begin + timedelta(days=editions - 1)}")
    each = found["an edition in a range"] = (span - empty) / (editions - 1)
    many = Place(folder / "many")
    many.write(1, FIRST)
    many.run(str(FIRST))
    many.write(PAGES, FIRST + timedelta(days=1))
    a_page = (many.run(str(FIRST + timedelta(days=1))) - empty) / PAGES
    found["a page"] = a_page
    found["five years"] = FIVE_YEARS * (each + PAGES_A_DAY * a_page)
    return found


def report(found: dict[str, float]) -> int:
    """Print each figure beside what it was and its bar; 1 where one misses its bar."""
    table = Table(title="Seconds of processor time")
    for column in ("", "before", "now", "bar", ""):
        table.add_column(column, justify="left" if not column else "right")
    missed = 0
    for name, seconds in found.items():
        bar = BARS.get(name)
        missed += bar is not None and seconds > bar
        table.add_row(
            name,
            _shown(BEFORE.get(name)),
            _shown(seconds),
            _shown(bar),
            "" if bar is None else "ok" if seconds <= bar else "missed",
        )
    Console().print(table)
    return 1 if missed else 0


def _shown(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.3f}" if seconds < 0.1 else f"{seconds:.1f}"


def print_profile(folder: Path, editions: int) -> None:
    """Print where a range of empty editions spends its time, by package and by function."""
    place = Place(folder / "profiled")
    place.write(1, FIRST)
    place.run(str(FIRST))
    begin = FIRST + timedelta(days=1)
    file = folder / "profile"
    place.run(f"{begin}..{begin + timedelta(days=editions - 1)}", file)
    stats: Any = pstats.Stats(str(file))
    packages: Counter[str] = Counter()
    for (module, _, _), (_, _, own, _, _) in stats.stats.items():
        packages[_package(module)] += own
    table = Table(title=f"{editions} editions, with the profiler on")
    table.add_column("package")
    table.add_column("own seconds", justify="right")
    for package, seconds in packages.most_common(15):
        table.add_row(package, f"{seconds:.1f}")
    Console().print(table)
    stats.sort_stats("cumulative").print_stats("readouts|assets|pipelines|dagster", 40)


def _package(module: str) -> str:
    """The package that a profiled file is of."""
    parts = Path(module).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    if module.startswith(str(ROOT)):
        return Path(module).relative_to(ROOT).parts[0]
    return "built in" if module == "~" else "python"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where a figure misses its bar."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--editions", type=int, default=30, help="days of the range (30)")
    options.add_argument("--profile", action="store_true", help="show where the time goes instead")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if given.profile:
            print_profile(Path(folder), given.editions)
            return 0
        return report(measure(Path(folder), given.editions))


if __name__ == "__main__":
    sys.exit(main())
