"""The archive of answers: kept at once and for good, found by document, damaged lines named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.asking.answers.store import Entry, Place, Store
from readouts.base.instance.home import Home

DOCUMENT = "ab" + "0" * 62
TINY = Entry(
    "d1",
    "tiny",
    "p",
    "s",
    "json_schema",
    "answered",
    "2025-03-14T00:00:00+00:00",
    "q1",
    response="{}",
)
LARGE = replace(TINY, digest="d2", model="large", question="q2")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Home(tmp_path))


def keep(store: Store, *entries: Entry) -> None:
    for entry in entries:
        store.append(DOCUMENT, entry)


def test_what_is_kept_comes_back_as_it_was(store: Store) -> None:
    full = replace(
        TINY,
        place=Place(3, 9, 1, 1, 40),
        response='{"a": "\u2028 ö \\n"}',
        http=200,
        tokens_sent=5,
        cost=0.25,
        currency="USD",
        seconds=1.5,
        faults=("one", "two"),
        again_after="d0",
        why="because",
    )
    keep(store, full)
    assert store.answers(DOCUMENT).entries == (full,)
    assert not store.answers(DOCUMENT).damaged


@given(st.text(), st.text())
def test_whatever_a_server_sent(response: str, why: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Home(Path(folder)))
        keep(store, replace(TINY, response=response, why=why), LARGE)
        entries = store.answers(DOCUMENT).entries
        assert len(entries) == 2
        assert entries[0].response == response.encode("utf-8", "replace").decode()


def test_the_first_whole_reading_counts_until_another_is_chosen(store: Store) -> None:
    keep(store, TINY, LARGE)
    assert store.answers(DOCUMENT).reading == TINY.reading
    keep(store, replace(LARGE, status="chosen", digest="", response=""))
    assert store.answers(DOCUMENT).reading == LARGE.reading
    keep(store, replace(TINY, status="chosen", digest="", response=""))
    assert store.answers(DOCUMENT).reading == TINY.reading


def test_a_reading_in_parts_counts_when_all_of_them_are_there(store: Store) -> None:
    first, second = (replace(LARGE, digest=f"p{n}", place=Place(0, 9, n, 2, 500)) for n in (1, 2))
    keep(store, first)
    assert store.answers(DOCUMENT).reading is None
    keep(store, replace(second, status="cut_off"))
    assert store.answers(DOCUMENT).reading is None
    keep(store, second)
    assert [entries[0].digest for entries in store.answers(DOCUMENT).parts] == ["p1", "p2"]


@pytest.mark.parametrize("damage", [b"\x00", b"x", b"}", b"\xff"])
def test_a_damaged_line_is_named_and_costs_no_other(store: Store, damage: bytes) -> None:
    keep(store, TINY, LARGE)
    path = store.path(DOCUMENT)
    data = path.read_bytes()
    middle = len(data.splitlines()[0]) // 2
    path.write_bytes(data[:middle] + damage + data[middle + 1 :])
    found = store.answers(DOCUMENT)
    assert found.entries == (LARGE,)
    assert found.damaged == (f"archive/answers/ab/{DOCUMENT}.jsonl:1",)


@given(st.integers(1, 250))
def test_a_line_that_a_kill_left_half_written_stays_and_the_next_is_whole(left: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Home(Path(folder)))
        keep(store, TINY)
        path = store.path(DOCUMENT)
        path.write_bytes(path.read_bytes()[:-left])
        keep(store, LARGE)
        found = store.answers(DOCUMENT)
        assert LARGE in found.entries
        assert len(found.entries) + len(found.damaged) == 2


def test_nothing_is_overwritten(store: Store) -> None:
    keep(store, TINY)
    before = store.path(DOCUMENT).read_bytes()
    keep(store, LARGE)
    assert store.path(DOCUMENT).read_bytes().startswith(before)


def test_no_name_of_a_file_comes_from_outside(store: Store) -> None:
    with pytest.raises(ValueError, match="no digest"):
        store.path("../../etc/passwd")
