"""What a person sees of ``readouts archive``: whether the archive is whole, and what is given up of it.

What belongs here: the commands and how they look. What does not: checking (``readouts.harvest.archive``).
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import DownloadColumn

from pipelines.commands.arguments import parse_editions
from pipelines.screens.display import console, progress_on, tell
from readouts.base.instance.home import Home
from readouts.harvest.archive import losses
from readouts.harvest.archive.checking import check_edition, lost_volumes
from readouts.harvest.archive.layout import ARCHIVE, WARC_SUFFIX, volume_of
from readouts.harvest.archive.reading import archived_editions

app = typer.Typer(
    help="Whether the archive is whole; and what of it is gone for good.", no_args_is_help=True
)

File = Annotated[
    str,
    typer.Argument(
        help="A file or volume as 'archive check' names it, or an edition (2026-05-09)."
    ),
]


@app.command()
def check(
    editions: Annotated[
        list[str] | None,
        typer.Argument(help="Days (2026-05-09) or ranges of days; all by default."),
    ] = None,
) -> None:
    """Check every record of the archive against its digest; exit status 1 where something is wrong."""
    home = Home.from_environment().shared
    there = archived_editions(home)
    days = [day for text in editions or [] for day in parse_editions(text)] or there
    sizes = {
        day: sum(p.stat().st_size for p in (home / ARCHIVE / str(day)).glob(f"*{WARC_SUFFIX}"))
        for day in days
    }
    damaged, volumes, records, others = [], 0, 0, 0
    with progress_on(console(stderr=True), DownloadColumn()) as progress:
        task = progress.add_task("checking", total=sum(sizes.values()))
        for day in days:
            progress.update(task, description=f"edition {day}")
            found = check_edition(home, day, looked_at=lambda size: progress.advance(task, size))
            volumes += found.volumes
            records += found.records
            if day not in there:
                tell(f"edition {day}: nothing is archived")
            for damage in found.damages:
                tell(f"edition {day}: {damage}")
            for damage in found.harmless:
                tell(f"edition {day}: {damage}; no page is lost by it")
            for damage in found.known:
                tell(f"edition {day}: {damage}; it is known to be gone for good")
            others += len(found.harmless)
            if found.damages:
                damaged.append(day)
    size = sum(sizes.values()) / 1e6
    tell(f"{len(days)} editions, {volumes} volumes, {records} pages, {size:.1f} MB looked at")
    if not damaged:
        tell("no page is lost that is not known to be")
        raise typer.Exit(1 if others else 0)
    tell(
        f"{len(damaged)} of them lack something: {', '.join(map(str, damaged))}. Put the files back from a copy; or"
        " 'readouts archive forget FILE --why …', then 'readouts run' of the edition"
    )
    raise typer.Exit(1)


@app.command()
def forget(
    file: File,
    why: Annotated[str, typer.Option(help="Why: what became of it.")],
    who: Annotated[str | None, typer.Option(help="Who says so; you by default.")] = None,
) -> None:
    """Say that what is lost of a file is gone for good: its edition can be made without it."""
    home = Home.from_environment().shared
    lost = lost_volumes(home, _named(home, file))
    if not lost:
        raise losses.ForgetError(
            f"nothing of {file} is lost; 'readouts archive check' tells what is"
        )
    losses.forget(home, lost, who=who or getpass.getuser(), why=why)
    for volume, pages in lost.items():
        tell(
            f"{volume}: what is lost of it, {pages or 'an unknown number of'} pages, is gone for good"
        )
    tell(f"{_commands(lost)} makes the figures without; 'readouts archive remember' takes it back")


@app.command()
def remember(file: File) -> None:
    """Take back that a file is gone for good."""
    home = Home.from_environment().shared
    name = _named(home, file)
    wanted = [volume for volume in losses.forgotten(home) if name in (volume, volume.split("/")[0])]
    if not wanted:
        raise losses.ForgetError(f"nobody has said that {file} is gone for good")
    losses.remember(home, wanted)
    for volume in wanted:
        tell(f"{volume}: it is not gone for good any more")
    tell(f"{_commands(wanted)} reads what is there")


def _named(home: Path, text: str) -> str:
    """A volume or an edition, as a person has written it: with or without ending, with or without the folder."""
    folder = (home / ARCHIVE).resolve()
    path = Path(text)
    inside = path.resolve()
    if inside.is_relative_to(folder):
        text = inside.relative_to(folder).as_posix()
    return volume_of(text.strip("/"))


def _commands(volumes: Iterable[str]) -> str:
    days = sorted({volume.split("/")[0] for volume in volumes})
    return " and ".join(f"'readouts run {day}'" for day in days)
