"""WARC files: one's own archive, or news crawls such as Common Crawl's CC-NEWS."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from readouts.harvest.links import Link, Saved, Window, address

if TYPE_CHECKING:
    from readouts.harvest.kinds import Asker
    from readouts.harvest.sources import WarcSource

_HTML = ("text/html", "application/xhtml+xml")


def discover(source: WarcSource, asker: Asker, window: Window) -> Iterator[Link]:
    """The HTML answers in the files, in the order of names and records, from the window's first day on."""
    paths = sorted(glob.glob(source.path, recursive=True))  # noqa: PTH207 -- the path may be absolute
    if not paths:
        asker.fault(f"warc://{source.id}/", f"warc: no file matches {source.path}")
    for path in paths:
        try:
            yield from _links(path, window)
        except (ArchiveLoadFailed, OSError, ValueError, EOFError) as err:
            asker.fault(f"warc://{source.id}/{path.rsplit('/', 1)[-1]}", f"warc: {err}"[:200])


def _links(path: str, window: Window) -> Iterator[Link]:
    with open(path, "rb") as stream:  # noqa: PTH123 -- a path as glob gives it
        records = ArchiveIterator(stream)
        for record in records:
            url = _wanted(record, window)
            if url is not None:
                yield Link(url, saved=Saved(path, records.get_record_offset()))


def _wanted(record: Any, window: Window) -> str | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    if record.http_headers.get_statuscode() != "200":
        return None
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        fetched = date.fromisoformat(stamp[:10])
    except ValueError:
        return None
    # a page fetched before the window opens was published before it
    if not kind.startswith(_HTML) or fetched < window.since:
        return None
    return address(record.rec_headers.get_header("WARC-Target-URI") or "")
