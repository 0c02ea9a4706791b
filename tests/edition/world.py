"""Two papers and a ministry in folders, on two days, with copies among them: what is made ahead and closed.

What belongs here: the pages, and ways to make an edition and to die at it. What does not: any expectation. The people
are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from readouts.edition.kept.staged import staged
from readouts.edition.making import making
from readouts.edition.making.making import ARTICLES, READINGS, Made, make_edition
from tests.pipelines.instance import FIRST, SECOND, Instance, Lean, in_child, kill_oneself, silent
from tests.pipelines.pages import write_page

DAYS = [FIRST, SECOND]
SOURCES = ("agency", "ministry", "paper")

SOURCE = """  - id: {name}
    name: Invented {name}
    kind: folder
    type: {type}
    country: NOR
    language: en
    path: {path}
    base_url: https://{name}.example/
"""


class World(Instance):
    """An instance with three sources, whose pages are the same in each one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        own = "A paragraph of its own, which no other page of these has."
        for source in SOURCES:
            # the first day's call is told by all three in the same words, and by one of them again the next day
            write_page(self.pages / source, 0, FIRST)
        write_page(self.pages / "agency", 3, SECOND, more=own)
        write_page(self.pages / "paper", 1, SECOND)
        write_page(self.pages / "ministry", 1, SECOND)
        write_page(self.pages / "ministry", 7, SECOND)
        self.list_sources(SOURCES)

    def list_sources(self, names: tuple[str, ...]) -> None:
        """Let these be the sources, in this order."""
        entries = [
            SOURCE.format(
                name=name,
                path=self.pages / name,
                type="ministry" if name == "ministry" else "newspaper",
            )
            for name in names
        ]
        self.sources.write_text("sources:\n" + "".join(entries), "utf-8")

    def make(self, edition: date, say: Callable[[str], None] = silent, **options: Any) -> Made:
        """Make an edition in this process."""
        return make_edition(self.project, edition, first=FIRST, say=say, **options)

    def staged(self, edition: date) -> dict[str, Any]:
        """What is staged of an edition and of use, by kind and key."""
        releases = {ARTICLES: making.extractor_version(), READINGS: making.parser_version()}
        return {
            f"{kind} {key}": value
            for kind, release in releases.items()
            for key, value in staged(self.home, edition, kind, release, silent).items()
        }

    def files(self, edition: date) -> list[Path]:
        """The files that are staged of an edition, those of articles first."""
        return sorted((self.home.made / str(edition)).glob("*.gz"))


class LeanWorld(Lean, World):
    """The same, of which less is made."""


def die_when(name: str, after: bool, world: World, edition: date) -> int | None:
    """Make an edition in a process that is killed at a function of ``making``, before it is done or after."""

    def work() -> None:
        real = getattr(making, name)

        def fatal(*arguments: Any, **options: Any) -> Any:
            if not after:
                kill_oneself()
            real(*arguments, **options)
            kill_oneself()

        making.BATCH = 1
        setattr(making, name, fatal)
        world.make(edition)

    return in_child(work)
