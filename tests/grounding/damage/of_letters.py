"""Damage by bytes: letters and words of evidence, names, days and the words that tell a call.

What belongs here: what makes words not the text's. What does not: the text's own words in a wrong place.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from tests.grounding.damage.common import (
    Document,
    Kind,
    but_call,
    but_reaction,
    dated,
    pick,
    words_in,
)
from tests.grounding.damage.oracle import Answer, Damaged, parties_key


def swap_letters(rng: random.Random, words: str) -> str | None:
    places = [
        i
        for i in range(len(words) - 1)
        if words[i].isalpha()
        and words[i + 1].isalpha()
        and words[i].casefold() != words[i + 1].casefold()
    ]
    if not places:
        return None
    i = rng.choice(places)
    return words[:i] + words[i + 1] + words[i] + words[i + 2 :]


def other_letter(rng: random.Random, words: str) -> str | None:
    places = [i for i, char in enumerate(words) if char.isalpha()]
    if not places:
        return None
    i = rng.choice(places)
    other = "x" if words[i].casefold() != "x" else "q"
    return words[:i] + other + words[i + 1 :]


def in_evidence(change: Callable[[random.Random, str], str | None]) -> Kind:
    def damage(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
        picked = pick(rng, answer)
        if picked is None:
            return None
        copy, call, key = picked
        reaction = rng.choice(call["reactions"])
        words = change(rng, reaction["evidence"])
        if words is None or words in document["text"]:
            return None
        before = reaction["evidence"]
        reaction["evidence"] = words
        return Damaged(
            copy, words_in(words, document["text"]), but_reaction(key, before, words), words
        )

    return damage


def word_dropped(rng: random.Random, words: str) -> str | None:
    parts = words.split(" ")
    if len(parts) < 5:
        return None
    i = rng.randrange(1, len(parts) - 1)
    return " ".join(parts[:i] + parts[i + 1 :])


def word_put_in(rng: random.Random, words: str) -> str | None:
    parts = words.split(" ")
    if len(parts) < 4:
        return None
    parts.insert(
        rng.randrange(1, len(parts)), rng.choice(["strongly", "never", "publicly", "jointly"])
    )
    return " ".join(parts)


def paraphrased(rng: random.Random, words: str) -> str | None:
    parts = words.split(" ")
    places = [i for i, part in enumerate(parts) if len(part) > 4 and part.isalpha()]
    if len(parts) < 5 or not places:
        return None
    i = rng.choice(places)
    parts[i] = {"ed": "voiced", "ng": "voicing"}.get(parts[i][-2:], "matter")
    return " ".join(parts)


def cut_in_a_word(rng: random.Random, words: str) -> str | None:
    parts = [part for part in words.split(" ") if len(part) > 6]
    if not parts:
        return None
    part = rng.choice(parts)
    at = words.index(part) + len(part) // 2
    return words[:at] if at > 12 else None


def told_letters(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    words = swap_letters(rng, call["told"])
    if words is None or words in document["text"]:
        return None
    call["told"] = words
    return Damaged(copy, words_in(words, document["text"]), but_call(key), words)


def name_letters(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    named = [party for party in call["parties"] if party["name"]]
    if not named:
        return None
    party = rng.choice(named)
    words = other_letter(rng, party["name"])
    if words is None or words in document["text"]:
        return None
    party["name"] = words
    wrong = parties_key(call["parties"])
    return Damaged(copy, words_in(words, document["text"]), but_call(key, wrong), words)


def date_words_letters(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["date"] and call["date_words"]]
    if not calls:
        return None
    call = rng.choice(calls)
    words = swap_letters(rng, call["date_words"])
    if words is None or words in document["text"]:
        return None
    call["date_words"] = words
    return dated(copy, call, call["date"])
