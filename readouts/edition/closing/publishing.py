"""Publishing what is finished, without the run of an edition.

What belongs here: bringing the figures to what is finished, withdrawing an edition by hand, and handing on. What does
not: the steps of an edition (``steps``), what is to be made anew (``healing``), and how the file is written
(``warehouse.publish``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from duckdb import DuckDBPyConnection as Connection

from readouts.base.state.turns import WAIT_SECONDS
from readouts.edition.closing.healing import at_work, heal
from readouts.edition.closing.steps import build_table, publish_edition
from readouts.edition.project import Project, Say, opened
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.states import (
    FINISHED,
    WITHDRAWN,
    set_state,
    states_of,
    what_readers_have,
)
from readouts.warehouse.publishing.publish import Publication, nothing_to_publish
from readouts.warehouse.tables.parts import is_known, touch_edition


def publish_finished(
    project: Project,
    *,
    say: Say,
    keep: int | None = None,
    without: Collection[date] = (),
    wait_seconds: float = WAIT_SECONDS,
) -> Publication:
    """Publish the finished editions; ``keep`` as in ``publish_edition``.

    An edition that a killed or refused run left half done may be in the figures: then they are made anew without it.
    The editions ``without`` which is to be published are withdrawn, until they are run again.

    Raises:
        WarehouseError: nothing is finished, an edition to be withdrawn is none, readers would have fewer editions
            otherwise, or the published file cannot be written; the old one stays.
        GateShut: the figures are not as expected; what is published stays.
        RunBusyError: another is at work, and did not end within ``wait_seconds``.
    """
    if not project.working.exist():  # opening would make them
        raise WarehouseError(nothing_to_publish(project.home.build))
    with at_work(project, "a publication", say=say, wait_seconds=wait_seconds):
        _withdraw(project, without, say)
        return _publish_finished(project, say, keep)


def _withdraw(project: Project, editions: Collection[date], say: Say) -> None:
    """Take editions out by hand: neither a gate nor the archive says that they are to go."""
    if not editions:
        return
    readers = what_readers_have(project.home.warehouse).editions
    with opened(project, say) as connection:
        unknown = sorted(set(editions) - readers.keys() - states_of(connection).keys())
        if unknown:
            raise WarehouseError(f"there is no edition {unknown[0]} to withdraw")
        connection.execute("BEGIN")
        for edition in editions:
            touch_edition(connection, project.catalogue, edition)
            reason = f"by hand; 'readouts run {edition}' brings it back"
            set_state(connection, edition, status=WITHDRAWN, reason=reason)
        connection.execute("COMMIT")


def _publish_finished(project: Project, say: Say, keep: int | None) -> Publication:
    heal(project, say=say)
    with opened(project, say) as connection:
        if not any(state.status == FINISHED for state in states_of(connection).values()):
            raise WarehouseError(
                "no edition is finished; 'readouts run' makes one, 'readouts rebuild --all' those of the archive"
            )
        stale = _staleness(connection, project)
    if stale is not None:
        say(stale)
        for model in project.models:
            build_table(project, None, model.table, say=say)
    publication = publish_edition(project, None, keep=keep, say=say)
    assert publication is not None  # nothing is held back outside of a range
    return publication


def _staleness(connection: Connection, project: Project) -> str | None:
    """Why models are to be made anew, in one line: they hold what is not finished, were made by other SQL, or lack
    what runs have touched since. None where they stand. From now on nothing half done counts.
    """
    begun = connection.execute(
        "SELECT edition FROM meta.editions WHERE status = 'building' ORDER BY edition"
    ).fetchall()
    connection.execute("BEGIN")
    for (edition,) in begun:
        touch_edition(connection, project.catalogue, edition)
        connection.execute("UPDATE meta.editions SET status = 'open' WHERE edition = ?", [edition])
    connection.execute("COMMIT")
    if begun:
        days = ", ".join(str(edition) for (edition,) in begun)
        return f"the figures are made anew without what is begun and not finished: {days}"
    if not all(is_known(connection, m.table, m.digest) for m in project.models):
        return "the figures were made by other SQL than this release's: they are made anew"
    touched = connection.execute(
        "SELECT DISTINCT table_name FROM meta.touched ORDER BY ALL"
    ).fetchall()
    names = ", ".join(name for (name,) in touched)
    return f"brought up to what the last runs found: {names}" if touched else None
