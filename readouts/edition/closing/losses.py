"""What an edition's archive gives to the warehouse, and what follows when it cannot give all.

What belongs here: holding what the archive has against what the edition is known to have. What does not: reading the
archive's files (``harvest.archive``), and the steps of an edition (``steps``).

A page that the archive cannot give any more is another matter than a page without an article. Nothing of the edition is
changed then: what is published stands until the file is back, or somebody says that it is gone for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from readouts.edition.kept.states import note_reason
from readouts.edition.project import Project, Rows, Say, opened
from readouts.harvest.archive.checking import check_edition
from readouts.harvest.archive.damage import ArchiveDamaged, Damage
from readouts.harvest.archive.layout import volume_of
from readouts.harvest.archive.losses import forgotten
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.reading.query import answer

MOST_SAID = 5
"""Things that are wrong and take nothing away that a run names; the others are counted."""


def pages_of(project: Project, edition: date, say: Say) -> Rows:
    """The rows of an edition's pages from the archive, every one checked against its record.

    Pages that are gone for good have an error that says so.

    Raises:
        ArchiveDamaged: a page cannot be had that the edition should have.
    """
    home = project.home
    checked = check_edition(home.shared, edition)
    for damage in checked.harmless[:MOST_SAID]:
        say(f"{damage}; no page is lost by it")
    if len(checked.harmless) > MOST_SAID:
        say(f"and {len(checked.harmless) - MOST_SAID} more; 'readouts archive check {edition}'")
    damages = checked.damages or _known_and_gone(project, edition, checked.rows)
    if damages:
        damaged = ArchiveDamaged(edition, damages)
        if home.build.exists():
            with opened(project, say) as connection:
                note_reason(connection, edition, damaged.reason)
        raise damaged
    return checked.rows


def _known_and_gone(project: Project, edition: date, rows: Rows) -> tuple[Damage, ...]:
    """Pages of an edition that the build file or readers have and no index of the archive names any more, by file."""
    there = {row["page_id"] for row in rows}
    known = {**_of_readers(project, edition), **_of_the_build(project, edition)}
    lost = Counter(file for page, file in known.items() if page not in there)
    given_up = forgotten(project.home.shared)
    return tuple(
        Damage(edition, file, "is in no index of the archive any more", pages=count)
        for file, count in sorted(lost.items())
        if volume_of(file) not in given_up
    )


_KNOWN = "SELECT page_id, warc_file FROM raw.pages WHERE edition = ? AND warc_file IS NOT NULL"


def _of_the_build(project: Project, edition: date) -> dict[str, str]:
    if not project.home.build.exists():
        return {}
    with opened(project) as connection:
        return dict(connection.execute(_KNOWN, [edition]).fetchall())


def _of_readers(project: Project, edition: date) -> dict[str, str]:
    try:
        return dict(answer(project.home.warehouse, _KNOWN, [edition]).rows)
    except WarehouseError:  # nothing is published, or by a release that did not have these columns
        return {}


def require_records(
    edition: date, pages: Sequence[dict[str, Any]], articles: Sequence[dict[str, Any]]
) -> None:
    """See that no page failed for want of its record, which was there a moment ago.

    Raises:
        ArchiveDamaged: one did.
    """
    files = {page["page_id"]: page["warc_file"] for page in pages}
    damages = [
        Damage(edition, files[article["page_id"]] or "", article["error"], pages=1)
        for article in articles
        if (article["error"] or "").startswith("archive:")
    ]
    if damages:
        raise ArchiveDamaged(edition, damages)
