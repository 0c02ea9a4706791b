"""How well the parser reads the corpus: reports in the manner of publishers worldwide, by invented people.

What belongs here: reading ``corpus/*.yaml`` and measuring the parser against it as a whole. What does not: the
rules' own cases, which lie beside the layer that they test.

A document of the corpus is its text and its calls. A call names its parties by letter; ``each`` stands for a
series, one call for each ``B``. A line of ``reactions`` is WHO STANCE TOWARD | EVIDENCE: who holds it (letters, or
"joint"), the stance, and the country it is about ("-" where the text names none, "@" the other party's, "@B" B's).
The medium is ``phone`` unless stated. The floors below are a little under what the parser reaches; raise them with it.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from readouts import parse
from readouts.domain.records import Stance
from tests.cases import read_cases
from tests.parse.matching import Tally, pairs, resolved_alike, side

CORPUS = Path(__file__).parent / "corpus"

POSITIONS = {
    "supportive": {"support", "solidarity", "commendation", "cooperation", "condolence"},
    "de-escalatory": {"concern", "restraint", "mediation_offer"},
    "critical": {"condemnation", "criticism"},
}
POSITION_OF = {stance: name for name, stances in POSITIONS.items() for stance in stances}

FLOORS = {
    "call": 0.95,
    "party": 0.95,
    "reaction": 0.82,
    "position": 0.86,
    "initiator": 0.95,
    "date": 0.95,
    "medium": 0.95,
    "office": 0.92,
    "toward": 0.82,
}


@cache
def documents():
    loaded = []
    for path in sorted(CORPUS.glob("*.yaml")):
        for raw in read_cases(path):
            text = f"{raw['title']}\n\n{raw['text'].strip()}"
            calls = [call for entry in raw["calls"] for call in _calls(entry, text, raw["id"])]
            loaded.append({**raw, "text": text, "calls": calls})
    return tuple(loaded)


def _calls(entry, text, where):
    for other in entry.get("each") or [None]:
        parties = {
            letter: {"name": name, "office": office, "country": country}
            for letter, (name, office, country) in (
                entry["parties"] | ({"B": other} if other else {})
            ).items()
        }
        initiator = parties.get(entry.get("initiator"))
        yield {
            "date": entry["date"],
            "medium": entry.get("medium", "phone"),
            "initiator": initiator and initiator["name"],
            "parties": list(parties.values()),
            "reactions": [
                reaction
                for line in entry.get("reactions", "").splitlines()
                for reaction in _reactions(line, parties, text, where)
            ],
        }


def _reactions(line, parties, text, where):
    head, evidence = line.split(" | ", 1)
    who, stances, toward = head.split()
    start = text.find(evidence)
    assert start >= 0, f"{where}: not in the text: {evidence}"
    for letter in ["joint"] if who == "joint" else who:
        holder = parties.get(letter, {"name": "joint", "country": None})
        for stance in stances.split("+"):
            assert stance in get_args(Stance), f"{where}: {stance}"
            yield {
                "speaker": holder["name"],
                "country": holder["country"],
                "stance": stance,
                "toward": _toward(toward, letter, parties),
                "start": start,
                "end": start + len(evidence),
            }


def _toward(token, letter, parties):
    if token == "-":
        return None
    if token == "@":
        (token,) = (f"@{other}" for other in parties if other != letter)
    return parties[token[1]]["country"] if token.startswith("@") else token


@cache
def read(where):
    """The parser's calls for one document, as the corpus writes them."""
    raw = next(document for document in documents() if document["id"] == where)
    parsed = parse(
        raw["text"],
        title=raw["title"],
        published=raw["published"],
        publisher=raw["publisher"],
        source_country=raw.get("country"),
    )
    return [
        {
            "date": call.date,
            "medium": call.medium,
            "initiator": None if call.initiator is None else call.parties[call.initiator].name,
            "parties": [
                {"name": party.name, "office": party.office, "country": party.country}
                for party in call.parties
            ],
            "reactions": [
                {
                    "speaker": reaction.speaker,
                    "country": reaction.country,
                    "stance": reaction.stance,
                    "toward": reaction.toward,
                    "start": reaction.start,
                    "end": reaction.end,
                    "evidence": reaction.evidence,
                }
                for reaction in call.reactions
            ],
        }
        for call in parsed.calls
    ]


@cache
def figures():
    tally = {name: Tally() for name in FLOORS}
    for raw in documents():
        gold, found = raw["calls"], read(raw["id"])
        matched = pairs(gold, found)
        tally["call"].right += len(matched)
        tally["call"].found += len(found)
        tally["call"].there += len(gold)
        for i, j in matched.items():
            _compare_calls(tally, gold[i], found[j])
        for i, call in enumerate(gold):
            if i not in matched:
                _compare_reactions(tally, call["reactions"], [])
        for j, call in enumerate(found):
            if j not in matched.values():
                _compare_reactions(tally, [], call["reactions"])
    return {name: one.f1 for name, one in tally.items()}


def _compare_calls(tally, gold, found):
    for one in gold["parties"]:
        same = [q for q in found["parties"] if resolved_alike(one, q)]
        tally["party"].right += bool(same)
        if same and one["office"]:
            words = set(one["office"].casefold().split())
            other = set((same[0]["office"] or "").casefold().split())
            tally["office"].ask(2 * len(words & other) >= len(words))
    tally["party"].there += len(gold["parties"])
    tally["party"].found += len(found["parties"])
    tally["date"].ask(gold["date"] == found["date"])
    tally["medium"].ask(gold["medium"] == found["medium"])
    rang = [[call["initiator"].split()[-1]] if call["initiator"] else [] for call in (gold, found)]
    tally["initiator"].compare(*rang)
    _compare_reactions(tally, gold["reactions"], found["reactions"])


def _compare_reactions(tally, gold, found):
    there = {(side(r), r["stance"]): r["toward"] for r in gold}
    got = {(side(r), r["stance"]): r["toward"] for r in found}
    tally["reaction"].compare(list(there), list(got))
    tally["position"].compare(
        {(who, POSITION_OF[stance]) for who, stance in there},
        {(who, POSITION_OF[stance]) for who, stance in got},
    )
    for key in there.keys() & got.keys():
        tally["toward"].ask(there[key] == got[key])


def test_the_corpus_is_large_enough_to_measure_with():
    calls = [call for raw in documents() for call in raw["calls"]]
    assert len(calls) >= 74
    assert sum(len(call["reactions"]) for call in calls) >= 150
    assert all(isinstance(raw["published"], datetime.date) for raw in documents())


@pytest.mark.parametrize("name", FLOORS)
def test_figures_hold(name):
    assert figures()[name] >= FLOORS[name]


@pytest.mark.parametrize("where", [raw["id"] for raw in documents() if not raw["calls"]])
def test_what_only_looks_like_a_call_is_none(where):
    assert read(where) == []


@pytest.mark.parametrize("where", [raw["id"] for raw in documents()])
def test_evidence_is_verbatim(where):
    text = next(raw["text"] for raw in documents() if raw["id"] == where)
    for call in read(where):
        for reaction in call["reactions"]:
            assert text[reaction["start"] : reaction["end"]] == reaction["evidence"]


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:10} {figure:.3f}")
