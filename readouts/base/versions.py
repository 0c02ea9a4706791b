"""Versions that go into every row: what read the page, and what read the text.

What belongs here: naming them. What does not: comparing them, or deciding what must be read again.
"""

from __future__ import annotations

import hashlib
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
    *("extraction/extract.py", "fetching/exchange.py"),
)
"""The files of ``harvest`` that decide, with the package ``page``, what is read from a page; a change in another
reads none differently."""

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
    paths = [path for folder in OF_RULES for path in (PACKAGE / folder).rglob("*")]
    releases = " ".join(f"{name} {version(name)}" for name in OF_NAMES)
    return f"rules {readouts_version()}+{_digest(paths, releases)}"


OF_ANSWERS = ("grounding", "joining", "dates", "asking")
"""The folders that decide what becomes of a model's answer, beside single modules of the same."""


@cache
def answers_version() -> str:
    """Names the state of what becomes of a model's answer: how it is read, held against the text, and joined."""
    paths = [path for folder in OF_ANSWERS for path in (PACKAGE / folder).rglob("*")]
    paths += [PACKAGE / f"{name}.py" for name in ("base/alike", "readers")]
    releases = " ".join(f"{name} {version(name)}" for name in ("babel", "sentencex", *OF_NAMES))
    return _digest(paths, releases)


@cache
def extractor_version() -> str:
    """The version of the extractor: trafilatura's release, and a digest of our own rules and the other libraries'."""
    folder = PACKAGE / "harvest"
    paths = [folder / name for name in EXTRACTION]
    releases = " ".join(f"{name} {version(name)}" for name in LIBRARIES)
    digest = _digest([*paths, *(folder / "page").rglob("*")], releases)
    return f"trafilatura {version('trafilatura')}+{digest}"


def _digest(paths: list[Path], besides: str = "") -> str:
    digest = hashlib.sha256(besides.encode())
    for path in sorted(paths):
        if path.suffix in {".py", ".tsv", ".csv", ".json"}:
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
