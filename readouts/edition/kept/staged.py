"""Staged files: what was made of an edition before its turn to be closed came, and by whomever.

What belongs here: writing, reading and removing them, under ``made/EDITION`` of the home. What does not: what is made
(``making``), and what becomes of it (``closing``).

A staged file is a batch of entries, each found by a key that names all that its value is a function of; so what is
stale is not found, and nobody needs to say when that is. A file appears whole, under a name that is the digest of its
content: one that is cut, damaged or put there by others is known by that, told, and counts as if it were not there. Two
who make the same write the same file. Nothing is fsynced: what a power cut leaves half written is made anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from readouts.base.errors import in_a_line
from readouts.base.files import write_whole
from readouts.base.instance.home import Home

SUFFIX = ".jsonl.gz"
LEVEL = 1
"""Of gzip: the files live for minutes."""

KEPT_SECONDS = 7 * 86400.0
"""How long what is staged waits for its edition to be closed."""


def stage(home: Home, edition: date, kind: str, version: str, entries: Mapping[str, Any]) -> None:
    """Write values that JSON can say, each with its key; ``version`` names the release that made them.

    Raises:
        OSError: they cannot be written.
    """
    if not entries:
        return
    head = {"kind": kind, "edition": edition.isoformat(), "version": version}
    lines = [json.dumps(head), *(json.dumps(entry) for entry in sorted(entries.items()))]
    content = "\n".join(lines).encode()
    path = _folder(home, edition) / f"{kind}-{_digest(content)}{SUFFIX}"
    write_whole(path, gzip.compress(content, LEVEL, mtime=0))


def staged(
    home: Home, edition: date, kind: str, version: str, say: Callable[[str], None]
) -> dict[str, Any]:
    """What is staged of a kind for an edition, by key; ``say`` is told of files that are of no use, and why."""
    found: dict[str, Any] = {}
    for path in sorted(_folder(home, edition).glob(f"{kind}-*{SUFFIX}")):
        try:
            head, *entries = _read(path)
            of = (head["kind"], head["edition"], head["version"])
            if of != (kind, edition.isoformat(), version):
                say(f"{_shown(path)} is of another edition or release; what it has is made anew")
                continue
            found.update(entries)
        except FileNotFoundError:  # its edition has been closed
            continue
        except (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError) as error:
            say(f"{_shown(path)} cannot be used ({in_a_line(error)}); what it had is made anew")
    return found


def remove(home: Home, edition: date) -> None:
    """Remove what is staged for an edition, half-written files of killed makers too."""
    shutil.rmtree(_folder(home, edition), ignore_errors=True)
    with suppress(OSError):  # others' are still there
        home.made.rmdir()


def sweep(home: Home) -> None:
    """Remove what has been staged for long and nobody has come for: of editions closed meanwhile, or never."""
    if not home.made.is_dir():
        return
    for folder in home.made.iterdir():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(folder)


def _read(path: Path) -> list[Any]:
    content = gzip.decompress(path.read_bytes())
    if path.name != f"{path.name.partition('-')[0]}-{_digest(content)}{SUFFIX}":
        raise ValueError("it is not what was written")
    return [json.loads(line) for line in content.split(b"\n")]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


def _folder(home: Home, edition: date) -> Path:
    return home.made / edition.isoformat()


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
