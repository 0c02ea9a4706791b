"""How fast the parser is: documents a second, time to be ready, memory, and whether time grows with length alone.

    python -m benchmarks.parse [--pool FILE.jsonl] [--size BYTES] [--only CASE]

What belongs here: measuring the parser and judging the figures. What does not: the texts (``texts.py``).
Each hard text is read in a process of its own under a time limit, so that one that hangs is a row, not the end.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.texts import HARD, reports

PUBLISHED = date(2025, 5, 9)
DOCUMENTS_PER_SECOND = 300
IMPORT_SECONDS = 0.1
COMMAND_SECONDS = 0.5
MEMORY_MB = 100
SHARE_OF_NORMAL = 0.25
LIMIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, its bar, and whether it clears it."""

    name: str
    value: str
    bar: str
    good: bool


def throughput(texts: list[str]) -> tuple[float, float]:
    """Documents and megabytes a second over ``texts``, after one unmeasured pass over a few."""
    from readouts import parse

    for text in texts[:3]:
        parse(text, published=PUBLISHED)
    start = time.perf_counter()
    for text in texts:
        parse(text, published=PUBLISHED)
    seconds = time.perf_counter() - start
    megabytes = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    return len(texts) / seconds, megabytes / seconds


def pool(path: Path) -> Iterator[str]:
    """The texts of a file of JSON lines; those in other languages too, for the parser declines them itself."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def import_seconds(times: int = 5) -> float:
    """The best of some imports in fresh processes, without the interpreter's own start."""
    code = (
        "import time; t = time.perf_counter(); from readouts import parse; "
        "print(time.perf_counter() - t)"
    )
    return min(float(_python("-c", code)) for _ in range(times))


def command_seconds(text: str, times: int = 3) -> tuple[float, float]:
    """Median seconds and greatest memory (MB) of ``readouts parse FILE`` on one document."""
    seconds, memory = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.txt"
        file.write_text(text, encoding="utf-8")
        measure = (
            "import resource, subprocess, sys, time; t = time.perf_counter(); "
            "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
            "print(time.perf_counter() - t, "
            "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        command = [str(Path(sys.executable).with_name("readouts")), "parse", str(file)]
        for _ in range(times):
            took, kilobytes = _python("-c", measure, *command).split()
            seconds.append(float(took))
            memory = max(memory, float(kilobytes) / 1024)
    return statistics.median(seconds), memory


def _python(*arguments: str, timeout: float | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, text=True, timeout=timeout
    )
    return done.stdout


def read_case(name: str, size: int) -> dict[str, float]:
    """Seconds, megabytes and greatest memory (MB) of one hard text in this process."""
    from readouts import parse

    parse("Foreign Minister Ilvar Quen of Norway called Orlo Hallvik.", published=PUBLISHED)
    text = HARD[name](size)
    start = time.perf_counter()
    parsed = parse(text, published=PUBLISHED)
    return {
        "seconds": time.perf_counter() - start,
        "megabytes": len(text.encode("utf-8", "surrogatepass")) / 1e6,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "calls": len(parsed.calls),
    }


def hard_row(name: str, size: int, normal: float) -> tuple[list[str], bool]:
    """One line of the second table, and whether the text was read fast enough."""
    arguments = ("-m", "benchmarks.parse", "--case", name, "--size", str(size))
    try:
        result = json.loads(_python(*arguments, timeout=LIMIT_SECONDS))
    except subprocess.TimeoutExpired:
        return [name, f"over {LIMIT_SECONDS}", "", "", "", "too slow"], False
    except subprocess.CalledProcessError as err:
        lines = err.stderr.strip().splitlines() or [f"status {err.returncode}"]
        return [name, "", "", "", "", lines[-1][:30]], False
    rate = result["megabytes"] / result["seconds"]
    good = rate >= SHARE_OF_NORMAL * normal
    return [
        name,
        f"{result['seconds']:.2f}",
        f"{rate:.2f}",
        f"{rate / normal:.2f}",
        f"{result['memory']:.0f}",
        "" if good else "too slow",
    ], good


def figures(pool_file: Path | None) -> tuple[list[Figure], float]:
    """The plain figures, and the parser's normal speed in MB/s, to which hard texts are held."""
    texts = reports(300, 3_000, call_every=3_000)
    per_second, normal = throughput(texts)
    dense_per_second, dense = throughput(reports(100, 3_000, call_every=1_000))
    ready = import_seconds()
    found = [
        Figure(
            "documents a second, 3 kB, one call",
            f"{per_second:.0f} ({normal:.2f} MB/s)",
            f"at least {DOCUMENTS_PER_SECOND}",
            per_second >= DOCUMENTS_PER_SECOND,
        ),
        Figure("the same, three calls", f"{dense_per_second:.0f} ({dense:.2f} MB/s)", "", True),
        Figure(
            "from readouts import parse",
            f"{ready * 1000:.0f} ms",
            f"under {IMPORT_SECONDS * 1000:.0f} ms",
            ready < IMPORT_SECONDS,
        ),
        *command_figures(texts[0]),
    ]
    if pool_file is not None:
        per_second, rate = throughput(list(pool(pool_file)))
        value = f"{per_second:.0f} ({rate:.2f} MB/s)"
        found.append(Figure(f"documents a second, {pool_file.name}", value, "", True))
    return found, normal


def command_figures(text: str) -> list[Figure]:
    """How long ``readouts parse FILE`` takes, and how much memory."""
    name = "readouts parse FILE"
    try:
        seconds, memory = command_seconds(text)
    except subprocess.CalledProcessError as err:
        return [Figure(name, f"status {err.returncode}", f"under {COMMAND_SECONDS} s", False)]
    return [
        Figure(name, f"{seconds:.2f} s", f"under {COMMAND_SECONDS} s", seconds < COMMAND_SECONDS),
        Figure("its memory", f"{memory:.0f} MB", f"under {MEMORY_MB} MB", memory < MEMORY_MB),
    ]


def main() -> int:
    arguments = _arguments()
    if arguments.case:
        print(json.dumps(read_case(arguments.case, arguments.size)))
        return 0
    console = Console()
    plain, normal = figures(arguments.pool)
    table = _table("The parser on one core", "figure", "measured", "bar", "")
    for figure in plain:
        table.add_row(figure.name, figure.value, figure.bar, "" if figure.good else "missed")
    console.print(table)

    hard = _table(_title(arguments.size), "text", "s", "MB/s", "of normal", "peak MB", "")
    all_good = all(figure.good for figure in plain)
    for name in [arguments.only] if arguments.only else HARD:
        row, good = hard_row(name, arguments.size, normal)
        hard.add_row(*row)
        all_good = all_good and good
    console.print(hard)
    return 0 if all_good else 1


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def _title(size: int) -> str:
    return f"Hard texts of {size / 1e6:g} million characters, at least {SHARE_OF_NORMAL} of normal"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the parser.")
    parser.add_argument(
        "--pool", type=Path, help="JSON lines with a key 'text', to measure besides"
    )
    parser.add_argument("--size", type=int, default=5_000_000, help="characters of a hard text")
    parser.add_argument("--only", choices=HARD, help="one hard text instead of all")
    parser.add_argument("--case", choices=HARD, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
