"""What can befall an archive, and what of it is looked at."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from readouts.harvest.archive.reading import archived_pages
from readouts.warehouse.reading.query import answer
from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance


def volume(instance: Instance) -> str:
    """The first edition's only volume."""
    (path,) = (instance.home.archive / str(FIRST)).glob("*.pages.jsonl")
    return f"{FIRST}/{path.name.removesuffix('.pages.jsonl')}"


def index(instance: Instance) -> Path:
    return instance.home.archive / f"{volume(instance)}.pages.jsonl"


def warc(instance: Instance) -> Path:
    return instance.home.archive / f"{volume(instance)}.warc.gz"


def overwrite(path: Path, at: int, with_what: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(with_what)


def folder_in_place_of(path: Path) -> None:
    path.unlink()
    path.mkdir()


def record_of(instance: Instance, number: int) -> int:
    """Where a page's record lies, by the order of addresses: pages on disk are read side by side."""
    rows = sorted(archived_pages(instance.home.path, FIRST), key=lambda row: row["requested_url"])
    return int(rows[number]["warc_offset"])


def last_record(instance: Instance) -> int:
    """Where the last record of the file lies."""
    return max(record_of(instance, 0), record_of(instance, 1))


def lines(instance: Instance) -> list[bytes]:
    return index(instance).read_bytes().splitlines(keepends=True)


# what is done to the first edition's volume, which file is named, what is said of it, and how many pages are lost
DAMAGES: dict[str, tuple[Callable[[Instance], object], str, str, int]] = {
    "no WARC file": (lambda i: warc(i).unlink(), ".warc.gz: ", "is missing", 2),
    "an empty WARC file": (lambda i: warc(i).write_bytes(b""), ".warc.gz: ", "has 0 bytes of", 2),
    "a WARC file that is cut": (
        lambda i: warc(i).write_bytes(warc(i).read_bytes()[: last_record(i) + 50]), ".warc.gz: ", "bytes of", 1),
    "a WARC file of something else": (
        lambda i: warc(i).write_bytes(b"x" * warc(i).stat().st_size), ".warc.gz: ", "is damaged", 2),
    "flipped bytes": (
        lambda i: overwrite(warc(i), record_of(i, 0) + 200, b"\xff\x00" * 15), ".warc.gz: ", "is damaged", 1),
    "a flipped beginning": (
        lambda i: overwrite(warc(i), record_of(i, 1), b"\x00" * 4), ".warc.gz: ", "is damaged", 1),
    "no index": (lambda i: index(i).unlink(), ".pages.jsonl: ", "is missing", 2),
    "no folder": (lambda i: shutil.rmtree(warc(i).parent), ".pages.jsonl: ", "is missing, and its WARC file too", 2),
    "an index that is cut": (
        lambda i: index(i).write_bytes(index(i).read_bytes()[:-300]), ".pages.jsonl:2: ", "is no row", 1),
    "a line less": (lambda i: index(i).write_bytes(lines(i)[0]), ".pages.jsonl: ", "has 1 rows of 2", 1),
    "a line of something else": (
        lambda i: index(i).write_bytes(b"{broken\n" + lines(i)[1]), ".pages.jsonl:1: ", "is no row", 1),
    "a line that is JSON and no row": (
        lambda i: index(i).write_bytes(lines(i)[0] + b'{"page_id": 5}\n'), ".pages.jsonl:2: ", "is no row", 1),
    "a line that is no UTF-8": (
        lambda i: index(i).write_bytes(lines(i)[0] + b"\xff\xfe" + lines(i)[1]), ".pages.jsonl:2: ", "is no row", 1),
    "a row that says something else": (
        lambda i: index(i).write_bytes(index(i).read_bytes().replace(b'"NOR"', b'"SWE"')),
        ".pages.jsonl: ", "is not as it was written", 2),
    "a digest of something else": (
        lambda i: index(i).write_bytes(index(i).read_bytes().replace(b'"content_sha256": "', b'"content_sha256": "0')),
        ".pages.jsonl: ", "is not as it was written", 4),
    "an empty index": (lambda i: index(i).write_bytes(b""), ".pages.jsonl: ", "has 0 rows of 2", 2),
    "a folder in its place": (
        lambda i: folder_in_place_of(index(i)), ".pages.jsonl: ", "cannot be read: Is a directory", 2),
}  # fmt: skip


def articles(instance: Instance) -> list[tuple[str, str, bool]]:
    query = "SELECT edition::VARCHAR, url, duplicate_of IS NULL FROM core.articles ORDER BY ALL"
    return [
        (edition, url.rsplit("/", 1)[1], is_original)
        for edition, url, is_original in answer(instance.home.warehouse, query).rows
    ]


ALL = [
    (str(FIRST), "call-0.html", True),
    (str(FIRST), "call-1.html", True),
    (str(SECOND), "reprint.html", False),
    (str(THIRD), "call-2.html", True),
]
