"""CC-NEWS, Common Crawl's archive of the world's news: its files of a day, fetched whole and read page by page.

What belongs here: which files of a month's list a day has, and which of their pages are wanted. What does not: reading
a file (``warc.py``), fetching and keeping it (``collection/on_disk/files.py``), and whether a page tells of a call.

Files are called ``CC-NEWS-YYYYMMDDhhmmss-NNNNN.warc.gz`` by the moment at which they were begun, and have about 1 GB
each. One lies on the disk at a time, and goes when it is read. What has been read of it stands in the archive's own
index, so that a second run asks for nothing, and one that was ended goes on near where that one was.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from readouts.harvest.kinds.listed import listed
from readouts.harvest.kinds.warc import WarcFile
from readouts.harvest.links import Link, Window
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import WebSource
from readouts.harvest.sources.values import Domain, Url

_NAME = re.compile(r"CC-NEWS-(\d{8})\d{6}-\d+\.warc\.gz")
_SECONDS_BETWEEN_MARKS = 120.0
"""How much work of a run that is killed is done once more."""
_TRIED_BYTES = 4_000_000
"""What is fetched of a file to try the source: about a hundred pages."""


class _File(NamedTuple):
    """A file of the list: its name, its address, and the day on which it was begun."""

    name: str
    url: str
    day: date


class CcNewsSource(WebSource):
    """CC-NEWS, Common Crawl's archive of news, by the day; its pages are taken from its files, and asked of nobody."""

    kind: Literal["ccnews"]
    url: Url = Field(
        default="https://data.commoncrawl.org",
        description="the web address under which crawl-data/CC-NEWS/ stands (http or https)",
    )
    domains: tuple[Domain, ...] = Field(
        default=(),
        max_length=10_000,
        strict=False,
        description="a list of domains, such as example.org: pages of others, and of none under these, are left out",
    )
    calls_only: bool = Field(
        default=True, description="true or false (false takes pages that speak of no call too)"
    )
    days: int = Field(
        default=1,
        ge=1,
        le=30,
        description="days of files, back from the edition, that are looked at, 1 to 30",
    )
    max_files: int = Field(
        default=1000, ge=1, le=1000, description="files of a day at most, 1 to 1000"
    )
    max_file_bytes: int = Field(
        default=2_000_000_000,
        ge=1_000,
        le=100_000_000_000,
        description="bytes of one file at most, and so of the disk",
    )

    by_date = "yes, by the day in the names of its files"
    is_mixed = True
    is_in_files = True
    # its host says so of whoever asks too often: https://status.commoncrawl.org
    slow_down = frozenset({403})

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.country and not self.domains:
            raise ValueError("a country is that of the publishers named as 'domains', and none are")
        return self

    @property
    def question(self) -> str:
        """A digest of what is asked of a file: one that was read for something else is read again."""
        asked = [self.domains, self.include, self.exclude, self.calls_only, self.max_age_days]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]

    def for_trial(self, pages: int) -> Self:
        """See ``SourceBase.for_trial``: whatever a page tells, since few tell of calls."""
        return super().for_trial(pages).model_copy(update={"calls_only": False})

    def discover(self, asker: Asker, window: Window) -> Iterator[Link]:
        """The pages in the files of the edition's day, and of the days before it that the source asks for."""
        if self.is_trial:
            yield from _tried(self, asker, window)
            return
        months: dict[date, list[_File]] = {}
        for back in range(self.days):
            day = window.edition - timedelta(days=back)
            month = day.replace(day=1)
            if month not in months:
                months[month] = _listed(self, asker, month)
            files = [file for file in months[month] if file.day == day]
            if not files and months[month]:
                asker.note(_list_of(self, month), f"ccnews: it has no file of {day} yet")
            for file in files[: self.max_files]:
                yield from _pages(self, asker, window, file)


def _tried(source: CcNewsSource, asker: Asker, window: Window) -> Iterator[Link]:
    """The pages at the beginning of the latest file that is listed."""
    month = window.edition.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    # in the first days of a month its list is not there
    which = before if window.edition.day <= 2 else month
    for file in _listed(source, asker, which)[-1:]:
        path = asker.files.fetch(file.url, file.name, most=_TRIED_BYTES, only=_TRIED_BYTES)
        if path is None:
            return
        links = WarcFile(str(path), window).links()
        # the last record is cut, since the file is
        for link, _ in itertools.pairwise(_of_domains(source, links)):
            yield link
        asker.files.settle()
        asker.files.drop(file.name)


def _pages(source: CcNewsSource, asker: Asker, window: Window, file: _File) -> Iterator[Link]:
    """The pages of one file that has not been read to its end."""
    done = f"read {source.question}"
    marks = asker.files.marks(file.url)
    if done in marks:
        # it may still lie there if the run was ended just then
        asker.files.drop(file.name)
        return
    path = asker.files.fetch(file.url, file.name, most=source.max_file_bytes)
    if path is None:
        return
    reading = WarcFile(str(path), window)
    start = max(
        (int(mark.split()[-1]) for mark in marks if mark.startswith(f"{done} to ")), default=0
    )
    marked = time.monotonic()
    for link in _of_domains(source, reading.links(start)):
        place = link.saved.offset if link.saved and link.saved.unpacked is None else None
        if place and time.monotonic() - marked >= _SECONDS_BETWEEN_MARKS:
            asker.files.settle()
            asker.files.mark(file.url, f"{done} to {place}", reading.fault)
            marked = time.monotonic()
        yield link
    asker.files.settle()
    asker.files.mark(file.url, done, reading.fault)
    asker.files.drop(file.name)


def _of_domains(source: CcNewsSource, links: Iterable[Link]) -> Iterator[Link]:
    """The links to the source's domains and what is under them; all where it names none."""
    own = tuple(domain.lower() for domain in source.domains)
    below = tuple(f".{domain}" for domain in own)
    for link in links:
        host = urlsplit(link.url).hostname or ""
        if not own or host in own or host.endswith(below):
            yield link


def _list_of(source: CcNewsSource, month: date) -> str:
    return f"{source.url.rstrip('/')}/crawl-data/CC-NEWS/{month:%Y/%m}/warc.paths.gz"


def _listed(source: CcNewsSource, asker: Asker, month: date) -> list[_File]:
    """The files of a month, in the order of their names."""
    url = _list_of(source, month)
    files = []
    for (path,) in listed(source, asker, url)["entries"]:
        name = path.rsplit("/", 1)[-1]
        found = _NAME.fullmatch(name)
        day = _day(found[1]) if found else None
        if day is None:
            asker.fault(f"{url}#{name}", f"entry: {name} is not called as files of CC-NEWS are")
        else:
            files.append(_File(name, f"{source.url.rstrip('/')}/{path}", day))
    return sorted(files)


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None
