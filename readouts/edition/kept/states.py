"""How far editions are: begun, half done, finished, refused, or standing as they were made.

What belongs here: reading and setting the states of editions. What does not: making an edition (``closing``), making
one anew because its state asks for it (``healing``), and the columns of the record (``warehouse.meta``).

**The one record of what is finished is ``meta.editions`` of the build file.** An edition is finished when that says
``published`` and not half done: it has passed every gate, and its rows are whole. What the published file says is
derived from it: a copy, cut to the finished editions. The record alone knows what was refused and what is begun.

A build file can be lost, broken, or an older one put back; readers still have the published file. Then the record is
derived anew from that (``adopt``): each edition that readers have and the record does not know, or knows otherwise, is
taken into it as half done, to be made from the archive before anything is published. Where both are gone nothing is
known of what was finished, and ``readouts rebuild --all`` makes all that the archive has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.instance.home import corrections_file
from readouts.base.versions import extractor_version, parser_version
from readouts.corrections.file import read_corrections
from readouts.edition.kept.answers import answers_input, is_waiting
from readouts.edition.project import Project
from readouts.harvest.archive.reading import archived_editions
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.database import open_published, read_through
from readouts.warehouse.files.states import (
    FINISHED,
    TAKEN_OUT,
    Readers,
    States,
    begin,
    set_state,
    states_of,
    what_readers_have,
)
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.layout import is_of
from readouts.warehouse.tables.parts import is_known, touch_edition
from readouts.warehouse.tables.rows import content_id


def recorded(project: Project) -> States:
    """The record as it is; nothing where there is none yet.

    Raises:
        WarehouseError: it cannot be read.
    """
    with project.working.looking() as connection:
        return {} if connection is None else states_of(connection)


def published_editions(project: Project) -> set[date]:
    """The editions that readers have; none where that cannot be told."""
    return set(what_readers_have(project.home.warehouse).editions)


def closed_editions(project: Project) -> set[date]:
    """The editions that take no more pages of their day: those recorded as published, and those that readers have.

    A file that cannot be read has no say: pages are to be collected whatever has become of the warehouse.
    """
    closed = published_editions(project)
    with suppress(WarehouseError):
        closed |= {day for day, state in recorded(project).items() if state.status == FINISHED}
    return closed


def unfinished_editions(project: Project) -> dict[date, str]:
    """Editions that are not finished, each with why: begun, to be made anew, refused, or only archived so far.

    Pages of a day wait in the archive until its edition is run; a night without a run leaves them there.
    """
    states = recorded(project)
    last = max(states, default=date.min)
    waiting = {
        edition: "archived, not run"
        for edition in archived_editions(project.home.shared)
        if edition < last and edition not in states
    }
    begun = {
        day: f"to be made anew: {state.reason or KILLED}"
        if state.status == FINISHED
        else f"{state.status}: {state.reason}"
        if state.reason
        else state.status
        for day, state in states.items()
        if not state.is_finished
    }
    return dict(sorted((begun | waiting).items()))


def adopt(connection: Connection, readers: Readers, archived: Collection[date]) -> list[date]:
    """Take into the record, as half done, what readers have and the record does not know or knows otherwise.

    An edition that a gate has refused since, or a person withdrawn, stays so. Where the published file cannot be read,
    a record with finished editions stands for it; another tells nothing, and ``archived`` are the editions that there
    may have been.

    Raises:
        WarehouseError: the published file cannot be read, the record tells nothing, and ``archived`` is empty.
    """
    states = states_of(connection)
    if readers.problem is not None:
        if any(state.status == FINISHED for state in states.values()):
            return []
        if not archived:
            raise WarehouseError(
                f"{readers.problem.partition(';')[0]}, and the build file does not know which editions readers had;"
                " 'readouts rebuild --all' makes all of them anew from the archive"
            )
        lost = sorted(set(archived) - states.keys())
    else:
        lost = [
            day for day, theirs in readers.editions.items() if _is_lost(day, theirs.digest, states)
        ]
    for day in lost:
        set_state(connection, day, status=FINISHED, reason=LOST, is_half_done=True)
    return lost


LOST = "readers have it, and the build file did not know it"


def _is_lost(day: date, digest: str | None, states: States) -> bool:
    """Whether the record does not know an edition as readers have it. One changed since has no digest in the record."""
    own = states.get(day)
    if own is None or own.status not in (FINISHED, *TAKEN_OUT):
        return True
    return own.is_finished and None not in (own.digest, digest) and own.digest != digest


def days_after(edition: date, until: date | None) -> list[date]:
    """The days of a range that come after an edition, up to its last; none where there is no range."""
    span = (until - edition).days if until else 0
    return [edition + timedelta(days=n) for n in range(1, span + 1)]


def latest_edition(connection: Connection) -> date:
    """The latest edition that a run has touched.

    Raises:
        WarehouseError: there is none yet.
    """
    row = connection.execute("SELECT max(edition) FROM meta.editions").fetchone()
    if row is None or row[0] is None:
        raise WarehouseError("there is no edition yet; 'readouts run' makes one")
    latest: date = row[0]
    return latest


def mark_half_done(connection: Connection, edition: date) -> None:
    """Note that a published edition is being made anew: until that ends, its tables do not fit one another."""
    connection.execute(
        "UPDATE meta.editions SET is_half_done = true WHERE edition = ? AND status = 'published'",
        [edition],
    )


def unmark_half_done(connection: Connection, editions: Iterable[date]) -> None:
    """Note that the tables of some editions fit one another again."""
    connection.execute(
        "UPDATE meta.editions SET is_half_done = NULL WHERE edition IN (SELECT unnest(?::DATE[]))",
        [sorted(editions)],
    )


def note_reason(connection: Connection, edition: date, reason: str) -> None:
    """Note why an edition that is not finished cannot be made; one that is stands as it is."""
    begin(connection, edition)
    connection.execute(
        "UPDATE meta.editions SET reason = ? WHERE edition = ? AND (status <> 'published' OR is_half_done)",
        [reason, edition],
    )


def half_done(connection: Connection, except_for: Collection[date] = ()) -> dict[date, str | None]:
    """Published editions that are to be made anew, in order, but for some; with why, None where a run was killed."""
    return {
        day: state.reason
        for day, state in states_of(connection).items()
        if state.status == FINISHED and state.is_half_done and day not in except_for
    }


KILLED = "it was killed while it was run again"


def why_nothing_is_published(waiting: Mapping[date, str | None]) -> str:
    """Why nothing is published while there are editions to be made anew, and what to do; one line."""
    edition, reason = next(iter(waiting.items()))
    others = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
    return (
        f"readers keep what they have: edition {edition}{others} is still to be made anew ({reason or KILLED});"
        f" 'readouts run {edition}' tries again, 'readouts publish --without {edition}' withdraws it"
    )


def begin_building(connection: Connection, catalogue: Catalogue, edition: date) -> None:
    """Let the models see the running edition beside the finished ones, and no other that was left half done."""
    changes = connection.execute(
        "SELECT edition, CASE WHEN edition = $running THEN 'building' ELSE 'open' END FROM meta.editions"
        " WHERE (status = 'building' AND edition <> $running)"
        " OR (status NOT IN ('building', 'published') AND edition = $running)",
        {"running": edition},
    ).fetchall()
    if not changes:
        return
    connection.execute("BEGIN")
    for changed, status in changes:
        touch_edition(connection, catalogue, changed)
        connection.execute(
            "UPDATE meta.editions SET status = ?, reason = NULL WHERE edition = ?",
            [status, changed],
        )
    connection.execute("COMMIT")


def is_current(
    project: Project,
    edition: date,
    *,
    held: Collection[date] = (),
    thoroughly: bool = False,
) -> bool:
    """Whether an edition stands, in the record and before readers, made from just what there is now, answers included.

    While articles of any edition wait for a model that can be asked, none is: whichever is run asks for them.

    Both files are asked. The published one may lack an edition that has passed every gate, for want of room; the build
    file may be new, or another's. Then there is something to be done, whichever edition is run, unless all that it
    lacks is ``held`` by the range that is run. ``thoroughly`` reads the published file through, in which a page may be
    broken.
    """
    readers = what_readers_have(project.home.warehouse)
    if edition not in readers.editions:
        return False
    try:
        if has_new_corrections(project):
            return False
        with project.working.looking() as connection:
            if connection is None or not is_of(connection, project.catalogue):
                return False
            if not all(is_known(connection, model.table, model.digest) for model in project.models):
                return False
            if is_waiting(project, connection):
                return False
            states = states_of(connection)
            made_from = input_digest(project, connection, edition)
        if thoroughly:
            with open_published(project.home.warehouse) as connection:
                read_through(connection)
    except (
        WarehouseError,
        duckdb.Error,
    ):  # a broken file, or an earlier release's without that table or column
        return False
    finished = {day for day, state in states.items() if state.is_finished}
    return (
        finished - set(held) == readers.editions.keys() - set(held)
        and not any(
            _is_lost(day, theirs.digest, states) for day, theirs in readers.editions.items()
        )
        and states[edition].input == readers.editions[edition].input == made_from
    )


def input_digest(project: Project, connection: Connection, edition: date) -> str:
    """A digest of all that an edition is made from; the same input makes the same edition."""
    pages = connection.execute(
        "SELECT page_id FROM raw.pages WHERE edition = ? AND kind = 'article' AND error IS NULL"
        " ORDER BY page_id",
        [edition],
    ).fetchall()
    return content_id(
        *(page_id for (page_id,) in pages),
        *answers_input(project, connection, edition),
        parser_version(),
        extractor_version(),
        project.catalogue.digest,
        *(model.digest for model in project.models),
    )


def is_made_from(connection: Connection, edition: date, made_from: str) -> bool:
    """Whether an edition is finished, whole, and made from just this input."""
    state = connection.execute(
        "SELECT 1 FROM meta.editions WHERE edition = ? AND status = 'published' AND input = ?"
        " AND is_half_done IS NOT TRUE",
        [edition, made_from],
    ).fetchone()
    return state is not None


def has_new_corrections(project: Project) -> bool:
    """Whether the file of corrections says other than what is published.

    Raises:
        WarehouseError: the published file is an earlier release's, without corrections.
    """
    rows = read_corrections(corrections_file(project.sources))
    published = answer(
        project.home.warehouse,
        "SELECT correction_id FROM core.applied_corrections"
        " UNION SELECT correction_id FROM quarantine.corrections",
    )
    return {row["correction_id"] for row in rows} != {key for (key,) in published.rows}
