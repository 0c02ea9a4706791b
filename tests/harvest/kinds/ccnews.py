"""A server of CC-NEWS files, and what a harvest of it left."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.collection.collect import harvest
from readouts.harvest.collection.report import HarvestReport
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, source
from tests.harvest.server import Answer, Site, in_parts

NAME = "CC-NEWS-20260509010203-00001.warc.gz"
SECOND = "CC-NEWS-20260509130203-00002.warc.gz"
LIST = "/crawl-data/CC-NEWS/2026/05/warc.paths.gz"
PLAIN = """<!doctype html><html lang="en"><head><title>Harvest of number {0}</title>
<meta property="article:published_time" content="2026-05-09T08:00:00Z"></head><body><article>
<h1>Harvest of number {0}</h1><p>The farmers of the valley of Orrin brought in {0} tons of barley in spite of the rain,
and the mill at the river ground it until late in the evening, as it has done for the past hundred years.</p>
<p>Bread will be cheaper in the winter, the bakers of the valley say, and the price of beer stays where it was.</p>
</article></body></html>"""


def file_of(pages: Iterable[tuple[str, str | bytes]], when: str = "2026-05-09T08:00:00Z") -> bytes:
    """A file as Common Crawl writes them: a member a record, with requests between them."""
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=True)
    writer.write_record(writer.create_warcinfo_record("crawl", {"software": "test"}))
    for url, page in pages:
        body = page.encode() if isinstance(page, str) else page
        head = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        dated = {"WARC-Date": when, "WARC-IP-Address": "192.0.2.7"}
        for record in (
            writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict=dated),
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=head,
                warc_headers_dict=dated,
            ),
        ):
            writer.write_record(record)
    return target.getvalue()


def story(number: int, day: str = "2026-05-09T08:00:00Z") -> tuple[str, str]:
    return f"https://courier.example/story/{number}", article(number, day=day)


def stories(count: int, first: int = 0) -> list[tuple[str, str]]:
    return [story(number) for number in range(first, first + count)]


def publish(site: Site, **files: bytes | server.Route) -> None:
    """Let the site have these files, and a list of them by month."""
    months: dict[str, list[str]] = {}
    for name, content in files.items():
        path = f"crawl-data/CC-NEWS/{name[8:12]}/{name[12:14]}/{name}"
        months.setdefault(path.rsplit("/", 1)[0], []).append(path)
        site.routes[f"/{path}"] = in_parts(content) if isinstance(content, bytes) else content
    for folder, paths in months.items():
        body = gzip.compress("".join(f"{path}\n" for path in paths).encode(), mtime=0)
        site.routes[f"/{folder}/warc.paths.gz"] = server.with_etag(
            Answer(body, type="application/gzip")
        )


def collect(site: Site, home: Path, edition: date = DAY, **values: Any) -> HarvestReport:
    published = values.pop("published", ())
    named = source("ccnews", url=site.url, country=None, type="newspaper", **values)
    return harvest([named], edition, home, limits=QUICK, published_editions=published)


def asked_for_files(site: Site) -> list[str]:
    return [path.rsplit("/", 1)[-1] for path in site.paths() if path.endswith(".warc.gz")]


def errors(home: Path, edition: date = DAY) -> dict[str, str]:
    """The errors of an edition by the last part of the address."""
    rows = archived_pages(home, edition)
    return {row["requested_url"].rsplit("/", 1)[-1]: row["error"] for row in rows if row["error"]}


def leftovers(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "downloads").glob("*/*.warc.gz*"))
