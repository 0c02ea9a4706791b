"""What the simulation is fed with, measured on this machine: pages of 235 kB, as ``benchmarks.warehouse`` makes them.

What belongs here: seconds a page of each part of the way, and what closing an edition costs. What does not: what
follows from them. Processor time is taken where cores are counted, so that a busy machine measures the same.
"""

from __future__ import annotations

import gzip
import io
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.scale.model import Times
from benchmarks.warehouse import LINKS, SOURCES, write_pages
from readouts.base.instance.home import ROOT, Home
from readouts.edition.making.answers import parse_article
from readouts.edition.project import Project
from readouts.edition.run import edition_steps
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.archive.writing import Volume, packed
from readouts.harvest.children import close_idle
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.report import SourceReport
from readouts.harvest.extraction.workers import extract_articles
from readouts.harvest.fetching.exchange import Exchange
from readouts.harvest.kinds.ccnews import CcNewsSource
from readouts.harvest.sources_file import load_sources

DAY = date(2025, 3, 4)
LIGHT = 20
"""Links of a menu of pages that are made to be closed: what a page weighs is of no account there."""
NAME = f"crawl-data/CC-NEWS/2025/03/CC-NEWS-{DAY:%Y%m%d}010203-00001.warc.gz"


def measure(
    folder: Path, heavy: int, small: int, large: int, events: float, say: Callable[[str], None]
) -> Times:
    """Every part: so many heavy pages are looked at and extracted, editions of two sizes closed.

    ``events`` are counted elsewhere.
    """
    pages = folder / "pages"
    write_pages(pages, heavy, DAY)
    say(f"reading {heavy} pages of CC-NEWS")
    look = reading(folder / "ccnews", pages)
    store = storing(folder / "store", pages)
    say(f"making an edition of {heavy} pages, closing editions of {small} and {large}")
    # what a process imports is paid once, and here
    _, extract, parse = edition(folder / "heavy", heavy)
    closing = {
        count: edition(folder / str(count), count, links=LIGHT)[0] for count in (small, large)
    }
    close_page = max(0.0, (closing[large] - closing[small]) / (large - small))
    return Times(
        look=look,
        store=store,
        extract=extract,
        parse=parse,
        close_fixed=max(0.0, closing[small] - small * close_page),
        close_page=close_page,
        events=events,
        commit=syncing(folder),
    )


def reading(home: Path, pages: Path) -> float:
    """Seconds a page for reading a file of CC-NEWS and looking for calls; next to none is taken."""
    content = crawl_file(pages)
    count = len(list(pages.iterdir()))
    with serving(content) as url:
        source = CcNewsSource(
            id="ccnews",
            name="N",
            kind="ccnews",
            type="newspaper",
            language="en",
            url=url,
            allow_private=True,
            delay=0.0,
        )
        reports: list[SourceReport] = []
        spent = spent_on(lambda: reports.extend(harvest([source], DAY, home).sources))
    (report,) = reports
    if report.left_out + report.pages != count:
        raise RuntimeError(f"of {count} pages {report.left_out + report.pages} were looked at")
    return spent / count


def storing(home: Path, pages: Path) -> float:
    """Seconds a page for its record in the archive."""
    bodies = [path.read_bytes() for path in sorted(pages.iterdir())[:100]]
    headers = (("Content-Type", "text/html"),)
    now = datetime.now(UTC)
    volume = Volume(home, DAY, "store", "run")
    before = time.process_time()
    for number, body in enumerate(bodies):
        url = f"https://store.example/{number}"
        volume.store(packed(Exchange(url, "/", 200, "OK", headers, body, now)))
    volume.commit()
    return (time.process_time() - before) / len(bodies)


def edition(folder: Path, count: int, links: int = LINKS) -> tuple[float, float, float]:
    """Seconds of closing an edition of so many pages; and a page's of extraction and of parsing.

    Closing is what the steps take from the archive on in this process, which is all but the extraction, less parsing.
    """
    write_pages(folder / "pages", count, DAY, links=links)
    sources = folder / "sources.yaml"
    sources.write_text(SOURCES.format(pages=folder / "pages"), encoding="utf-8")
    project = Project.load(Home(folder / "home"), ROOT, sources)
    harvest(load_sources(sources), DAY, project.home.path)
    rows = archived_pages(project.home.path, DAY)
    articles: list[dict[str, Any]] = []
    extract = spent_on(lambda: articles.extend(extract_articles(project.home.path, rows)))
    before = time.process_time()
    for article in articles:
        parse_article(article)
    parse = time.process_time() - before
    before = time.process_time()
    for step in edition_steps(project, DAY, offline=True, say=lambda line: None):
        step.run()
    closing = time.process_time() - before - parse
    return max(0.0, closing), extract / count, parse / count


def spent_on(work: Callable[[], object]) -> float:
    """Seconds of processor time that a piece of work takes, in this process and those that it starts."""
    close_idle()
    before = processor_time()
    work()
    close_idle()
    return processor_time() - before


def syncing(folder: Path) -> float:
    """Seconds until a small write is on this disk, the median: what a commit waits for at least."""
    spent = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(50):
            file.write(b"x" * 200)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            spent.append(time.perf_counter() - began)
    return sorted(spent)[len(spent) // 2]


def processor_time() -> float:
    """Seconds that this process and those which it has waited for have computed."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def crawl_file(pages: Path) -> bytes:
    """Pages as a file of CC-NEWS has them."""
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=True)
    for path in sorted(pages.iterdir()):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://crawl.example/{path.name}",
            "response",
            payload=io.BytesIO(path.read_bytes()),
            http_headers=head,
            warc_headers_dict={"WARC-Date": f"{DAY}T12:00:00Z"},
        )
        writer.write_record(record)
    return target.getvalue()


@contextmanager
def serving(content: bytes) -> Iterator[str]:
    """A server on this machine that has one file of CC-NEWS and the list of its month."""
    listed = gzip.compress(f"{NAME}\n".encode())

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """Send the file, the list, or that there is nothing."""
            body = {f"/{NAME}": content, "/crawl-data/CC-NEWS/2025/03/warc.paths.gz": listed}
            found = body.get(self.path)
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            self.wfile.write(found or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
