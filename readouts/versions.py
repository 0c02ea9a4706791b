"""Versions that go into every row: what read the page, and what read the text.

What belongs here: naming them. What does not: comparing them, or deciding what must be read again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def readouts_version() -> str:
    """The version of this package."""
    return version("readouts")


@cache
def parser_version() -> str:
    """The version of the parser: the package's, and a digest of its rules and tables.

    The digest changes with any rule or word, so that rows tell which state of the knowledge read them.
    """
    digest = hashlib.sha256()
    for folder in ("parse", "reference"):
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in {".py", ".tsv", ".csv", ".json"}:
                digest.update(path.relative_to(PACKAGE).as_posix().encode())
                digest.update(path.read_bytes())
    return f"rules {readouts_version()}+{digest.hexdigest()[:8]}"


@cache
def extractor_version() -> str:
    """The version of the extractor; its releases read pages differently."""
    return f"trafilatura {version('trafilatura')}"
