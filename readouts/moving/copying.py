"""Copying what goes along when an instance moves, so that a copy is what it was made of, byte by byte.

What belongs here: which files there are, copying and comparing them, and putting them aside. What does not: when any of
it is done (``move``).

A file is written under the name of a draft, made durable, read back and compared by its digest, and then takes its
name. One that is there already is compared as well: a move that goes on takes nothing on trust. What the copy has and
the original has not is removed: it was copied before and went away since.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from readouts.base.errors import ReadoutsError
from readouts.base.files import sync
from readouts.base.instance.layout import is_draft, names

CHUNK = 1 << 22
ROUNDS = 3
"""How often it is looked whether files have changed while they were copied."""

DRAFT = ".moving"


class MoveError(ReadoutsError):
    """An instance cannot be moved; nothing of it is lost, and it is where it was."""


@dataclass(frozen=True, slots=True)
class Facts:
    """By what it is seen that a file was changed."""

    size: int
    changed: int


@dataclass(frozen=True)
class Tree:
    """What goes along: folders and files by their paths in the home."""

    folders: tuple[str, ...]
    files: dict[str, Facts]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(facts.size for facts in self.files.values())


@dataclass(frozen=True, slots=True)
class Copied:
    """How far copying is: bytes done, of how many, and the file that comes next."""

    done: int
    size: int
    name: str


def entries_of(folder: Path) -> list[str]:
    """The names in a folder of what belongs to an instance, wherever that is."""
    return [name for name in names("instance") if os.path.lexists(folder / name)]


def tree_of(folder: Path, *, with_drafts: bool = False) -> Tree:
    """What of an instance lies in a folder.

    Raises:
        MoveError: something is neither file nor folder.
        OSError: it cannot be looked at.
    """
    folders: list[str] = []
    files: dict[str, Facts] = {}
    for path, found in _walk(folder, entries_of(folder)):
        name = path.relative_to(folder).as_posix()
        if not with_drafts and is_draft(path.name):
            continue
        if stat.S_ISDIR(found.st_mode):
            folders.append(name)
        elif stat.S_ISREG(found.st_mode):
            files[name] = Facts(found.st_size, found.st_mtime_ns)
        else:
            raise MoveError(f"{path} is neither file nor folder, and cannot be moved")
    return Tree(tuple(folders), files)


def _walk(folder: Path, entries: list[str]) -> Iterator[tuple[Path, os.stat_result]]:
    for name in entries:
        path = folder / name
        found = path.stat()
        yield path, found
        if stat.S_ISDIR(found.st_mode):
            yield from _walk(path, sorted(inner.name for inner in path.iterdir()))


def copy_instance(source: Path, target: Path, told: Callable[[Copied], None]) -> Tree:
    """Make what lies in the target what lies in the source; what was copied.

    Raises:
        MoveError: there is no room, a copy is not what it was made of, or something is writing to the source.
        OSError: something cannot be read or written.
    """
    copied: dict[str, Facts] = {}
    tree = tree_of(source)
    _require_room(tree, target)
    for _ in range(ROUNDS):
        for name in tree.folders:
            (target / name).mkdir(exist_ok=True)
        done = 0
        for name, facts in tree.files.items():
            told(Copied(done, tree.size, name))
            if copied.get(name) != facts:
                copy_file(source / name, target / name)
                copied[name] = facts
            done += facts.size
        told(Copied(done, tree.size, ""))
        before, tree = tree, tree_of(source)
        if tree == before:
            _remove_others(target, tree)
            for folder in (target, *(target / name for name in tree.folders)):
                sync(folder)
            return tree
    raise MoveError(f"something is writing to {source}: end it, and move again")


def _require_room(tree: Tree, target: Path) -> None:
    there = tree_of(target, with_drafts=True).files
    needed = sum(
        facts.size
        for name, facts in tree.files.items()
        if name not in there or there[name].size != facts.size
    )
    free = shutil.disk_usage(target).free
    if needed > free:
        raise MoveError(
            f"{target} has room for {free / 1e6:,.0f} MB, and {needed / 1e6:,.0f} MB are to be copied; nothing is moved"
        )


def copy_file(source: Path, target: Path) -> None:
    """Copy a file, or see that the copy which is there is the same.

    Raises:
        MoveError: what was written is not what was read.
        OSError: one cannot be read, or the other not written.
    """
    if _is_same(source, target):
        shutil.copystat(source, target)
        return
    draft = target.with_name(f".{target.name}{DRAFT}")
    draft.unlink(missing_ok=True)
    digest = hashlib.sha256()
    with source.open("rb") as reading, draft.open("xb") as writing:
        while data := reading.read(CHUNK):
            digest.update(data)
            writing.write(data)
        writing.flush()
        os.fsync(writing.fileno())
    if _digest(draft) != digest.digest():
        raise MoveError(f"{target} was not written as {source} reads: its disk is at fault")
    shutil.copystat(source, draft)
    draft.replace(target)


def _is_same(source: Path, target: Path) -> bool:
    if not target.is_file() or target.stat().st_size != source.stat().st_size:
        return False
    return _digest(target) == _digest(source)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _remove_others(target: Path, tree: Tree) -> None:
    there = tree_of(target, with_drafts=True)
    for name in there.files.keys() - tree.files.keys():
        (target / name).unlink()
    for name in sorted(set(there.folders) - set(tree.folders), reverse=True):
        (target / name).rmdir()


def put_aside(folder: Path, aside: Path, entries: Iterable[str]) -> list[str]:
    """Move what lies in a folder of an instance into another one in it; the names of what could not be moved."""
    left = []
    for name in entries:
        if not os.path.lexists(folder / name):
            continue
        aside.mkdir(exist_ok=True)
        try:
            (folder / name).rename(aside / name)
        except OSError:  # a disk of its own is mounted there
            left.append(name)
    sync(folder)
    return left
