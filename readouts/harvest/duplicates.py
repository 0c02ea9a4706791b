"""Wire copies and near-duplicates: which article is a copy of one that was fetched before it.

What belongs here: fingerprints and comparing them. What does not: which articles are compared (the caller gives
them).

A fingerprint is two sketches (one-permutation MinHash): of runs of three words, and of the words that tell one
readout from another of the same ministry: names and numbers. Ministries write to a template, so that two calls on
one day share nearly all of their words; a copy shares its names as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

_WORD = re.compile(r"[^\W_]+")
# scripts that set no spaces between words: each character stands for one
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_TEXT_SLOTS = 64
_NAME_SLOTS = 32
_EMPTY = 0
_BAND = 3
_TEXT_ALIKE = 0.7
_NAMES_ALIKE = 0.8
_LEAST_WORDS = 40
_DAYS_APART = 3


def fingerprint(text: str) -> str:
    """The fingerprint of a text: 192 hexadecimal digits, or fewer than eight for one too short to compare."""
    words = _words(text)
    if len(words) < _LEAST_WORDS:
        return ""
    lowered = [word.lower() for word in words]
    runs = {" ".join(lowered[i : i + 3]) for i in range(len(lowered) - 2)}
    names = {word for word in words if word[0].isupper() or word[0].isdigit()}
    if len(names) < 4:
        # a script without capitals: pairs of words tell more than words
        names = {" ".join(lowered[i : i + 2]) for i in range(len(lowered) - 1)}
    return (_sketch(runs, _TEXT_SLOTS) + _sketch(names, _NAME_SLOTS)).hex()


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(text):
        if _UNSPACED.search(word):
            words.extend(word)
        else:
            words.append(word)
    return words


def _sketch(features: Iterable[str], slots: int) -> bytes:
    """The least hash in each slot, as one byte from 1 to 255; 0 for a slot without any."""
    least = [1 << 64] * slots
    for feature in features:
        value = int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "big")
        slot = value % slots
        rest = value // slots
        if rest < least[slot]:
            least[slot] = rest
    return bytes(_EMPTY if rest == 1 << 64 else 1 + rest % 255 for rest in least)


def _alike(one: bytes, other: bytes) -> float:
    """The share of features in common, estimated over the slots that either fills."""
    used = [(a, b) for a, b in zip(one, other, strict=True) if a or b]
    return sum(a == b for a, b in used) / len(used) if used else 0.0


def is_copy(one: str, other: str) -> bool:
    """Whether two fingerprints are of nearly the same text about the same people."""
    if not one or len(one) != len(other):
        return False
    a, b = bytes.fromhex(one), bytes.fromhex(other)
    if _alike(a[_TEXT_SLOTS:], b[_TEXT_SLOTS:]) < _NAMES_ALIKE:
        return False
    return _alike(a[:_TEXT_SLOTS], b[:_TEXT_SLOTS]) >= _TEXT_ALIKE


class _Known:
    """The articles seen so far, found by text, by id, and by parts of the fingerprint."""

    def __init__(self, ids: set[str]) -> None:
        self._ids = ids
        self._by_text: dict[tuple[str, str | None], Mapping[str, Any]] = {}
        self._bands: dict[tuple[int, bytes], list[Mapping[str, Any]]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        self._ids.add(row["article_id"])
        if row.get("text_sha256"):
            self._by_text.setdefault((row["text_sha256"], row.get("language")), row)
        for band in _bands(row.get("fingerprint") or ""):
            self._bands.setdefault(band, []).append(row)

    def has_id(self, article_id: str) -> bool:
        return article_id in self._ids

    def original(self, row: Mapping[str, Any]) -> str | None:
        exact = self._by_text.get((row["text_sha256"], row.get("language")))
        if exact is not None:
            return _first_of(exact)
        compared: set[str] = set()
        for band in _bands(row.get("fingerprint") or ""):
            for other in self._bands.get(band, ()):
                if other["article_id"] in compared:
                    continue
                compared.add(other["article_id"])
                near = _is_near(row.get("published_date"), other.get("published_date"))
                if near and is_copy(row["fingerprint"], other["fingerprint"]):
                    return _first_of(other)
        return None


def _first_of(row: Mapping[str, Any]) -> str:
    """A copy of a copy is a copy of the first."""
    return str(row.get("duplicate_of") or row["article_id"])


def _bands(mark: str) -> Iterable[tuple[int, bytes]]:
    sketch = bytes.fromhex(mark)[:_TEXT_SLOTS] if mark else b""
    for start in range(0, len(sketch) - _BAND + 1, _BAND):
        part = sketch[start : start + _BAND]
        if _EMPTY not in part:
            yield start, part


def _is_near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= _DAYS_APART


def mark_duplicates(
    new_rows: Sequence[dict[str, Any]], earlier: Iterable[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The new rows in their order, with ``duplicate_of`` set to the article that was fetched first.

    ``earlier`` are articles of other editions, as mappings with ``article_id``, ``text_sha256``, ``fingerprint``,
    ``published_date``, ``language``, ``duplicate_of`` and ``fetched_at``; one fetched later than a row is not its
    original. A page that states the address of another article gets an id of its own, and is marked its copy.
    """
    others = list(earlier)
    known = _Known({str(row["article_id"]) for row in others})
    # on a tie the row of the other edition comes first: it has been published
    order = [(_when(row), 0, "", row) for row in others]
    order += [(_when(row), 1, str(row["page_id"]), row) for row in new_rows]
    order.sort(key=lambda entry: entry[:3])
    marked: dict[str, dict[str, Any]] = {}
    for _, is_new, page_id, row in order:
        if is_new:
            row = marked[page_id] = _marked(dict(row), known)
        known.add(row)
    return [marked[str(row["page_id"])] for row in new_rows]


def _when(row: Mapping[str, Any]) -> str:
    moment = row.get("fetched_at")
    return moment.isoformat(" ") if isinstance(moment, datetime) else str(moment or "")


def _marked(row: dict[str, Any], known: _Known) -> dict[str, Any]:
    taken = row["article_id"] if known.has_id(row["article_id"]) else None
    original = known.original(row) if row.get("text_sha256") else None
    if taken:
        own = f"{row['canonical_url']}\n{row['url']}\n{row['page_id']}"
        row["article_id"] = blake2b(own.encode(), digest_size=16).hexdigest()
    row["duplicate_of"] = original or taken
    return row
