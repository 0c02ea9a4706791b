"""The harvest: from ``sources.yaml`` to archived pages, and from an archived page to an article.

What belongs here: everything that meets the network or a page's markup. What does not: what an article says about
calls (``readouts.parse``) and where rows are stored (``readouts.warehouse``).

The doors are the names below. ``harvest`` collects into the archive; all that follows needs only the archive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readouts.base.doors import opening

if TYPE_CHECKING:
    from readouts.harvest.archive import (
        PAGE_COLUMNS,
        ArchiveDamaged,
        ArchiveError,
        Checked,
        Damage,
        archived_editions,
        archived_pages,
        check_edition,
        forgotten,
        read_page,
    )
    from readouts.harvest.collection.check import SourceCheck, check_sources
    from readouts.harvest.collection.collect import HarvestBusyError, harvest
    from readouts.harvest.collection.report import HarvestReport, SourceReport
    from readouts.harvest.extraction.duplicates import mark_duplicates, overtaken
    from readouts.harvest.extraction.workers import (
        ARTICLE_COLUMNS,
        ExtractionError,
        extract_articles,
    )
    from readouts.harvest.fetching.outcome import Limits
    from readouts.harvest.sources.source import Source
    from readouts.harvest.sources_file import SourcesError, load_sources

__all__ = [
    "ARTICLE_COLUMNS",
    "PAGE_COLUMNS",
    "ArchiveDamaged",
    "ArchiveError",
    "Checked",
    "Damage",
    "ExtractionError",
    "HarvestBusyError",
    "HarvestReport",
    "Limits",
    "Source",
    "SourceCheck",
    "SourceReport",
    "SourcesError",
    "archived_editions",
    "archived_pages",
    "check_edition",
    "check_sources",
    "extract_articles",
    "forgotten",
    "harvest",
    "load_sources",
    "mark_duplicates",
    "overtaken",
    "read_page",
]

__getattr__ = opening(
    __name__,
    {
        "ARTICLE_COLUMNS": "extraction.workers",
        "ArchiveDamaged": "archive",
        "ArchiveError": "archive",
        "Checked": "archive",
        "Damage": "archive",
        "ExtractionError": "extraction.workers",
        "HarvestBusyError": "collection.collect",
        "HarvestReport": "collection.report",
        "Limits": "fetching.outcome",
        "PAGE_COLUMNS": "archive",
        "Source": "sources.source",
        "SourceCheck": "collection.check",
        "SourceReport": "collection.report",
        "SourcesError": "sources_file",
        "archived_editions": "archive",
        "archived_pages": "archive",
        "check_edition": "archive",
        "check_sources": "collection.check",
        "extract_articles": "extraction.workers",
        "forgotten": "archive",
        "harvest": "collection.collect",
        "load_sources": "sources_file",
        "mark_duplicates": "extraction.duplicates",
        "overtaken": "extraction.duplicates",
        "read_page": "archive",
    },
)
