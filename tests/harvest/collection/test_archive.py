"""The archive and the ledger: other tools open it, a killed run does not harm it, and it is enough for all the rest."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from readouts.base.instance.home import Home
from readouts.harvest.archive.reading import archived_editions, archived_pages
from readouts.harvest.archive.records import read_page
from readouts.harvest.archive.writing import Volume
from readouts.harvest.collection.collect import HarvestBusyError, harvest
from readouts.harvest.collection.ledger import LEDGER, ledger_of
from readouts.harvest.extraction.workers import extract_articles
from tests.harvest import server
from tests.harvest.pages import DAY, QUICK, article, feed_of, source
from tests.harvest.server import Answer, Site


def test_the_archive_opens_with_other_tools(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None), ("/moved", None), ("/gone", None))
    packed = server.gzip.compress(article(2).encode())
    site.routes |= {
        "/a": Answer(packed, headers={"Content-Encoding": "gzip"}),
        "/moved": server.redirect("/b"),
        "/b": Answer(article(3)),
    }
    harvest([source("feed", url=f"{site.url}/feed")], DAY, home, limits=QUICK)
    (path,) = (home / "archive").rglob("*.warc.gz")
    checker = Checker(argparse.Namespace(inputs=[str(path)], verbose=False))
    checker.process_all()
    assert checker.exit_value == 0
    with path.open("rb") as stream:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    kinds = [kind for kind, _ in records]
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") == kinds.count("request") == 5
    for row in archived_pages(home, DAY):
        assert row["warc_file"] == path.relative_to(home / "archive").as_posix()
        body = read_page(home, row)
        assert len(body) == row["bytes"]


def test_a_record_that_was_tampered_with_is_not_read(site: Site, home: Path) -> None:
    site.routes |= {"/a": Answer(article(1)), "/b": Answer(article(2))}
    named = source("urls", urls=(f"{site.url}/a", f"{site.url}/b"))
    harvest([named], DAY, home, limits=QUICK)
    one, two = archived_pages(home, DAY)
    swapped = one | {"warc_offset": two["warc_offset"], "warc_length": two["warc_length"]}
    lost = one | {"warc_file": "2026-05-09/other.warc.gz"}
    outside = one | {"warc_file": "../../etc/passwd"}
    found = extract_articles(home, [swapped, lost, outside, two])
    assert [row["error"] and row["error"].split(":")[0] for row in found] == ["archive"] * 3 + [
        None
    ]


def test_a_volume_is_never_replaced(home: Path) -> None:
    first = Volume(home, DAY, "test", "run")
    with pytest.raises(FileExistsError):
        Volume(home, DAY, "test", "run")
    first.add({"page_id": "one"})
    written = first.commit().read_bytes()
    with pytest.raises(FileExistsError):
        Volume(home, DAY, "test", "run")
    assert next((home / "archive").rglob("*.jsonl")).read_bytes() == written


def test_the_ledger_can_be_lost(site: Site, home: Path) -> None:
    feed_of(site, ("/a", None), ("/gone", None))
    site.routes["/a"] = Answer(article(1))
    named = source("feed", url=f"{site.url}/feed")
    harvest([named], DAY, home, limits=QUICK)
    asked = len(site.paths())
    for damage in (b"", b"not a database", None):
        for path in home.glob(f"{LEDGER}*"):
            path.unlink()
        if damage is not None:
            (home / LEDGER).write_bytes(damage)
        harvest([named], DAY, home, limits=QUICK)
        assert site.paths()[asked:] == ["/feed"]
        asked += 1


def test_what_is_taken_from_the_archive_is_fetched_anew(site: Site, home: Path) -> None:
    site.routes["/a"] = Answer(article(1))
    named = source("urls", urls=(f"{site.url}/a",))
    harvest([named], DAY, home, limits=QUICK)
    for path in (home / "archive").rglob("*.*"):
        path.unlink()
    assert harvest([named], DAY, home, limits=QUICK).pages == 1


HARVESTING = """
import sys
from pathlib import Path
from readouts.base.instance.home import Home
from readouts.base.state.turns import take_turn
with take_turn(Home(Path(sys.argv[1])), "the harvest of 2026-05-09", say=print, lock="harvest.lock"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_harvest_waits_for_another(home: Path) -> None:
    said: list[str] = []
    command = [sys.executable, "-c", HARVESTING, str(home)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HarvestBusyError, match="another harvest"):
            harvest([], DAY, home, wait=0.3, progress=said.append)
        other.kill()
    assert said == [f"waiting for the harvest of 2026-05-09 (process {other.pid}) to end"]
    assert harvest([], DAY, home, wait=0.3).pages == 0


KILLED = """
import json, sys
from datetime import date
from pathlib import Path
from readouts.harvest.collection.collect import harvest
from tests.harvest.pages import feed_of, QUICK, source
urls = tuple(json.loads(sys.argv[2]))
harvest([source("urls", urls=urls, delay=0.1)], date(2026, 5, 9), Path(sys.argv[1]), limits=QUICK)
"""


@pytest.fixture(params=[1, 5, 12], ids=lambda pages: f"after {pages} pages")
def killed(site: Site, home: Path, request: pytest.FixtureRequest) -> list[str]:
    """Addresses whose harvest was killed half way."""
    site.routes |= {f"/{n}": Answer(article(n)) for n in range(12)}
    urls = [f"{site.url}/{n}" for n in range(12)]
    command = [sys.executable, "-c", KILLED, str(home), json.dumps(urls)]
    with subprocess.Popen(command) as process:
        deadline = time.monotonic() + 20
        while len(site.paths()) < request.param and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    return urls


def test_a_killed_run_leaves_nothing_half_and_the_next_completes_it(
    killed: list[str], site: Site, home: Path
) -> None:
    whole = archived_editions(home) == [DAY]
    report = harvest([source("urls", urls=tuple(killed))], DAY, home, limits=QUICK, wait=1.0)
    assert report.pages == (0 if whole else len(killed))
    assert not list((home / "archive").rglob("*.part"))
    assert len(archived_pages(home, DAY)) == len(killed)
    with ledger_of(Home(home), print):
        pass


def test_articles_come_from_the_archive_alone(site: Site, home: Path, tmp_path: Path) -> None:
    feed_of(site, ("/a", "09 May 2026 10:00:00 GMT"), ("/b", None))
    site.routes |= {"/a": Answer(article(1)), "/b": Answer(article(2, day="2026-05-09T11:00:00Z"))}
    harvest([source("feed", url=f"{site.url}/feed")], DAY, home, limits=QUICK)
    first = extract_articles(home, archived_pages(home, DAY))
    asked = len(site.asked)
    copied = tmp_path / "elsewhere"
    copied.mkdir()
    (home / "archive").rename(copied / "archive")
    second = extract_articles(copied, archived_pages(copied, DAY))
    assert first == second
    assert len(site.asked) == asked
    assert [row["date_basis"] for row in first] == ["feed", "meta"]
    facts = ("publisher", "publisher_country", "speaks_for")
    assert {tuple(row[name] for name in facts) for row in first} == {
        ("Ministry of Tests", "NOR", "NOR")
    }
