"""A damaged archive: what is said, what stands, and what follows when a file is given up. The people are invented."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readouts.edition.closing.collecting import collect_pages
from readouts.harvest.archive.checking import check_edition, lost_volumes
from readouts.harvest.archive.damage import ArchiveDamaged
from readouts.harvest.archive.losses import ForgetError, forget, forgotten, remember
from readouts.harvest.archive.reading import archived_editions
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.reading.query import answer
from tests.pipelines.archive.damages import (
    ALL,
    DAMAGES,
    articles,
    index,
    lines,
    volume,
    warc,
)
from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance, Lean, silent


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


RUBBISH = (b"\xff", b"\x00" * 500, b"", b"", b'{"page_id": 1}', b"{broken")


def test_lines_beside_all_that_was_written_are_named_and_take_nothing_away(
    instance: Instance,
) -> None:
    before, said = instance.published(), list[str]()
    first = len(lines(instance)) + 1
    with index(instance).open("ab") as file:
        file.write(b"\n".join(RUBBISH))
    instance.run(FIRST, offline=True, say=said.append)
    assert instance.published() == before
    named = [line for line in said if index(instance).name in line]
    numbers = [first + n for n, rubbish in enumerate(RUBBISH) if rubbish]
    assert len(named) == len(numbers), named
    for line, number in zip(named, numbers, strict=True):
        assert f".pages.jsonl:{number}: " in line
        assert line.endswith("the line is no row; no page is lost by it")


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
    other = Lean(tmp_path / "anew")
    shutil.copytree(instance.home.archive, other.home.archive)
    other.run(FIRST, SECOND, THIRD, offline=True)
    assert other.published() == instance.published()

    shutil.copytree(kept, instance.home.archive, dirs_exist_ok=True)
    for day in (FIRST, SECOND):
        instance.run(day, offline=True)
    assert instance.published() == before, "a file that is back counts, whatever was said"
    remember(instance.home.path, [name])
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
    from readouts.edition.kept.states import unfinished_editions

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
    from readouts.edition.closing import steps

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


def test_run_that_dies_before_copies_are_judged_leaves_that_to_the_next(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*arguments: object, **named: object) -> object:
        raise KeyboardInterrupt

    DAMAGES["no WARC file"][0](instance)
    forget(instance.home.path, [volume(instance)], who="T. Marn", why="the disk broke")
    with monkeypatch.context() as patched:
        patched.setattr("readouts.edition.closing.steps.rejudge_copies", dies)
        with pytest.raises(KeyboardInterrupt):
            instance.run(FIRST, offline=True)
    assert articles(instance) == ALL
    instance.run(THIRD)
    assert articles(instance) == [(str(SECOND), "reprint.html", True), ALL[3]]
