"""Pages of evidence: every link of a brief leads to a place on one, and they follow the rows that they show."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.base.instance.home import Home
from readouts.brief.write import write_brief
from readouts.warehouse.reading.query import answer
from tests.brief.carried import carried
from tests.brief.pages import FIRST, SECOND


def test_every_link_of_a_brief_to_a_page_of_evidence_leads_to_a_place(
    briefs: dict[Any, Any],
) -> None:
    data = carried(briefs[SECOND].path)
    ids = data["reactions"]["id"]
    for number, edition in enumerate(data["reactions"]["edition"]):
        page = briefs[SECOND].path.with_name("evidence") / f"{data['editions'][edition]}.html"
        assert f'id="r-{ids[number * 10 : number * 10 + 10]}"' in page.read_text(encoding="utf-8")
    for *_, edition, article, _ in data["articles"]["rows"]:
        page = briefs[SECOND].path.with_name("evidence") / f"{data['editions'][edition]}.html"
        assert f'id="a-{article}"' in page.read_text(encoding="utf-8")


def test_the_page_of_evidence_names_the_place_in_the_archive(
    home: Home, briefs: dict[Any, Any]
) -> None:
    text = (home.brief / "evidence" / f"{FIRST}.html").read_text(encoding="utf-8")
    rows = answer(
        home.warehouse,
        "SELECT p.warc_file, p.warc_offset, p.content_sha256 FROM core.articles AS a JOIN raw.pages AS p"
        f" USING (page_id) WHERE a.edition = '{FIRST}'",
    ).rows
    assert len(rows) == 2
    for file, offset, digest in rows:
        assert f"archive/{file}" in text
        assert f"from byte {offset};" in text
        assert digest in text


def test_a_page_of_evidence_is_written_anew_when_its_rows_change(
    home: Home, briefs: dict[Any, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "brief"
    shutil.copytree(home.brief, folder)
    page, other = folder / "evidence" / f"{FIRST}.html", folder / "evidence" / f"{SECOND}.html"
    page.write_text("old", encoding="utf-8")
    write_brief(home.warehouse, folder, SECOND)
    assert page.read_text(encoding="utf-8") == "old"
    index = folder / "evidence" / "pages.json"
    index.write_text(
        index.read_text("utf-8").replace(f'"{FIRST}": "', f'"{FIRST}": "other'), "utf-8"
    )
    write_brief(home.warehouse, folder, SECOND)
    assert page.read_bytes() == (home.brief / "evidence" / f"{FIRST}.html").read_bytes()
    assert other.is_file()


OF_FIRST_AT_CHILE = (
    f"(SELECT article_id FROM core.articles WHERE edition = '{FIRST}'"
    " AND canonical_url LIKE 'https://cl.example/%')"
)


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        pytest.param(
            "UPDATE marts.evidence SET counterparts = ['PER'] WHERE side = 'NOR'",
            "(Norway), call of 5 March 2024 with Chile",
            "(Norway), call of 5 March 2024 with Peru",
            id="another side of the call",
        ),
        pytest.param(
            f"DELETE FROM marts.evidence WHERE article_id IN {OF_FIRST_AT_CHILE};"
            " DELETE FROM core.counted_reports WHERE report_id IN"
            f" (SELECT report_id FROM core.call_reports WHERE article_id IN {OF_FIRST_AT_CHILE})",
            "Tarrandel condemned the attacks on the port",
            "Quen voiced strong support for Chile",
            id="a report that was retracted",
        ),
        pytest.param(
            "UPDATE marts.evidence SET is_date_stated = false",
            "call of 5 March 2024",
            "call told on 5 March 2024",
            id="a call whose day nobody tells",
        ),
        pytest.param(
            "UPDATE marts.evidence SET in_call = false",
            "with Chile<blockquote",
            "with Chile · said beside the call<blockquote",
            id="what was said beside the call",
        ),
        pytest.param(
            "DELETE FROM marts.evidence; DELETE FROM core.counted_reports",
            "Quen voiced strong support",
            "No article of this edition tells of a call.",
            id="the last of its reports",
        ),
    ],
)
def test_a_page_of_evidence_follows_what_is_corrected_later(
    home: Home, tmp_path: Path, change: str, gone: str, come: str
) -> None:
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(home.warehouse, path)
    folder = tmp_path / "brief"
    page = folder / "evidence" / f"{FIRST}.html"
    write_brief(path, folder, SECOND)
    before = page.read_text(encoding="utf-8")
    with duckdb.connect(str(path)) as connection:
        connection.execute(change)
    write_brief(path, folder, SECOND)
    after = page.read_text(encoding="utf-8")
    assert gone in before
    assert gone not in after
    assert come in after


def test_a_report_of_nobodys_position_that_is_retracted_leaves_its_page(
    home: Home, tmp_path: Path
) -> None:
    """Its edition has no reaction, and a page all the same: the brief leads to it from the call."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(home.warehouse, path)
    page = tmp_path / "brief" / "evidence" / f"{FIRST}.html"
    for change, told in [
        ("DELETE FROM marts.evidence", 2),
        (
            "DELETE FROM core.counted_reports WHERE report_id IN"
            f" (SELECT report_id FROM core.call_reports WHERE article_id IN {OF_FIRST_AT_CHILE})",
            1,
        ),
    ]:
        with duckdb.connect(str(path)) as connection:
            connection.execute(change)
        write_brief(path, tmp_path / "brief", SECOND)
        assert page.read_text(encoding="utf-8").count("<article") == told
