"""Each fault of ``faults.yaml`` tried: the files harmed, an edition run, and what came of it held against the table.

What belongs here: one fault at a time, without kills. What does not: harming (``harm``) and killing (``kills``).
"""

from __future__ import annotations

import hashlib
import multiprocessing
import multiprocessing.connection
import re
import shutil
import traceback
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from pipelines.orchestration.runs import run_editions
from readouts.base.errors import ReadoutsError
from readouts.edition.run import run_edition
from readouts.harvest.archive.reading import archived_editions
from readouts.harvest.collection.collect import harvest
from readouts.harvest.sources_file import load_sources
from readouts.warehouse.files.database import set_aside_if_broken
from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance, Tables, silent
from tests.pipelines.pages import write_page
from tests.soak.harm import VERBS, files_of, in_it

TABLE = Path(__file__).with_name("faults.yaml")
LONGEST = 300.0
"""Seconds that a run may take, on a machine that has other work."""


@dataclass(frozen=True)
class Fault:
    """One entry of the table; its keys are explained there."""

    fault: str
    harm: tuple[str, ...]
    ends: str
    said: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    mend: str | None = None
    again: bool = False
    run: str = "third"
    through: str = "steps"
    short: bool = False


def load_faults() -> list[Fault]:
    """The table."""
    rows = YAML(typ="safe").load(TABLE)
    return [
        Fault(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()})
        for row in rows
    ]


@dataclass
class Ended:
    """What a run in a process of its own said, and how it ended: ``error`` in a line for a person, or a crash."""

    said: list[str] = field(default_factory=list)
    error: str | None = None
    crash: str | None = None


class Trials:
    """An instance with two published editions and a third that is archived, copied for each fault."""

    def __init__(self, folder: Path, kind: type[Instance] = Instance) -> None:
        self.folder = folder
        self.kind = kind
        self.base = kind(folder / "base")
        self.kept = folder / "older"
        self.kept.mkdir()
        for number, day in enumerate((FIRST, SECOND)):
            write_page(self.base.pages, number, day, more=f"The number of this page is {number}.")
            self.base.run(day)
            if day == FIRST:
                shutil.copyfile(self.base.home.build, self.kept / "older-build.duckdb")
        write_page(self.base.pages, 2, THIRD, more="The number of this page is two.")
        harvest(
            load_sources(self.base.sources),
            THIRD,
            self.base.home.path,
            published_editions={FIRST, SECOND},
        )
        self.before = self.base.published()
        undisturbed = self._copy("undisturbed")
        undisturbed.run(THIRD, offline=True)
        self.after = undisturbed.published()
        self._has_records = False

    def try_out(self, fault: Fault) -> list[str]:
        """What came of the fault that should not have, a line each."""
        if fault.through == "dagster" and not self._has_records:
            list(run_editions(self.base.home, self.base.sources, [FIRST], say=silent))
            self._has_records = True
        instance = self._copy("tried")
        harmed = self._harm(instance, fault)
        watched = {name: _digests(instance, name) for name in fault.left_alone}
        day = FIRST if fault.run == "first" else THIRD
        ended = _run_apart(instance, day, fault.through)
        problems = [*_judge(fault, ended), *self._compare(instance, fault, ended)]
        for name, digests in watched.items():
            now = _digests(instance, name)
            problems += [
                f"{path} was not left alone" for path in digests if digests[path] != now.get(path)
            ]
        if ended.error is not None:
            _mend(instance, fault, harmed)
        if ended.error is not None or ended.crash is not None or fault.run == "first":
            ended = _run_apart(instance, THIRD, "steps")
            if ended.error or ended.crash:
                problems.append(f"mended, and still: {ended.error or ended.crash}")
            else:
                problems += _differences(instance, self.after, fault)
        shutil.rmtree(instance.path)
        return [f"{fault.fault}: {problem}" for problem in problems]

    def _copy(self, name: str) -> Instance:
        shutil.copytree(self.base.path, self.folder / name)
        return self.kind(self.folder / name)

    def _harm(self, instance: Instance, fault: Fault) -> list[tuple[Path, Path]]:
        """Harm the files; each with a copy as it was."""
        harmed = []
        for number, words in enumerate(fault.harm):
            verb, name = words.split(" ", 1)
            path = files_of(instance.home, name, str(FIRST), str(THIRD))
            if path.is_file():
                kept = instance.path / f"kept-{number}"
                shutil.copyfile(path, kept)
                harmed.append((path, kept))
            VERBS[verb](path, self.kept)
        return harmed

    def _compare(self, instance: Instance, fault: Fault, ended: Ended) -> list[str]:
        """Readers have what the table says, row by row."""
        if ended.error is not None:
            is_readable = not any(words.endswith(" published") for words in fault.harm)
            expected = self.before if is_readable else None
        else:
            expected = self.before if fault.run == "first" else self.after
        return [] if expected is None else _differences(instance, expected, fault)


def _judge(fault: Fault, ended: Ended) -> list[str]:
    problems = []
    if ended.crash is not None:
        problems.append(f"it crashed: {ended.crash}")
    if ended.error is not None and fault.ends == "published":
        problems.append(f"it was refused: {ended.error}")
    if ended.error is None and fault.ends == "refused":
        problems.append("it was not refused")
    if ended.error is not None and "\n" in ended.error:
        problems.append(f"its error is no line: {ended.error}")
    lines = [*ended.said, ended.error or ""]
    is_told = ended.error is not None or fault.ends != "either"
    problems += [
        f"it does not say {pattern!r}; it says {lines}"
        for pattern in fault.said
        if is_told and not any(re.search(pattern, line) for line in lines)
    ]
    return problems


def _mend(instance: Instance, fault: Fault, harmed: list[tuple[Path, Path]]) -> None:
    """Do what a person would, as told."""
    if fault.mend == "put back":
        for path, kept in harmed:
            if path != instance.home.build:
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kept, path)
    elif fault.mend == "rebuild":
        set_aside_if_broken(instance.home.build, say=silent)
        days = sorted(archived_editions(instance.home.path))
        for day in days:
            run_edition(instance.project, day, offline=True, until=days[-1], say=silent)


def _run_apart(instance: Instance, edition: date, through: str) -> Ended:
    """Run an edition in a process of its own, as it would be run after the fault."""
    reader, writer = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_tell, args=(instance, edition, through, writer)
    )
    process.start()
    writer.close()
    ended = Ended()
    try:
        while True:
            kind, text = reader.recv()
            if kind == "said":
                ended.said.append(text)
            else:
                setattr(ended, kind, text)
    except EOFError:
        process.join(LONGEST)
    if process.exitcode != 0:
        ended.crash = ended.crash or f"exit code {process.exitcode}"
    return ended


def _tell(
    instance: Instance, edition: date, through: str, writer: multiprocessing.connection.Connection
) -> None:
    def say(line: str) -> None:
        writer.send(("said", line))

    try:
        if through == "dagster":
            [run] = run_editions(instance.home, instance.sources, [edition], say=say)
            if not run.success:
                writer.send(("error", "; ".join(run.failures)))
        else:
            run_edition(instance.project, edition, say=say)
    except ReadoutsError as error:
        writer.send(("error", str(error)))
    except BaseException:
        writer.send(("crash", traceback.format_exc()))


def _digests(instance: Instance, name: str) -> dict[Path, str]:
    path = files_of(instance.home, name, str(FIRST), str(THIRD))
    return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in in_it(path)}


def _differences(instance: Instance, expected: Tables, fault: Fault) -> list[str]:
    """Where readers have other rows than they should, and how many by table."""
    found = instance.published()
    if fault.again:
        return _besides_copies(found, expected)
    different = {
        name: (len(found.get(name, [])), len(rows))
        for name, rows in expected.items()
        if found.get(name) != rows
    }
    return [f"readers have other rows: {different}"] if different else []


def _besides_copies(found: Tables, expected: Tables) -> list[str]:
    """Whether the articles are those expected, and all others copies of one of them, by the last but one column."""
    articles, wanted = found["core.articles"], expected["core.articles"]
    ids = {row[0] for row in wanted}
    others = [row for row in articles if row not in wanted]
    lost = [row for row in wanted if row not in articles]
    strange = [row for row in others if not ids & set(map(str, row[1:]))]
    return (
        [f"{len(lost)} articles are gone, {len(strange)} are no copies"] if lost or strange else []
    )
