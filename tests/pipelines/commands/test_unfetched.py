"""An edition for which nothing could be fetched is no quiet day: its run says so, its exit status, file and alerts."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from readouts.alerts.evaluation import put_troubles
from readouts.alerts.outbox import open_outbox
from readouts.alerts.watchlist import Operators, Watchlist
from readouts.warehouse.reading.query import answer
from tests.pipelines.instance import FIRST, SECOND, Instance, Lean, silent
from tests.pipelines.pages import write_page

DEAD = """  - id: dead
    name: Dead Wire
    kind: feed
    type: wire
    language: en
    url: http://127.0.0.1:{port}/feed
    allow_private: true
    delay: 0
"""

NONE_SUCCEEDED = re.compile(r"none of its \d+ fetches succeeded \(\w+ \d+\)")


@pytest.fixture
def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def instance(tmp_path: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> Instance:
    """An instance whose one source is dead, as its command sees it."""
    instance = Instance(tmp_path)
    instance.sources.write_text("sources:\n" + DEAD.format(port=closed_port))
    monkeypatch.setenv("READOUTS_HOME", str(instance.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(instance.sources))
    return instance


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def warnings(instance: Instance) -> list[str | None]:
    found = answer(instance.home.warehouse, "SELECT warning FROM meta.editions ORDER BY edition")
    return [warning for (warning,) in found.rows]


def told(instance: Instance) -> list[str]:
    watchlist = Watchlist({"ops": "json://localhost"}, operators=Operators(to=("ops",)))
    with open_outbox(instance.home) as outbox:
        return [message.body for message in put_troubles(instance.project, watchlist, outbox)]


def test_run_that_could_fetch_nothing_says_so_and_exits_with_3(
    instance: Instance, closed_port: int
) -> None:
    result = command("run", str(FIRST))
    assert result.exit_code == 3, result.output
    assert NONE_SUCCEEDED.search(result.stderr)
    assert f"edition {FIRST} published" in result.stderr
    [warning] = warnings(instance)
    assert NONE_SUCCEEDED.fullmatch(str(warning))
    [body] = told(instance)
    assert body.startswith(f"NOTHING FETCHED: edition {FIRST} is published, and none of its")
    assert told(instance) == [], "it is told once"

    again = command("run", str(FIRST))
    assert again.exit_code == 3
    assert "whether there is news is not known" in again.stderr
    assert "nothing new" not in again.stderr

    rebuilt = command("rebuild", str(FIRST))
    assert rebuilt.exit_code == 0, "from the archive nothing was to be fetched"
    assert NONE_SUCCEEDED.search(rebuilt.stderr)

    write_page(instance.pages, 0, FIRST)
    folder = f"""  - id: invented
    name: Invented Ministry
    kind: folder
    type: ministry
    country: NOR
    language: en
    path: {instance.pages}
    base_url: https://ministry.example/
"""
    instance.sources.write_text("sources:\n" + DEAD.format(port=closed_port) + folder)
    some = command("run", str(FIRST))
    assert some.exit_code == 0, "one source answered"
    assert warnings(instance) == [None]

    instance.sources.write_text("sources:\n" + DEAD.format(port=closed_port))
    later = command("run", str(FIRST))
    assert later.exit_code == 3, "this run had nothing"
    assert "none of this run's" in later.stderr
    assert not NONE_SUCCEEDED.search(later.stderr), "the edition has a page"
    assert warnings(instance) == [None]

    both = command("rebuild", f"{FIRST}..{SECOND}")
    assert both.exit_code == 0
    assert f"nothing is archived of {SECOND}; left out" in both.stderr
    assert warnings(instance) == [None], "no edition is made of nothing"


def test_day_without_news_is_no_failure(instance: Instance) -> None:
    quiet = Lean(instance.path / "quiet")
    quiet.run(FIRST, SECOND, say=silent)
    assert warnings(quiet) == [None, None]
