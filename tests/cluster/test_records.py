"""Records in a file and in the database: what is put there is found there, and what fails is one line."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from pipelines.cluster.servers import Server
from readouts.base.instance.home import DATABASE_VARIABLE, Home
from readouts.base.state.records import TEXT, Place, Records, RecordsError, copy_rows
from tests.cluster.test_turns import end_sessions

TABLES = MetaData()
Table("seen", TABLES, Column("name", TEXT, primary_key=True), Column("times", Integer))

PUT = "INSERT INTO seen VALUES (:name, :times) ON CONFLICT (name) DO UPDATE SET times = seen.times + 1"
NAMES = "SELECT name FROM seen ORDER BY name"


@pytest.fixture(params=["file", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "file":
        return Place(tmp_path / "folder" / "seen.sqlite")
    machines: tuple[Home, Home] = request.getfixturevalue("machines")
    return Place.of(machines[0], tmp_path / "seen.sqlite", "tests")


def opened(place: Place) -> Records:
    return Records(place, TABLES, durable=True)


def names(records: Records) -> list[str]:
    return [name for (name,) in records.rows(NAMES)]


def test_rows_are_kept_until_the_place_is_cleared(place: Place) -> None:
    assert not place.exists()
    for times in (1, 2):
        records = opened(place)
        records.change(PUT, name="oslo", times=1)
        assert records.rows("SELECT name, times FROM seen") == [("oslo", times)]
        records.close()
    assert place.exists()
    place.clear()
    place.clear()
    assert not place.exists()
    assert opened(place).is_empty(TABLES)


def test_a_transaction_is_whole_or_none(place: Place) -> None:
    records = opened(place)

    def half() -> None:
        with records.transaction():
            records.change(PUT, name="oslo", times=1)
            assert names(records) == ["oslo"]
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert records.row(NAMES) is None
    with records.transaction():
        records.change_all(PUT, ({"name": name, "times": 1} for name in "ba"))
        records.change_all(PUT, ())
    assert names(opened(place)) == ["a", "b"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "ø", "'; DROP TABLE seen; --", "%s :name ?"])
def test_any_text_is_kept_but_for_what_is_no_character(place: Place, text: str) -> None:
    records = opened(place)
    records.change(PUT, name=text, times=1)
    [kept] = names(records)
    assert kept == text.replace("\x00", "").replace("\ud800", "?")
    assert records.row("SELECT times FROM seen WHERE name = :name", name=text) == (1,)


def test_texts_are_in_the_order_of_their_characters(place: Place) -> None:
    records = opened(place)
    records.change_all(PUT, ({"name": name, "times": 1} for name in ("b", "Z", "a-b", "aB", "a")))
    assert names(records) == ["Z", "a", "a-b", "aB", "b"]


def test_threads_wait_for_each_other(place: Place) -> None:
    records = opened(place)

    def count() -> None:
        for _ in range(50):
            records.change(PUT, name="oslo", times=1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records.row("SELECT times FROM seen") == (200,)


def test_rows_are_copied_whole_or_not_at_all(place: Place, tmp_path: Path) -> None:
    other = opened(Place(tmp_path / "other.sqlite"))
    records = opened(place)
    records.change_all(PUT, ({"name": name, "times": 1} for name in "abc"))
    copy_rows(records, other, TABLES)
    assert names(other) == ["a", "b", "c"]
    other.change("DELETE FROM seen WHERE name <> 'b'")
    with pytest.raises(RecordsError):
        copy_rows(records, other, TABLES)
    assert names(other) == ["b"]


def test_what_is_no_statement_is_one_line(place: Place) -> None:
    with pytest.raises(RecordsError) as told:
        opened(place).rows("SELECT nothing FROM nowhere")
    assert "\n" not in str(told.value)
    assert told.value.__suppress_context__


def test_instances_of_one_database_know_nothing_of_each_other(
    machines: tuple[Home, Home], tmp_path: Path
) -> None:
    here, there = (Place.of(home, tmp_path / "none", "tests") for home in machines)
    assert here == there
    records = opened(here)
    records.change(PUT, name="oslo", times=1)
    (tmp_path / "shared" / "instance").write_text("another\n")
    assert opened(Place.of(machines[1], tmp_path / "none", "tests")).is_empty(TABLES)


def test_connection_that_was_lost_is_one_line_and_the_next_is_another(
    machines: tuple[Home, Home], database: Server, tmp_path: Path
) -> None:
    records = opened(Place.of(machines[0], tmp_path / "none", "tests"))

    def lost() -> None:
        with records.transaction():
            records.change(PUT, name="oslo", times=1)
            end_sessions(database)
            records.change(PUT, name="oslo", times=1)

    with pytest.raises(RecordsError, match=r"the database postgresql://\S+ cannot be used") as told:
        lost()
    assert "\n" not in str(told.value)
    assert names(records) == []


def test_password_is_not_told(
    machines: tuple[Home, Home], database: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place.of(machines[0], tmp_path / "none", "tests")
    address: Any = database.url
    monkeypatch.setenv(DATABASE_VARIABLE, address.replace("@127.0.0.1", "x@127.0.0.1"))
    for work in (place.exists, place.clear, lambda: opened(place)):
        with pytest.raises(RecordsError) as told:
            work()
        assert address.split(":")[2].split("@")[0] not in str(told.value)
        assert told.value.__suppress_context__
