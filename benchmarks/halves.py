"""How much sooner a range of editions is published when two processes make them while a third closes them.

    python -m benchmarks.halves [--editions 20] [--articles 200] [--workers 2] [--plain]

The same pages, of the size of a news site's (``benchmarks.warehouse``), lie in a folder; the command runs the range
with one worker, which is one process for reading pages, and with more, each in a home of its own. The figure is the
ratio of the two times on the clock, from the command to its end, with all that it loads. Processor time is printed
beside it, and the load of the machine before each run: where others have the processors, the clock tells of them. What
is published must be the same. ``--plain`` runs it without the option, too: all processors read one edition's pages.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.warehouse import SOURCES, write_pages
from readouts.base.instance.home import ROOT, WORKERS_VARIABLE, Home
from readouts.warehouse.reading.query import answer

BAR = 0.6
"""With two workers a range takes at most this share of the time that it takes with one."""

FIRST = date(2025, 3, 4)


@dataclass(frozen=True)
class Run:
    """One run: seconds on the clock, of processors, the load of the machine before it, and what it published."""

    seconds: float
    processor: float
    load: float
    publication: str


def write(folder: Path, editions: int, articles: int) -> None:
    """The pages of all editions, and the source that has them."""
    for number in range(editions):
        write_pages(folder / "pages", articles, FIRST + timedelta(days=number), seed=number)
    sources = SOURCES.format(pages=folder / "pages")
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")


def run(folder: Path, name: str, editions: int, workers: int | None) -> Run:
    """Run the range in a home of its own.

    Raises:
        CalledProcessError: the run failed.
    """
    home = folder / name
    environment = os.environ | {
        "READOUTS_HOME": str(home),
        "READOUTS_SOURCES": str(folder / "sources.yaml"),
    }
    environment.pop(WORKERS_VARIABLE, None)
    option = [] if workers is None else ["--workers", str(workers)]
    span = f"{FIRST}..{FIRST + timedelta(days=editions - 1)}"
    command = [sys.executable, "-m", "pipelines.cli", "run", span, *option]
    os.sync()
    load = os.getloadavg()[0]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    ((publication,),) = answer(
        Home(home).warehouse, "SELECT publication_id FROM meta.publication"
    ).rows
    return Run(seconds, processor, load, publication)


def report(runs: dict[str, Run]) -> int:
    """Print the runs and the ratio; 1 where it misses the bar, or where they do not publish the same."""
    table = Table(title=f"Seconds, on {os.cpu_count()} processors")
    for column in ("", "clock", "processor", "load before", "publication"):
        table.add_column(column, justify="left" if not column else "right")
    for name, each in runs.items():
        figures = (f"{each.seconds:.1f}", f"{each.processor:.1f}", f"{each.load:.1f}")
        table.add_row(name, *figures, each.publication)
    Console().print(table)
    one, several = list(runs.values())[:2]
    ratio = several.seconds / one.seconds
    is_same = len({each.publication for each in runs.values()}) == 1
    print(f"with more workers it takes {ratio:.2f} of the time (bar {BAR})")
    print("all publish the same" if is_same else "they do not publish the same")
    return 0 if ratio <= BAR and is_same else 1


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where the bar is missed."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--editions", type=int, default=20, help="days of the range (20)")
    options.add_argument("--articles", type=int, default=200, help="pages of each (200)")
    options.add_argument("--workers", type=int, default=2, help="processes that make (2)")
    options.add_argument("--plain", action="store_true", help="also without the option")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, given.editions, given.articles)
        wanted: dict[str, int | None] = {"1 worker": 1, f"{given.workers} workers": given.workers}
        if given.plain:
            wanted["without the option"] = None
        return report(
            {
                name: run(folder, name.replace(" ", "-"), given.editions, workers)
                for name, workers in wanted.items()
            }
        )


if __name__ == "__main__":
    sys.exit(main())
