"""The working tables of several machines: in the lake, and in a file of whoever has the turn.

What belongs here: bringing that file to what the lake has as a turn begins, committing to the lake, taking over the
build file of an instance that was one machine's, and looking. What does not: how any of it is copied (``carrying``).

A file that began from the state in which the lake is goes on, with what a killed process had done in it. One that did
not is made anew from the lake: another machine has had the turn since. No DuckDB file lies on the shared folder, so
nobody's locks or pages depend on it, and whoever looks into the lake is in nobody's way.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from readouts.base.errors import ReadoutsError
from readouts.base.files import sync
from readouts.base.instance.home import Home
from readouts.base.state.turns import TurnLostError
from readouts.warehouse.errors import BrokenFileError, WarehouseError
from readouts.warehouse.files.database import (
    open_build,
    open_to_read,
    set_aside_if_broken,
    why,
)
from readouts.warehouse.files.kept import is_kept_open, keep_open, let_go, openings
from readouts.warehouse.working.carrying import carry, fetch, remove, require_sound
from readouts.warehouse.working.lake import (
    BEGUN,
    attached,
    begin,
    by_itself,
    looked_into,
    place_of,
    tidy,
)
from readouts.warehouse.working.mark import forget_mark_in, is_of, put_mark_on

Say = Callable[[str], None]

_kept_at: dict[Path, int] = {}
"""By file: how often it had been opened when the lake had all that was in it."""

_due: dict[Path, bool] = {}
"""By file: whether the lake that it is of is to be tidied as the turn ends."""


@dataclass(frozen=True)
class Shared:
    """The working tables of an instance that several machines share."""

    home: Home

    @contextmanager
    def at_hand(self, say: Say) -> Iterator[None]:
        """Bring the file to what the lake has, let it stay open, and commit what was changed."""
        file = self.home.build
        set_aside_if_broken(file, thoroughly=False, say=say)
        with keep_open(file):
            self._bring(say)
            try:
                yield
            except TurnLostError:
                raise
            except Exception:
                self._keep_what_can_be(say)
                raise
            self.keep()
            if _due.pop(file, False):
                self._tidy(say)

    def keep(self, connection: Connection | None = None) -> None:
        """Commit to the lake what has changed in the file, if it was opened since that was done last."""
        file = self.home.build
        try:
            if connection is not None:
                self._carry(connection)
            elif _kept_at.get(file) != openings(file):
                with open_build(file) as opened:
                    self._carry(opened)
        except BaseException:
            let_go(file)  # what was attached to it may still be
            raise
        _kept_at[file] = openings(file)

    def _carry(self, connection: Connection) -> None:
        is_due = carry(connection, self.home)
        _due[self.home.build] = is_due or _due.get(self.home.build, False)

    def exist(self) -> bool:
        """Whether the lake has them, or a file that is to be taken over."""
        with self.looking() as connection:
            return connection is not None

    @contextmanager
    def looking(self) -> Iterator[Connection | None]:
        """The file, for whoever has the turn; the lake for others."""
        if is_kept_open(self.home.build):
            with open_build(self.home.build) as connection:
                yield connection
            return
        with self.seen() as found:
            yield None if found is None else found[0]

    @contextmanager
    def seen(self) -> Iterator[tuple[Connection, str] | None]:
        """The lake, whoever writes to it; the file of one machine until that is taken over."""
        with looked_into(self.home) as connection:
            if connection is not None:
                yield connection, self.home.lake.name
                return
        file = self.home.file_of_one_machine
        with open_to_read(file) as connection:
            yield None if connection is None else (connection, file.name)

    def set_aside_if_broken(self, say: Say) -> Path | None:
        """Set aside a file that is broken, and bring it anew; to whom no turn has begun, the lake as well."""
        file = self.home.build
        aside = set_aside_if_broken(file, say=say)
        if is_kept_open(file):
            if aside is not None:
                self._bring(say)
            return aside
        return self._set_lake_aside_if_broken(say) or aside

    def write_to_file(self) -> None:
        """Write what the lake has to the file of one machine; without any that file stays as it is."""
        with looked_into(self.home) as connection:
            if connection is None:
                return
        target = self.home.file_of_one_machine
        draft = target.with_name(f".{target.name}.moving")
        fetch(self.home, draft)
        with open_build(draft) as connection:
            forget_mark_in(connection)
            connection.execute("CHECKPOINT")
        remove(target)
        draft.replace(target)
        sync(target.parent)

    def _bring(self, say: Say) -> None:
        """Let the file be what the lake has, with the mark of that."""
        home, file = self.home, self.home.build
        with by_itself() as memory, attached(memory, home) as lake:
            mark = begin(lake)
        old = home.file_of_one_machine
        _kept_at.pop(file, None)
        if mark == BEGUN and old.is_file():
            self._take_over(old, say)
            _kept_at[file] = openings(file)
        elif not self._is_of(mark):
            if mark != BEGUN:
                say(f"{file.name} is made anew from what all machines have")
            let_go(file)
            fetch(home, file)
            _kept_at[file] = openings(file)
        if old.exists():  # of before, or written for a move that did not end
            if mark != BEGUN:
                say(f"{old} is removed: what counts is in the lake")
            remove(old)
            sync(old.parent)

    def _is_of(self, mark: str) -> bool:
        if not self.home.build.exists():
            return False
        with open_build(self.home.build) as connection:
            return is_of(connection, self.home, mark)

    def _take_over(self, old: Path, say: Say) -> None:
        """Let the lake have what the build file of an instance has that several machines have come to share."""
        say(f"{old.name} is taken over: its tables go to where all machines have them")
        file = self.home.build
        draft = file.with_name(f".{file.name}.taken")
        remove(draft)
        for name in ("", ".wal"):
            source = old.with_name(f"{old.name}{name}")
            if source.is_file():
                shutil.copyfile(source, draft.with_name(f"{draft.name}{name}"))
        if (broken := set_aside_if_broken(draft, say=say)) is not None:
            broken.unlink()
            old.replace(old.with_name(f"{old.name}.broken"))
        with open_build(draft) as connection:
            put_mark_on(connection, self.home, BEGUN)
            carry(connection, self.home)
            connection.execute("CHECKPOINT")
        let_go(file)
        remove(file)
        draft.replace(file)

    def _keep_what_can_be(self, say: Say) -> None:
        """After an error, which is told: what was found until then is kept, as on one machine."""
        try:
            self.keep()
        except (ReadoutsError, duckdb.Error, OSError) as error:
            say(f"what was found until then is not kept: {error}")

    def _tidy(self, say: Say) -> None:
        """What cannot be tidied now can be at another time."""
        try:
            with open_build(self.home.build) as connection:
                tidy(connection, self.home)
        except TurnLostError:
            raise
        except (ReadoutsError, duckdb.Error) as error:
            let_go(self.home.build)
            say(f"{self.home.lake.name} is not tidied: {error}")

    def _set_lake_aside_if_broken(self, say: Say) -> Path | None:
        home = self.home
        try:
            require_sound(home)
            return None
        except BrokenFileError as error:
            say(str(error).split(";", maxsplit=1)[0])
        aside = home.lake.with_name(f"{home.lake.name}.broken")
        try:
            if home.lake.exists():
                shutil.rmtree(aside, ignore_errors=True)
                home.lake.replace(aside)
        except OSError as error:
            raise WarehouseError(f"{home.lake} cannot be set aside: {why(error)}") from error
        place_of(home).clear()
        say(f"it is kept as {aside.name}; all that it held is made anew from the archive")
        return aside
