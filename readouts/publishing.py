"""Publishing what is finished, without the run of an edition.

What belongs here: bringing the figures to what is finished, and handing on. What does not: the steps of an edition
(``steps``), and how the file is written (``warehouse.publish``).
"""

from __future__ import annotations

import duckdb

from readouts.project import Project, Say
from readouts.steps import build_table, complete_half_done, publish_edition
from readouts.turns import take_turn
from readouts.warehouse.database import open_build
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.parts import is_known, touch_edition
from readouts.warehouse.publish import Publication, require_build
from readouts.warehouse.tables import ensure_tables


def publish_finished(project: Project, *, say: Say, keep: int | None = None) -> Publication:
    """Publish the finished editions; ``keep`` as in ``publish_edition``.

    An edition that a killed or refused run left half done may be in the figures: then they are made anew without it.

    Raises:
        WarehouseError: nothing is finished, or the published file cannot be written; the old one stays.
        GateShut: the figures are not as expected; what is published stays.
    """
    require_build(project.home.build)
    with take_turn(project.home, "a publication", say=say):
        return _publish_finished(project, say, keep)


def _publish_finished(project: Project, say: Say, keep: int | None) -> Publication:
    complete_half_done(project, say=say)
    with open_build(project.home.build, say=say) as connection:
        ensure_tables(connection, project.catalogue)
        if not _is_any(connection, "meta.editions WHERE status = 'published'"):
            raise WarehouseError(
                "no edition is finished; 'readouts run' makes one, 'readouts rebuild --all' those of the archive"
            )
        stale = _is_stale(connection, project)
    if stale:
        say("the figures are not those of the finished editions: they are made anew")
        for model in project.models:
            build_table(project, model.table, None, say=say)
    return publish_edition(project, None, keep=keep)


def _is_stale(connection: duckdb.DuckDBPyConnection, project: Project) -> bool:
    """Whether a model holds what is not finished, or was made by other SQL; from now on nothing half done counts."""
    begun = connection.execute(
        "SELECT edition FROM meta.editions WHERE status = 'building'"
    ).fetchall()
    connection.execute("BEGIN")
    for (edition,) in begun:
        touch_edition(connection, project.catalogue, edition)
        connection.execute("UPDATE meta.editions SET status = 'open' WHERE edition = ?", [edition])
    connection.execute("COMMIT")
    is_made = all(is_known(connection, m.table, m.digest) for m in project.models)
    return bool(begun) or not is_made or _is_any(connection, "meta.touched")


def _is_any(connection: duckdb.DuckDBPyConnection, source: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {source} LIMIT 1").fetchone() is not None
