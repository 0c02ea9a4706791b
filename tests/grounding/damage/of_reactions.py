"""Damage to reactions by meaning: the evidence, the holder, the stance, whom it is toward.

What belongs here: the text's own words, said of somebody or something else.
"""

from __future__ import annotations

import random
import re
from copy import deepcopy
from typing import Any, get_args

from readouts.domain.records import Stance
from tests.grounding.damage.common import (
    ABROAD,
    FOR_SEVERAL,
    Document,
    but_reaction,
    holder_of,
    party_of,
    pick,
    reaction_in,
    said_by,
)
from tests.grounding.damage.oracle import Answer, Damaged, Piece, parties_key, plain

STANCES = list(get_args(Stance))


def one_word(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """The stance put on one word of its clause."""
    picked = pick(rng, answer)
    if picked is None or document.get("lang") in ("zh", "ja", "th"):
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    words = [w for w in re.findall(r"\w+", reaction["evidence"]) if len(w) > 5]
    if not words:
        return None
    before = reaction["evidence"]
    reaction["evidence"] = rng.choice(words)
    is_in = said_by(reaction["evidence"], holder_of(call, reaction["by"]))
    return Damaged(
        copy, is_in, but_reaction(key, before, reaction["evidence"]), reaction["evidence"]
    )


def holder_swapped(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    letters = [party["letter"] for party in call["parties"]]
    shared = {
        (r["stance"], plain(r["evidence"]))
        for r in call["reactions"]
        if sum(
            o["stance"] == r["stance"] and plain(o["evidence"]) == plain(r["evidence"])
            for o in call["reactions"]
        )
        > 1
    }
    own = [
        r
        for r in call["reactions"]
        if r["by"] in letters
        and (r["stance"], plain(r["evidence"])) not in shared
        and not FOR_SEVERAL.search(r["evidence"])
    ]
    if not own or len(letters) < 2:
        return None
    reaction = rng.choice(own)
    other = rng.choice([letter for letter in letters if letter != reaction["by"]])
    if any(o["by"] == other and o["stance"] == reaction["stance"] for o in call["reactions"]):
        return None
    reaction["by"] = other
    is_in = reaction_in(key, holder_of(call, other), reaction["stance"], reaction["evidence"])
    return Damaged(copy, is_in, but_reaction(key, reaction["evidence"]), reaction["evidence"])


def stance_changed(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    others = [
        stance
        for stance in STANCES
        if not any(
            plain(o["evidence"]) == plain(reaction["evidence"]) and o["stance"] == stance
            for o in call["reactions"]
        )
    ]
    reaction["stance"] = rng.choice(others)
    is_in = reaction_in(
        key, holder_of(call, reaction["by"]), reaction["stance"], reaction["evidence"]
    )
    return Damaged(
        copy,
        is_in,
        but_reaction(key, reaction["evidence"]),
        f"{reaction['stance']}: {reaction['evidence']}",
    )


def evidence_of_another_call(
    rng: random.Random, document: Document, answer: Answer
) -> Damaged | None:
    """A reaction taken over from another call, with its holder's letter."""
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["reactions"]]
    if len(calls) < 2:
        return None
    source, target = rng.sample(calls, 2)
    reaction = deepcopy(rng.choice(source["reactions"]))
    if any(plain(o["evidence"]) == plain(reaction["evidence"]) for o in target["reactions"]):
        return None
    if party_of(target, reaction["by"]) is None or FOR_SEVERAL.search(reaction["evidence"]):
        return None
    if parties_key(source["parties"]) == parties_key(target["parties"]):
        return None
    target["reactions"].append(reaction)
    key = parties_key(target["parties"])
    is_in = reaction_in(
        key, holder_of(target, reaction["by"]), reaction["stance"], reaction["evidence"]
    )
    return Damaged(copy, is_in, but_reaction(key, reaction["evidence"]), reaction["evidence"])


def evidence_of_another_party(
    rng: random.Random, document: Document, answer: Answer
) -> Damaged | None:
    """A stance that rests on the words of the other party of the same call."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    words = {plain(r["evidence"]) for r in call["reactions"]}
    alone = [
        r
        for r in call["reactions"]
        if not FOR_SEVERAL.search(r["evidence"])
        and len(
            {o["by"] for o in call["reactions"] if plain(o["evidence"]) == plain(r["evidence"])}
        )
        == 1
    ]
    pairs = [
        (r, o) for r in alone for o in alone if r["by"] != o["by"] and r["stance"] != o["stance"]
    ]
    if not pairs or len(words) < 2:
        return None
    reaction, other = rng.choice(pairs)
    before = reaction["evidence"]
    if any(
        o["by"] == reaction["by"] and plain(o["evidence"]) == plain(other["evidence"])
        for o in call["reactions"]
    ):
        return None
    reaction["evidence"] = other["evidence"]
    is_in = reaction_in(
        key, holder_of(call, reaction["by"]), reaction["stance"], reaction["evidence"]
    )
    return Damaged(
        copy,
        is_in,
        lambda piece: (
            not (
                piece[0] == "reaction"
                and piece[1] == key
                and piece[3] == reaction["stance"]
                and piece[4] in (plain(before), plain(other["evidence"]))
                and piece[2] == holder_of(call, reaction["by"])
            )
        ),
        f"{reaction['stance']}: {reaction['evidence']}",
    )


def evidence_of_the_same_party(
    rng: random.Random, document: Document, answer: Answer
) -> Damaged | None:
    """A stance that rests on another clause of the same speaker: no check can see all of these."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    pairs = [
        (r, o)
        for r in call["reactions"]
        for o in call["reactions"]
        if r["by"] == o["by"]
        and r["stance"] != o["stance"]
        and plain(r["evidence"]) != plain(o["evidence"])
    ]
    if not pairs:
        return None
    reaction, other = rng.choice(pairs)
    before = reaction["evidence"]
    reaction["evidence"] = other["evidence"]
    is_in = reaction_in(
        key, holder_of(call, reaction["by"]), reaction["stance"], reaction["evidence"]
    )
    return Damaged(
        copy,
        is_in,
        lambda piece: (
            not (
                piece[0] == "reaction"
                and piece[1] == key
                and piece[3] == reaction["stance"]
                and piece[4] in (plain(before), plain(other["evidence"]))
            )
        ),
        f"{reaction['stance']}: {reaction['evidence']}",
    )


def evidence_lengthened(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """The clause drawn out over what follows, into the next paragraph or some three sentences on."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    text = document["text"]
    at = text.find(reaction["evidence"])
    end = at + len(reaction["evidence"])
    paragraph = text.find("\n\n", end)
    stops = [m.end() for m in re.finditer(r"[.!?。！？](?=\s|$|[^\s\w])", text[end:])]
    far = end + stops[3] if len(stops) > 3 else len(text)
    last = min(paragraph + 40 if paragraph >= 0 else len(text), far)
    words = text[at:last].rstrip()
    if at < 0 or last - end < 60 or len(words) > 1_400 or not stops or last <= end + stops[0] + 20:
        return None
    before = reaction["evidence"]
    reaction["evidence"] = words
    holder = holder_of(call, reaction["by"])

    return Damaged(copy, said_by(words, holder), but_reaction(key, before, words), words[:120])


def evidence_shortened(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """The clause cut to its last third: whether that still carries the stance no check can say."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    parts = reaction["evidence"].split(" ")
    if len(parts) < 9:
        return None
    before = reaction["evidence"]
    reaction["evidence"] = " ".join(parts[-(len(parts) // 3) :])
    is_in = said_by(reaction["evidence"], holder_of(call, reaction["by"]))
    return Damaged(
        copy, is_in, but_reaction(key, before, reaction["evidence"]), reaction["evidence"]
    )


def toward_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    reaction["toward"] = rng.choice(ABROAD)
    return _aimed(copy, call, key, reaction)


def toward_of_the_text(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """Another country that the text speaks of: where the stance could be about it, no check can see it."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    spoken = {p["country"] for c in copy["calls"] for p in c["parties"] if p["country"]}
    spoken |= {r["toward"] for c in copy["calls"] for r in c["reactions"] if r["toward"]}
    others = sorted(spoken - {reaction["toward"]})
    if not others:
        return None
    reaction["toward"] = rng.choice(others)
    return _aimed(copy, call, key, reaction)


def toward_self(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """A side that supports itself."""
    picked = pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    own = [
        r
        for r in call["reactions"]
        if r["stance"] in ("support", "solidarity", "commendation", "cooperation")
        and (party := party_of(call, r["by"])) is not None
        and party["country"]
    ]
    if not own:
        return None
    reaction = rng.choice(own)
    party = party_of(call, reaction["by"])
    assert party is not None
    reaction["toward"] = party["country"]
    return _aimed(copy, call, key, reaction)


def _aimed(copy: Answer, call: dict[str, Any], key: Piece, reaction: dict[str, Any]) -> Damaged:
    is_in = reaction_in(
        key,
        holder_of(call, reaction["by"]),
        reaction["stance"],
        reaction["evidence"],
        toward=reaction["toward"],
    )
    twins = sum(
        o["by"] == reaction["by"]
        and o["stance"] == reaction["stance"]
        and o["toward"] == reaction["toward"]
        and plain(o["evidence"]) == plain(reaction["evidence"])
        for o in call["reactions"]
    )
    if twins > 1:
        return Damaged(copy, lambda records: False, lambda piece: True)
    return Damaged(
        copy,
        is_in,
        but_reaction(key, reaction["evidence"]),
        f"toward {reaction['toward']}: {reaction['evidence']}",
    )
