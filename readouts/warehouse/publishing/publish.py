"""Publishing: from the private build file to the file that people read.

What belongs here: the checkpointed copy beside the target, cutting it to what is finished, and the replacement in
one step. What does not: deciding what is finished; the gates have done that, and the build file's record says it.

Readers never wait and never see half a run: the published file is whole before it takes its name, and whoever has
the old one open finishes on it. Nor do they lose an edition, unless a gate has refused it since, or a person has
withdrawn it. Copying the file is faster by far than copying through SQL, and needs no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.files import sync
from readouts.base.state.turns import require_turns
from readouts.warehouse.errors import BrokenFileError, WarehouseError
from readouts.warehouse.files.database import (
    REBUILD,
    is_of_a_broken_file,
    open_build,
    read_through,
    unreadable,
    why,
)
from readouts.warehouse.files.extensions import quoted
from readouts.warehouse.files.kept import let_go
from readouts.warehouse.files.states import (
    FINISHED,
    TAKEN_OUT,
    Readers,
    State,
    nothing_fetched,
    set_state,
    states_of,
    what_readers_have,
)
from readouts.warehouse.publishing.copies import (
    KeptCopy,
    Shelf,
    clear_drafts,
    copy_file,
    draft_of,
)
from readouts.warehouse.publishing.digests import core_digest, note_digests
from readouts.warehouse.publishing.views import View, create_views
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.rows import content_id
from readouts.warehouse.working.mark import forget_mark_in


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
    """What was published: its id, when, the rows of each table, the file's size in bytes, and the copy kept of it.

    ``warning`` is what is to be known of the edition whose run published.
    """

    publication_id: str
    published_at: datetime
    rows: dict[str, int]
    size: int
    editions: int
    kept: KeptCopy | None = None
    warning: str | None = None


def publish(
    build: Path,
    target: Path,
    catalogue: Catalogue,
    edition: date | None,
    versions: Versions,
    *,
    views: Sequence[View] = (),
    shelf: Shelf | None = None,
    keep: Callable[[Connection], None] = lambda connection: None,
    say: Callable[[str], None] = lambda line: None,
) -> Publication:
    """Publish the build file as ``target``, with the editions that are finished and with ``views``.

    ``edition`` is the one whose run publishes: it is finished by that. None publishes those finished before. A dated
    copy goes to ``shelf``, if there is one. ``keep`` is called with the build file as it is to be published, before
    readers have anything of it. ``say`` is told of each edition that readers have and will no longer have.

    Raises:
        WarehouseError: there is no build file, readers have editions that it does not call finished, the copy cannot
            be written or read back (in all of these what was published stays as it was), or the dated copy cannot be
            kept (the rest is done).
        TurnLostError: another machine may be at work; what was published stays.
    """
    require_build(build)
    readers = what_readers_have(target)
    # The lock on the build file keeps every other writer out until all is done. POSIX drops it when any descriptor of
    # the file is closed, so the one that is copied from stays open as long, and the file is let go of with it.
    with ExitStack() as after, open_build(build) as connection, build.open("rb") as source:
        after.callback(let_go, build)
        draft = draft_of(target)
        with _explained(f"{target} cannot be published"):
            try:
                clear_drafts(target.parent, target.name)
                if edition is not None:
                    _mark_published(connection, edition, versions)
                _require_editions(connection, readers, say)
                note_digests(connection, catalogue)
                keep(connection)
                connection.execute("CHECKPOINT")
                copy_file(source, draft)
                publication = _finish(connection, draft, catalogue, edition, versions, views)
                sync(draft)
                _read_back(connection, build, draft, publication)
                require_turns()
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


def finish(build: Path, edition: date, versions: Versions) -> None:
    """Note that an edition has passed every gate, and publish nothing."""
    with open_build(build) as connection:
        _mark_published(connection, edition, versions)


def _require_editions(connection: Connection, readers: Readers, say: Callable[[str], None]) -> None:
    """Make sure that no edition is taken from readers but those that were taken out, and name these.

    Raises:
        WarehouseError: an edition that readers have is neither finished nor taken out.
    """
    states = states_of(connection)
    gone = {day: states.get(day) for day in readers.editions if not _is_there(states.get(day))}
    unasked = [day for day, state in gone.items() if state is None or state.status not in TAKEN_OUT]
    if unasked:
        first, more = unasked[0], len(unasked) - 1
        others = f" and {more} more" if more else ""
        raise WarehouseError(
            f"readers keep what they have: edition {first}{others} would be taken from them, which no gate has refused;"
            f" 'readouts rebuild {first}' makes it anew, 'readouts publish --without {first}' withdraws it"
        )
    for day, state in gone.items():
        say(f"readers no longer have edition {day}: {state and (state.reason or state.status)}")


def _is_there(state: State | None) -> bool:
    return state is not None and state.is_finished


def require_build(build: Path) -> None:
    """Make sure that there is a build file, which opening would make.

    Raises:
        WarehouseError: there is none.
    """
    if not build.is_file():
        raise WarehouseError(nothing_to_publish(build))


def nothing_to_publish(build: Path) -> str:
    """That there is no build file, and what to do; one line."""
    return f"there is no {build.name} to publish from; 'readouts rebuild --all' makes it from the archive"


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Tell what cannot be done, and why, in one line."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        raise WarehouseError(f"{what}: {why(error)}") from error


def _mark_published(connection: Connection, edition: date, versions: Versions) -> None:
    """Note that an edition has passed every gate, what read it, and whether any of its pages could be had."""
    set_state(
        connection,
        edition,
        status=FINISHED,
        parser=versions.parser,
        extractor=versions.extractor,
        input=versions.input,
        warning=nothing_fetched(connection, edition),
    )


@contextmanager
def _attached(
    connection: Connection, draft: Path, *, read_only: bool = False
) -> Iterator[Connection]:
    """The copy, opened by the DuckDB that has the build file open: to begin another takes ten times as long."""
    connection.execute(f"ATTACH {quoted(str(draft))} AS draft{' (READ_ONLY)' * read_only}")
    own = connection.cursor()
    try:
        own.execute("USE draft")
        own.execute("SET TimeZone = 'UTC'")
        yield own
    except BaseException:
        own.close()
        # What is wrong has been raised.
        with suppress(duckdb.Error):
            connection.execute("DETACH draft")
        raise
    own.close()
    connection.execute("DETACH draft")


def _finish(
    connection: Connection,
    draft: Path,
    catalogue: Catalogue,
    edition: date | None,
    versions: Versions,
    views: Sequence[View],
) -> Publication:
    """Cut the copy to finished editions, and write into it what it is."""
    published_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    with _attached(connection, draft) as copy:
        # In one transaction: the views alone are a hundred statements, and each by itself would be written by itself.
        copy.execute("BEGIN")
        forget_mark_in(copy)
        for table in catalogue.tables.values():
            if table.edition:
                copy.execute(
                    f"DELETE FROM {table.table} WHERE edition NOT IN"
                    " (SELECT edition FROM meta.editions WHERE status = 'published')"
                )
        rows = _counts(copy, catalogue.tables)
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
        states = states_of(copy)
        copy.execute("COMMIT")
        copy.execute("CHECKPOINT")
    own = states.get(edition) if edition is not None else None
    return Publication(
        publication_id,
        published_at,
        rows,
        draft.stat().st_size,
        editions=sum(state.status == FINISHED for state in states.values()),
        warning=own.warning if own is not None else None,
    )


def _counts(connection: Connection, tables: Iterable[str]) -> dict[str, int]:
    """How many rows each of these tables has."""
    each = (f"SELECT {quoted(name)}, count(*) FROM {name}" for name in tables)
    found = dict(connection.execute(" UNION ALL ".join(each)).fetchall())
    return {name: found[name] for name in tables}


def _read_back(connection: Connection, build: Path, draft: Path, publication: Publication) -> None:
    """Count and read what was copied: a page that broke in the build file must not take the place of a sound one."""
    try:
        with _attached(connection, draft, read_only=True) as copy:
            found = _counts(copy, publication.rows)
            read_through(copy)
    except duckdb.Error as error:
        if is_of_a_broken_file(error):
            raise BrokenFileError(unreadable(build, error, REBUILD)) from error
        raise
    if found != publication.rows:
        raise WarehouseError(f"the copy of the warehouse does not read back: {found}")
