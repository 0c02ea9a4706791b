"""Pages that lie on disk already: folders of saved pages, and WARC files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from readouts.harvest import archived_pages, extract_articles, harvest
from tests.harvest.pages import DAY, QUICK, article, source
from tests.harvest.server import Answer, Site


def test_a_folder_gives_the_pages_of_the_days_asked_for(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    (folder / "now.html").write_text(article(1, day="2026-05-09T09:00:00Z"))
    (folder / "deep" / "later.html").write_text(article(2, day="2026-05-12T09:00:00Z"))
    (folder / "deep" / "long ago.html").write_text(article(3, day="2024-05-12T09:00:00Z"))
    (folder / "empty.html").write_text("")
    (folder / "notes.txt").write_text("not asked for")
    named = source("folder", path=str(folder), base_url="https://example.org/saved/", max_pages=1)
    report = harvest([named], DAY, home, limits=QUICK)
    assert report.editions == {DAY: 1}
    rows = archived_pages(home, DAY)
    assert {row["requested_url"].rsplit("/", 1)[-1]: row["error"] for row in rows} == {
        "now.html": None,
        "empty.html": "empty: the page has no body",
    }
    later = harvest([named], date(2026, 5, 12), home, limits=QUICK)
    assert later.editions == {date(2026, 5, 12): 1}
    old = harvest([named], date(2024, 5, 12), home, limits=QUICK)
    assert old.editions == {date(2024, 5, 12): 1}
    (found_old,) = [row for row in archived_pages(home, date(2024, 5, 12)) if not row["error"]]
    assert found_old["requested_url"] == "https://example.org/saved/deep/long%20ago.html"
    (text,) = extract_articles(home, [found_old])
    assert "Ilvar Corvin" in text["text"]


def test_a_warc_file_of_ones_own_can_be_read_again(site: Site, home: Path, tmp_path: Path) -> None:
    site.routes |= {"/a": Answer(article(1, day="2026-05-09")), "/b": Answer("no", 404)}
    harvest([source("urls", urls=(f"{site.url}/a", f"{site.url}/b"))], DAY, home, limits=QUICK)
    again = tmp_path / "again"
    named = source("warc", path=str(home / "archive/**/*.warc.gz"), country="NOR", type="ministry")
    report = harvest([named], DAY, again, limits=QUICK)
    assert report.editions == {DAY: 1}
    (row,) = archived_pages(again, DAY)
    assert (row["status"], row["requested_url"]) == (200, f"{site.url}/a")
    (read,) = extract_articles(again, [row])
    assert read["publisher"] == "127.0.0.1" or read["publisher"]
    assert read["speaks_for"] is None, "pages of many publishers are nobody's own account"
    assert site.times("/a") == 1


def test_a_damaged_warc_file_is_a_fault(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.warc.gz").write_bytes(b"\x1f\x8b\x08 rubbish")
    harvest([source("warc", path=str(tmp_path / "*.warc.gz"))], DAY, home, limits=QUICK)
    (row,) = archived_pages(home, DAY)
    assert row["error"].startswith("warc:")
