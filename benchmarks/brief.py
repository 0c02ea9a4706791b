"""How fast the brief is: written, and opened in a browser, with 5 reactions and with 50,000.

    python -m benchmarks.brief

What belongs here: measuring, and judging the figures. What does not: the invented warehouse (``brief.sql``).
The time to open is from the start of the navigation until every chart is drawn, the median of a few.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from readouts.base.instance.home import ROOT
from readouts.brief.write import write_brief
from readouts.warehouse.tables.definitions import load_catalogue
from readouts.warehouse.tables.layout import ensure_tables

SIZES = (5, 500, 50_000)
OPEN_SECONDS = 2.0
MEGABYTES = 3.0
WRITE_SECONDS = 1.5
TIMES = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def warehouse_of(reactions: int, path: Path) -> Path:
    """A warehouse with so many invented reactions."""
    with duckdb.connect(str(path)) as connection:
        ensure_tables(connection, load_catalogue(ROOT / "expectations"))
        connection.execute(f"CREATE TEMP TABLE wanted AS SELECT {reactions:d} AS reactions")
        connection.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    return path


def seconds_to_write(warehouse: Path, folder: Path) -> tuple[Path, float]:
    """The brief, and the least CPU time of some to write it anew once its charts and older pages are there."""
    path = write_brief(warehouse, folder).path
    found = []
    for _ in range(3):
        start = time.process_time()
        write_brief(warehouse, folder)
        found.append(time.process_time() - start)
    return path, min(found)


def seconds_to_open(browser: Browser, address: str) -> float:
    """The median time until the page is drawn."""
    found = []
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("html.ready", state="attached")
        found.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime") / 1000)
        context.close()
    return statistics.median(found)


def main() -> int:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print(f"the brief is not measured: no browser is found ({', '.join(BROWSERS)})")
        return 0
    table = Table(title="The brief")
    for heading in (
        "reactions",
        "written in CPU s",
        "MB",
        "opens in s",
        "calls with one country in s",
        "",
    ):
        table.add_column(heading, justify="right")
    is_good = True
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for reactions in SIZES:
            folder = Path(name) / str(reactions)
            folder.mkdir()
            warehouse = warehouse_of(reactions, folder / "warehouse.duckdb")
            path, written = seconds_to_write(warehouse, folder / "brief")
            size = path.stat().st_size / 1e6
            opened = seconds_to_open(browser, path.as_uri())
            chosen = seconds_to_open(browser, f"{path.as_uri()}#country=NOR&from=2020-01-01")
            good = (
                written < WRITE_SECONDS and size < MEGABYTES and max(opened, chosen) < OPEN_SECONDS
            )
            is_good = is_good and good
            table.add_row(
                f"{reactions:,}",
                f"{written:.2f}",
                f"{size:.2f}",
                f"{opened:.2f}",
                f"{chosen:.2f}",
                "" if good else "missed",
            )
        browser.close()
    Console().print(table)
    print(
        f"bars: written in {WRITE_SECONDS} CPU s, below {MEGABYTES} MB, opens in {OPEN_SECONDS} s"
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
