"""The archive: WARC files with an index beside each, which together are the whole truth about what was seen.

What belongs here: writing a run's records of one source and edition, reading rows and pages back, and telling what of
them is damaged. What does not: requests (``fetching/``) and what a page says (``page/``).

``archive/EDITION/SOURCE-RUN.warc.gz`` holds the exchanges, ``archive/EDITION/SOURCE-RUN.pages.jsonl`` one row a
fetch: a volume. Both are written under a temporary name, fsynced and renamed, the WARC first: an index never names a
record that is not there. ``archive/inventory/EDITION.tsv`` lists the volumes with what they hold, so that one which
goes is missed; ``archive/forgotten.tsv`` those that are gone for good. No name of a file comes from a page. Nothing is
ever overwritten.
"""

from readouts.harvest.archive.checking import Checked, check_edition
from readouts.harvest.archive.damage import ArchiveDamaged, Damage
from readouts.harvest.archive.layout import ARCHIVE, PAGE_COLUMNS, folders, indexes
from readouts.harvest.archive.losses import ForgetError, forget, forgotten, remember
from readouts.harvest.archive.reading import archived_editions, archived_pages, index_rows
from readouts.harvest.archive.records import ArchiveError, read_page
from readouts.harvest.archive.writing import Packed, Place, Volume, packed, sweep

__all__ = [
    "ARCHIVE",
    "PAGE_COLUMNS",
    "ArchiveDamaged",
    "ArchiveError",
    "Checked",
    "Damage",
    "ForgetError",
    "Packed",
    "Place",
    "Volume",
    "archived_editions",
    "archived_pages",
    "check_edition",
    "folders",
    "forget",
    "forgotten",
    "index_rows",
    "indexes",
    "packed",
    "read_page",
    "remember",
    "sweep",
]
