"""What is new is sent once: to a webhook on loopback, through apprise, whatever fails on the way."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readouts.alerts.delivery import CUT, MOST_PARTS, send
from readouts.alerts.evaluation import put_news
from readouts.alerts.messages import MOST_ITEMS, Message
from readouts.alerts.outbox import OutboxBusyError, OutboxError, open_outbox, read_outbox
from readouts.alerts.sending import Report, send_due
from readouts.alerts.watchlist import Rule, Watchlist
from readouts.base.instance.home import Home
from readouts.warehouse.errors import NotPublishedError
from tests.alerts.conftest import FIRST, SECOND, THIRD, World, call, without
from tests.alerts.receiver import Receiver

NORTH = Rule(name="North", countries=("NOR",), on=("call", "stance"), to=("desk",))
DEAD = "json://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readouts.alerts.delivery.FIRST_PAUSE", 0.001)


@pytest.fixture
def watchlist(receiver: Receiver) -> Watchlist:
    return Watchlist({"desk": receiver.address}, (NORTH,))


def tell(world: World, watchlist: Watchlist, edition: date | None = None, **given: Any) -> Report:
    with open_outbox(world.home) as outbox:
        put_news(world.project, watchlist, outbox, edition)
        return send_due(outbox, watchlist.channels, **given)


def test_message_holds_the_evidence(world: World, watchlist: Watchlist, receiver: Receiver) -> None:
    world.publish(FIRST, call("north", FIRST, stance="condemnation", toward="PAK"))
    assert len(tell(world, watchlist).sent) == 1
    [message] = receiver.messages
    assert message["title"] == "Readouts: North: 1 new call, 1 stance (edition 2031-03-04)"
    first, second, last = message["message"].split("\n\n")
    assert first.splitlines() == [
        "NEW CALL: Chile and Norway, 2031-03-04, by phone",
        "On the line: Osk Tarrandel, Ilvar Quen",
        "Ilvar Quen rang.",
        "Stances: Norway condemnation",
        "“Words of north”",
        "The Example Paper, 2031-03-04",
        "https://paper.example/north",
        "Archived: 2031-03-04/paper.warc.gz, byte 304",
        "Call north",
    ]
    assert second.splitlines() == [
        "CONDEMNATION: Norway (Ilvar Quen) in a call with Chile, 2031-03-04, toward Pakistan",
        *first.splitlines()[-5:],
    ]
    assert last == "Edition 2031-03-04, publication publication-1 of Readouts."


@pytest.mark.parametrize(("items", "shown"), [(25, 25), (60, 49)])
def test_service_of_short_messages_in_markdown_gets_it_in_parts(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, items: int, shown: int
) -> None:
    monkeypatch.setattr("apprise.plugins.rocketchat.NotifyRocketChat.request_rate_per_sec", 0)
    told = [f"Item {n}, of a_b\nhttps://paper.example/{n}_{n}?a=1&b=2" for n in range(items)]
    body = "\n\n".join([*told, "Edition 1"])
    hook = "a" * 17 + "/" + "b" * 24
    address = f"rocket://{hook}@127.0.0.1:{receiver.server_port}/%23desk?mode=webhook"
    assert send(address, "Readouts: a", body, attempts=1) is None
    texts = [message["text"] for message in receiver.messages]
    assert 1 < len(texts) <= MOST_PARTS
    assert all(len(text) <= 1000 for text in texts)
    assert "Item 0, of a_b  \nhttps://paper.example/0_0?a=1&b=2\n\nItem 1" in texts[0]
    cut = [CUT] if shown < items else []
    expected = ["Readouts: a", *told[:shown], *cut, "Edition 1"]
    assert " ".join(texts).split() == " ".join(expected).split()


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (DEAD, "A Connection error occurred sending JSON notification to 127.0.0.1"),
        ("nosuchservice://secret/", "apprise knows no service for its address"),
    ],
)
def test_sending_that_fails_says_why(address: str, problem: str) -> None:
    assert send(address, "a", "b", attempts=1) == problem


def test_channel_that_fails_at_first_gets_the_message_once(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    world.publish(FIRST, call("north", FIRST))
    receiver.refusals = 100
    [(due, problem)] = tell(world, watchlist, attempts=2).failed
    assert (due.channel, receiver.asked, receiver.messages) == ("desk", 2, [])
    assert "503" in problem
    receiver.refusals = 1
    assert len(tell(world, watchlist).sent) == 1, "it stayed due, and the second try succeeds"
    assert len(receiver.messages) == 1
    assert tell(world, watchlist) == Report()
    assert len(receiver.messages) == 1, "a rerun sends nothing"


def test_failing_channel_holds_up_no_other(world: World, receiver: Receiver) -> None:
    rules = (
        NORTH.model_copy(update={"to": ("dead", "desk")}),
        NORTH.model_copy(update={"name": "Again", "to": ("dead",)}),
    )
    watchlist = Watchlist({"dead": DEAD, "desk": receiver.address}, rules)
    world.publish(FIRST, call("north", FIRST))
    report = tell(world, watchlist, attempts=1)
    assert [due.channel for due, _ in report.failed] == ["dead", "dead"]
    assert report.summary() == (
        "1 message sent, 2 still due (dead: A Connection error occurred sending JSON notification to 127.0.0.1)"
    )
    assert len(receiver.messages) == 1
    assert tell(world, watchlist, patient=True).failed == [], "it is left alone for a minute"
    without_dead = Watchlist({"desk": receiver.address}, ())
    assert tell(world, without_dead) == Report(), "a channel that is gone is owed nothing"
    assert tell(world, Watchlist(watchlist.channels)) == Report()


def test_nothing_begins_when_time_is_up(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    world.publish(FIRST, call("north", FIRST))
    assert len(tell(world, watchlist, seconds=-1.0).failed) == 1
    assert receiver.asked == 0
    assert len(tell(world, watchlist, patient=True).sent) == 1


def test_new_edition_sends_and_a_new_report_of_a_call_does_not(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    world.publish(FIRST, call("north", FIRST))
    tell(world, watchlist)
    later = call("later", SECOND, publisher="The Other Paper", call_id="north")
    world.publish(SECOND, without(later, "core.calls"))
    world.change(
        "UPDATE core.calls SET report_ids = ['north', 'later'], last_edition = '2031-03-05'"
    )
    assert tell(world, watchlist) == Report()
    world.publish(THIRD, call("south", THIRD))
    assert len(tell(world, watchlist).sent) == 1
    assert receiver.titles == [
        "Readouts: North: 1 new call, 1 stance (edition 2031-03-04)",
        "Readouts: North: 1 new call, 1 stance (edition 2031-03-06)",
    ]


def test_call_that_another_is_merged_with_is_no_news(world: World, watchlist: Watchlist) -> None:
    world.publish(FIRST, call("north", FIRST, call_id="south"), call("south", FIRST))
    world.change("DELETE FROM core.calls WHERE call_id = 'north'")
    tell(world, watchlist)
    world.change("UPDATE core.calls SET call_id = 'north', report_ids = ['north', 'south']")
    world.change("UPDATE marts.evidence SET call_id = 'north'")
    assert tell(world, watchlist) == Report()


def test_edition_that_gains_something_tells_that_alone(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    world.publish(FIRST, call("north", FIRST))
    tell(world, watchlist)
    world.publish(FIRST, call("south", FIRST))
    tell(world, watchlist)
    assert [
        ("Call north" in m["message"], "Call south" in m["message"]) for m in receiver.messages
    ] == [
        (True, False),
        (False, True),
    ]


def test_rule_begins_with_the_latest_edition(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    world.publish(FIRST, call("north", FIRST))
    world.publish(SECOND, call("south", SECOND))
    tell(world, watchlist)
    assert receiver.titles == ["Readouts: North: 1 new call, 1 stance (edition 2031-03-05)"]
    world.publish(FIRST, call("late", FIRST))
    assert tell(world, watchlist) == Report(), "what is older than the rule is no news to it"
    assert len(tell(world, watchlist, edition=FIRST).sent) == 1, "but can be asked for"
    with pytest.raises(NotPublishedError, match="edition 2031-03-06 is not published"):
        tell(world, watchlist, edition=THIRD)


def test_backfill_is_no_news(world: World, watchlist: Watchlist) -> None:
    world.publish(FIRST)
    tell(world, watchlist)
    week = FIRST + timedelta(days=7)
    world.publish(week, call("north", week))
    assert len(tell(world, watchlist).sent) == 1
    world.publish(FIRST, call("old", FIRST))
    assert tell(world, watchlist) == Report(), "seven days behind the latest edition"
    after = FIRST + timedelta(days=1)
    world.publish(after, call("late", after))
    assert len(tell(world, watchlist).sent) == 1


def test_one_message_tells_the_first_in_full_and_counts_the_rest(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    number = MOST_ITEMS + 3
    world.publish(FIRST, *(call(f"call-{n:02}", FIRST) for n in range(number)))
    rule = NORTH.model_copy(update={"on": ("call",)})
    tell(world, Watchlist(watchlist.channels, (rule,)))
    [message] = receiver.messages
    assert f"{number} new calls" in message["title"]
    assert message["message"].count("NEW CALL") == MOST_ITEMS
    assert "… and 3 more, in edition 2031-03-04 of the warehouse." in message["message"]
    tell(world, Watchlist(watchlist.channels, (rule,)))
    assert len(receiver.messages) == 1, "those beyond are told as well"


def test_killed_between_sending_and_marking_doubles_that_message_at_most(
    world: World, receiver: Receiver
) -> None:
    rules = (NORTH, NORTH.model_copy(update={"name": "Again"}))
    watchlist = Watchlist({"desk": receiver.address}, rules)
    world.publish(FIRST, call("north", FIRST))

    def send_and_die(address: str, title: str, body: str) -> None:
        send(address, title, body)
        if "Again" in title:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell(world, watchlist, post=send_and_die)
    tell(world, watchlist)
    assert [title.split(": ")[1] for title in receiver.titles] == ["North", "Again", "Again"]


def test_one_process_sends_at_a_time(world: World, watchlist: Watchlist) -> None:
    world.publish(FIRST)
    with open_outbox(world.home), pytest.raises(OutboxBusyError):
        tell(world, watchlist)
    tell(world, watchlist)


def test_trying_out_records_nothing(world: World, watchlist: Watchlist) -> None:
    world.publish(FIRST, call("north", FIRST))
    for _ in range(2):
        with read_outbox(world.home) as outbox:
            put_news(world.project, watchlist, outbox)
            assert len(outbox.due()) == 1
    assert not world.home.alerts.exists()
    tell(world, watchlist)
    with read_outbox(world.home) as outbox:
        assert put_news(world.project, watchlist, outbox) == []


def test_broken_record_is_one_clear_line(world: World, watchlist: Watchlist) -> None:
    world.publish(FIRST)
    world.home.alerts.write_bytes(b"no database, but long enough to be looked at as one" * 40)
    with pytest.raises(
        OutboxError, match=r"alerts\.sqlite cannot be used \(file is not a database\); move it away"
    ):
        tell(world, watchlist)


def test_pauses_grow_to_an_hour(home: Home) -> None:
    pauses = []
    with open_outbox(home) as outbox:
        outbox.put(Message("rule", ("desk",), "title", "body", ("key",)))
        for _ in range(9):
            send_due(outbox, {"desk": DEAD}, post=lambda *_: "down")
            with sqlite3.connect(home.alerts) as connection:
                [(days,)] = connection.execute(
                    "SELECT julianday(not_before) - julianday('now') FROM deliveries"
                ).fetchall()
            pauses.append(round(days * 24 * 60))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


OF_AN_EARLIER_RELEASE = """
CREATE TABLE messages (
    message INTEGER PRIMARY KEY, rule TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE deliveries (
    message INTEGER NOT NULL REFERENCES messages, channel TEXT NOT NULL, sent_at TEXT,
    tries INTEGER NOT NULL DEFAULT 0, not_before TEXT NOT NULL DEFAULT '', problem TEXT, PRIMARY KEY (message, channel)
) WITHOUT ROWID;
CREATE TABLE told (
    rule TEXT NOT NULL, key TEXT NOT NULL, message INTEGER NOT NULL REFERENCES messages, PRIMARY KEY (rule, key)
) WITHOUT ROWID;
CREATE TABLE rules (rule TEXT PRIMARY KEY, since TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO messages VALUES (7, 'rule', 'old', 'body', '2031-03-04T00:00:00+00:00');
INSERT INTO deliveries (message, channel) VALUES (7, 'desk');
INSERT INTO told VALUES ('rule', 'old key', 7);
INSERT INTO rules VALUES ('rule', '2031-03-04');
"""


def test_record_of_an_earlier_release_goes_on(home: Home) -> None:
    with sqlite3.connect(home.alerts) as connection:
        connection.executescript(OF_AN_EARLIER_RELEASE)
    with open_outbox(home) as outbox:
        outbox.put(Message("rule", ("desk",), "new", "body", ("new key",)))
        assert [(due.message, due.title) for due in outbox.due()] == [(7, "old"), (8, "new")]
        assert outbox.is_told("rule", ["old key"])
        assert outbox.since("rule") == FIRST


def test_rule_begins_but_once(home: Home) -> None:
    with open_outbox(home) as outbox:
        outbox.begin("a", FIRST)
        outbox.begin("a", SECOND)
        assert (outbox.since("a"), outbox.since("b")) == (FIRST, None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_pause_that_a_clock_ahead_began_is_none(world: World, receiver: Receiver) -> None:
    world.publish(FIRST, call("north", FIRST, stance="condemnation", toward="PAK"))
    tell(world, Watchlist({"desk": DEAD}, (NORTH,)), attempts=1)
    there = Watchlist({"desk": receiver.address}, (NORTH,))
    assert tell(world, there, patient=True).sent == []
    with sqlite3.connect(world.home.alerts) as outbox:
        outbox.execute("UPDATE deliveries SET not_before = '2999-01-01T00:00:00+00:00'")
    assert len(tell(world, there, patient=True).sent) == 1


def test_edition_of_a_day_to_come_silences_no_rule(
    world: World, watchlist: Watchlist, receiver: Receiver
) -> None:
    today = datetime.now(UTC).date()
    world.publish(date(2999, 1, 1))
    tell(world, watchlist)
    with sqlite3.connect(world.home.alerts) as outbox:
        assert outbox.execute("SELECT since FROM rules").fetchall() == [("2999-01-01",)]
    world.publish(today, call("north", today, stance="condemnation", toward="PAK"))
    assert len(tell(world, watchlist).sent) == 1
    assert f"edition {today}" in receiver.messages[0]["title"]
    world.publish(today - timedelta(days=1), call("late", today - timedelta(days=1)))
    tell(world, watchlist)
    assert len(receiver.messages) == 1, "the rule began with today's edition"
