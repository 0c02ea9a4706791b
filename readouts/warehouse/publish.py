"""Publishing: from the private build file to the file that people read.

What belongs here: the checkpointed copy beside the target, cutting it to what is finished, and the replacement in
one step. What does not: deciding what is finished; the gates have done that.

Readers never wait and never see half a run: the published file is whole before it takes its name, and whoever has
the old one open finishes on it. Copying the file is faster by far than copying through SQL, and needs no memory.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from readouts.warehouse.database import open_build
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.rows import content_id
from readouts.warehouse.tables import Catalogue


@dataclass(frozen=True)
class Versions:
    """The versions that made what is published; ``input`` is the digest of what its last edition was made from."""

    readouts: str
    parser: str
    extractor: str
    input: str | None = None


@dataclass(frozen=True)
class Publication:
    """What was published: its id, the rows of each table, and the file's size in bytes."""

    publication_id: str
    rows: dict[str, int]
    size: int
    editions: int


def publish(
    build: Path, target: Path, catalogue: Catalogue, edition: date | None, versions: Versions
) -> Publication:
    """Publish the build file as ``target``, with the editions that are finished.

    ``edition`` is the one whose run publishes: it is finished by that. None publishes those finished before.

    Raises:
        WarehouseError: the copy cannot be written or read back; what was published stays as it was.
    """
    with open_build(build) as connection:
        if edition is not None:
            _mark_published(connection, edition, versions)
        connection.execute("CHECKPOINT")
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            # Still inside the connection: its lock keeps every other writer out while the file is copied. The
            # lock goes with the copy's last byte (POSIX), so nothing may be written to the build file after it.
            shutil.copyfile(build, draft)
            publication = _finish(draft, catalogue, edition, versions)
            _sync(draft)
            _read_back(draft, publication)
            draft.replace(target)
            _sync(target.parent)
        except (OSError, duckdb.Error) as error:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise WarehouseError(f"{target} cannot be published: {reason}") from error
        finally:
            draft.unlink(missing_ok=True)
    return publication


def _mark_published(
    connection: duckdb.DuckDBPyConnection, edition: date, versions: Versions
) -> None:
    """Note that an edition has passed every gate, and what read it."""
    connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
    connection.execute(
        "INSERT INTO meta.editions VALUES (?, 'published', NULL, ?, ?, ?)",
        [edition, versions.parser, versions.extractor, versions.input],
    )


def _finish(
    draft: Path, catalogue: Catalogue, edition: date | None, versions: Versions
) -> Publication:
    """Cut the copy to finished editions, and write into it what it is."""
    with duckdb.connect(str(draft)) as copy:
        copy.execute("SET TimeZone = 'UTC'")
        for table in catalogue.tables.values():
            if table.edition:
                copy.execute(
                    f"DELETE FROM {table.table} WHERE edition NOT IN"
                    " (SELECT edition FROM meta.editions WHERE status = 'published')"
                )
        rows = {name: _count(copy, name) for name in catalogue.tables}
        publication_id = _digest(copy, catalogue)
        copy.execute("DELETE FROM meta.publication")
        copy.execute(
            "INSERT INTO meta.publication VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                publication_id,
                datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                edition,
                versions.readouts,
                versions.parser,
                versions.extractor,
                duckdb.__version__,
            ],
        )
        editions = _count(copy, "meta.editions WHERE status = 'published'")
        copy.execute("CHECKPOINT")
    return Publication(publication_id, rows, draft.stat().st_size, editions)


def _digest(copy: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> str:
    """An id of what ``core`` says: the same rows give the same id, in whatever order they were written."""
    parts = []
    for table in catalogue.tables.values():
        if table.schema_name == "core":
            row = copy.execute(
                f"SELECT coalesce(bit_xor(md5_number(to_json(t)::VARCHAR)), 0)::VARCHAR FROM {table.table} AS t"
            ).fetchone()
            parts.append(f"{table.table}={row and row[0]}")
    return content_id(*parts)


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    assert row is not None
    return int(row[0])


def _sync(path: Path) -> None:
    """Make the file, or the names in the folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_back(draft: Path, publication: Publication) -> None:
    with duckdb.connect(str(draft), read_only=True) as connection:
        found = {name: _count(connection, name) for name in publication.rows}
    if found != publication.rows:
        raise WarehouseError(f"the copy of the warehouse does not read back: {found}")
