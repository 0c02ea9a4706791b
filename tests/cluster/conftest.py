"""A PostgreSQL of the tests' own, where one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.cluster.servers import Server, missing, postgres
from readouts.base.instance.home import DATABASE_VARIABLE, Home, begin_shared
from tests.cluster.lakes import DAYS
from tests.cluster.moving import Moving, fill
from tests.pipelines.instance import Instance, Lean
from tests.pipelines.pages import write_page


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    if (told := missing()) is not None:
        pytest.skip(f"an instance on several machines is not tested: {told}")
    with postgres() as server:
        yield server


@pytest.fixture
def database(database_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The database, as ``READOUTS_DATABASE`` names it."""
    monkeypatch.setenv(DATABASE_VARIABLE, database_server.url)
    return database_server


@pytest.fixture
def machines(database: Server, tmp_path: Path) -> tuple[Home, Home]:
    """Two machines that share an instance, each with a home of its own."""
    shared = tmp_path / "shared"
    begin_shared(shared)
    return Home(tmp_path / "a", shared), Home(tmp_path / "b", shared)


@pytest.fixture
def moving(database: Server, tmp_path: Path) -> Moving:
    made = Moving(tmp_path / "given")
    fill(made.home)
    return made


@pytest.fixture
def both(machines: tuple[Home, Home], tmp_path: Path) -> tuple[Instance, Instance]:
    """An instance, from each of two machines, with a page for each of three days."""
    one, other = (Lean(tmp_path / "given") for _ in machines)
    for instance, machine in zip((one, other), machines, strict=True):
        instance.home = machine
        instance.project = replace(instance.project, home=machine)
    for number, day in enumerate(DAYS, start=1):
        write_page(one.pages, number, day)
    return one, other


@pytest.fixture
def alone(tmp_path: Path) -> Instance:
    """The same on one machine."""
    return _on_one_machine(tmp_path / "alone")


@pytest.fixture(scope="session")
def of_one_machine(tmp_path_factory: pytest.TempPathFactory) -> object:
    """What one machine publishes that ran all three days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(DATABASE_VARIABLE, raising=False)
        instance = _on_one_machine(tmp_path_factory.mktemp("alone"))
        instance.run(*DAYS)
        return instance.publication()


def _on_one_machine(path: Path) -> Instance:
    instance = Lean(path)
    for number, day in enumerate(DAYS, start=1):
        write_page(instance.pages, number, day)
    return instance
