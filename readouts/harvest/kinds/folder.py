"""Folders of saved pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urljoin

from pydantic import Field

from readouts.harvest.links import Link, Saved, Window
from readouts.harvest.sources.asker import Asker
from readouts.harvest.sources.source import Source
from readouts.harvest.sources.values import Glob, Url


class FolderSource(Source):
    """A folder of saved pages; ``base_url`` and a page's path in it make its address."""

    kind: Literal["folder"]
    path: str = Field(min_length=1, description="a folder, relative to sources.yaml or absolute")
    pattern: Glob = Field(default="**/*.html", description="a glob, such as **/*.html")
    base_url: Url | None = Field(
        default=None, description="the web address that the folder was saved from"
    )

    by_date = "yes, by the pages' own dates"
    is_on_disk = True

    def discover(self, asker: Asker, _window: Window) -> Iterator[Link]:
        """The files that match the pattern, in the order of their names.

        A page's address is its path under ``base_url``, or under ``file://ID/`` where the source has none.
        """
        root = Path(self.path)
        base = self.base_url or f"file://{self.id}/"
        if not root.is_dir():
            asker.fault(f"file://{self.id}/", f"folder: there is no folder {root}")
            return
        for path in sorted(root.glob(self.pattern)):
            if path.is_file():
                relative = quote(path.relative_to(root).as_posix())
                url = urljoin(base, relative) if self.base_url else base + relative
                yield Link(url, saved=Saved(str(path)))
