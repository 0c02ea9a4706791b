"""The table of what can lie in a home has all that modules put there, and all that people are told of."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.orchestration import making
from readouts.alerts import outbox
from readouts.asking.answers import store
from readouts.base.instance.home import ROOT, Home
from readouts.base.instance.layout import layout, names, unknown
from readouts.base.state import turns
from readouts.harvest.collection import collect
from tests.sampling import SampleRun


def test_every_turn_and_every_file_of_a_home_is_in_the_table(sample_run: SampleRun) -> None:
    assert set(names("turn")) == {module.LOCK for module in (turns, outbox, store, collect)} | {
        making.FETCH_LOCK
    }
    assert unknown(path.name for path in sample_run.home.path.iterdir()) == []
    home = Home(Path("home"))
    own = {getattr(home, name).name: name for name in ("dagster", "export")}
    known = layout()
    for name in (
        *("archive", "build", "warehouse", "unpublished", "made", "copies", "alerts", "brief"),
    ):
        assert known[getattr(home, name).name] == "instance"
    assert {known[name] for name in own} == {"machine"}
    several = Home(Path("home"), Path("shared"))
    assert (known[several.build.name], known[several.lake.name]) == ("machine", "machines")
    assert known[several.file_of_one_machine.name] == "instance"


def test_what_is_told_of_a_home_is_what_the_table_has() -> None:
    part = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    part = part.partition("## Day six")[2].partition("\n## ")[0]
    told = {
        name.rstrip("/")
        for line in part.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    beside_the_sources = {"sources.yaml", "corrections.csv", "watchlist.yaml", "READOUTS_KEEP"}
    told -= beside_the_sources | {"ccnews"}
    assert len(told) > 9
    assert unknown(told) == []
