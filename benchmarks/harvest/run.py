"""How much the whole harvest costs beside the extraction alone, and how much memory it takes.

    python -m benchmarks.harvest.run [--pages 2000] [--processes 2] [--no-baseline]

From discovery to archive and articles, over 50 hosts on loopback without a pause between requests. Processor time is
that of the parent and its extracting processes; the server's is not counted. Memory is the highest resident size.
"""

from __future__ import annotations

import argparse
import json
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

from benchmarks.harvest.server import host_name
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.children import allow
from readouts.harvest.collection.collect import harvest
from readouts.harvest.extraction.duplicates import mark_duplicates
from readouts.harvest.extraction.workers import extract_articles
from readouts.harvest.fetching.outcome import Limits
from readouts.harvest.kinds.sitemap import SitemapSource

HOSTS = 50
EDITION = date(2026, 5, 9)
BARS = {"ratio": 1.3, "memory_parent_mb": 500.0, "memory_worker_mb": 150.0}
"""What is not to be exceeded."""


def cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def peak(process: int | str = "self") -> float:
    """The highest resident size of a process since its program began, in megabytes; 0 when it has ended.

    Not ``ru_maxrss`` of children: a child inherits its parent's in the moment before its own program begins.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


class Watch(threading.Thread):
    """Looks at the extracting processes now and then, and keeps the highest size that any reached."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.done.wait(0.2):
            for entry in Path("/proc").glob("[0-9]*"):
                try:
                    if b"readouts.harvest.worker" in (entry / "cmdline").read_bytes():
                        self.peak = max(self.peak, peak(entry.name))
                except OSError:
                    continue


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.1.1", 0))
        return int(probe.getsockname()[1])


def sources(pages: int, port: int) -> list[SitemapSource]:
    return [
        SitemapSource(
            id=f"host-{n}",
            name=f"Ministry {n}",
            kind="sitemap",
            url=f"http://{host_name(n, port)}/sitemap.xml",
            type="ministry",
            language="en",
            delay=0.0,
            max_pages=pages,
            allow_private=True,
        )
        for n in range(HOSTS)
    ]


def measure(pages: int, processes: int, home: Path, port: int) -> dict[str, float]:
    """One harvest with extraction; seconds and megabytes."""
    started = time.monotonic()
    report = harvest(sources(pages, port), EDITION, home, limits=Limits(workers=8))
    fetched = time.monotonic()
    collecting = cpu(resource.RUSAGE_SELF)
    collected = peak()
    watch = Watch()
    watch.start()
    rows = archived_pages(home, EDITION)
    allow(processes)
    articles = mark_duplicates(extract_articles(home, rows))
    done = time.monotonic()
    watch.done.set()
    return {
        "pages": report.pages,
        "articles": sum(article["error"] is None for article in articles),
        "copies": sum(article["duplicate_of"] is not None for article in articles),
        "cpu_collecting_s": collecting,
        "cpu_parent_s": cpu(resource.RUSAGE_SELF),
        "cpu_workers_s": cpu(resource.RUSAGE_CHILDREN),
        "clock_collecting_s": fetched - started,
        "clock_s": done - started,
        "memory_collecting_mb": collected,
        "memory_parent_mb": peak(),
        "memory_worker_mb": watch.peak,
    }


def baseline(pages: int, processes: int) -> float:
    """Processor time of the extraction alone, in seconds."""
    children = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "benchmarks.harvest.baseline",
                str(n),
                str(pages),
                str(processes),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(processes)
    ]
    return sum(float(child.communicate()[0].split()[0]) for child in children)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-baseline", action="store_true")
    asked = parser.parse_args()
    port = free_port()
    arguments = [str(number) for number in (HOSTS, asked.pages, port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.harvest.server", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    if server.stdout.readline().strip() != b"ready":
        print("the server does not start")
        return 1
    before = cpu(resource.RUSAGE_SELF)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.pages, asked.processes, Path(folder), port)
    server.communicate(b"")
    whole = found["cpu_parent_s"] - before + found["cpu_workers_s"]
    found["cpu_whole_s"] = whole
    if not asked.no_baseline:
        found["cpu_baseline_s"] = baseline(asked.pages, asked.processes)
        found["ratio"] = whole / found["cpu_baseline_s"]
    print(json.dumps({name: round(value, 2) for name, value in found.items()}, indent=1))
    missed = [name for name, bar in BARS.items() if found.get(name, 0.0) > bar]
    for name in missed:
        print(f"missed: {name} is above {BARS[name]}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
