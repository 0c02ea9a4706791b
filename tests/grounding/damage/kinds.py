"""Ways to damage an answer, each a function that damages one piece and says how it would be recognised.

What belongs here: damage, by bytes and by meaning. What does not: judging it (``oracle``). No code of ``readouts`` is
used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from tests.grounding.damage.oracle import Answer, Damaged, Piece, Records, parties_key, plain

Document = dict[str, Any]
Kind = Callable[[random.Random, Document, Answer], Damaged | None]

STANCES = [
    "support",
    "solidarity",
    "condolence",
    "concern",
    "restraint",
    "condemnation",
    "commendation",
    "mediation_offer",
    "cooperation",
    "criticism",
]
ABROAD = ("FJI", "PRY", "BTN", "LSO", "SUR", "TGO", "MDV", "BRB")


_FOR_SEVERAL = re.compile(
    r"\b(?:each|both|all|every|counterparts|ministers|leaders|separate|calls|two|they|them|again)\b|分别|各方",
    re.IGNORECASE,
)
"""Words that go for several calls or parties alike: what rests on them may be true elsewhere too, and is no damage."""


def _pick(rng: random.Random, answer: Answer) -> tuple[Answer, dict[str, Any], Piece] | None:
    """Return a copy of an answer, one of its calls that has reactions, and the call's key."""
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["reactions"]]
    if not calls:
        return None
    call = rng.choice(calls)
    return copy, call, parties_key(call["parties"])


def _party(call: dict[str, Any], letter: str) -> dict[str, Any] | None:
    return next((party for party in call["parties"] if party["letter"] == letter), None)


def _holder(call: dict[str, Any], letter: str) -> Piece:
    party = _party(call, letter)
    return (plain(party["name"]), party["country"]) if party else ("joint", None)


def _reaction_in(
    key: Piece, holder: Piece, stance: str, evidence: str, **more: Any
) -> Callable[[Records], bool]:
    """Return whether a reaction of a holder and a stance stands, on words that lie within given ones or around them."""
    wanted = plain(evidence)

    def is_in(records: Records) -> bool:
        for call in records:
            if parties_key(call["parties"]) != key:
                continue
            for r in call["reactions"]:
                words = plain(r["evidence"])
                if (
                    (plain(r["speaker"]), r["country"]) == holder
                    and r["stance"] == [stance]
                    and (words == wanted or (wanted and wanted in words))
                    and all(r.get(name) == value for name, value in more.items())
                ):
                    return True
        return False

    return is_in


def _words_in(words: str, text: str) -> Callable[[Records], bool]:
    """Return whether words that a text does not have stand in any record."""

    def is_in(records: Records) -> bool:
        said = [call["evidence"] for call in records]
        said += [r["evidence"] for call in records for r in call["reactions"]]
        said += [p["name"] or "" for call in records for p in call["parties"]]
        return any(words == one and one not in text for one in said)

    return is_in


def _but_reaction(key: Piece, *evidence: str) -> Callable[[Piece], bool]:
    """All is whole but the reactions of one call that rest on some words."""
    wanted = {plain(one) for one in evidence}
    return lambda piece: not (piece[0] == "reaction" and piece[1] == key and piece[4] in wanted)


def _but_call(*keys: Piece) -> Callable[[Piece], bool]:
    return lambda piece: piece[1] not in keys


def _swap_letters(rng: random.Random, words: str) -> str | None:
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


def _other_letter(rng: random.Random, words: str) -> str | None:
    places = [i for i, char in enumerate(words) if char.isalpha()]
    if not places:
        return None
    i = rng.choice(places)
    other = "x" if words[i].casefold() != "x" else "q"
    return words[:i] + other + words[i + 1 :]


def _in_evidence(change: Callable[[random.Random, str], str | None]) -> Kind:
    def damage(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
        picked = _pick(rng, answer)
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
            copy, _words_in(words, document["text"]), _but_reaction(key, before, words), words
        )

    return damage


def _word_dropped(rng: random.Random, words: str) -> str | None:
    parts = words.split(" ")
    if len(parts) < 5:
        return None
    i = rng.randrange(1, len(parts) - 1)
    return " ".join(parts[:i] + parts[i + 1 :])


def _word_put_in(rng: random.Random, words: str) -> str | None:
    parts = words.split(" ")
    if len(parts) < 4:
        return None
    parts.insert(
        rng.randrange(1, len(parts)), rng.choice(["strongly", "never", "publicly", "jointly"])
    )
    return " ".join(parts)


def _paraphrased(rng: random.Random, words: str) -> str | None:
    parts = words.split(" ")
    places = [i for i, part in enumerate(parts) if len(part) > 4 and part.isalpha()]
    if len(parts) < 5 or not places:
        return None
    i = rng.choice(places)
    parts[i] = {"ed": "voiced", "ng": "voicing"}.get(parts[i][-2:], "matter")
    return " ".join(parts)


def _cut_in_a_word(rng: random.Random, words: str) -> str | None:
    parts = [part for part in words.split(" ") if len(part) > 6]
    if not parts:
        return None
    part = rng.choice(parts)
    at = words.index(part) + len(part) // 2
    return words[:at] if at > 12 else None


def told_letters(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = _pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    words = _swap_letters(rng, call["told"])
    if words is None or words in document["text"]:
        return None
    call["told"] = words
    return Damaged(copy, _words_in(words, document["text"]), _but_call(key), words)


def name_letters(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = _pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    named = [party for party in call["parties"] if party["name"]]
    if not named:
        return None
    party = rng.choice(named)
    words = _other_letter(rng, party["name"])
    if words is None or words in document["text"]:
        return None
    party["name"] = words
    wrong = parties_key(call["parties"])
    return Damaged(copy, _words_in(words, document["text"]), _but_call(key, wrong), words)


def date_words_letters(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["date"] and call["date_words"]]
    if not calls:
        return None
    call = rng.choice(calls)
    words = _swap_letters(rng, call["date_words"])
    if words is None or words in document["text"]:
        return None
    call["date_words"] = words
    return _dated(copy, call, call["date"])


def _dated(copy: Answer, call: dict[str, Any], day: str) -> Damaged:
    key = parties_key(call["parties"])
    twins = [other for other in copy["calls"] if parties_key(other["parties"]) == key]

    def is_in(records: Records) -> bool:
        same = [c for c in records if parties_key(c["parties"]) == key]
        return sum(c["date"] == day for c in same) > sum(
            other["date"] == day for other in twins if other is not call
        )

    return Damaged(copy, is_in, lambda piece: not (piece[0] == "date" and piece[1] == key), day)


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
    return _dated(copy, call, call["date"])


def date_without_words(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    copy = deepcopy(answer)
    calls = [call for call in copy["calls"] if call["date"]]
    if not calls:
        return None
    call = rng.choice(calls)
    call["date_words"] = None
    return _dated(copy, call, call["date"])


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
    return _dated(copy, call, call["date"])


def one_word(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """The stance put on one word of its clause."""
    picked = _pick(rng, answer)
    if picked is None or document.get("lang") in ("zh", "ja", "th"):
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    words = [w for w in re.findall(r"\w+", reaction["evidence"]) if len(w) > 5]
    if not words:
        return None
    before = reaction["evidence"]
    reaction["evidence"] = rng.choice(words)
    holder = _holder(call, reaction["by"])

    def is_in(records: Records) -> bool:
        return any(
            plain(r["evidence"]) == plain(reaction["evidence"])
            and (plain(r["speaker"]), r["country"]) == holder
            for c in records
            for r in c["reactions"]
        )

    return Damaged(
        copy, is_in, _but_reaction(key, before, reaction["evidence"]), reaction["evidence"]
    )


def holder_swapped(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = _pick(rng, answer)
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
        and not _FOR_SEVERAL.search(r["evidence"])
    ]
    if not own or len(letters) < 2:
        return None
    reaction = rng.choice(own)
    other = rng.choice([letter for letter in letters if letter != reaction["by"]])
    if any(o["by"] == other and o["stance"] == reaction["stance"] for o in call["reactions"]):
        return None
    reaction["by"] = other
    is_in = _reaction_in(key, _holder(call, other), reaction["stance"], reaction["evidence"])
    return Damaged(copy, is_in, _but_reaction(key, reaction["evidence"]), reaction["evidence"])


def stance_changed(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = _pick(rng, answer)
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
    is_in = _reaction_in(
        key, _holder(call, reaction["by"]), reaction["stance"], reaction["evidence"]
    )
    return Damaged(
        copy,
        is_in,
        _but_reaction(key, reaction["evidence"]),
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
    if _party(target, reaction["by"]) is None or _FOR_SEVERAL.search(reaction["evidence"]):
        return None
    if parties_key(source["parties"]) == parties_key(target["parties"]):
        return None
    target["reactions"].append(reaction)
    key = parties_key(target["parties"])
    is_in = _reaction_in(
        key, _holder(target, reaction["by"]), reaction["stance"], reaction["evidence"]
    )
    return Damaged(copy, is_in, _but_reaction(key, reaction["evidence"]), reaction["evidence"])


def evidence_of_another_party(
    rng: random.Random, document: Document, answer: Answer
) -> Damaged | None:
    """A stance that rests on the words of the other party of the same call."""
    picked = _pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    words = {plain(r["evidence"]) for r in call["reactions"]}
    alone = [
        r
        for r in call["reactions"]
        if not _FOR_SEVERAL.search(r["evidence"])
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
    is_in = _reaction_in(
        key, _holder(call, reaction["by"]), reaction["stance"], reaction["evidence"]
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
                and piece[2] == _holder(call, reaction["by"])
            )
        ),
        f"{reaction['stance']}: {reaction['evidence']}",
    )


def evidence_of_the_same_party(
    rng: random.Random, document: Document, answer: Answer
) -> Damaged | None:
    """A stance that rests on another clause of the same speaker: no check can see all of these."""
    picked = _pick(rng, answer)
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
    is_in = _reaction_in(
        key, _holder(call, reaction["by"]), reaction["stance"], reaction["evidence"]
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
    picked = _pick(rng, answer)
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
    holder = _holder(call, reaction["by"])

    def is_in(records: Records) -> bool:
        return any(
            plain(r["evidence"]) == plain(words) and (plain(r["speaker"]), r["country"]) == holder
            for c in records
            for r in c["reactions"]
        )

    return Damaged(copy, is_in, _but_reaction(key, before, words), words[:120])


def evidence_shortened(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """The clause cut to its last third: whether that still carries the stance no check can say."""
    picked = _pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    parts = reaction["evidence"].split(" ")
    if len(parts) < 9:
        return None
    before = reaction["evidence"]
    reaction["evidence"] = " ".join(parts[-(len(parts) // 3) :])
    holder, words = _holder(call, reaction["by"]), plain(reaction["evidence"])

    def is_in(records: Records) -> bool:
        return any(
            plain(r["evidence"]) == words and (plain(r["speaker"]), r["country"]) == holder
            for c in records
            for r in c["reactions"]
        )

    return Damaged(
        copy, is_in, _but_reaction(key, before, reaction["evidence"]), reaction["evidence"]
    )


def toward_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = _pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    reaction = rng.choice(call["reactions"])
    reaction["toward"] = rng.choice(ABROAD)
    return _aimed(copy, call, key, reaction)


def toward_of_the_text(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """Another country that the text speaks of: where the stance could be about it, no check can see it."""
    picked = _pick(rng, answer)
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
    picked = _pick(rng, answer)
    if picked is None:
        return None
    copy, call, key = picked
    own = [
        r
        for r in call["reactions"]
        if r["stance"] in ("support", "solidarity", "commendation", "cooperation")
        and (party := _party(call, r["by"])) is not None
        and party["country"]
    ]
    if not own:
        return None
    reaction = rng.choice(own)
    party = _party(call, reaction["by"])
    assert party is not None
    reaction["toward"] = party["country"]
    return _aimed(copy, call, key, reaction)


def _aimed(copy: Answer, call: dict[str, Any], key: Piece, reaction: dict[str, Any]) -> Damaged:
    is_in = _reaction_in(
        key,
        _holder(call, reaction["by"]),
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
        _but_reaction(key, reaction["evidence"]),
        f"toward {reaction['toward']}: {reaction['evidence']}",
    )


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
    name = plain((_party(call, call["initiator"]) or {}).get("name"))
    if not name or sum(parties_key(c["parties"]) == key for c in copy["calls"]) > 1:
        return None

    def is_in(records: Records) -> bool:
        return any(
            parties_key(c["parties"]) == key and plain(c["initiator"]) == name for c in records
        )

    return Damaged(
        copy, is_in, lambda piece: not (piece[0] == "rang" and piece[1] == key), call["told"]
    )


def countries_swapped(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    picked = _pick(rng, answer)
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
    picked = _pick(rng, answer)
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
    picked = _pick(rng, answer)
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

    return Damaged(copy, is_in, _but_call(key, wrong), str(said))


def party_invented(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """A party more, of a name that the text does not have."""
    picked = _pick(rng, answer)
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
    return Damaged(copy, is_in, _but_call(key, wrong), name)


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

    return Damaged(copy, is_in, _but_call(key, wrong), f"{party['name']}: {target['told']}")


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
    if parties_key(source["parties"]) == key or _FOR_SEVERAL.search(source["told"]):
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

    return Damaged(copy, is_in, _but_call(key), source["told"])


def told_of_no_call(rng: random.Random, document: Document, answer: Answer) -> Damaged | None:
    """Words that tell of something else: a sentence of the text without a word of talking."""
    picked = _pick(rng, answer)
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

    return Damaged(copy, is_in, _but_call(key), call["told"])


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


BY_BYTES: dict[str, Kind] = {
    "evidence: letters swapped": _in_evidence(_swap_letters),
    "evidence: another letter": _in_evidence(_other_letter),
    "evidence: a word dropped": _in_evidence(_word_dropped),
    "evidence: a word put in": _in_evidence(_word_put_in),
    "evidence: cut within a word": _in_evidence(_cut_in_a_word),
    "told: letters swapped": told_letters,
    "name: another letter": name_letters,
    "date_words: letters swapped": date_words_letters,
}
BY_MEANING: dict[str, Kind] = {
    "evidence: paraphrased": _in_evidence(_paraphrased),
    "evidence: one word": one_word,
    "evidence: drawn out": evidence_lengthened,
    "evidence: of another call": evidence_of_another_call,
    "evidence: of the other party": evidence_of_another_party,
    "holder: the other party": holder_swapped,
    "stance: another": stance_changed,
    "toward: out of the air": toward_invented,
    "toward: oneself": toward_self,
    "initiator: turned round": initiator_turned,
    "initiator: invented": initiator_invented,
    "date: another day": date_invented,
    "date: without words": date_without_words,
    "countries: swapped": countries_swapped,
    "country: another of the text": country_of_the_text,
    "country: out of the air": country_invented,
    "party: invented": party_invented,
    "party: of another call": party_of_another_call,
    "told: of another call": told_of_another_call,
    "told: of no call": told_of_no_call,
    "medium: video invented": video_invented,
}
UNSEEN: dict[str, Kind] = {
    "evidence: last third alone": evidence_shortened,
    "evidence: of the same party": evidence_of_the_same_party,
    "toward: another of the text": toward_of_the_text,
    "date: of another event": date_of_another_event,
}
"""Damage that is true to the letter and sounds true: measured, and held against nothing."""
