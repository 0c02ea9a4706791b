"""Staged files: what is written is read back, and nothing else is ever taken for it."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.base.instance.home import Home
from readouts.domain.plain import as_plain, from_plain
from readouts.domain.records import Call, Doubt, ParsedArticle, Party, Passage, Reaction
from readouts.edition.kept.staged import KEPT_SECONDS, remove, stage, staged, sweep
from tests.pipelines.instance import FIRST, SECOND

GOOD, MORE = {"a": {"text": "Ça va"}, "b": None}, {"c": [1, 2.5, "\udc80"]}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def read(home: Home, said: list[str] | None = None) -> dict[str, Any]:
    lines: list[str] = [] if said is None else said
    return staged(home, FIRST, "articles", "release 1", lines.append)


def test_what_is_staged_in_several_files_is_read_together_and_removed_together(home: Home) -> None:
    for entries in (GOOD, MORE, GOOD, {}):
        stage(home, FIRST, "articles", "release 1", entries)
    assert read(home) == GOOD | MORE
    assert len(list(home.made.rglob("*.gz"))) == 2, "the same content is the same file"
    stage(home, SECOND, "articles", "release 1", MORE)
    remove(home, FIRST)
    assert [path.name for path in home.made.iterdir()] == [str(SECOND)]
    remove(home, SECOND)
    assert not home.made.exists()
    remove(home, SECOND)


def _flipped(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def _rewritten(path: Path) -> None:
    """A sound file of the right form, of which nobody knows who wrote it."""
    lines = gzip.decompress(path.read_bytes()).split(b"\n")
    path.write_bytes(gzip.compress(b"\n".join([*lines[:-1], b'["a", "another"]'])))


def _of_another(path: Path, **options: Any) -> None:
    told = {"edition": FIRST, "kind": "articles", "version": "release 1"} | options
    home = Home(path.parents[2])
    stage(home, told["edition"], told["kind"], told["version"], {"x": "foreign"})
    (other,) = set(home.made.rglob("*.gz")) - {path}
    other.replace(path.parent / other.name.replace(told["kind"], "articles"))
    path.unlink()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "nothing in it": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "a bit flipped": _flipped,
    "no gzip": lambda path: path.write_text("[]"),
    "no JSON": lambda path: path.write_bytes(gzip.compress(b"\xff{")),
    "rewritten by others": _rewritten,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "of another edition": lambda path: _of_another(path, edition=SECOND),
    "of another release": lambda path: _of_another(path, version="release 0"),
    "of another kind": lambda path: _of_another(path, kind="readings"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_stale_or_foreign_is_told_and_not_there(home: Home, damage: str) -> None:
    stage(home, FIRST, "articles", "release 1", GOOD)
    (path,) = home.made.rglob("*.gz")
    DAMAGES[damage](path)
    stage(home, FIRST, "articles", "release 1", MORE)
    said: list[str] = []
    assert read(home, said) == MORE, "what is sound is used"
    (line,) = said
    assert line.startswith(f"made/{FIRST}/articles-")
    assert line.endswith("made anew")


def test_what_a_killed_maker_left_half_written_is_no_file(home: Home) -> None:
    stage(home, FIRST, "articles", "release 1", GOOD)
    (path,) = home.made.rglob("*.gz")
    path.rename(path.with_name(f"{path.name}.1-aa.part"))
    said: list[str] = []
    assert read(home, said) == {}
    assert said == []
    remove(home, FIRST)
    assert not home.made.exists()


def test_what_nobody_comes_for_is_removed_after_a_week(home: Home) -> None:
    sweep(home)
    stage(home, FIRST, "articles", "release 1", GOOD)
    stage(home, SECOND, "articles", "release 1", GOOD)
    old = time.time() - KEPT_SECONDS - 1
    os.utime(home.made / str(SECOND), (old, old))
    sweep(home)
    assert [path.name for path in home.made.iterdir()] == [str(FIRST)]


words = st.text(max_size=8)
values = st.none() | st.booleans() | st.integers() | words | st.lists(words, max_size=3)


@settings(max_examples=50)
@given(st.dictionaries(words, values, max_size=4))
def test_any_value_that_json_can_say_comes_back(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, Any]
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    stage(home, FIRST, "articles", "release 1", entries)
    assert read(home) == entries


@st.composite
def readings(draw: st.DrawFn) -> ParsedArticle:
    """A reading of few calls; texts, days, doubts and what is not known in any of its fields."""
    some = words | st.none()
    doubts = st.lists(st.sampled_from(get_args(Doubt)), max_size=2).map(tuple)
    shares = st.none() | st.floats(0, 1)

    def reaction() -> Reaction:
        told = (draw(some), draw(some), draw(some), "concern", draw(some), draw(words))
        return Reaction(*told, 0, 9, draw(words), confidence=draw(shares), doubts=draw(doubts))

    def call() -> Call:
        party = Party(draw(some), draw(some), draw(some), draw(some), draw(some), "initiator")
        return Call(
            draw(st.none() | st.dates()),
            *("stated", "phone", draw(st.none() | st.just(0))),
            parties=(party,) * draw(st.integers(0, 3)),
            reactions=tuple(reaction() for _ in range(draw(st.integers(0, 2)))),
            evidence=draw(words),
            start=0,
            end=9,
            doubts=draw(doubts),
        )

    calls = tuple(call() for _ in range(draw(st.integers(0, 2))))
    return ParsedArticle(calls, (Passage(0, 1, draw(words), "reason"),))


@settings(max_examples=50)
@given(readings())
def test_any_reading_comes_back_from_plain_values(article: ParsedArticle) -> None:
    assert from_plain(json.loads(json.dumps(as_plain(article)))) == article
