"""Where an instance is while it moves from one machine's home into a shared folder or back, and after.

What belongs here: the mark that a move leaves in both folders, and whether a folder holds the instance now. What does
not: moving (``readouts.moving``).

One file decides: ``instance`` of the shared folder. Making it is the act by which an instance comes to be there, and
removing it the act by which it comes to be in the home; either is one step of the file system. A home with the mark of
a move looks there. It is the instance where that file is not, and the shared folder has the mark of the same move: one
that is not mounted has none. Then nobody can tell, and the home is not worked on.
"""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from readouts.base.errors import ReadoutsError
from readouts.base.files import sync, write_first, write_whole

INSTANCE = "instance"
"""The file by which a folder is known as that of a shared instance; it holds the instance's id."""

MARK = "move.json"

Place = Literal["home", "shared"]
BEGUN, UNDER_WAY, DONE = "begun", "under way", "done"


class MarkError(ReadoutsError):
    """The mark of a move cannot be read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a move leaves in a folder, whose ``role`` in it is that of the home or of the shared one.

    ``move`` names this move, ``instance`` is the id of the instance where several machines share it; ``to`` is where it
    goes. ``state``: ``begun`` while only the home has a mark, ``under way``, ``done``. ``home``, on ``host``, and
    ``shared`` are the two folders.
    """

    move: str
    instance: str
    role: Place
    to: Place
    state: str
    home: str
    shared: str
    host: str = socket.gethostname()

    @property
    def way(self) -> str:
        """The option by which the command goes on with it."""
        return f"'readouts move --to-{self.to}'"


def read_mark(folder: Path) -> Mark | None:
    """The mark of a folder; None where it has none.

    Raises:
        MarkError: it cannot be read.
    """
    try:
        return Mark(**json.loads((folder / MARK).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise MarkError(
            f"{folder / MARK}, which tells where the instance is, cannot be read ({error})"
        ) from error


def write_mark(mark: Mark, folder: Path) -> None:
    """Put a mark into a folder, in the place of one that is there, in one step."""
    write_whole(folder / MARK, json.dumps(asdict(mark), indent=1), for_good=True)
    sync(folder)


def write_first_mark(mark: Mark, folder: Path) -> None:
    """Put a mark into a folder that has none.

    Raises:
        FileExistsError: it has one.
    """
    write_first(folder / MARK, json.dumps(asdict(mark), indent=1))


def instance_of(folder: Path) -> str | None:
    """The id of the instance that machines share in a folder; None where there is none."""
    try:
        return (folder / INSTANCE).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


def why_not_in_home(home: Path) -> str | None:
    """Why a home is not the instance of one machine, by a move's mark, in one line; None where it is.

    Raises:
        MarkError: the mark cannot be read.
    """
    mark = read_mark(home)
    if mark is None:
        return None
    if mark.role == "shared":
        return None if instance_of(home) else why_not_shared(home)
    if mark.state == BEGUN:
        return None
    there = f"set READOUTS_SHARED={mark.shared} and READOUTS_DATABASE"
    if mark.state == DONE:
        return f"{home} was moved to {mark.shared}: {there}; docs/cluster.md"
    shared = Path(mark.shared)
    if instance_of(shared) == mark.instance:
        end = "" if mark.to == "shared" else f", and a move of it to {home} has not ended"
        return f"the instance is in {shared}{end}: {there}; {mark.way} goes on"
    other = read_mark(shared)
    if other is not None and other.move == mark.move:
        return None
    return (
        f"a move between {home} and {shared} has not ended, and {shared} does not tell where the instance is: see that"
        f" it is mounted, and {mark.way} goes on; remove {home / MARK} where that folder is gone for good"
    )


def why_not_shared(shared: Path) -> str | None:
    """Why a folder is no shared instance, where a move's mark tells; None where nothing does.

    Raises:
        MarkError: the mark cannot be read.
    """
    mark = read_mark(shared)
    if mark is None or mark.role != "shared" or instance_of(shared):
        return None
    home = f"{mark.home} on {mark.host}"
    if mark.to == "home":
        return f"the instance of {shared} was moved to {home}"
    return f"a move of {home} to {shared} has not ended: {mark.way} goes on"
