"""Turns over several machines: one at a time, dead with their process, and lost where the database is."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from pipelines.cluster.servers import Server
from readouts.base.instance.home import DATABASE_VARIABLE, Home, HomeError
from readouts.base.state.database import DatabaseError, shown, without_secrets
from readouts.base.state.turns import RunBusyError, TurnLostError, is_held, require_turns, take_turn
from tests.pipelines.instance import in_child, silent

HOLDING = """
import sys
from pathlib import Path
from readouts.base.instance.home import Home
from readouts.base.state.turns import take_turn
own, shared, what = sys.argv[1:]
with take_turn(Home(Path(own), Path(shared)), "the run of edition 2026-05-09", say=print):
    if what == "with a child":
        import os, time
        if os.fork() == 0:
            time.sleep(60)
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(home: Home, what: str = "alone") -> Iterator[subprocess.Popen[str]]:
    """Another process that has the turn."""
    command = [sys.executable, "-c", HOLDING, str(home.path), str(home.shared), what]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, start_new_session=True
    ) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == "held\n"
        try:
            yield one
        finally:
            os.killpg(one.pid, signal.SIGKILL)


def test_machine_waits_for_another_and_is_told_which(machines: tuple[Home, Home]) -> None:
    here, there = machines
    said: list[str] = []
    with held_elsewhere(there) as other:
        with (
            pytest.raises(RunBusyError, match=r"is at work on .*shared; waited 0 s for it") as busy,
            take_turn(here, "B", say=said.append, wait_seconds=0.3),
        ):
            pass
        # as much of the machine's name as the database keeps
        who = f"the run of edition 2026-05-09 (process {other.pid} on "
        assert str(busy.value).startswith(who)
        assert said[0].startswith(f"waiting for {who}")
        assert socket.gethostname().startswith(said[0].partition(" on ")[2].partition(")")[0])
        with take_turn(here, "B", say=silent, wait_seconds=0.3, lock="another.lock"):
            pass  # who does another thing waits for nobody
    with take_turn(here, "B", say=silent, wait_seconds=5):
        pass


@pytest.mark.parametrize("what", ["alone", "with a child"])
def test_turn_dies_with_its_process_though_a_child_of_it_lives(
    machines: tuple[Home, Home], what: str
) -> None:
    here, there = machines
    with held_elsewhere(there, what) as other:
        assert is_held(here, "run.lock")
        os.kill(other.pid, signal.SIGKILL)
        start = time.monotonic()
        with take_turn(here, "B", say=silent, wait_seconds=30):
            assert time.monotonic() - start < 20


def test_child_that_ends_takes_no_turn_along(machines: tuple[Home, Home]) -> None:
    here, there = machines
    with take_turn(here, "A", say=silent):
        assert in_child(sys.exit, 0) == 0
        require_turns()
        with pytest.raises(RunBusyError), take_turn(there, "B", say=silent, wait_seconds=0.2):
            pass


def test_threads_of_a_process_take_turns_too(tmp_path: Path, machines: tuple[Home, Home]) -> None:
    for home in (Home(tmp_path / "alone"), machines[0]):
        with take_turn(home, "A", say=silent):
            with (
                pytest.raises(RunBusyError, match=f"A .process {os.getpid()}"),
                take_turn(home, "B", say=silent, wait_seconds=0.2),
            ):
                pass
            assert in_child(_refused, home) == 0  # and that did not drop the lock
        with take_turn(home, "C", say=silent, wait_seconds=0.2):
            pass


def _refused(home: Home) -> None:
    with pytest.raises(RunBusyError), take_turn(home, "C", say=silent, wait_seconds=0.2):
        pass


def end_sessions(database: Server) -> None:
    """What a server does to its sessions when it is started anew."""
    with psycopg2.connect(database.url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def test_lost_connection_is_a_lost_turn(database: Server, machines: tuple[Home, Home]) -> None:
    here, there = machines
    with take_turn(here, "A", say=silent):
        require_turns()
        end_sessions(database)
        with pytest.raises(TurnLostError, match=r"run\.lock is lost, and with it the turn"):
            require_turns()
        with held_elsewhere(there):
            pass  # another machine has it already
    require_turns()


def test_who_waits_goes_on_waiting_when_the_server_is_started_anew(
    database: Server, machines: tuple[Home, Home]
) -> None:
    here, there = machines
    with held_elsewhere(there):
        end = []

        def say(line: str) -> None:
            end_sessions(database)
            end.append(line)

        with take_turn(here, "B", say=say, wait_seconds=10):
            require_turns()
        assert len(end) == 1


WRONG = [
    ("postgresql://readouts:{secret}@127.0.0.1:1/postgres", "Connection refused"),
    ("postgresql://readouts:{secret}@127.0.0.1:{port}/postgres", "password authentication failed"),
    ("postgresql://readouts:{secret}@127.0.0.1:{port}/no_such?password={secret}", "failed"),
    ("postgresql://readouts:{secret}@no-such-host.invalid/postgres", "could not translate host"),
    ("postgresql://readouts:{secret}@[::/postgres", "invalid"),
    ("postgresql://readouts:{secret}@127.0.0.1:{port}/postgres?nonsense={secret}", "invalid"),
    ("mysql://readouts:{secret}@127.0.0.1/postgres", "names no database"),
    ("{secret}", "names no database"),
]


@pytest.mark.parametrize(("url", "reason"), WRONG)
@pytest.mark.parametrize("secret", ["s3cret-w%C3%B6rd", "pass%2Fword"])
def test_what_is_wrong_with_the_database_is_one_line_without_its_password(
    database: Server,
    machines: tuple[Home, Home],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    reason: str,
    secret: str,
) -> None:
    port = database.url.rpartition(":")[2].partition("/")[0]
    monkeypatch.setenv(DATABASE_VARIABLE, url.format(secret=secret, port=port))
    with pytest.raises(DatabaseError) as error, take_turn(machines[0], "A", say=silent):
        pass
    told = "".join(traceback.format_exception(error.value)) + repr(error.value)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)
    for form in (secret, "s3cret-wörd", "pass/word"):
        assert form not in told


def test_address_is_shown_without_what_is_secret_in_it() -> None:
    url = "postgresql://reader:a%40b@db.example:5433/readouts?password=other&sslmode=require"
    assert shown(url) == "postgresql://reader@db.example:5433/readouts"
    told = without_secrets(f"{url} a@b a%40b other, of reader", url)
    assert told == "*** *** *** ***, of reader"


def test_session_is_shown_without_its_address(
    database: Server, machines: tuple[Home, Home]
) -> None:
    from readouts.base.state.database import Session

    session = Session("A")
    password = database.url.split(":")[2].partition("@")[0]
    assert password not in repr(session)
    assert password not in repr(database)
    session.close()


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"READOUTS_SHARED": "shared"}, "READOUTS_DATABASE is not set"),
        ({"READOUTS_DATABASE": "postgresql://x/y"}, "READOUTS_SHARED is not set"),
        ({"READOUTS_SHARED": "empty", "READOUTS_DATABASE": "postgresql://x/y"}, "is mounted"),
        (
            {
                "READOUTS_SHARED": "shared",
                "READOUTS_HOME": "shared",
                "READOUTS_DATABASE": "postgresql://x/y",
            },
            "name one folder",
        ),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(
    machines: tuple[Home, Home],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    told: str,
) -> None:
    monkeypatch.delenv("READOUTS_DATABASE")
    for name, value in variables.items():
        is_url = "://" in value
        monkeypatch.setenv(name, value if is_url else str(tmp_path / value))
    with pytest.raises(HomeError, match=told):
        Home.from_environment()


def test_shared_folder_is_not_worked_on_as_if_it_were_one_machines(
    machines: tuple[Home, Home],
) -> None:
    alone = Home(machines[0].shared)
    with (
        pytest.raises(HomeError, match="is what several machines share"),
        take_turn(alone, "A", say=silent),
    ):
        pass
