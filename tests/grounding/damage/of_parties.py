"""Damage to parties by meaning: countries swapped or invented, people invented or of another call.

What belongs here: who takes part and for whom. What does not: what they say (``of_reactions``).
"""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

from tests.grounding.damage.common import ABROAD, Document, but_call, pick
from tests.grounding.damage.oracle import Answer, Damaged, Piece, Records, parties_key, plain


def countries_swapped(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    if len(call["parties"]) != 2 or call["parties"][0]["country"] == call["parties"][1]["country"]:
        return None
    one, other = call["parties"]
    one["country"], other["country"] = other["country"], one["country"]
    return _with_country(copy, call, key, [p for p in (one, other) if p["country"]])


def country_of_the_text(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """Another country that the text speaks of."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    spoken = {p["country"] for c in copy["calls"] for p in c["parties"] if p["country"]}
    spoken |= {r["toward"] for c in copy["calls"] for r in c["reactions"] if r["toward"]}
    others = sorted(spoken - {p["country"] for p in call["parties"]})
    party = rng.choice(call["parties"])
    if not others or not party["country"]:
        return None
    party["country"] = rng.choice(others)
    return _with_country(copy, call, key, [party])


def country_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    party = rng.choice(call["parties"])
    if not party["country"]:
        return None
    party["country"] = rng.choice(ABROAD)
    return _with_country(copy, call, key, [party])


def _with_country(
    copy: Answer, call: dict[str, Any], key: Piece, parties: list[dict[str, Any]]
) -> Damaged:
    wrong = parties_key(call["parties"])
    said = [(plain(p["name"]), p["country"]) for p in parties]

    def is_in(records: Records) -> bool:
        return any(
            (plain(p["name"]), p["country"]) in said
            for c in records
            if {plain(p["name"]) for p in c["parties"]}
            == {plain(p["name"]) for p in call["parties"]}
            for p in c["parties"]
        )

    return Damaged(copy, is_in, but_call(key, wrong), str(said))


def party_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """A party more, of a name that the text does not have."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    name = rng.choice(["Olwen Hartnagel", "Tibor Quastel", "Isaura Venn", "Bram Oyelaran"])
    if any(word in document["text"] for word in name.split()):
        return None
    call["parties"].append(
        {"letter": "Q", "name": name, "as_written": name, "office": None, "country": "NOR"}
    )

    def is_in(records: Records) -> bool:
        return any(plain(p["name"]) == plain(name) for c in records for p in c["parties"])

    wrong = parties_key(call["parties"])
    return Damaged(copy, is_in, but_call(key, wrong), name)


def party_of_another_call(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """A party exchanged for one that the text names in another call."""
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if len(call["parties"]) == 2 and call["reactions"]]
    if len(calls) < 2:
        return None
    target, source = rng.sample(calls, 2)
    known = {plain(p["name"]) for p in target["parties"]}
    strangers = [p for p in source["parties"] if p["name"] and plain(p["name"]) not in known]
    places = [
        i
        for i, p in enumerate(target["parties"])
        if p["name"] and plain(p["name"]) not in {plain(q["name"]) for q in source["parties"]}
    ]
    if not strangers or not places:
        return None
    key, place = parties_key(target["parties"]), rng.choice(places)
    party = {**rng.choice(strangers), "letter": target["parties"][place]["letter"]}
    target["parties"][place] = party
    wrong = parties_key(target["parties"])
    if any(parties_key(c["parties"]) == wrong for c in answer["calls"]):
        return None

    def is_in(records: Records) -> bool:
        return any(parties_key(c["parties"]) == wrong for c in records)

    return Damaged(copy, is_in, but_call(key, wrong), f"{party['name']}: {target['told']}")
