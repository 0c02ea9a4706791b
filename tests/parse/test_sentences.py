"""Single sentences and short stories, each for one class of language, through the parser's public door.

What belongs here: reading ``sentences/*.yaml`` and comparing. What does not: cases of one layer alone, which lie in
``cases/``, and whole reports, which lie in ``corpus/``.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from readouts import parse
from tests.cases import read_cases

SENTENCES = Path(__file__).parent / "sentences"
PUBLISHED = datetime.date(2026, 3, 12)
LEAD = (
    "Turkish Foreign Minister Ali Er spoke by phone on Monday with "
    "Omani Foreign Minister Nasser Qurashi. "
)


def cases(name):
    loaded = read_cases(SENTENCES / f"{name}.yaml")
    return [pytest.param(case, id=case["text"][:70]) for case in loaded]


def read(case, lead=""):
    return parse(
        lead + case["text"],
        published=PUBLISHED,
        publisher=case.get("publisher", "Agency"),
        source_country=case.get("country"),
    ).calls


def in_order(calls):
    return sorted((sorted(parties, key=str) for parties in calls), key=str)


def stances(call):
    return {(one.country, one.stance, one.toward) for one in call.reactions}


@pytest.mark.parametrize("case", cases("calls"))
def test_who_speaks_with_whom(case):
    found = [[(party.name, party.country) for party in call.parties] for call in read(case)]
    expected = [[tuple(party) for party in parties] for parties in case["calls"]]
    assert in_order(found) == in_order(expected)


@pytest.mark.parametrize("case", cases("details"))
def test_a_detail_of_a_call(case):
    (call,) = read(case)
    if "date" in case:
        assert call.date == case["date"]
    if "initiator" in case:
        initiator = None if call.initiator is None else call.parties[call.initiator].name
        assert initiator == case["initiator"]
    if "medium" in case:
        assert call.medium == case["medium"]
    for name, office in case.get("office", {}).items():
        assert (name, office) in {(party.name, party.office) for party in call.parties}


@pytest.mark.parametrize("case", cases("stances"))
def test_stances_in_a_plain_call(case):
    (call,) = read({**case, "country": "TUR"}, LEAD)
    assert stances(call) == {tuple(stance) for stance in case["stances"]}


@pytest.mark.parametrize("case", cases("elsewhere"))
def test_what_is_said_on_another_occasion_is_beside_the_call_or_nobodys(case):
    (call,) = read({**case, "country": "TUR"}, LEAD)
    told = {(one.in_call, one.country, one.stance, one.toward) for one in call.reactions}
    inside = {(True, *stance) for stance in case["in_call"]}
    assert told == inside | {(False, *stance) for stance in case.get("beside", ())}


@pytest.mark.parametrize("case", cases("stories"))
def test_stances_of_each_call_of_a_story(case):
    expected = [{tuple(stance) for stance in call} for call in case["calls"]]
    assert [stances(call) for call in read(case)] == expected
