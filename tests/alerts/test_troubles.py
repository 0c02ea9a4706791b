"""What operators are told: a gate that shut, a run that failed, a source that is silent; each once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.alerts.evaluation import FailedRun, put_troubles
from readouts.alerts.outbox import open_outbox
from readouts.alerts.sending import Report, send_due
from readouts.alerts.watchlist import Operators, Watchlist
from readouts.warehouse.gate.gate import GateShut, pass_gate
from readouts.warehouse.gate.staging import Staged
from tests.alerts.conftest import FIRST, SECOND, World
from tests.alerts.receiver import Receiver
from tests.warehouse.conftest import EDITION, good_rows


def told(
    world: World,
    receiver: Receiver,
    *failed: FailedRun,
    **given: Any,
) -> Report:
    operators = Operators(to=("ops",), **given)
    watchlist = Watchlist({"ops": receiver.address}, operators=operators)
    with open_outbox(world.home) as outbox:
        put_troubles(world.project, watchlist, outbox, failed)
        return send_due(outbox, watchlist.channels)


def shut_gate(world: World, empty_warehouse: Path) -> str:
    """Let a gate shut in the build file, and say why it did."""
    build = world.home.build
    if not build.exists():
        shutil.copyfile(empty_warehouse, build)
    bad = good_rows()["marts.source_health"][0] | {"days_silent": -1}
    rows = [bad | {"source_id": f"source-{n}"} for n in range(9)]
    with duckdb.connect(str(build)) as connection, pytest.raises(GateShut) as shut:
        pass_gate(connection, world.catalogue, EDITION, [Staged("marts.source_health", rows)])
    return str(shut.value)


def run(reason: str, run_id: str = "run-1") -> FailedRun:
    return FailedRun(run_id, "daily_edition", str(EDITION), (reason,))


def test_shut_gate_is_told_once_until_it_opens(
    world: World, receiver: Receiver, empty_warehouse: Path
) -> None:
    world.publish(FIRST)
    reason = shut_gate(world, empty_warehouse)
    assert "days_count_forward" in reason
    # The run that failed at it is the same news.
    assert len(told(world, receiver, run(reason)).sent) == 1
    [message] = receiver.messages
    assert message["title"] == "Readouts: operators: 1 shut gate"
    assert message["message"].splitlines() == [
        f"GATE SHUT: edition {EDITION} is refused; what is published stays as it was.",
        reason.replace("_", "＿"),
    ]
    shut_gate(world, empty_warehouse)
    assert told(world, receiver) == Report(), "it stands as it stood"
    with duckdb.connect(str(world.home.build)) as connection:
        connection.execute("UPDATE meta.editions SET status = 'published', reason = NULL")
    assert told(world, receiver) == Report()
    shut_gate(world, empty_warehouse)
    assert len(told(world, receiver).sent) == 1, "it had opened, and shut again"


def test_while_a_run_has_the_build_file_gates_are_neither_told_nor_forgotten(
    world: World, receiver: Receiver, empty_warehouse: Path
) -> None:
    world.publish(FIRST)
    shut_gate(world, empty_warehouse)
    assert len(told(world, receiver).sent) == 1
    # A broken file stands for one that cannot be opened.
    kept = world.home.build.read_bytes()
    world.home.build.write_bytes(b"in use")
    assert told(world, receiver) == Report()
    world.home.build.write_bytes(kept)
    assert told(world, receiver) == Report()


def test_failed_run_is_told_with_its_reasons(world: World, receiver: Receiver) -> None:
    world.publish(FIRST)
    assert len(told(world, receiver, run("warehouse: no space <b>left</b>")).sent) == 1
    [message] = receiver.messages
    assert message["title"] == "Readouts: operators: 1 failed run"
    assert message["message"].splitlines() == [
        f"RUN FAILED: daily＿edition, edition {EDITION} (run run-1)",
        "warehouse: no space ‹b›left‹/b›",
    ]
    same = run("warehouse: no space <b>left</b>", "run-2")
    assert told(world, receiver, same) == Report(), "the same failure, once a day"
    assert len(told(world, receiver, run("core_articles: out of memory")).sent) == 1


def silent(world: World, source: str, days: int, last: date | None) -> None:
    facts = {"source_id": source, "days_silent": days, "last_new_article": last}
    world.publish(SECOND, {"marts.source_health": [facts]})


def test_silent_source_is_told_once_until_it_speaks(world: World, receiver: Receiver) -> None:
    silent(world, "paper", 3, FIRST)
    silent(world, "off", 90, FIRST)
    silent(world, "gone", 90, FIRST)
    assert told(world, receiver, silent_days=4) == Report()
    assert len(told(world, receiver).sent) == 1
    [message] = receiver.messages
    assert message["message"] == (
        "SILENT SOURCE: paper, 3 days: its last new article came in edition 2031-03-04; "
        "it last answered in edition 2031-03-04, and 33% of its fetches of 30 days failed."
    )
    world.change("UPDATE marts.source_health SET days_silent = 4")
    assert told(world, receiver) == Report(), "the same silence"
    world.change("UPDATE marts.source_health SET last_new_article = '2031-03-05'")
    assert len(told(world, receiver).sent) == 1, "another one"


def test_source_that_never_brought_anything(world: World, receiver: Receiver) -> None:
    silent(world, "paper", 30, None)
    world.change("UPDATE marts.source_health SET last_success = NULL")
    told(world, receiver)
    assert receiver.messages[0]["message"] == (
        "SILENT SOURCE: paper, 30 days: it has brought no article; it has never answered."
    )


@pytest.mark.parametrize(
    ("on", "titles"),
    [
        (("gate",), "1 shut gate"),
        (("run",), "2 failed runs"),
        (("silence",), "1 silent source"),
        (("gate", "run", "silence"), "1 shut gate, 1 failed run, 1 silent source"),
    ],
)
def test_operators_say_what_they_are_told(
    world: World, receiver: Receiver, empty_warehouse: Path, on: Any, titles: str
) -> None:
    silent(world, "paper", 3, FIRST)
    reason = shut_gate(world, empty_warehouse)
    told(world, receiver, run(reason), run("another"), on=on)
    assert receiver.titles == [f"Readouts: operators: {titles}"]


def test_without_operators_or_anything_published_nobody_is_told(
    world: World, receiver: Receiver
) -> None:
    world.home.warehouse.unlink()
    assert told(world, receiver) == Report()
    with open_outbox(world.home) as outbox:
        nobody = Watchlist({"ops": receiver.address})
        assert put_troubles(world.project, nobody, outbox, [run("x")]) == []


def test_mistakes_in_the_sources_hold_up_no_other_trouble(world: World, receiver: Receiver) -> None:
    silent(world, "paper", 3, FIRST)
    world.project.sources.write_text("sources: [1]", encoding="utf-8")
    told(world, receiver, run("sources.yaml:1: expected a source"))
    assert receiver.titles == ["Readouts: operators: 1 failed run"]
