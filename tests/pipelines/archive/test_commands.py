"""The commands on a damaged archive: what they say, in one line, and what they leave as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.archive.records import ArchiveError, read_page
from readouts.warehouse.reading.query import answer
from tests.command import readouts
from tests.pipelines.archive.damages import (
    DAMAGES,
    index,
    lines,
    overwrite,
    record_of,
    volume,
    warc,
)
from tests.pipelines.instance import FIRST, SECOND, THIRD, Instance


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
