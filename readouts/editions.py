"""How far editions are: begun, half done, published, refused, or standing as they were made.

What belongs here: reading and setting the states of ``meta.editions``. What does not: making an edition (``steps``).
"""

from __future__ import annotations

from datetime import date

import duckdb

from readouts.corrections import read_corrections
from readouts.harvest import archived_editions
from readouts.home import corrections_file
from readouts.project import Project, opened
from readouts.stored_answers import answers_input, is_waiting
from readouts.versions import extractor_version, parser_version
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.parts import touch_edition
from readouts.warehouse.query import answer
from readouts.warehouse.rows import content_id
from readouts.warehouse.tables import Catalogue


def published_editions(project: Project) -> set[date]:
    """The editions that are finished, as the build file has them; none where there is no such file."""
    if not project.home.build.exists():
        return set()
    with opened(project) as connection:
        rows = connection.execute(
            "SELECT edition FROM meta.editions WHERE status = 'published'"
        ).fetchall()
    return {edition for (edition,) in rows}


def unfinished_editions(project: Project) -> dict[date, str]:
    """Editions that are not published, each with why: begun and not finished, refused, or only archived so far.

    Pages of a day wait in the archive until its edition is run; a night without a run leaves them there.
    """
    if not project.home.build.exists():
        return {}
    with opened(project) as connection:
        rows = connection.execute(
            "SELECT edition, status || coalesce(': ' || reason, ''), status = 'published' FROM meta.editions"
        ).fetchall()
    known = {edition: state for edition, state, _ in rows}
    published = {edition for edition, _, is_published in rows if is_published}
    last = max(known, default=date.min)
    waiting = {
        edition: "archived, not run"
        for edition in archived_editions(project.home.path)
        if edition < last and edition not in known
    }
    begun = {edition: state for edition, state in known.items() if edition not in published}
    return dict(sorted((begun | waiting).items()))


def latest_edition(connection: duckdb.DuckDBPyConnection) -> date:
    """The latest edition that a run has touched.

    Raises:
        WarehouseError: there is none yet.
    """
    row = connection.execute("SELECT max(edition) FROM meta.editions").fetchone()
    if row is None or row[0] is None:
        raise WarehouseError("there is no edition yet; 'readouts run' makes one")
    latest: date = row[0]
    return latest


def mark_half_done(connection: duckdb.DuckDBPyConnection, edition: date) -> None:
    """Note that a published edition is being made anew: until that ends, its tables do not fit one another."""
    connection.execute(
        "UPDATE meta.editions SET is_half_done = true WHERE edition = ? AND status = 'published'",
        [edition],
    )


def half_done(connection: duckdb.DuckDBPyConnection, except_for: date | None) -> list[date]:
    """Published editions that a killed run left half made anew, but for one."""
    rows = connection.execute(
        "SELECT edition FROM meta.editions WHERE status = 'published' AND is_half_done"
        " AND edition IS DISTINCT FROM ? ORDER BY edition",
        [except_for],
    ).fetchall()
    return [edition for (edition,) in rows]


def begin_building(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, edition: date
) -> None:
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


def is_current(project: Project, edition: date) -> bool:
    """Whether an edition is published from just the pages, answers, rules and definitions that there are now.

    While articles of any edition wait for a model that can be asked, none is: whichever is run asks for them.

    The published file is asked, not the build file: an edition may have passed every gate, and then not have been
    published for want of room.
    """
    if not project.home.warehouse.is_file() or not project.home.build.is_file():
        return False
    try:
        found = answer(
            project.home.warehouse,
            "SELECT input FROM meta.editions WHERE edition = ? AND status = 'published'",
            [edition],
        )
        if has_new_corrections(project):
            return False
    except WarehouseError:  # a broken file, or an earlier release's without that table or column
        return False
    with opened(project) as connection:
        if is_waiting(project, connection):
            return False
        return found.rows == [(input_digest(project, connection, edition),)]


def input_digest(project: Project, connection: duckdb.DuckDBPyConnection, edition: date) -> str:
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
