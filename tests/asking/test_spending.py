"""Limits, costs, progress: a run stops where the file says, and tells how far it has come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readouts.asking.answers.reply import Usage
from readouts.asking.settings import Limits, Price, Settings
from readouts.asking.spending import LimitReachedError, Progress, Spending, cost_of
from tests.asking.server import completion, says, serving
from tests.asking.servers.test_manners import CALL, GOOD, TEXT, Talk

PRICE = Price(input=1.0, output=10.0, cached_input=0.1)


def test_what_the_server_had_kept_costs_less() -> None:
    settings = Settings(model="m", price=PRICE)
    assert cost_of(settings, 1_000_000, 100_000, 0) == pytest.approx(2.0)
    assert cost_of(settings, 1_000_000, 100_000, 500_000) == pytest.approx(1.55)
    assert cost_of(Settings(model="m"), 1_000, 10, 0) is None


def test_no_limit_is_passed_knowingly() -> None:
    spending = Spending(Settings(model="m", limits=Limits(tokens=5_000)))
    first = spending.begin(2_000)
    spending.begin(1_900)
    with pytest.raises(LimitReachedError, match="5,000 tokens"):
        spending.begin(2_000)
    spending.end(first)
    spending.pay(Usage(100, 20, 0), 2_000, 20)
    spending.begin(1_900)


def test_money_is_a_limit() -> None:
    settings = Settings(model="m", price=PRICE, limits=Limits(cost=0.02))
    spending = Spending(settings)
    aside = spending.begin(10_000)
    spending.end(aside)
    spending.pay(Usage(10_000, 500, 0), 10_000, 500)
    with pytest.raises(LimitReachedError, match=r"0\.02 USD"):
        spending.begin(10_000)


def test_a_run_stops_at_its_limit_and_the_next_goes_on(tmp_path: Path) -> None:
    texts = [f"{TEXT} {n}" for n in range(8)]
    limits = {"limits": {"cost": 0.008}, "price": {"input": 1.0, "output": 10.0}, "concurrency": 2}
    with serving(says(GOOD, sent=2_000)) as server:
        found = Talk(tmp_path, server, texts, **limits)
        assert found.asked.stopped == "the limit of 0.008 USD a run is reached"
        assert found.asked.spent.cost <= 0.008
        assert 0 < len(found.asked.read) < 8
        asked = len(server.questions)
        for _ in range(8):
            again = Talk(tmp_path, server, texts, **limits)
        assert not again.asked.waiting
        assert len(server.questions) == 8 > asked


def test_a_server_that_counts_nothing_is_estimated_and_it_is_said(tmp_path: Path) -> None:
    with serving(lambda handler, asked: handler.send(completion(GOOD))) as server:
        found = Talk(tmp_path, server, [TEXT])
    assert found.asked.spent.is_estimated
    assert found.asked.spent.tokens_sent > 1_000
    assert found.asked.account.startswith("some ")


def test_progress_tells_articles_tokens_cost_and_time_left() -> None:
    now = [0.0]
    said: list[str] = []
    spending = Spending(Settings(model="m", price=PRICE))
    progress = Progress(4, spending, said.append, clock=lambda: now[0])
    spending.pay(Usage(1_000, 200, 400), 0, 0)
    now[0] = 5.0
    progress.done()
    assert said == []
    now[0] = 30.0
    progress.done()
    assert said == [
        "asked about 2 of 4 articles: 1,000 tokens sent (400 of them kept by the server) and 200 answered,"
        " 0.0026 USD, some 30 s left"
    ]


def test_an_answer_with_faults_is_asked_for_once_more_with_the_faults_named(tmp_path: Path) -> None:
    wrong = json.dumps(
        {"calls": [CALL | {"reactions": [CALL["reactions"][0] | {"evidence": "wept"}]}]}
    )
    seen: list[str] = []

    def mends(handler: object, asked: object) -> None:
        messages = asked.body["messages"]  # type: ignore[attr-defined]
        seen.append(messages[-1]["content"])
        handler.send(completion(GOOD if len(messages) == 4 else wrong, sent=2_000))  # type: ignore[attr-defined]

    def faults(
        report: object, answer: dict[str, list[dict[str, list[dict[str, str]]]]]
    ) -> list[str]:
        said = [r["evidence"] for call in answer["calls"] for r in call["reactions"]]
        return [f"{words} is not in the document" for words in said if words not in TEXT]

    with serving(mends) as server:
        found = Talk(tmp_path, server, [TEXT], faults=faults)
        assert len(server.questions) == 2
        assert "- wept is not in the document" in seen[1]
        [document] = found.reports
        first, second = found.store.answers(document).given()
        assert (second.again_after, second.faults) == (
            first.digest,
            ("wept is not in the document",),
        )
        assert found.answers() == [{"calls": [CALL]}]
        Talk(tmp_path, server, [TEXT], faults=faults)
        assert len(server.questions) == 2, "at most once, and never again"


def test_a_second_answer_that_is_worse_does_not_count(tmp_path: Path) -> None:
    def worsens(handler: object, asked: object) -> None:
        messages = asked.body["messages"]  # type: ignore[attr-defined]
        words = '{"calls": []}' if len(messages) == 2 else "I give up."
        handler.send(completion(words, sent=2_000))  # type: ignore[attr-defined]

    with serving(worsens) as server:
        found = Talk(
            tmp_path, server, [TEXT], faults=lambda report, answer: ["something is missing"]
        )
        assert found.answers() == [{"calls": []}]
        assert found.asked.read
