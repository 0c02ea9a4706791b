"""The first look at documents: what tells of a call passes, ordinary news is held back."""

from __future__ import annotations

import pytest

from readouts.reference.call_filter import first_mention, may_tell_of_a_call
from readouts.trial.run import documents


def test_every_document_of_the_trial_that_tells_of_a_call_passes() -> None:
    told = [document for document in documents() if document["calls"]]
    missed = [d["id"] for d in told if not may_tell_of_a_call(d["text"], d.get("lang") or "en")]
    assert len({document.get("lang") or "en" for document in told}) > 8
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "The president called for calm, and the opposition is calling for an election.",
        "The minister's televised speech reached a wide audience.",
        "The council discussed the budget of the harbour. The prime minister was not there.",
        "The premier was virtually alone in the chamber.",
        "The price of barley rose by four per cent.",
    ],
)
def test_ordinary_news_does_not(text: str) -> None:
    assert first_mention(text, "en") is None
