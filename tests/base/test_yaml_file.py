"""Files that people write in YAML: whatever is wrong with one is told with its line, and never a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.alerts.watchlist_file import WatchlistError, load_watchlist
from readouts.base.yaml_file import FileError
from readouts.harvest.sources_file import SourcesError, load_sources

FILES: dict[str, tuple[str, str, Callable[[Path], Any], type[FileError]]] = {
    "sources": ("sources.yaml", "READOUTS_SOURCES", load_sources, SourcesError),
    "watchlist": ("watchlist.yaml", "READOUTS_WATCHLIST", load_watchlist, WatchlistError),
}
every_file = pytest.mark.parametrize("file", FILES)

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
# what is written, the line of the mistake, and what is said of it
BROKEN: dict[str, tuple[str | bytes, int, str]] = {
    "another encoding": ("a: 1\n# caf\u00e9\nb: 2\n".encode("latin-1"), 2, "expected UTF-8"),
    "UTF-16": ("a: 1\n".encode("utf-16"), 1, "expected UTF-8"),
    "half a character": (b"a: 1\nb: \xe2\x82", 2, "expected UTF-8"),
    "a tag": ("a: 1\nb: !secret x\n", 2, "expected a plain value, got one with the tag !secret"),
    "a tag of a program": ("a: !!python/object/apply:os.system [ls]\n", 1, "expected a plain value"),
    "a tag of a mapping": ("a: !x {b: 1}\n", 1, "expected a plain value, got one with the tag !x"),
    "a tag of all": ("!x\na: 1\n", 1, "expected a plain value"),
    "a set": ("a:\n  !!set {b, c}\n", 1, "expected a plain value"),
    "aliases without end": (BOMB, 1, "expected at most 200000 values, aliases written out"),
    "deep": ("[" * 700, 1, "expected YAML: it nests too deep"),
    "deep mappings": ("{a: " * 3000, 1, "expected YAML: it nests too deep"),
    "deep and whole": ("a: " + "[" * 30 + "]" * 30, 1, "expected at most"),
    "a key that comes twice": ("a: 1\nb: 2\na: 3\n", 3, "duplicate key 'a': expected each key once"),
    "a key that comes twice, below": ("x:\n  a: 1\n  a: 2\n", 3, "duplicate key 'a'"),
    "a day that there is not": ("a: 1\nb: 2026-13-45\n", 2, "got '2026-13-45': month must be in 1..12"),
    "a number that is none": ("a: 1\nb: 2\nc: !!int x\n", 3, "expected a value that YAML knows, got 'x'"),
    "a number without end": ("a: " + "9" * 5000, 1, "expected a value that YAML knows"),
    "an alias of nothing": ("a: 1\nb: *c\n", 2, "expected YAML: found undefined alias 'c'"),
    "a character that is none": ("a: 1\nb: \x07\n", 2, "expected YAML: the character #x0007 is none"),
    "a tab": ("a: 1\n\tb: 2\n", 2, "expected YAML"),
    "an open quotation": ("a: 'x\n", 2, "expected YAML: found unexpected end of stream"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "expected YAML: but found another document"),
    "a merge of nothing": ("a: {<<: 5}\n", 1, "expected YAML"),
    "nothing": ("", 1, "expected"),
    "a list": ("- a\n", 1, "expected"),
    "a word": ("a\n", 1, "expected"),
    "keys that are no words": ("5: 1\nnull: 2\n? [a, b]\n: 3\n", 1, "expected"),
}  # fmt: skip


@every_file
@pytest.mark.parametrize("case", BROKEN)
def test_each_mistake_is_one_line_with_its_place(case: str, file: str, tmp_path: Path) -> None:
    name, _, load, error = FILES[file]
    written, line, said = BROKEN[case]
    path = tmp_path / name
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(error) as caught:
        load(path)
    lines = str(caught.value).splitlines()
    assert all(each.startswith(f"{path}:") for each in lines)
    assert lines[0].startswith(f"{path}:{line}: ")
    assert said in lines[0]


@every_file
def test_a_mark_before_it_does_no_harm(file: str, tmp_path: Path) -> None:
    name, _, load, _ = FILES[file]
    good = {
        "sources": "sources: []\n",
        "watchlist": "channels: {a: 'json://127.0.0.1/a'}\nwatch: []\n",
    }[file]
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + good.replace("\n", "\r\n").encode())
    assert load(tmp_path / name) is not None


@every_file
def test_a_folder_in_its_place_is_told(file: str, tmp_path: Path) -> None:
    name, variable, load, error = FILES[file]
    with pytest.raises(error) as caught:
        load(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path} is a folder; {variable} names the file, such as {tmp_path / name}"
    )


@every_file
def test_what_may_not_be_read_is_told(file: str, tmp_path: Path) -> None:
    name, variable, load, error = FILES[file]
    path = tmp_path / name
    # a file that leads to itself can be read by nobody, not even by root
    path.symlink_to(path)
    with pytest.raises(error) as caught:
        load(path)
    assert str(caught.value) == (
        f"{path} cannot be read: Too many levels of symbolic links; {variable} names another file"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read whatever there is")
@every_file
def test_what_one_has_no_right_to_read_is_told(file: str, tmp_path: Path) -> None:
    name, variable, load, error = FILES[file]
    (tmp_path / name).write_text("a: 1")
    (tmp_path / name).chmod(0)
    with pytest.raises(error, match=f"cannot be read: Permission denied; {variable} names another"):
        load(tmp_path / name)


@pytest.mark.parametrize("way", ["nothing", "below a file"])
def test_no_sources_are_told_and_no_watchlist_is_none(way: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path if way == "nothing" else tmp_path / "file"
    with pytest.raises(SourcesError) as caught:
        load_sources(folder / "nope.yaml")
    assert str(caught.value) == (
        f"there is no sources.yaml at {folder / 'nope.yaml'}; READOUTS_SOURCES names it"
    )
    assert load_watchlist(folder / "nope.yaml") is None


def test_keys_that_an_alias_brings_are_read_and_their_mistakes_told(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    base = "  - &base {id: a, name: A, kind: feed, type: wire, language: en, url: 'https://h.example/'}\n"
    path.write_text(f"sources:\n{base}  - {{<<: *base, id: b}}\n")
    assert [source.id for source in load_sources(path)] == ["a", "b"]
    path.write_text(f"sources:\n{base.replace('wire', 'wired')}  - {{<<: *base, id: b}}\n")
    with pytest.raises(SourcesError) as caught:
        load_sources(path)
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        f"{path}:2",
        f"{path}:3",
    ]


WORDS = st.sampled_from(
    ["sources", "defaults", "id", "name", "kind", "url", "feed", "folder", "path", "every", "within", "pattern",
     "channels", "watch", "to", "operators", "<<", "*a", "&a", "!x", "~", "1", "2026-01-01", "99999999999d", "((((",
     "a{99999999}", "/abs", "[", "]", "{", "}", ":", "-", "\n", "\n  ", "\n  - ", ": ", "'", "${X}", "//a:b@c"]
)  # fmt: skip


@every_file
@given(st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_ends_otherwise(
    tmp_path_factory: pytest.TempPathFactory, file: str, text: str
) -> None:
    name, _, load, error = FILES[file]
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        load(path)
    except error as err:
        lines = str(err).split("\n")
        named = [line for line in lines if line.startswith(f"{path}:")]
        if named != lines or len(lines) != len(err.problems):
            raise
