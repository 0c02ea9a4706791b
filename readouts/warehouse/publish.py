"""Publishing: from the private build file to the file that people read.

What belongs here: the checkpointed copy beside the target, cutting it to what is finished, and the replacement in
one step. What does not: deciding what is finished; the gates have done that.

Readers never wait and never see half a run: the published file is whole before it takes its name, and whoever has
the old one open finishes on it. Copying the file is faster by far than copying through SQL, and needs no memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from readouts.warehouse.copies import KeptCopy, Shelf, clear_drafts, copy_file, draft_of, sync
from readouts.warehouse.database import open_build
from readouts.warehouse.digests import core_digest, note_digests
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.rows import content_id
from readouts.warehouse.tables import Catalogue
from readouts.warehouse.views import View, create_views


@dataclass(frozen=True)
class Versions:
    """The versions that made what is published.

    ``input`` is the digest of what its last edition was made from, ``models`` that of the SQL of its figures.
    """

    readouts: str
    parser: str
    extractor: str
    input: str | None = None
    models: str = ""


@dataclass(frozen=True)
class Publication:
    """What was published: its id, when, the rows of each table, the file's size in bytes, and the copy kept of it."""

    publication_id: str
    published_at: datetime
    rows: dict[str, int]
    size: int
    editions: int
    kept: KeptCopy | None = None


def publish(
    build: Path,
    target: Path,
    catalogue: Catalogue,
    edition: date | None,
    versions: Versions,
    *,
    views: Sequence[View] = (),
    shelf: Shelf | None = None,
) -> Publication:
    """Publish the build file as ``target``, with the editions that are finished and with ``views``.

    ``edition`` is the one whose run publishes: it is finished by that. None publishes those finished before. A dated
    copy goes to ``shelf``, if there is one.

    Raises:
        WarehouseError: there is no build file, the copy cannot be written or read back (what was published stays as
            it was), or the dated copy cannot be kept (the rest is done).
    """
    require_build(build)
    # The lock on the build file keeps every other writer out until all is done. POSIX drops it when any descriptor of
    # the file is closed, so the one that is copied from stays open as long.
    with open_build(build) as connection, build.open("rb") as source:
        draft = draft_of(target)
        with _explained(f"{target} cannot be published"):
            try:
                clear_drafts(target.parent, target.name)
                if edition is not None:
                    _mark_published(connection, edition, versions)
                note_digests(connection, catalogue)
                connection.execute("CHECKPOINT")
                copy_file(source, draft)
                publication = _finish(draft, catalogue, edition, versions, views)
                sync(draft)
                _read_back(draft, publication)
                draft.replace(target)
                # A log that somebody left who wrote to the old file must not be read into the new one.
                target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
                sync(target.parent)
            finally:
                draft.unlink(missing_ok=True)
        if shelf is not None:
            with _explained(f"{target} is published, but no copy of it can be kept"):
                kept = shelf.put(target, publication.publication_id, publication.published_at)
                publication = replace(publication, kept=kept)
    return publication


def require_build(build: Path) -> None:
    """Make sure that there is a build file, which opening would make.

    Raises:
        WarehouseError: there is none.
    """
    if not build.is_file():
        raise WarehouseError(
            f"there is no {build.name} to publish from; 'readouts rebuild --all' makes it from the archive"
        )


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Tell what cannot be done, and why, in one line."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise WarehouseError(f"{what}: {reason}") from error


def _mark_published(
    connection: duckdb.DuckDBPyConnection, edition: date, versions: Versions
) -> None:
    """Note that an edition has passed every gate, and what read it."""
    connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
    connection.execute(
        "INSERT INTO meta.editions (edition, status, parser, extractor, input) VALUES (?, 'published', ?, ?, ?)",
        [edition, versions.parser, versions.extractor, versions.input],
    )


def _finish(
    draft: Path,
    catalogue: Catalogue,
    edition: date | None,
    versions: Versions,
    views: Sequence[View],
) -> Publication:
    """Cut the copy to finished editions, and write into it what it is."""
    published_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    with duckdb.connect(str(draft)) as copy:
        copy.execute("SET TimeZone = 'UTC'")
        for table in catalogue.tables.values():
            if table.edition:
                copy.execute(
                    f"DELETE FROM {table.table} WHERE edition NOT IN"
                    " (SELECT edition FROM meta.editions WHERE status = 'published')"
                )
        rows = {name: _count(copy, name) for name in catalogue.tables}
        core = core_digest(copy, catalogue)
        publication_id = content_id(core, versions.models)
        copy.execute("DELETE FROM meta.publication")
        copy.execute(
            "INSERT INTO meta.publication (publication_id, published_at, edition, readouts, parser, extractor,"
            " duckdb, core_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                publication_id,
                published_at,
                edition,
                versions.readouts,
                versions.parser,
                versions.extractor,
                duckdb.__version__,
                core,
            ],
        )
        create_views(copy, catalogue, views)
        editions = _count(copy, "meta.editions WHERE status = 'published'")
        copy.execute("CHECKPOINT")
    return Publication(publication_id, published_at, rows, draft.stat().st_size, editions)


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    assert row is not None
    return int(row[0])


def _read_back(draft: Path, publication: Publication) -> None:
    with duckdb.connect(str(draft), read_only=True) as connection:
        found = {name: _count(connection, name) for name in publication.rows}
    if found != publication.rows:
        raise WarehouseError(f"the copy of the warehouse does not read back: {found}")
