"""Damage to calls by meaning: the day, who rang, the medium, the words that tell the call.

What belongs here: the text's own words in a wrong place, and values without words.
"""

from __future__ import annotations

import random
import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from tests.grounding.damage.common import FOR_SEVERAL, Document, but_call, dated, party_of, pick
from tests.grounding.damage.oracle import Answer, Damaged, Records, parties_key, plain


def date_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """Another day for the same words."""
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["date"] and call["date_words"]]
    if not calls:
        return None
    call = rng.choice(calls)
    call["date"] = (
        date.fromisoformat(call["date"]) - timedelta(days=rng.choice([1, 2, 3, 5, 7, 30]))
    ).isoformat()
    return dated(copy, call, call["date"])


def date_without_words(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["date"]]
    if not calls:
        return None
    call = rng.choice(calls)
    call["date_words"] = None
    return dated(copy, call, call["date"])


def date_of_another_event(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """A day of another event of the text, with its words. True-sounding: the words do say that day."""
    copy = deepcopy(answer)
    days = {
        (call["date"], call["date_words"])
        for call in copy["calls"]
        if call["date"] and call["date_words"]
    }
    calls = [
        call for call in copy["calls"] if call["date"] and any(d != call["date"] for d, _ in days)
    ]
    if not calls:
        return None
    call = rng.choice(calls)
    call["date"], call["date_words"] = rng.choice(sorted(d for d in days if d[0] != call["date"]))
    return dated(copy, call, call["date"])


def initiator_turned(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [c for c in copy["calls"] if c["initiator"] and len(c["parties"]) == 2]
    if not calls:
        return None
    call = rng.choice(calls)
    call["initiator"] = next(
        p["letter"] for p in call["parties"] if p["letter"] != call["initiator"]
    )
    return _rang(copy, call)


def initiator_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [c for c in copy["calls"] if not c["initiator"]]
    if not calls:
        return None
    call = rng.choice(calls)
    call["initiator"] = rng.choice(call["parties"])["letter"]
    return _rang(copy, call)


def _rang(copy: Answer, call: dict[str, Any]) -> Damaged | None:
    key = parties_key(call["parties"])
    name = plain((party_of(call, call["initiator"]) or {}).get("name"))
    if not name or sum(parties_key(c["parties"]) == key for c in copy["calls"]) > 1:
        return None

    def is_in(records: Records) -> bool:
        return any(
            parties_key(c["parties"]) == key and plain(c["initiator"]) == name for c in records
        )

    return Damaged(
        copy, is_in, lambda piece: not (piece[0] == "rang" and piece[1] == key), call["told"]
    )


def told_of_another_call(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    if len(copy["calls"]) < 2:
        return None
    target, source = rng.sample(copy["calls"], 2)
    key = parties_key(target["parties"])
    if plain(source["told"]) in plain(target["told"]) or plain(target["told"]) in plain(
        source["told"]
    ):
        return None
    if parties_key(source["parties"]) == key or FOR_SEVERAL.search(source["told"]):
        return None
    lasts = [plain(p["name"].split()[-1]) for p in target["parties"] if p["name"]]
    if all(last in plain(source["told"]) for last in lasts):
        return None
    target["told"] = source["told"]

    def is_in(records: Records) -> bool:
        return any(
            parties_key(c["parties"]) == key and plain(c["evidence"]) == plain(source["told"])
            for c in records
        )

    return Damaged(copy, is_in, but_call(key), source["told"])


def told_of_no_call(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """Words that tell of something else: a sentence of the text without a word of talking."""
    picked = pick(rng, answer)
    if picked is None or (document.get("lang") or "en") != "en":
        return None
    copy, call, key = picked
    talk = re.compile(
        r"call|phone|spoke|speak|talk|conver|rang|ring|discuss|video|line|contact|told|link",
        re.IGNORECASE,
    )
    sentences = re.split(r"(?<=[.!?])\s+|\n+", document["text"])
    quiet = [
        s.strip()
        for i, s in enumerate(sentences)
        if len(s) > 40
        and not any(
            talk.search(sentences[j]) for j in range(max(0, i - 2), min(len(sentences), i + 3))
        )
    ]
    if not quiet:
        return None
    call["told"] = rng.choice(quiet)

    def is_in(records: Records) -> bool:
        return any(
            parties_key(c["parties"]) == key and plain(c["evidence"]) == plain(call["told"])
            for c in records
        )

    return Damaged(copy, is_in, but_call(key), call["told"])


def video_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["medium"] != "video"]
    if not calls or any(call["medium"] == "video" for call in copy["calls"]):
        return None
    call = rng.choice(calls)
    call["medium"] = "video"
    key = parties_key(call["parties"])

    def is_in(records: Records) -> bool:
        return any(parties_key(c["parties"]) == key and c["medium"] == "video" for c in records)

    return Damaged(copy, is_in, lambda piece: True, call["told"])
