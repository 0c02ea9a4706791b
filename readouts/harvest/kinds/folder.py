"""Folders of saved pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from readouts.harvest.links import Link, Saved, Window

if TYPE_CHECKING:
    from readouts.harvest.kinds.asker import Asker
    from readouts.harvest.sources.source import FolderSource


def discover(source: FolderSource, asker: Asker, _window: Window) -> Iterator[Link]:
    """The files that match the pattern, in the order of their names.

    A page's address is its path under ``base_url``, or under ``file://ID/`` where the source has none.
    """
    root = Path(source.path)
    if not root.is_dir():
        asker.fault(f"file://{source.id}/", f"folder: there is no folder {root}")
        return
    for path in sorted(root.glob(source.pattern)):
        if not path.is_file():
            continue
        relative = quote(path.relative_to(root).as_posix())
        base = source.base_url
        url = urljoin(base, relative) if base else f"file://{source.id}/{relative}"
        yield Link(url, saved=Saved(str(path)))
