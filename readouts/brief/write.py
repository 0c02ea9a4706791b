"""Writing the brief of an edition with its pages of evidence.

What belongs here: which files are written, in which order. What does not: what is in them.

    brief/EDITION.html           the brief of an edition
    brief/latest.html            that of the latest one
    brief/evidence/EDITION.html  what its articles say, as archived
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readouts.base.files import write_whole
from readouts.brief.charts import load_charts
from readouts.brief.evidence import write_evidence
from readouts.brief.page import brief_html
from readouts.brief.reading import read_material, read_publication
from readouts.brief.words import paragraph_markdown, table_markdown
from readouts.warehouse.reading.query import reading


@dataclass(frozen=True)
class Brief:
    """A brief that was written: its file, its size in bytes, and its day as Markdown."""

    edition: date
    publication_id: str
    path: Path
    size: int
    paragraph: str
    table: str


def write_brief(warehouse: Path, folder: Path, edition: date | None = None) -> Brief:
    """Write the brief of ``edition``, by default the latest, into ``folder``; what was there of it is replaced.

    ``latest.html`` is always of the latest edition: one that comes late changes its figures too.

    Raises:
        BriefError: the edition is not published.
        NotPublishedError: nothing is.
        OSError: a file cannot be written; the old one stays.
    """
    with reading(warehouse) as read:
        latest = read_publication(read).latest
        wanted = edition or latest
        material = read_material(read, wanted)
        newest = material if wanted == latest else read_material(read, latest)
        # The pages of evidence come first, so that no link of a brief leads nowhere.
        pages = write_evidence(read, folder / "evidence", wanted)
    charts = load_charts(folder)
    html = brief_html(material, charts, _before(pages, wanted))
    path = folder / f"{wanted}.html"
    write_whole(path, html)
    if newest is not material:
        html = brief_html(newest, charts, _before(pages, latest))
    write_whole(folder / "latest.html", html)
    return Brief(
        edition=wanted,
        publication_id=material.publication.publication_id,
        path=path,
        size=path.stat().st_size,
        paragraph=paragraph_markdown(material),
        table=table_markdown(material),
    )


def _before(pages: list[str], edition: date) -> list[str]:
    return [day for day in pages if day < str(edition)]
