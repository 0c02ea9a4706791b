"""A damaged archive: what is said, what stands, and what follows when a file is given up. The people are invented."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readouts.edition.collecting import collect_pages
from readouts.harvest import (
    ArchiveDamaged,
    ArchiveError,
    archived_editions,
    archived_pages,
    check_edition,
    damaged_editions,
    read_page,
)
from readouts.harvest.archive import ForgetError, forget, forgotten, remember
from readouts.harvest.archive.checking import lost_volumes
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.reading.query import answer
from tests.command import readouts
from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance, silent
from tests.pipelines.pages import write_page

MORE = "The road along the river past old mills was mapped by clerks who wrote about bridges and the price of bread."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions: two calls in the first, a copy of one of them in the second, another call in the third."""
    path = tmp_path_factory.mktemp("archive")
    instance = Instance(path)
    write_page(instance.pages, 0, FIRST)
    write_page(instance.pages, 1, FIRST, MORE)
    instance.run(FIRST)
    write_page(instance.pages, 0, SECOND)
    (instance.pages / "call-0.html").rename(instance.pages / "reprint.html")
    instance.run(SECOND)
    write_page(instance.pages, 2, THIRD)
    instance.run(THIRD)
    return path


@pytest.fixture
def instance(published: Path, tmp_path: Path) -> Instance:
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return Instance(tmp_path)


def volume(instance: Instance) -> str:
    """The first edition's only volume."""
    (path,) = (instance.home.archive / str(FIRST)).glob("*.pages.jsonl")
    return f"{FIRST}/{path.name.removesuffix('.pages.jsonl')}"


def index(instance: Instance) -> Path:
    return instance.home.archive / f"{volume(instance)}.pages.jsonl"


def warc(instance: Instance) -> Path:
    return instance.home.archive / f"{volume(instance)}.warc.gz"


def overwrite(path: Path, at: int, with_what: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(with_what)


def folder_in_place_of(path: Path) -> None:
    path.unlink()
    path.mkdir()


def record_of(instance: Instance, number: int) -> int:
    """Where a page's record lies."""
    return int(archived_pages(instance.home.path, FIRST)[number]["warc_offset"])


def lines(instance: Instance) -> list[bytes]:
    return index(instance).read_bytes().splitlines(keepends=True)


# what is done to the first edition's volume, which file is named, what is said of it, and how many pages are lost
DAMAGES: dict[str, tuple[Callable[[Instance], object], str, str, int]] = {
    "no WARC file": (lambda i: warc(i).unlink(), ".warc.gz: ", "is missing", 2),
    "an empty WARC file": (lambda i: warc(i).write_bytes(b""), ".warc.gz: ", "has 0 bytes of", 2),
    "a WARC file that is cut": (
        lambda i: warc(i).write_bytes(warc(i).read_bytes()[: record_of(i, 1) + 50]), ".warc.gz: ", "bytes of", 1),
    "a WARC file of something else": (
        lambda i: warc(i).write_bytes(b"x" * warc(i).stat().st_size), ".warc.gz: ", "is damaged", 2),
    "flipped bytes": (
        lambda i: overwrite(warc(i), record_of(i, 0) + 200, b"\xff\x00" * 15), ".warc.gz: ", "is damaged", 1),
    "a flipped beginning": (
        lambda i: overwrite(warc(i), record_of(i, 1), b"\x00" * 4), ".warc.gz: ", "is damaged", 1),
    "no index": (lambda i: index(i).unlink(), ".pages.jsonl: ", "is missing", 2),
    "no folder": (lambda i: shutil.rmtree(warc(i).parent), ".pages.jsonl: ", "is missing, and its WARC file too", 2),
    "an index that is cut": (
        lambda i: index(i).write_bytes(index(i).read_bytes()[:-300]), ".pages.jsonl:2: ", "is no row", 1),
    "a line less": (lambda i: index(i).write_bytes(lines(i)[0]), ".pages.jsonl: ", "has 1 rows of 2", 1),
    "a line of something else": (
        lambda i: index(i).write_bytes(b"{broken\n" + lines(i)[1]), ".pages.jsonl:1: ", "is no row", 1),
    "a line that is JSON and no row": (
        lambda i: index(i).write_bytes(lines(i)[0] + b'{"page_id": 5}\n'), ".pages.jsonl:2: ", "is no row", 1),
    "a line that is no UTF-8": (
        lambda i: index(i).write_bytes(lines(i)[0] + b"\xff\xfe" + lines(i)[1]), ".pages.jsonl:2: ", "is no row", 1),
    "a row that says something else": (
        lambda i: index(i).write_bytes(index(i).read_bytes().replace(b'"NOR"', b'"SWE"')),
        ".pages.jsonl: ", "is not as it was written", 2),
    "a digest of something else": (
        lambda i: index(i).write_bytes(index(i).read_bytes().replace(b'"content_sha256": "', b'"content_sha256": "0')),
        ".pages.jsonl: ", "is not as it was written", 4),
    "an empty index": (lambda i: index(i).write_bytes(b""), ".pages.jsonl: ", "has 0 rows of 2", 2),
    "a folder in its place": (
        lambda i: folder_in_place_of(index(i)), ".pages.jsonl: ", "cannot be read: Is a directory", 2),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_is_named_and_nothing_is_changed_until_the_file_is_back(
    case: str, instance: Instance, tmp_path: Path
) -> None:
    damage, file, what, lost = DAMAGES[case]
    kept, name = tmp_path / "kept", volume(instance)
    shutil.copytree(instance.home.archive, kept)
    rows = check_edition(instance.home.path, FIRST).rows
    built = instance.home.build.read_bytes()
    damage(instance)
    for _ in range(2):
        with pytest.raises(ArchiveDamaged) as error:
            collect_pages(instance.project, FIRST, offline=True, say=silent)
    assert instance.home.build.read_bytes() == built
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"edition {FIRST} stands as it was, since its archive is damaged: ")
    assert f"{name}{file}" in message
    assert what in message
    assert f"'readouts archive forget {name} --why …'" in message
    assert sum(each.pages for each in check_edition(instance.home.path, FIRST).damages) == lost
    shutil.rmtree(instance.home.archive)
    shutil.copytree(kept, instance.home.archive)
    back = check_edition(instance.home.path, FIRST)
    assert (back.rows, back.damages, back.harmless) == (rows, (), ())


@pytest.mark.parametrize(
    "case", ["no WARC file", "flipped bytes", "no folder", "an index that is cut"]
)
def test_what_is_published_stands_and_other_editions_go_on(
    case: str, instance: Instance, tmp_path: Path
) -> None:
    before, kept = instance.published(), tmp_path / "kept"
    figures = instance.calls(), sources(instance)
    shutil.copytree(instance.home.archive, kept)
    DAMAGES[case][0](instance)
    for _ in range(2):
        with pytest.raises(ArchiveDamaged):
            instance.run(FIRST)
    instance.run(THIRD)
    assert instance.published() == before
    shutil.copytree(kept, instance.home.archive, dirs_exist_ok=True)
    instance.run(FIRST, offline=True)
    assert (instance.calls(), sources(instance)) == figures


@pytest.mark.parametrize("case", ["no WARC file", "no folder", "no index", "an empty index"])
def test_loss_is_noticed_where_the_build_file_is_lost_too(case: str, instance: Instance) -> None:
    DAMAGES[case][0](instance)
    instance.home.build.unlink()
    assert FIRST in archived_editions(instance.home.path)
    lacking = r"still to be made anew \(its archive is damaged: .*(is missing|has 0 rows of 2)"
    with pytest.raises(WarehouseError, match=lacking):
        instance.run(FIRST, offline=True)


def test_loss_is_noticed_where_the_inventory_is_lost_too(instance: Instance) -> None:
    shutil.rmtree(instance.home.archive / "inventory")
    name = volume(instance)
    shutil.rmtree(warc(instance).parent)
    with pytest.raises(ArchiveDamaged) as error:
        instance.run(FIRST, offline=True)
    assert f"{name}.warc.gz: is in no index of the archive any more (2 pages lost)" in str(
        error.value
    )


def test_archive_without_an_inventory_is_read_and_gets_one(instance: Instance) -> None:
    before = instance.published()
    shutil.rmtree(instance.home.archive / "inventory")
    instance.run(FIRST, offline=True)
    assert not (instance.home.archive / "inventory").exists()
    (instance.home.path / "harvest.sqlite").unlink()
    instance.run(THIRD)
    assert sorted(p.stem for p in (instance.home.archive / "inventory").iterdir()) == [
        str(day) for day in (FIRST, SECOND, THIRD)
    ]
    assert instance.published() == before
    warc(instance).unlink()
    with pytest.raises(ArchiveDamaged):
        instance.run(FIRST, offline=True)


@pytest.mark.parametrize(
    "rubbish", [b"{broken", b"\x00" * 500 + b"\n", b'\n\n{"page_id": 1}\n', b"\xff\n"]
)
def test_line_beside_all_that_was_written_is_named_and_takes_nothing_away(
    rubbish: bytes, instance: Instance
) -> None:
    before, said = instance.published(), list[str]()
    with index(instance).open("ab") as file:
        file.write(rubbish)
    instance.run(FIRST, offline=True, say=said.append)
    assert instance.published() == before
    named = [line for line in said if index(instance).name in line]
    assert len(named) == 1
    assert ".pages.jsonl:" in named[0]
    assert named[0].endswith("the line is no row; no page is lost by it")


def test_bytes_beside_all_records_are_named_and_take_nothing_away(instance: Instance) -> None:
    before, said = instance.published(), list[str]()
    with warc(instance).open("ab") as file:
        file.write(b"rubbish")
    instance.run(FIRST, offline=True, say=said.append)
    assert instance.published() == before
    assert any(
        f"{warc(instance).name}: has " in line and "no page is lost" in line for line in said
    )


# giving up


def sources(instance: Instance) -> dict[str, int]:
    """How many sources each side's restraint has."""
    query = (
        "SELECT side, sources FROM marts.reactions_by_country_and_stance WHERE stance = 'restraint'"
    )
    return dict(answer(instance.home.warehouse, query).rows)


def articles(instance: Instance) -> list[tuple[str, str, bool]]:
    query = "SELECT edition::VARCHAR, url, duplicate_of IS NULL FROM core.articles ORDER BY ALL"
    return [
        (edition, url.rsplit("/", 1)[1], is_original)
        for edition, url, is_original in answer(instance.home.warehouse, query).rows
    ]


ALL = [
    (str(FIRST), "call-0.html", True),
    (str(FIRST), "call-1.html", True),
    (str(SECOND), "reprint.html", False),
    (str(THIRD), "call-2.html", True),
]


@pytest.mark.parametrize("case", ["no WARC file", "no folder", "an empty index"])
def test_what_is_given_up_is_left_out_and_its_copies_take_its_place(
    case: str, instance: Instance, tmp_path: Path
) -> None:
    before, kept = instance.published(), tmp_path / "kept"
    assert articles(instance) == ALL
    shutil.copytree(instance.home.archive, kept)
    name = volume(instance)
    DAMAGES[case][0](instance)
    lost = lost_volumes(instance.home.path, name)
    assert lost == {name: 2}
    forget(instance.home.path, lost, who="T. Marn", why="the disk\tbroke")
    assert instance.published() == before, "until the edition is run again"
    assert damaged_editions(instance.home.path) == {}
    instance.run(FIRST, offline=True)
    # the reprint is the first of them now; what nobody else printed is gone
    assert articles(instance) == [(str(SECOND), "reprint.html", True), ALL[3]]
    assert sources(instance) == {"CHL": 1, "GHA": 1}
    if case == "no WARC file":
        query = "SELECT error FROM raw.pages WHERE edition = ? AND kind = 'article'"
        reason = f"lost: {name}.warc.gz is gone for good: the disk broke"
        assert answer(instance.home.warehouse, query, [FIRST]).rows == [(reason,)] * 2
    text = (instance.home.archive / "forgotten.tsv").read_text(encoding="utf-8")
    assert text.splitlines()[-1].split("\t")[0::2] == [name, "T. Marn"]
    # and it is the same as if it had never been there
    other = Instance(tmp_path / "anew")
    shutil.copytree(instance.home.archive, other.home.archive)
    other.run(FIRST, SECOND, THIRD, offline=True)
    assert other.published() == instance.published()

    shutil.copytree(kept, instance.home.archive, dirs_exist_ok=True)
    for day in (FIRST, SECOND):
        instance.run(day, offline=True)
    assert instance.published() == before, "a file that is back counts, whatever was said"
    assert remember(instance.home.path, [name]) == [name]
    assert forgotten(instance.home.path) == {}


def test_of_a_file_that_is_given_up_what_can_be_read_is_read(instance: Instance) -> None:
    DAMAGES["flipped bytes"][0](instance)
    forget(instance.home.path, [volume(instance)], who="T. Marn", why="the disk broke")
    instance.run(FIRST, offline=True)
    assert articles(instance) == [ALL[1], (str(SECOND), "reprint.html", True), ALL[3]]


def test_file_is_given_up_with_a_reason_or_not_at_all(instance: Instance) -> None:
    with pytest.raises(ForgetError, match="--why says nothing"):
        forget(instance.home.path, [volume(instance)], who="T. Marn", why=" ")
    assert lost_volumes(instance.home.path, volume(instance)) == {}
    assert lost_volumes(instance.home.path, str(FIRST)) == {}
    assert lost_volumes(instance.home.path, "no such thing") == {}


def test_edition_that_was_never_published_is_told_to_be_open(instance: Instance) -> None:
    from readouts.edition.states import unfinished_editions

    instance.home.build.unlink()
    instance.home.warehouse.unlink()
    instance.run(THIRD, offline=True)
    warc(instance).unlink()
    with pytest.raises(ArchiveDamaged):
        instance.run(FIRST, offline=True)
    assert "its archive is damaged" in unfinished_editions(instance.project)[FIRST]


def test_record_that_goes_while_pages_are_read_is_no_page_without_an_article(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readouts.edition import steps

    before = instance.published()
    pages_of = steps.pages_of

    def and_then_gone(*arguments: object) -> object:
        rows = pages_of(*arguments)  # type: ignore[arg-type]
        warc(instance).unlink()
        return rows

    monkeypatch.setattr(steps, "pages_of", and_then_gone)
    with pytest.raises(ArchiveDamaged, match=r"warc.gz: archive: .*No such file"):
        instance.run(FIRST, offline=True)
    assert instance.published() == before


# the commands


def test_command_checks_and_forgets_and_remembers(instance: Instance) -> None:
    home, name = instance.home.path, volume(instance)
    done = readouts("archive", "check", home=home)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "no page is lost that is not known to be",
    )
    overwrite(warc(instance), record_of(instance, 0) + 200, b"\xff\x00" * 15)
    done = readouts("archive", "check", home=home)
    assert done.returncode == 1
    assert f"edition {FIRST}: {name}.warc.gz: the record at byte" in done.stdout
    assert f"1 of them lack something: {FIRST}." in done.stdout
    assert readouts("archive", "check", str(SECOND), home=home).returncode == 0
    assert readouts("archive", "check", f"{FIRST}..{SECOND}", home=home).returncode == 1

    refused = readouts("archive", "forget", name, "--why", "", home=home)
    assert (refused.returncode, refused.stderr) == (1, "readouts: --why says nothing\n")
    done = readouts("archive", "forget", str(warc(instance)), "--why", "bad disk", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"'readouts run {FIRST}'" in done.stdout
    done = readouts("archive", "check", home=home)
    assert (done.returncode, "it is known to be gone for good" in done.stdout) == (0, True)
    done = readouts("archive", "remember", f"{name}.warc.gz", home=home)
    assert done.returncode == 0
    assert readouts("archive", "check", home=home).returncode == 1
    again = readouts("archive", "remember", name, home=home)
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    done = readouts("archive", "forget", str(FIRST), "--why", "bad disk", home=home)
    assert done.returncode == 0
    done = readouts("archive", "forget", str(THIRD), "--why", "bad disk", home=home)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("case", DAMAGES)
def test_page_that_cannot_be_read_is_one_line(case: str, instance: Instance) -> None:
    rows = archived_pages(instance.home.path, FIRST)
    DAMAGES[case][0](instance)
    for row in rows:
        try:
            assert b"Ilvar Quen" in read_page(instance.home.path, row)
        except ArchiveError as error:
            message = str(error)
            assert message.startswith(f"{volume_name(rows)}.warc.gz")
            assert "\n" not in message


def volume_name(rows: list[dict[str, Any]]) -> str:
    return str(rows[0]["warc_file"]).removesuffix(".warc.gz")


@pytest.mark.parametrize("case", ["no WARC file", "flipped bytes", "a flipped beginning"])
def test_command_ends_in_one_line_whatever_is_damaged(case: str, instance: Instance) -> None:
    query = "SELECT article_id FROM core.articles WHERE edition = ? ORDER BY url"
    article, _ = answer(instance.home.warehouse, query, [FIRST]).rows
    DAMAGES[case][0](instance)
    done = readouts("page", article[0], home=instance.home.path)
    if done.returncode:
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith(f"readouts: {FIRST}/")
    else:
        assert "Ilvar Quen" in done.stdout


def test_index_lines_are_rows_again_after_any_damage(instance: Instance) -> None:
    """What the index says is read from whatever is left of it."""
    whole = lines(instance)
    index(instance).write_bytes(whole[0] + b"\x00\xff{{{\n" + whole[1][:-20])
    rows = archived_pages(instance.home.path, FIRST)
    assert [row["page_id"] for row in rows] == [json.loads(whole[0])["page_id"]]


def test_run_that_dies_before_copies_are_judged_leaves_that_to_the_next(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*arguments: object, **named: object) -> object:
        raise KeyboardInterrupt

    DAMAGES["no WARC file"][0](instance)
    forget(instance.home.path, [volume(instance)], who="T. Marn", why="the disk broke")
    with monkeypatch.context() as patched:
        patched.setattr("readouts.edition.steps.rejudge_copies", dies)
        with pytest.raises(KeyboardInterrupt):
            instance.run(FIRST, offline=True)
    assert articles(instance) == ALL
    instance.run(THIRD)
    assert articles(instance) == [(str(SECOND), "reprint.html", True), ALL[3]]
