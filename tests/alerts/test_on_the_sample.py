"""What the sample's own editions tell a watchlist: figures of the real models."""

from __future__ import annotations

from datetime import date

import pytest

from assets.resources import load_project
from readouts.alerts.evaluation import put_news
from readouts.alerts.outbox import read_outbox
from readouts.alerts.watchlist import Rule, Watchlist
from tests.sampling import SAMPLE, SampleRun

DAY = date(2025, 5, 9)


@pytest.mark.parametrize(
    ("given", "title", "words"),
    [
        (
            {"pairs": [["PAK", "NOR"]]},
            "1 new call",
            ["NEW CALL: Norway and Pakistan, 2025-05-09, by phone", "Norway commendation"],
        ),
        (
            {"countries": ["TUR"], "stances": ["condemnation", "solidarity"]},
            "2 stances",
            ["SOLIDARITY: Türkiye", "solidarity", "CONDEMNATION: Pakistan"],
        ),
        (
            {"people": ["Iwaya Takeshi"], "stances": ["restraint"]},
            "1 stance",
            ["RESTRAINT: Japan", "restraint", "Archived: 2025-05-09/sample-"],
        ),
    ],
)
def test_edition_of_the_sample(
    sample_run: SampleRun, given: dict[str, list[str]], title: str, words: list[str]
) -> None:
    project = load_project(sample_run.home, SAMPLE / "sources.yaml")
    watchlist = Watchlist({"desk": "json://127.0.0.1/"}, (Rule(name="r", to=("desk",), **given),))
    with read_outbox(sample_run.home) as outbox:
        [message] = put_news(project, watchlist, outbox, DAY)
    assert message.title == f"Readouts: r: {title} (edition 2025-05-09)"
    assert all(word in message.body for word in words), message.body
