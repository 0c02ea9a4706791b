"""Calls that were not: moods of telling, each with every wording of a call (``cases/moods.yaml``)."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
import yaml

from readouts.parse import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "moods.yaml").read_text("utf-8"))
FRIDAY = date(2026, 3, 6)
CALLER, CALLED = (
    "Norwegian Foreign Minister Ilvar Quen",
    "Turkish Foreign Minister Tamsel Orhu",
)


def sentences() -> list[str]:
    """Each mood with two of its wordings, in turn, so that all meet all in time."""
    found = []
    for kind in CASES.values():
        wordings = cycle(kind["wordings"])
        for mood in kind["moods"]:
            for _ in range(2):
                written = kind["sentence"].format(mood=mood, wording=next(wordings))
                found.append(written.format(caller=CALLER, called=CALLED))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("text", sentences(), ids=lambda text: text[-60:])
def test_no_call_is_read_in_a_mood_that_tells_of_none(text: str) -> None:
    assert not parse(text, published=FRIDAY).calls
