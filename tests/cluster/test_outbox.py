"""What has been told, where several machines share the instance: nothing twice, nothing lost there and back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.cluster.servers import Server
from readouts.alerts.messages import Message
from readouts.alerts.outbox import Outbox, OutboxError, open_outbox, read_outbox
from readouts.base.instance.home import DATABASE_VARIABLE, Home
from tests.cluster.moving import Moving
from tests.pipelines.instance import in_child, kill_oneself

NEWS = Message("a rule", ("desk", "chat"), "title \x00", "body", ("key 1", "key 2"))
MORE = Message("a rule", ("desk",), "more", "body", ("key 3",))
DAY = date(2031, 3, 4)


def titles(outbox: Outbox) -> list[tuple[str, str]]:
    return [(due.title, due.channel) for due in outbox.due()]


def test_what_one_machine_has_told_the_other_does_not_tell(machines: tuple[Home, Home]) -> None:
    here, there = machines
    with open_outbox(here) as outbox:
        outbox.begin("a rule", DAY)
        outbox.put(NEWS)
        [chat, desk] = outbox.due()
        outbox.mark_sent(desk)
        outbox.mark_failed(chat, "down")
    with open_outbox(there) as outbox:
        assert outbox.since("a rule") == DAY
        assert outbox.is_told("a rule", ["key 2"])
        assert not outbox.is_told("a rule", ["key 3"])
        assert titles(outbox) == [("title ", "chat")]
        assert outbox.due(patient=True) == []
        outbox.put(MORE)
        outbox.forget("a rule", "key", keep=["key 1"])
        outbox.drop(["chat"])
    with open_outbox(here) as outbox:
        assert titles(outbox) == [("more", "desk")]
        assert [outbox.is_told("a rule", [f"key {n}"]) for n in (1, 2, 3)] == [True, False, False]
    assert not here.alerts.exists()


def test_trying_out_records_nothing(machines: tuple[Home, Home]) -> None:
    here, there = machines
    for home in machines:
        with read_outbox(home) as outbox:
            outbox.put(NEWS)
    with open_outbox(here) as outbox:
        outbox.put(MORE)
    with read_outbox(there) as outbox:
        outbox.put(NEWS)
        assert len(outbox.due()) == 3
    with open_outbox(there) as outbox:
        assert titles(outbox) == [("more", "desk")]


def told_on_one_machine(home: Path) -> None:
    (home / "alerts.sqlite").unlink(missing_ok=True)
    with open_outbox(Home(home)) as outbox:
        outbox.put(NEWS)


def test_it_goes_along_when_the_instance_moves_and_comes_back(moving: Moving) -> None:
    told_on_one_machine(moving.home)
    shared = Home(moving.desk, moving.shared)
    for turn in ("first", "second"):
        moving.move("shared")
        with read_outbox(shared) as outbox:
            assert outbox.is_told("a rule", ["key 1"])
        message = Message(turn, ("desk",), turn, "body", (turn,))
        with open_outbox(shared) as outbox:
            outbox.put(message)
        assert not shared.alerts.exists(), "the database has it"
        moving.move("home")
        with open_outbox(Home(moving.home)) as outbox:
            assert outbox.is_told("a rule", ["key 1"])
            assert outbox.is_told(turn, [turn])
    with read_outbox(Home(moving.home)) as outbox:
        assert len(outbox.due()) == 4


def test_it_goes_along_also_where_nobody_opened_it_meanwhile(moving: Moving) -> None:
    told_on_one_machine(moving.home)
    for to in ("shared", "home"):
        moving.move(to)
    with open_outbox(Home(moving.home)) as outbox:
        assert outbox.is_told("a rule", ["key 1"])


def test_the_file_of_a_move_that_did_not_end_tells_nothing(moving: Moving) -> None:
    told_on_one_machine(moving.home)
    moving.move("shared")
    shared = Home(moving.desk, moving.shared)
    old = moving.shared / "old"
    shutil.copyfile(shared.alerts, old)
    with open_outbox(shared) as outbox:
        outbox.put(MORE)
    shutil.copyfile(old, shared.alerts)
    with open_outbox(shared) as outbox:
        assert outbox.is_told("a rule", ["key 3"])
    assert not shared.alerts.exists()


def die_when_the_file_goes(home: Home) -> None:
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path == home.alerts:
            kill_oneself()
        real(path, missing_ok=missing_ok)

    Path.unlink = unlink  # type: ignore[method-assign]
    with open_outbox(home):
        pass


def test_it_is_taken_over_once_also_by_one_that_is_killed(moving: Moving) -> None:
    told_on_one_machine(moving.home)
    moving.move("shared")
    shared = Home(moving.desk, moving.shared)
    assert in_child(die_when_the_file_goes, shared) == -9
    assert shared.alerts.exists()
    with open_outbox(shared) as outbox:
        assert len(outbox.due()) == 2
        assert outbox.is_told("a rule", ["key 1", "key 2"])


def test_a_file_that_is_none_is_one_clear_line(moving: Moving) -> None:
    moving.move("shared")
    shared = Home(moving.desk, moving.shared)
    shared.alerts.write_bytes(b"no database, but long enough to be looked at as one" * 40)
    with (
        pytest.raises(OutboxError, match=r"alerts\.sqlite cannot be used .*; move it away"),
        open_outbox(shared),
    ):
        pass
    assert shared.alerts.exists()


def test_database_that_is_gone_is_one_clear_line(
    machines: tuple[Home, Home], database: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE_VARIABLE, database.url + "_of_another_name")
    with (
        pytest.raises(OutboxError, match=r"^the database .* cannot be used .* names it$"),
        read_outbox(machines[0]),
    ):
        pass
