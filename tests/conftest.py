"""What all tests share: the sample's run, where they write, and how they are dealt out to workers."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.command import ONE_THREAD
from tests.copied import ADDRESS, offer

if TYPE_CHECKING:
    from tests.sampling import SampleRun

HERE = Path(__file__).parent
LONG = HERE / "long.txt"

DEAR = (
    *(
        "cluster",
        "pipelines",
        "edition",
        "soak",
        "sample",
        "warehouse",
        "asking",
        "reviewing",
        "brief",
        "alerts",
    ),
    *("benchmarks", "docs", "harvest"),
)
"""Folders whose tests run editions, servers or browsers, the dearest first. The others are pure, and fill the end.

What waits longest for others, and goes to one worker as a whole, begins before all that can be dealt out in pieces.
"""

MADE_FOR_A_FOLDER = {"brief", "cluster", "reviewing", "pipelines/archive", "pipelines/keeping"}
"""Folders whose files share what is dear to make."""

SHARED = {"parse/test_reactions.py"}
"""Other files whose tests share what is dear to make; they end no sooner than the dear ones."""

MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""Bytes that must be free there; homes of tests that have passed are removed at once."""


ROUNDS = (10_000, 20, 20)
"""When Python's collector looks for rubbish: seldom, for a test leaves little and a worker has room."""


def pytest_configure(config: pytest.Config) -> None:
    """Let tests write to memory where there is room: an edition waits for the disk some hundred times.

    Workers share the processor between them, so DuckDB has one thread in each, and no input of a property test is late.
    """
    for name in [name for name in os.environ if name.startswith("READOUTS_")]:
        del os.environ[name]  # whoever runs the tests may have an instance of their own
    settings.register_profile("shared", suppress_health_check=[HealthCheck.too_slow], deadline=None)
    settings.load_profile("shared")
    os.environ.update(ONE_THREAD)
    # Ten thousand tests are made and all are kept: nothing of them is rubbish, but each round of Python's collector
    # would look through what there is so far.
    gc.disable()
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    if not hasattr(config, "workerinput"):
        config.add_cleanup(offer())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal tests out so that what they share is made once, begin with the dearest, and mark ``long.txt``."""
    listed = LONG.read_text(encoding="utf-8").splitlines()
    beginnings = tuple(line for line in listed if line and not line.startswith("#"))
    for item in items:
        if item.nodeid.startswith(beginnings):
            item.add_marker(pytest.mark.long)
        if (group := _group(item)) is not None:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_turn)
    if ADDRESS in os.environ and any(_folder(item) in DEAR for item in items):
        from tests.charts_once import share_charts

        share_charts(Path(os.environ[ADDRESS]).parent)


def pytest_collection_finish() -> None:
    """Leave what collecting has made to the end: looking through it takes a fifth of what parsing does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS)
    gc.enable()


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


def _group(item: pytest.Item) -> str | None:
    """What goes to one worker together: all that look at the sample's run, and each file of a folder that is dear."""
    folder = _folder(item)
    if "sample_run" in getattr(item, "fixturenames", ()):
        return "sample"
    own = item.path.parent.relative_to(HERE).as_posix()
    if own in MADE_FOR_A_FOLDER:
        return own
    is_shared = item.path.relative_to(HERE).as_posix() in SHARED
    return item.path.name if is_shared or folder in DEAR else None


def _turn(item: pytest.Item) -> int:
    if "sample_run" in getattr(item, "fixturenames", ()):
        return -1
    if item.path.relative_to(HERE).as_posix() in SHARED:
        return len(DEAR)
    folder = _folder(item)
    return DEAR.index(folder) if folder in DEAR else len(DEAR) + 1


@pytest.fixture(scope="session")
def _sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    from readouts.base.instance.home import Home
    from tests.sampling import run_sample

    return run_sample(Home(tmp_path_factory.mktemp("sample")))


@pytest.fixture
def sample_run(_sample_run: SampleRun) -> Iterator[SampleRun]:
    """The sample site run through Dagster once, to be looked at. A test that writes to its home fails."""
    before = _files(_sample_run.home.path)
    yield _sample_run
    changed = dict(before ^ _files(_sample_run.home.path))
    assert not changed, f"written to what all tests share (sample_copy is one's own): {changed}"


def _files(folder: Path) -> set[tuple[str, tuple[int, int]]]:
    """The files of a folder, each with its size and when it was written."""
    stats = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*")}
    return {(name, (s.st_size, s.st_mtime_ns)) for name, s in stats.items()}
