"""Wire copies and near-duplicates: which article is a copy of one that comes before it.

What belongs here: fingerprints and comparing them. What does not: which articles are compared (the caller gives
them).

A fingerprint is two sketches (one-permutation MinHash): of runs of three words, and of the words that tell one
readout from another of the same ministry: names and numbers. Ministries write to a template, so that two calls on
one day share nearly all of their words; a copy shares its names as well. What an agency adds around a copy, or cuts
from it, does not hide it. Where the names of the template outnumber those of the two people, the sketches cannot tell a
publisher's two readouts apart, so of one publisher only the very same text is a copy; it is one source anyway. Whoever
else carries a readout has it from the text that is most like it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from hashlib import blake2b
from typing import Any

_WORD = re.compile(r"[^\W_]+")
# scripts that set no spaces between words: each character stands for one
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_SLOTS = 64
_SLOT_SHIFT = 64 - 6
_NONE = 1 << 64
_MASK = _NONE - 1
_ODD = 0x9E3779B97F4A7C15
_BAND = 3
_TEXT_ALIKE = 0.7
_NAMES_ALIKE = 0.8
_LEAST_ALIKE = 0.4
_LEAST_WORDS = 40
_DAYS_APART = 2


def fingerprint(text: str) -> str:
    """The fingerprint of a text: 264 hexadecimal digits, or none for one too short to compare."""
    words = _words(text)
    if len(words) < _LEAST_WORDS:
        return ""
    known = {word: _hash(word.lower()) for word in set(words)}
    hashes = [known[word] for word in words]
    runs = {_mixed(*run) for run in zip(hashes, hashes[1:], hashes[2:], strict=False)}
    names = {mark for word, mark in known.items() if word[0].isupper() or word[0].isdigit()}
    if len(names) < 4:
        # a script without capitals: pairs of words tell more than words
        names = {_mixed(one, two, 0) for one, two in itertools.pairwise(hashes)}
    return (_sketch(runs) + _sketch(names)).hex()


def _hash(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _mixed(one: int, two: int, three: int) -> int:
    """One hash of a run, which depends on the order of its words."""
    mixed = (one * _ODD + two) * _ODD + three
    return (mixed ^ (mixed >> 29)) * _ODD & _MASK


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(text):
        if _UNSPACED.search(word):
            words.extend(word)
        else:
            words.append(word)
    return words


def _sketch(features: Set[int]) -> bytes:
    """The number of features, and the least hash in each slot as a byte from 1 to 255; 0 for a slot without any."""
    least = [_NONE] * _SLOTS
    for feature in features:
        slot = feature >> _SLOT_SHIFT
        if feature < least[slot]:
            least[slot] = feature
    slots = bytes(0 if rest == _NONE else 1 + rest % 255 for rest in least)
    return min(len(features), 0xFFFF).to_bytes(2, "big") + slots


def _contained(one: bytes, other: bytes) -> float:
    """The share of the smaller set's features that the larger one has too, estimated from their sketches."""
    sizes = [int.from_bytes(sketch[:2], "big") for sketch in (one, other)]
    used = [(a, b) for a, b in zip(one[2:], other[2:], strict=True) if a or b]
    if not used or not min(sizes):
        return 0.0
    alike = sum(a == b for a, b in used) / len(used)
    if alike < _LEAST_ALIKE:
        # sets of very different sizes: a few chance hits would be taken for the whole of the smaller one
        return 0.0
    return min(1.0, alike * sum(sizes) / (1 + alike) / min(sizes))


def likeness(one: str, other: str) -> tuple[float, float] | None:
    """How alike two fingerprints are, by their names and then by their text; None where neither is a copy.

    One is where they are of nearly the same text about the same people, or of a text and a part of it.
    """
    if not one or len(one) != len(other):
        return None
    a, b = bytes.fromhex(one), bytes.fromhex(other)
    half = _SLOTS + 2
    names = _contained(a[half:], b[half:])
    if names < _NAMES_ALIKE:
        return None
    text = _contained(a[:half], b[:half])
    return (names, text) if text >= _TEXT_ALIKE else None


class _Known:
    """The articles seen so far, found by text, by id, and by parts of the fingerprint."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self.ids = set(ids)
        self._compared: set[str] = set()
        self._by_text: dict[tuple[str, str | None], Mapping[str, Any]] = {}
        self._bands: dict[int, list[Mapping[str, Any]]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        self.ids.add(row["article_id"])
        self._compared.add(row["article_id"])
        if row.get("text_sha256"):
            self._by_text.setdefault((row["text_sha256"], row.get("language")), row)
        if row.get("duplicate_of") in self._compared:
            # what is like a copy is like its original, which is here too
            return
        for band in _bands(row.get("fingerprint") or ""):
            self._bands.setdefault(band, []).append(row)

    def original(self, row: Mapping[str, Any]) -> str | None:
        exact = self._by_text.get((row["text_sha256"], row.get("language")))
        if exact is not None:
            return _first_of(exact)
        compared: set[str] = set()
        best: Mapping[str, Any] | None = None
        most = (0.0, 0.0)
        for band in _bands(row.get("fingerprint") or ""):
            for other in self._bands.get(band, ()):
                if other["article_id"] in compared:
                    continue
                compared.add(other["article_id"])
                if other["publisher"] == row["publisher"]:
                    continue
                if not _is_near(row.get("published_date"), other.get("published_date")):
                    continue
                alike = likeness(row["fingerprint"], other["fingerprint"])
                if alike and alike > most:
                    best, most = other, alike
        return None if best is None else _first_of(best)


def _first_of(row: Mapping[str, Any]) -> str:
    """A copy of a copy is a copy of the first."""
    return str(row.get("duplicate_of") or row["article_id"])


def _bands(mark: str) -> Iterator[int]:
    """Parts of the text's sketch, each with its place: two texts that are much alike have one of them in common."""
    sketch = bytes.fromhex(mark)[2 : 2 + _SLOTS] if mark else b""
    for start in range(0, len(sketch) - _BAND + 1, _BAND):
        part = sketch[start : start + _BAND]
        if 0 not in part:
            yield start << 8 * _BAND | int.from_bytes(part, "big")


def _is_near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= _DAYS_APART


def mark_duplicates(
    new_rows: Sequence[dict[str, Any]], others: Iterable[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The new rows in their order, with ``duplicate_of`` set to the article that comes first.

    First comes the earlier edition, and of one edition the source and address that come first by their letters: an
    order that no clock has a say in, so that a crawl that was slower makes no other copies.

    ``others`` are articles of other editions, as mappings with ``article_id``, ``edition``, ``text_sha256``,
    ``fingerprint``, ``publisher``, ``published_date``, ``language`` and ``duplicate_of``; those of later editions are
    no originals. A page that states the address of another article gets an id of its own, and is marked its copy.
    """
    there = list(others)
    known = _Known(str(row["article_id"]) for row in there)
    own = {row["article_id"] for row in new_rows}
    for row in sorted(_earlier(new_rows, there), key=_place):
        if row.get("duplicate_of") not in own:
            known.add(row)
    marked: dict[str, dict[str, Any]] = {}
    for row in sorted(new_rows, key=_place):
        marked[str(row["page_id"])] = new = _marked(dict(row), known)
        known.add(new)
    return [marked[str(row["page_id"])] for row in new_rows]


def overtaken(
    marked: Sequence[Mapping[str, Any]], others: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The articles of later editions that stand for originals and are copies of one of these, whose edition was run
    after theirs, or again.

    ``marked`` are rows of one edition as ``mark_duplicates`` gives them, ``others`` as there.
    """
    there = list(others)
    earlier = {id(row) for row in _earlier(marked, there)}
    later = [row for row in there if id(row) not in earlier and row.get("duplicate_of") is None]
    ids = {row["article_id"] for row in later}
    known = _Known()
    for row in sorted(marked, key=_place) if later else ():
        if row.get("duplicate_of") not in ids:
            known.add(row)
    return [row for row in later if row["text_sha256"] and known.original(row)]


def _earlier(
    rows: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Those of the others that are of earlier editions than the rows."""
    first = min((row["edition"] for row in rows), default=date.min)
    return [row for row in others if row["edition"] < first]


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["edition"], row["source_id"], row["url"], str(row["page_id"])


def _marked(row: dict[str, Any], known: _Known) -> dict[str, Any]:
    taken = row["article_id"] if row["article_id"] in known.ids else None
    original = known.original(row) if row.get("text_sha256") else None
    if taken:
        own = f"{row['canonical_url']}\n{row['url']}\n{row['page_id']}"
        row["article_id"] = blake2b(own.encode(), digest_size=16).hexdigest()
    row["duplicate_of"] = original or taken
    return row
