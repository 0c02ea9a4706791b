"""One record read back: the body of a row's page.

What belongs here: from a place in a WARC file to bytes, and whether a record has all of its own. What does not: rows
(``reading.py``).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from readouts.base.errors import ReadoutsError, in_a_line
from readouts.harvest.archive.layout import ARCHIVE
from readouts.harvest.fetching.exchange import unpacked

_CHUNK = 1 << 20


class ArchiveError(ReadoutsError, OSError):
    """A record that the index names cannot be read."""


def read_page(home: Path, row: Mapping[str, Any]) -> bytes:
    """The body of a row's page, unpacked, as bytes; empty for a row without a record.

    Raises ``ArchiveError`` when the record is missing, damaged or not the one of the row.
    """
    if not row.get("warc_file"):
        return b""
    path = (home / ARCHIVE / str(row["warc_file"])).resolve()
    if not path.is_relative_to((home / ARCHIVE).resolve()):
        raise ArchiveError(f"{row['warc_file']} is outside of the archive")
    place = f"{row['warc_file']} at {row['warc_offset']}"
    try:
        with path.open("rb") as warc:
            warc.seek(row["warc_offset"])
            member = warc.read(row["warc_length"])
        body = body_of(member)
    except OSError as err:
        raise ArchiveError(f"{row['warc_file']}: {err.strerror or err}") from err
    except Exception as err:
        # whatever the libraries meet in bytes that are not what they were
        raise ArchiveError(f"{place}: the record cannot be read: {in_a_line(err, 100)}") from err
    if row.get("content_sha256") and hashlib.sha256(body).hexdigest() != row["content_sha256"]:
        raise ArchiveError(f"{place}: the record is not the one that was written (digest differs)")
    return body


def is_whole(record: Any) -> bool:
    """Whether a record has all the bytes that it says it has; what is left of it is read."""
    while record.raw_stream.read(_CHUNK):
        pass
    return not getattr(record.raw_stream, "limit", 0)


def body_of(member: bytes) -> bytes:
    """The body in a record, packed or not, without its content encodings. Raises whatever is wrong with it."""
    record = next(iter(ArchiveIterator(io.BytesIO(member))), None)
    if record is None:
        raise ValueError("there is none")
    raw = record.raw_stream.read()
    encoding = record.http_headers.get_header("Content-Encoding") if record.http_headers else ""
    # what has been archived has passed the limits on the way in
    body, _ = unpacked(raw, encoding or "", limit=None)
    return body
