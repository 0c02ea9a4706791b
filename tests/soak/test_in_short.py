"""The soak in short: a few faults and kills in each run of the tests; ``make soak`` has all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.instance import Lean
from tests.soak.kills import Soak
from tests.soak.trials import Fault, Trials, load_faults

KILLS = 3


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    return Trials(tmp_path_factory.mktemp("trials"), Lean)


@pytest.mark.parametrize("fault", [f for f in load_faults() if f.short], ids=lambda f: f.fault)
def test_fault_between_runs_takes_nothing_from_readers(trials: Trials, fault: Fault) -> None:
    assert trials.try_out(fault) == []


def test_kills_leave_what_is_published_whole(tmp_path: Path) -> None:
    soak = Soak(Lean(tmp_path / "killed"), seed=7, editions=2)
    while soak.kills < KILLS:
        soak.kill_once()
    for edition in soak.editions:
        soak.instance.run(edition)
    assert len(soak.instance.published()["core.articles"]) == soak.pages
    assert soak.failures == []
