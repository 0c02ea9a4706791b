"""The halves of an edition: whatever was made of it before, by whomever and however that ended, it is closed alike."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from pathlib import Path

import pytest

from readouts.edition.making.making import articles_of, readings_of, staged_crawl
from readouts.harvest.archive.reading import archived_pages
from tests.edition.world import DAYS, SOURCES, LeanWorld, World, die_when
from tests.pipelines.instance import FIRST, SECOND, in_child, silent


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Both editions, run one after another."""
    world = LeanWorld(tmp_path_factory.mktemp("serial"))
    world.run(*DAYS)
    return world


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Both editions fetched, and made whole."""
    world = LeanWorld(tmp_path_factory.mktemp("fetched"))
    for day in DAYS:
        world.make(day)
    return world


@pytest.fixture
def world(fetched: World, tmp_path: Path) -> World:
    """A copy of that, to be changed."""
    own = LeanWorld(tmp_path / "own")
    shutil.copytree(fetched.home.path, own.home.path)
    return own


def closed(world: World) -> object:
    """The id of what is published when both editions are closed from what there is."""
    world.run(*DAYS, offline=True)
    return world.publication()


def test_an_edition_made_before_is_closed_as_one_that_was_not(serial: World, world: World) -> None:
    made = {day: world.staged(day) for day in DAYS}
    assert [len(made[day]) for day in DAYS] == [6, 8], "articles, and their readings"
    said: list[str] = []
    again = [world.make(day, say=said.append, offline=True) for day in DAYS]
    assert [(found.pages, found.extracted, found.read) for found in again] == [(3, 0, 0), (4, 0, 0)]
    assert said == []
    assert closed(world) == serial.publication()
    assert not world.home.made.exists(), "what is closed needs nothing staged"


STAGES = {
    "before it fetches": ("fetch_pages", False),
    "before the crawl is told": ("stage", False),
    "when it has fetched": ("fetch_pages", True),
    "when the first page is read": ("extract_articles", True),
    "when pages are staged": ("articles_of", True),
    "before it reads": ("readings_of", False),
    "when all is made": ("readings_of", True),
}


def test_makers_killed_at_every_stage_and_damaged_files_leave_nothing_wrong(
    serial: World, fetched: World, tmp_path: Path
) -> None:
    world = LeanWorld(tmp_path)
    for name, after in STAGES.values():
        assert die_when(name, after, world, FIRST) == -signal.SIGKILL
    left = world.staged(FIRST)
    world.make(FIRST)
    assert world.staged(FIRST).keys() >= left.keys()
    # a maker that dies leaves the second half made, and of that one file cut and one of another day
    assert die_when("articles_of", True, world, SECOND) == -signal.SIGKILL
    cut, other = world.files(SECOND)[:2]
    cut.write_bytes(cut.read_bytes()[:50])
    shutil.copy(world.files(FIRST)[0], other)
    said: list[str] = []
    world.run(FIRST, offline=True)
    world.run(SECOND, offline=True, say=said.append)
    assert len([line for line in said if line.endswith("made anew")]) == 2
    assert world.publication() == serial.publication()


def test_damaged_files_are_made_anew_by_the_next_maker_as_well(world: World) -> None:
    whole = world.staged(FIRST)
    for number, file in enumerate(world.files(FIRST)):
        file.write_bytes(file.read_bytes()[:-number] if number else b"")
    assert world.staged(FIRST).keys() < whole.keys()
    world.make(FIRST, offline=True)
    assert world.staged(FIRST) == whole


def test_two_makers_at_once_make_what_one_does(world: World, tmp_path: Path) -> None:
    other = LeanWorld(tmp_path / "other")
    fork = multiprocessing.get_context("fork")
    makers = [fork.Process(target=other.make, args=(FIRST,)) for _ in range(2)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join(120)
    assert [maker.exitcode for maker in makers] == [0, 0]
    assert len(archived_pages(other.home.path, FIRST)) == 3, "each page is fetched once"
    kinds = [key.partition(" ")[0] for key in sorted(other.staged(FIRST))]
    assert kinds == [key.partition(" ")[0] for key in sorted(world.staged(FIRST))]


def test_what_another_release_made_is_not_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readouts.edition.making import making

    monkeypatch.setattr(making, "extractor_version", lambda: "another")
    said: list[str] = []
    made = world.make(FIRST, say=said.append, offline=True)
    assert (made.extracted, made.read) == (3, 0), "the rules are of the same release"
    (line,) = (line for line in said if "another" in line)
    assert line.startswith(f"made/{FIRST}/articles-")


def test_a_page_of_other_bytes_is_another_article(world: World) -> None:
    pages = archived_pages(world.home.path, FIRST)
    whole = articles_of(world.project, FIRST, pages, say=silent)
    assert [article["error"] for article in whole] == [None] * 3
    changed = [pages[0] | {"content_sha256": "0" * 64}, *pages[1:]]
    (first, *rest) = articles_of(world.project, FIRST, changed, say=silent)
    assert first["error"].startswith("archive:"), (
        "it is read from the archive, which has no such page"
    )
    assert rest == whole[1:]


def test_whoever_closes_is_told_what_the_last_crawl_of_a_maker_brought(tmp_path: Path) -> None:
    world = LeanWorld(tmp_path)
    first = world.make(FIRST).report
    assert first is not None
    assert staged_crawl(world.project, FIRST, silent) == first
    assert first.pages == 3
    shutil.rmtree(world.pages / "agency")
    last = world.make(FIRST).report
    assert last is not None
    assert staged_crawl(world.project, FIRST, silent) == last
    assert last.failures, "a source that cannot be looked at"


def test_what_follows_from_no_page_is_not_staged(tmp_path: Path) -> None:
    world = LeanWorld(tmp_path)
    world.make(FIRST)
    for file in (world.home.archive / str(FIRST)).glob("*.warc.gz"):
        file.write_bytes(b"")
    shutil.rmtree(world.home.made)
    made = world.make(FIRST, offline=True)
    assert (made.pages, made.extracted, made.read) == (3, 3, 0)
    assert world.staged(FIRST) == {}


def test_readings_are_kept_apart_by_all_that_they_follow_from(world: World) -> None:
    articles = articles_of(world.project, FIRST, archived_pages(world.home.path, FIRST), say=silent)
    whole = readings_of(world.project, FIRST, articles, None, say=silent)
    assert all(reading.calls for reading in whole)
    other = [articles[0] | {"text": "They met."}, articles[1] | {"publisher_country": "CHL"}]
    assert [
        bool(found.calls) for found in readings_of(world.project, FIRST, other, None, say=silent)
    ] == [False, True]


def test_an_edition_that_readers_have_as_it_is_is_fetched_and_not_made(serial: World) -> None:
    before = serial.home.warehouse.stat().st_mtime_ns
    made = serial.make(SECOND)
    assert made.report is not None
    assert (made.pages, made.extracted, made.read) == (4, 0, 0)
    assert serial.staged(SECOND) == {}
    assert serial.home.warehouse.stat().st_mtime_ns == before
    shutil.rmtree(serial.home.made)


@pytest.mark.parametrize("slow", ["agency", "ministry"])
def test_crawls_of_other_speeds_make_the_same_warehouse(
    serial: World, tmp_path: Path, slow: str
) -> None:
    """One source answers long after the others, which have copies of what it has."""
    world = LeanWorld(tmp_path)
    for day in DAYS:
        world.list_sources(tuple(name for name in SOURCES if name != slow))
        world.make(day)
        world.list_sources(SOURCES)
        world.make(day)
    assert closed(world) == serial.publication()


def test_an_edition_closed_after_a_later_one_has_the_originals_all_the_same(
    serial: World, tmp_path: Path
) -> None:
    world = LeanWorld(tmp_path)
    for day in DAYS:
        world.make(day)
    world.run(SECOND, FIRST, offline=True)
    assert world.publication() == serial.publication()


def test_makers_never_open_the_build_file(world: World) -> None:
    world.home.build.write_text("no database")
    assert in_child(world.make, FIRST, silent) == 0
    assert world.home.build.read_text() == "no database"
