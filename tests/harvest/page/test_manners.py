"""Pages as content management systems write them, and the measuring of saved pages over a folder of them."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks import extraction
from tests.harvest.page.builder import look, read
from tests.harvest.page.manners import DAY, MANNERS, OTHER, P1, P2, P3, T


@pytest.mark.parametrize("name", MANNERS)
def test_a_page_is_read_in_whatever_manner_it_is_written(name: str) -> None:
    found = read(MANNERS[name], "https://courier.example/world/a")
    assert found["error"] is None
    assert (found["title"], found["published_date"]) == (T, DAY), found["date_basis"]
    assert found["language"] == "en"
    for part in (P1, P2, P3):
        assert part in found["text"], found["text"]
    assert OTHER not in found["text"], found["text"]
    assert look(MANNERS[name], "https://courier.example/world/a") == (DAY, "")


def folder_of_pages(home: Path) -> Path:
    """A folder as the test data of fundus is laid out, with one page that has no expected values."""
    body = {"summary": [P1], "sections": [{"headline": [], "paragraphs": [P2, P3]}]}
    right = {
        "title": T,
        "publishing_date": "2026-03-02 09:00:00+00:00",
        "body": body,
        "authors": [],
        "topics": [],
    }
    wrong = right | {
        "title": "Another",
        "publishing_date": "2026-03-04 09:00:00+00:00",
        "language": "fr",
    }
    folder = home / "us"
    folder.mkdir(parents=True)
    files = {
        "Courier_2026_03_03": "WordPress",
        "Courier_2026_03_05": "Arc",
        "Courier_2019_01_01": "Hugo",
    }
    meta = {}
    for name, manner in files.items():
        (folder / f"{name}.html.gz").write_bytes(gzip.compress(MANNERS[manner].encode()))
        meta[f"{name}.html.gz"] = {
            "url": f"https://courier.example/{name}",
            "crawl_date": f"2026-03-0{name[-1]} 08:00:00",
        }
    (folder / "Courier.json").write_text(json.dumps({"V1": right, "V1_1": wrong}))
    (folder / "meta.info").write_text(json.dumps(meta))
    return home


def test_saved_pages_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages, left_out = extraction.saved_pages(folder_of_pages(tmp_path))
    assert {page.name: page.expected["title"] for page in pages} == {
        "Courier_2026_03_03.html.gz": T,
        "Courier_2026_03_05.html.gz": "Another",
    }
    assert left_out == ["Courier_2019_01_01.html.gz"]
    assert extraction.main([str(tmp_path), "--misses"]) == 0
    told = capsys.readouterr().out
    assert "all              2        1/2        1/2        1/2      1.000" in told
    assert (
        "us/Courier_2026_03_05.html.gz: date datetime.date(2026, 3, 2), expected datetime.date(2026, 3, 4)"
        in told
    )
    assert "language 'en', expected 'fr'" in told
    assert "title 'Brask rings Estow over the harbour', expected 'Another'" in told


def test_sums_are_told_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extraction.main([str(folder_of_pages(tmp_path)), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pages"], told["date"], told["recall"]) == (2, "1/2", "1.000")
    assert extraction.main([str(tmp_path / "us")]) == 1


def test_the_same_moment_is_the_same_day() -> None:
    moment = extraction._moment("2026-03-02 23:30:00+00:00")
    assert moment is not None
    own = {"published_date": date(2026, 3, 3), "published_at": moment.replace(tzinfo=None)}
    assert extraction._same_day(own, moment) == moment.date()
