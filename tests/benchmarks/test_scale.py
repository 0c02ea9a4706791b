"""The simulation of many workers: what waits for what, held to cases that can be reckoned by hand."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("simpy", reason="the simulation of many workers is for development alone")

from benchmarks.scale.__main__ import span
from benchmarks.scale.figures import BASES, a_year_of_ccnews, figures, machines, workloads
from benchmarks.scale.measuring import crawl_file, edition, reading
from benchmarks.scale.model import (
    Machines,
    Times,
    Work,
    by_zipf,
    ccnews_crawl,
    polite_crawl,
    simulate,
)
from benchmarks.warehouse import write_pages
from readouts.base.instance.home import ROOT
from readouts.harvest.fetching.outcome import Limits
from readouts.harvest.kinds.urls import UrlsSource

NOTHING = Times(0, 0, 0, 0, 0, 0, 0, 0)
ONE = Machines(cores=1, bandwidth=1e9, disk=1e9, page_bytes=0)
VALUES = {name: figure.value for name, figure in figures().items()}
TYPICAL = Times(0.03, 0.001, 0.03, 0.003, 5.0, 0.005, 819, 0.001)


def took(work: Work, times: Times, workers: int, there: Machines = ONE) -> float:
    return simulate(work, times, there, workers).seconds


@pytest.mark.parametrize(
    ("work", "times", "workers", "seconds"),
    [
        # ten editions of 100 s each, made one after another or all at once
        (Work("w", 10, 100), replace(NOTHING, extract=1.0), 1, 1000),
        (Work("w", 10, 100), replace(NOTHING, extract=1.0), 5, 200),
        (Work("w", 10, 100), replace(NOTHING, extract=1.0), 1000, 100),
        # the crawl is one, however many wait for it: the last edition is made after it
        (Work("w", 10, 100, crawl=50), replace(NOTHING, extract=1.0), 1, 1500),
        (Work("w", 10, 100, crawl=50), replace(NOTHING, extract=1.0), 1000, 600),
        # so is the closer, which begins when the first is made
        (Work("w", 10, 100), replace(NOTHING, extract=1.0, close_fixed=30.0), 1000, 400),
        (Work("w", 10, 100), replace(NOTHING, extract=1.0, close_page=0.3), 1000, 400),
        # and the database: makers and closer write 20 s of events each
        (Work("w", 10, 0), replace(NOTHING, events=1000, commit=0.02), 1000, 400),
    ],
)
def test_time_is_what_can_be_reckoned(
    work: Work, times: Times, workers: int, seconds: float
) -> None:
    assert took(work, times, workers) == pytest.approx(seconds)


def test_a_disk_is_shared_and_cores_are_not() -> None:
    there = replace(ONE, disk=100.0, page_bytes=10.0)
    work = Work("w", 10, 100)
    assert took(work, NOTHING, 1000, there) == pytest.approx(100.0)
    times = replace(NOTHING, extract=1.0)
    assert took(work, times, 1, replace(ONE, cores=4)) == pytest.approx(250.0)


@pytest.mark.parametrize("number", range(4))
def test_more_workers_are_never_slower_and_all_is_closed_in_order(number: int) -> None:
    work = workloads(VALUES, TYPICAL)[number]
    runs = [simulate(work, TYPICAL, machines(VALUES), count) for count in (1, 2, 10, 100, 1000)]
    for fewer, more in itertools.pairwise(runs):
        # who waits behind whom for a commit may change, and does no more than that
        assert more.seconds <= fewer.seconds * 1.001
    for run in runs:
        assert run.closed == tuple(range(work.editions))
        assert all(0 <= share <= 1.0000001 for share in run.busy.values())
        assert run.busy[run.ends_at] == max(run.busy.values())
    again = simulate(work, TYPICAL, machines(VALUES), 10)
    assert again == runs[2]


def test_it_ends_at_what_cannot_be_had_twice() -> None:
    _, anew, crawled, by_workers = workloads(VALUES, TYPICAL)
    there = machines(VALUES)
    assert simulate(anew, TYPICAL, there, 1).ends_at == "workers"
    assert simulate(anew, TYPICAL, there, 1000).ends_at == "closer"
    assert simulate(crawled, TYPICAL, there, 10).ends_at == "crawl"
    assert took(by_workers, TYPICAL, 100, there) < took(crawled, TYPICAL, 100, there) / 4


def test_a_host_is_asked_politely() -> None:
    manners = {"delay": 3.0, "answer": 0.5, "threads": 32}
    # a list and ten pages: eleven requests with ten pauses between them
    assert polite_crawl([10], NOTHING, ONE, **manners) == pytest.approx(11 * 0.5 + 10 * 3.0)
    # hosts do not wait for one another
    assert polite_crawl([10] * 30, NOTHING, ONE, **manners) == pytest.approx(35.5)
    # but for threads, and for cores
    assert polite_crawl([0] * 64, NOTHING, ONE, **manners) == pytest.approx(1.0)
    slow = replace(NOTHING, look=1.0)
    assert polite_crawl([1] * 30, slow, ONE, **manners) == pytest.approx(0.5 + 3.0 + 0.5 + 30.0)


def test_files_are_fetched_and_read_one_after_another() -> None:
    times = replace(NOTHING, look=0.02, store=0.1)
    there = Machines(cores=2, bandwidth=1e6, disk=1e6, page_bytes=0)
    assert ccnews_crawl(1000, 50, 5e6, times, there) == pytest.approx(5 + (20 + 5) / 2)


def test_pages_of_sources_are_as_many_as_was_said() -> None:
    counts = by_zipf(2000, 20_000, 200)
    assert len(counts) == 2000
    assert counts[0] == 200
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == pytest.approx(20_000, rel=0.03)


def test_each_figure_says_where_it_is_from() -> None:
    for figure in figures().values():
        assert figure.basis in BASES
        assert len(figure.origin) > 10
        assert (
            figure.basis != "source" or "https://" in figure.origin or "CC-NEWS-" in figure.origin
        )
    assert VALUES["threads"] == Limits().workers
    assert VALUES["run_seconds"] == Limits().run_seconds
    fields = UrlsSource.model_fields
    assert (VALUES["delay"], VALUES["pages_of_the_largest"]) == (
        fields["delay"].default,
        fields["max_pages"].default,
    )


def test_documents_have_the_figures_and_what_follows_from_them() -> None:
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    for figure in figures().values():
        assert f"`{figure.name}`" in text
        row = next(line for line in text.splitlines() if line.startswith(f"| `{figure.name}` |"))
        assert float(re.sub(r"[^\d.]", "", row.split("|")[2])) == pytest.approx(figure.value)
    year = a_year_of_ccnews(VALUES)
    for told in (
        f"{year.files:,.0f} files",
        f"{year.traffic / 1e12:.1f} TB",
        f"{year.taken / 1e6:.2f} million",
        f"{year.archive / 1e9:,.0f} GB",
        f"{year.tokens_sent / 1e9:.1f}",
        f"{year.tokens_answered / 1e9:.1f}",
    ):
        assert told in text


def test_what_is_fed_in_is_measured(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 4)
    assert crawl_file(tmp_path / "pages").startswith(b"\x1f\x8b")
    assert 0.001 < reading(tmp_path / "ccnews", tmp_path / "pages") < 60.0
    closing, extract, parse = edition(tmp_path / "edition", 4)
    assert closing > 0.0
    assert extract > 0.0
    assert parse > 0.0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(3.0, "3.0 s"), (600, "10.0 min"), (36_000, "10.0 h"), (864_000, "10.0 days")],
)
def test_a_time_is_told_as_a_person_says_it(seconds: float, told: str) -> None:
    assert span(seconds) == told
