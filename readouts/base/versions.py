"""Versions that go into every row: what read the page, and what read the text.

What belongs here: naming them. What does not: comparing them, or deciding what must be read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from readouts.base.release import __version__

PACKAGE = Path(__file__).resolve().parents[1]


def readouts_version() -> str:
    """The version of this package."""
    return __version__


EXTRACTION = (
    *("articles.py", "encodings.py", "fallback_encodings.tsv", "links.py", "moments.py"),
    *("extraction/extract.py", "fetching/exchange.py", "page"),
)
"""What of ``harvest`` decides what is read from a page; a change in another file reads none differently."""

LIBRARIES = ("htmldate", "pycld2", "webencodings")
"""What reads dates, languages and bytes beside trafilatura: another release may read another one."""

OF_RULES = ("parse", "reference", "joining", "domain")
"""The folders that decide what is read where no model is, and with what confidence."""
OF_NAMES = ("pyicu-wheels", "japanese-personal-name-dataset")
"""What reads names in other scripts: another release may read one differently."""


@cache
def parser_version() -> str:
    """The version of the parser: the package's, and a digest of its rules and tables.

    The digest changes with any rule or word, so that rows tell which state of the knowledge read them.
    """
    return f"rules {readouts_version()}+{_digest(OF_RULES, OF_NAMES)}"


OF_ANSWERS = ("grounding", "joining", "dates", "asking", "base/alike.py", "readers.py")
"""The folders and modules that decide what becomes of a model's answer."""


@cache
def answers_version() -> str:
    """Names the state of what becomes of a model's answer: how it is read, held against the text, and joined."""
    return _digest(OF_ANSWERS, ("babel", "sentencex", *OF_NAMES))


@cache
def extractor_version() -> str:
    """The version of the extractor: trafilatura's release, and a digest of our own rules and the other libraries'."""
    digest = _digest([f"harvest/{name}" for name in EXTRACTION], LIBRARIES)
    return f"trafilatura {version('trafilatura')}+{digest}"


def _digest(names: Iterable[str], libraries: Iterable[str]) -> str:
    """Of files, of all that is in folders, and of the releases of libraries."""
    releases = " ".join(f"{name} {version(name)}" for name in libraries)
    digest = hashlib.sha256(releases.encode())
    named = [PACKAGE / name for name in names]
    for path in sorted(each for one in named for each in (one, *one.rglob("*"))):
        if path.suffix in {".py", ".tsv", ".csv", ".json"}:
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
