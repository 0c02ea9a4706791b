"""What servers do that call themselves OpenAI-compatible, each by a real one on the loopback that does it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from readouts.asking.answers.reply import Faults, answers_of
from readouts.asking.answers.store import Store
from readouts.asking.asker import Asked, ask_documents
from readouts.asking.manners import Clock
from readouts.asking.questions.question import document_digest
from readouts.asking.settings import Settings
from readouts.base.instance.home import Home
from readouts.domain.records import Report
from readouts.grounding import normal
from readouts.readers import one_answer
from tests.asking.server import (
    NO_CALLS,
    Behaviour,
    ModelServer,
    breaks_off,
    completion,
    fails,
    fails_with_a_flood,
    floods,
    hangs_up,
    has_a_window,
    in_turn,
    is_slow,
    only,
    redirects,
    says,
    sends_a_page,
    serving,
    streams,
)

TEXT = "Runland's minister Ada Brisk telephoned Tor Vell of Fellmark on Friday and voiced concern."
CALL: dict[str, Any] = {
    "told": "Ada Brisk telephoned Tor Vell",
    "date": None,
    "date_words": None,
    "medium": "phone",
    "initiator": "A",
    "parties": [
        {
            "letter": "A",
            "name": "Ada Brisk",
            "as_written": "Ada Brisk",
            "office": "minister",
            "country": None,
        },
        {
            "letter": "B",
            "name": "Tor Vell",
            "as_written": "Tor Vell",
            "office": None,
            "country": None,
        },
    ],
    "reactions": [{"by": "A", "stance": "concern", "toward": None, "evidence": "voiced concern"}],
}
GOOD = json.dumps({"calls": [CALL]})


class Talk:
    """One run's asking against a server: what came of it, and the pauses that were made (none is waited out)."""

    def __init__(
        self,
        folder: Path,
        server: ModelServer,
        texts: list[str],
        faults: Faults = lambda report, answer: [],
        **settings: Any,
    ) -> None:
        self.settings = Settings(model="tiny", address=server.address, **settings)
        self.store = Store(Home(folder))
        self.reports = {document_digest(r): r for r in (Report(text) for text in texts)}
        self.faults = faults
        self.said: list[str] = []
        self.pauses: list[float] = []
        self.asked: Asked = ask_documents(
            self.settings,
            None,
            Home(folder),
            self.reports,
            faults=faults,
            say=self.said.append,
            clock=Clock(lambda: sum(self.pauses), self._pause),
        )

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def answers(self) -> list[dict[str, Any] | None]:
        given = (
            answers_of(report, self.store.answers(document), self.faults)
            for document, report in self.reports.items()
        )
        return [normal(one_answer(parts)) if parts else None for parts in given]

    def kept(self) -> list[str]:
        return [e.status for d in self.reports for e in self.store.answers(d).given()]


def talk(
    folder: Path, behaviour: Behaviour, *texts: str, **settings: Any
) -> tuple[Talk, ModelServer]:
    with serving(behaviour) as server:
        return Talk(folder, server, list(texts) or [TEXT], **settings), server


def ways(server: ModelServer) -> list[str]:
    return [asked.way for asked in server.questions]


REFUSALS = {
    "status 400": fails(400, "response_format json_schema is not supported"),
    "status 422": fails(
        422, {"detail": [{"loc": ["body", "response_format", "type"], "msg": "bad"}]}
    ),
    "status 500 that names it": fails(500, "Error: failed to parse grammar for json_schema"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("way", ["json_schema", "json_object", "prompt"])
def test_the_strictest_way_that_a_server_takes_is_found_and_remembered(
    way: str, refusal: str, tmp_path: Path
) -> None:
    texts = [f"{TEXT} {n}" for n in range(4)]
    found, server = talk(tmp_path, only(way, REFUSALS[refusal], says(GOOD)), *texts)
    order = ["json_schema", "json_object", "prompt"]
    refused = order.index(way)
    assert ways(server) == order[:refused] + [way] * 4
    assert found.asked.spent.refusals == ({"way_refused": refused} if refused else {})
    assert {e.way for d in found.reports for e in found.store.answers(d).given()} == {way}
    assert found.answers() == [{"calls": [CALL]}] * 4


def test_a_schema_that_is_ignored_is_not_taken(tmp_path: Path) -> None:
    def ignores(handler: Any, asked: Any) -> None:
        words = GOOD if asked.way != "json_schema" else f"Here you are:\n```json\n{GOOD}\n```"
        handler.send(completion(words, sent=1500))

    found, server = talk(tmp_path, ignores, TEXT, TEXT + " And more.")
    assert ways(server) == ["json_schema", "json_object"]
    assert found.answers() == [{"calls": [CALL]}] * 2


def test_one_bad_answer_after_good_ones_does_not_give_the_schema_up(tmp_path: Path) -> None:
    behaviour = in_turn(says(GOOD), says("I cannot say."), says(GOOD))
    found, server = talk(tmp_path, behaviour, TEXT, TEXT + " 2", TEXT + " 3", concurrency=1)
    assert ways(server) == ["json_schema", "json_schema", "json_object", "json_schema"]
    assert found.answers() == [{"calls": [CALL]}] * 3
    assert sorted(found.kept()) == ["answered", "answered", "answered", "no_answer"]


def test_what_a_server_objects_to_is_left_out(tmp_path: Path) -> None:
    def objects(handler: Any, asked: Any) -> None:
        if "max_tokens" in asked.body:
            text = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'."
            handler.send({"error": {"message": text}}, 400)
        elif "temperature" in asked.body:
            text = "Unsupported value: 'temperature' does not support 0 with this model."
            handler.send({"error": {"message": text}}, 400)
        else:
            handler.send(completion(GOOD, sent=1500))

    found, server = talk(tmp_path, objects)
    assert found.answers() == [{"calls": [CALL]}]
    assert ways(server) == ["json_schema"] * 3


WORDS = {
    "fences": f"```json\n{GOOD}\n```",
    "thinking before it": f'<think>Two parties {{"calls": []}} or more?</think>\n{GOOD}',
    "prose around it": f"The answer is {GOOD} as you asked.",
    "a byte order mark": "\ufeff" + GOOD,
    "control characters": GOOD.replace("voiced concern", "voiced\x07concern\x00"),
    "a key twice with one value": GOOD.replace('"date": null,', '"date": null, "date": null,'),
}


@pytest.mark.parametrize("how", WORDS)
def test_an_answer_is_found_in(how: str, tmp_path: Path) -> None:
    found, _ = talk(tmp_path, says(WORDS[how]))
    [answer] = found.answers()
    assert answer is not None
    evidence = answer["calls"][0]["reactions"][0].pop("evidence")
    assert evidence.split() == ["voiced", "concern"]
    assert answer["calls"][0]["parties"] == CALL["parties"]


NO_ANSWERS = {
    "a key twice with two values": GOOD.replace(
        '"medium": "phone"', '"medium": "phone", "medium": "video"'
    ),
    "another question's answer": '{"sentiment": "positive"}',
    "prose": "There was a call between two ministers.",
    "thinking that never ends": "<think>Let me see " + GOOD,
    "a list": f"[{GOOD}]",
}


@pytest.mark.parametrize("how", NO_ANSWERS)
def test_no_answer_is_made_of(how: str, tmp_path: Path) -> None:
    if how == "a list":
        found, _ = talk(tmp_path, says(NO_ANSWERS[how]))
        assert found.answers() == [{"calls": [CALL]}]  # the object in it is one
        return
    found, server = talk(tmp_path, says(NO_ANSWERS[how]))
    assert found.answers() == [None]
    assert found.asked.given_up
    assert not found.asked.waiting
    assert ways(server) == ["json_schema", "json_object", "prompt"]
    assert found.kept() == ["no_answer"] * 3


def test_an_answer_that_is_cut_off_is_not_used_and_the_document_asked_in_parts(
    tmp_path: Path,
) -> None:
    text = "\n".join(f"{n}. {TEXT} " + "More is told of the harbour. " * 20 for n in range(20))
    half = len(text) * 0.8

    def cuts(handler: Any, asked: Any) -> None:
        if len(asked.document) > half:
            handler.send(completion(None, sent=3000, finish="length"))
        else:
            handler.send(completion(GOOD, sent=2500))

    found, server = talk(tmp_path, cuts, text)
    assert found.kept()[0] == "cut_off"
    assert set(found.kept()[1:]) == {"answered"}
    assert found.answers() == [{"calls": [CALL]}]
    assert len(server.questions) in (3, 4)


def test_a_model_that_cannot_stop_is_given_up(tmp_path: Path) -> None:
    found, server = talk(tmp_path, says(GOOD[:60], finish="length"))
    assert found.kept() == ["cut_off"]
    assert found.asked.given_up
    _again, server = talk(tmp_path, says(GOOD[:60], finish="length"))
    assert server.questions == []


LONG = "\n".join(
    [
        TEXT,
        *(f"Paragraph {n} tells of harbours, mills and letters. " * 6 for n in range(90)),
        "The end.",
    ]
)


def test_a_prompt_that_was_cut_at_the_window_counts_as_unread(tmp_path: Path) -> None:
    found, _server = talk(
        tmp_path, has_a_window(4096, lambda text: GOOD if TEXT in text else NO_CALLS), LONG
    )
    assert found.kept()[0] == "unread"
    assert found.answers() == [{"calls": [CALL]}], "it was read in parts that fit"


def test_what_a_server_says_is_too_long_is_asked_in_parts(tmp_path: Path) -> None:
    def is_full(handler: Any, asked: Any) -> None:
        if len(asked.document) > 15_000:
            text = "This model's maximum context length is 4096 tokens. However, you requested 7000 tokens"
            handler.send({"error": {"message": text, "code": "context_length_exceeded"}}, 400)
        else:
            handler.send(completion(GOOD if TEXT in asked.document else NO_CALLS, sent=3000))

    found, _ = talk(tmp_path, is_full, LONG)
    assert found.asked.spent.refusals == {"too_long": 1}
    assert found.answers() == [{"calls": [CALL]}]


PASSING = {
    "429 with Retry-After": (fails(429, "slow down", Retry_After="7"), "rate_limited", [7.0]),
    "429 with a date": (
        fails(429, "slow down", Retry_After="Mon, 01 Jan 2024 00:00:00 GMT"),
        "rate_limited",
        [],
    ),
    "429 without": (fails(429, "slow down"), "rate_limited", None),
    "500": (fails(500, "oops"), "server_error", None),
    "503 with Retry-After": (fails(503, "loading", Retry_After="3"), "server_error", [3.0]),
    "a body that breaks off": (breaks_off, "broken_off", None),
    "a connection that is closed": (hangs_up, "broken_off", None),
    "a web page with status 200": (sends_a_page, "not_a_completion", None),
    "a stream that breaks off": (streams(GOOD, whole=False), "not_a_completion", None),
    "an error with status 200": (fails(200, "overloaded"), "server_error", None),
}


@pytest.mark.parametrize("how", PASSING)
def test_what_passes_is_asked_again_and_counted(how: str, tmp_path: Path) -> None:
    behaviour, kind, pauses = PASSING[how]
    found, server = talk(tmp_path, in_turn(behaviour, behaviour, says(GOOD)))
    assert found.answers() == [{"calls": [CALL]}]
    assert found.asked.spent.refusals == {kind: 2}
    assert found.asked.spent.requests == len(server.questions) == 3
    if pauses is None:
        assert found.pauses
        assert all(0.7 < pause < 3 for pause in found.pauses)
    else:
        assert {round(p) for p in found.pauses} <= {round(p) for p in pauses}


STOPPING: dict[str, tuple[Behaviour, str]] = {
    "401": (fails(401, "no key"), "wants a key"),
    "a wrong model name": (
        fails(404, "model 'tiny' not found, try pulling it first"),
        "it has tiny, large",
    ),
    "a wrong address": (fails(404, ""), "correct the address"),
    "no money": (
        fails(429, "You exceeded your current quota, check your billing"),
        "asks for money",
    ),
    "a redirect": (redirects("http://127.0.0.1:9/v1/chat/completions"), "sends elsewhere"),
    "a long pause": (fails(429, "later", Retry_After="3600"), "longer than 'patience'"),
}


@pytest.mark.parametrize("how", STOPPING)
def test_what_every_question_would_meet_stops_the_run_in_one_line(how: str, tmp_path: Path) -> None:
    behaviour, expected = STOPPING[how]
    texts = [f"{TEXT} {n}" for n in range(10)]
    found, server = talk(tmp_path, behaviour, *texts)
    assert found.asked.stopped is not None
    assert expected in found.asked.stopped
    assert "\n" not in found.asked.stopped
    assert len(found.asked.waiting) == 10
    assert len(server.questions) == 1, "nothing more is asked"


def test_a_server_that_is_down_stops_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    with serving(says(GOOD)) as server:
        address = server.address
    report = Report(TEXT)
    asked = ask_documents(
        Settings(model="tiny", address=address),
        None,
        Home(tmp_path),
        {document_digest(report): report},
        faults=lambda report, answer: [],
        say=lambda line: None,
        clock=Clock(sleep=lambda seconds: asyncio.sleep(0)),
    )
    assert asked.stopped == f"{address} does not answer: nothing listens there"
    assert len(asked.waiting) == 1
    found, _ = talk(tmp_path, says(GOOD))
    assert not found.asked.waiting


def test_a_server_that_fails_on_and_on_is_left_for_another_run(tmp_path: Path) -> None:
    texts = [f"{TEXT} {n}" for n in range(10)]
    found, server = talk(tmp_path, fails(500, "out of memory"), *texts, concurrency=1)
    assert (
        found.asked.stopped
        == "3 articles in a row had no answer: server_error: status 500: out of memory"
    )
    assert len(found.asked.waiting) == 10
    assert len(server.questions) == 12


@pytest.mark.parametrize("behaviour", [floods, fails_with_a_flood])
def test_no_more_is_taken_than_an_answer_can_be(behaviour: Behaviour, tmp_path: Path) -> None:
    found, _ = talk(tmp_path, behaviour)
    assert found.asked.spent.refusals == {"too_big": 1}
    assert found.asked.waiting


def test_a_stream_that_nobody_asked_for_is_read(tmp_path: Path) -> None:
    found, _ = talk(tmp_path, streams(GOOD))
    assert found.answers() == [{"calls": [CALL]}]


def test_a_slow_server_is_waited_for(tmp_path: Path) -> None:
    found, _ = talk(tmp_path, is_slow(1.5, says(GOOD)))
    assert found.answers() == [{"calls": [CALL]}]
    [entry] = [e for d in found.reports for e in found.store.answers(d).given()]
    assert entry.seconds is not None
    assert entry.seconds >= 1.5


def test_but_not_longer_than_the_user_says(tmp_path: Path) -> None:
    found, _server = talk(tmp_path, is_slow(1.5, says(GOOD)), timeout=0.3)
    assert found.asked.spent.refusals == {"timed_out": 1}
    assert found.asked.waiting
    assert "('timeout' in model.yaml)" in found.asked.failures[0]
