"""``readouts watch``: what it prints, what it sends, and its exit status."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.commands.arguments import UsageError
from pipelines.commands.published.watch import NoWatchlistError
from tests.alerts.conftest import FIRST, World, call
from tests.alerts.receiver import Receiver

WATCHLIST = """
channels: {desk: "${DESK_CHANNEL}", mail: "${MAIL_CHANNEL}"}
watch: [{name: North, countries: [NOR], on: [call, stance], to: [desk, mail]}]
"""

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.fixture(autouse=True)
def environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One instance, with a call to be told and no address yet."""
    world.publish(
        FIRST, call("north", FIRST, words=f"Quen [red]voiced[/] {OVERRIDE}concern\x1b[2J")
    )
    for name in ("DESK_CHANNEL", "MAIL_CHANNEL", "READOUTS_WATCHLIST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("READOUTS_HOME", str(world.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(world.project.sources))
    monkeypatch.setattr("readouts.alerts.delivery.FIRST_PAUSE", 0.001)
    path = world.project.sources.with_name("watchlist.yaml")
    path.write_text(WATCHLIST, encoding="utf-8")


def watch(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["watch", *arguments])


def address(monkeypatch: pytest.MonkeyPatch, receiver: Receiver, mail: str | None = None) -> None:
    monkeypatch.setenv("DESK_CHANNEL", receiver.address)
    monkeypatch.setenv("MAIL_CHANNEL", mail or receiver.address)


def test_dry_run_prints_what_would_go_out_and_does_nothing(world: World) -> None:
    for _ in range(2):
        found = watch("--dry-run")
        assert (found.exit_code, found.exception) == (0, None)
        assert found.stdout.startswith(
            "To: desk, mail\nSubject: Readouts: North: 1 new call, 1 stance (edition 2031-03-04)\n\nNEW CALL: "
        )
        assert (
            "“Quen ［red］voiced［/］ concern ［2J”\nThe Example Paper, 2031-03-04\n"
            in found.stdout
        )
        assert found.stdout.endswith("\n1 message would be sent\n")
    assert not world.home.alerts.exists()


def test_message_is_sent_once_and_a_failing_channel_is_told(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    address(monkeypatch, receiver, mail="json://127.0.0.1:9/secret")
    found = watch()
    assert found.exit_code == 1
    assert found.stdout == "desk: 1 sent\n"
    assert (
        "mail: Readouts: North: 1 new call, 1 stance (edition 2031-03-04) stays due: "
        in found.stderr
    )
    assert "secret" not in found.output
    assert watch("--dry-run").stdout.startswith("To: mail\n")
    address(monkeypatch, receiver)
    assert watch().stdout == "mail: 1 sent\n"
    again = watch()
    assert (again.exit_code, again.stdout) == (0, "nothing new\n")
    assert len(receiver.messages) == 2


def test_before_anything_is_published(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    address(monkeypatch, receiver)
    world.home.warehouse.unlink()
    found = watch()
    assert (found.exit_code, found.stdout) == (
        0,
        "nothing is published yet; 'readouts run' makes it\n",
    )
    assert "nothing is published at" in str(watch("2026-05-09").exception)


def test_channels_are_tried_out(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    address(monkeypatch, receiver, mail="json://127.0.0.1:9/")
    found = watch("--test")
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        "desk: sent",
        "mail: A Connection error occurred sending JSON notification to 127.0.0.1",
    ]
    assert receiver.titles == ["Readouts: a test"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["--test", "--dry-run"], UsageError, "--test stands alone"),
        (["2026-05-01..2026-05-02"], UsageError, "is a range: name one day"),
        (["someday"], UsageError, "'someday' is no edition"),
    ],
)
def test_arguments_that_cannot_be_meant(
    arguments: list[str], error: type[Exception], message: str
) -> None:
    found = watch(*arguments)
    assert isinstance(found.exception, error)
    assert message in str(found.exception)


@pytest.mark.parametrize("arguments", [[], ["--dry-run"], ["--test"]])
def test_without_a_watchlist_it_says_where_one_goes(world: World, arguments: list[str]) -> None:
    path = world.project.sources.with_name("watchlist.yaml")
    path.unlink()
    found = watch(*arguments)
    assert isinstance(found.exception, NoWatchlistError)
    assert f"there is no watchlist at {path}" in str(found.exception)
