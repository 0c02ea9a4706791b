"""Phrases beside a sentence that change nothing of what it tells: "Without naming anyone, she condemned the raid".

What belongs here: putting each phrase of ``cases/phrases.yaml`` before, into and behind sentences, and comparing what
is read with and without. What does not: phrases that do change it (``test_moods.py``, ``test_composed.py``).
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from readouts import parse
from tests.cases import read_cases

PHRASES = Path(__file__).parent / "cases" / "phrases.yaml"
PUBLISHED = datetime.date(2026, 3, 11)
LEDE = "{0} spoke by phone with {1} on Monday.\n\n"
WHO = "Norwegian Foreign Minister Ilvar Quen", "Chilean President Osk Tarrandel"
STANCES = (
    "Quen|condemned the raid in Kenya",
    "Quen|expressed concern over the detention of two sailors",
    "Quen|thanked Tarrandel for the evacuation",
    "Quen|offered his condolences to the families of the victims",
    "Quen|voiced support for Kenya's territorial integrity",
    "Quen|urged both sides to show restraint",
    "Quen|said that Norway stands with the people of Kenya",
    "Quen|said that Norway was ready to host talks between Kenya and Sudan",
    "Quen|rejected the accusations as baseless",
    "Tarrandel|condemned the raid in Kenya",
    "Tarrandel|said that he was ready for talks with Kenya",
    "The minister|expressed concern over the detention of two sailors",
)
CALLS = (
    "{0}|spoke by phone with {1}",
    "{0}|held a phone call with {1}",
    "{0}|telephoned {1}",
    "{0}|called {1}",
    "{0}|received a phone call from {1}",
    "{0}|discussed fisheries by phone with {1}",
)


@cache
def told(text: str) -> object:
    """The parties' countries and who voiced what, of each call of a text."""
    calls = parse(text, published=PUBLISHED, publisher="Agency", language="en").calls
    return [
        (
            sorted(str(party.country) for party in call.parties),
            sorted((str(one.country), one.stance) for one in call.reactions if one.in_call),
        )
        for call in calls
    ]


def put(sentence: str, where: str, phrase: str) -> str:
    """A sentence, divided behind its subject by "|", with a phrase before, inside or behind it."""
    subject, rest = sentence.split("|")
    if where == "before":
        return f"{phrase}, {subject} {rest}."
    if where == "inside":
        return f"{subject}, {phrase}, {rest}."
    return f"{subject} {rest}{'' if phrase[0] in ',;' else ' '}{phrase}."


def changed(name: str, where: str, phrase: str) -> list[str]:
    """The sentences that tell another thing with the phrase."""
    found = []
    for sentence in STANCES if name == "stances" else CALLS:
        plain, text = (
            (LEDE if name == "stances" else "") + one
            for one in (sentence.replace("|", " ") + ".", put(sentence, where, phrase))
        )
        base = told(plain.format(*WHO))
        assert base, sentence
        now = told(text.format(*WHO))
        same = now == base if name == "stances" else [c[0] for c in now] == [c[0] for c in base]
        if not same:
            found.append(text.format(*WHO))
    return found


def unchanged(name: str, where: str, phrase: str) -> bool:
    return not changed(name, where, phrase)


def phrases() -> list[object]:
    loaded = read_cases(PHRASES)
    return [
        pytest.param(name, where, phrase, id=f"{name} {where}: {phrase}")
        for name, places in loaded.items()
        for where, found in places.items()
        for phrase in found
    ]


@pytest.mark.parametrize(("name", "where", "phrase"), phrases())
def test_phrase_changes_nothing(name, where, phrase):
    assert changed(name, where, phrase) == []
