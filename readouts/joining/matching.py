"""Which calls, parties and reactions of two readings are the same.

What belongs here: comparison within one article, where both readers have the same words before them. What does not:
merging reports across articles, which is SQL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from readouts.base.alike import alike, loose
from readouts.domain.records import Call, Party, Reaction, Report
from readouts.parse.text.sentences import split_sentences
from readouts.reference.habits import small_words

_SHORTEST = 3
_NEAR = 2
"""So many sentences a stretch has at most whose ends are in one sentence or in neighbours."""
_WORD = re.compile(r"[^\W_]+")


def same_parties(one: Call, other: Call) -> dict[int, int] | None:
    """Return from each party of a call to the same party of another; None where the two are not one call, since not
    every party of the smaller is in the larger, two at least."""
    pairs: list[tuple[int, int, int]] = []
    for i, party in enumerate(one.parties):
        for j, another in enumerate(other.parties):
            likeness = same_party(party, another)
            if likeness:
                pairs.append((-likeness, i, j))
    matched: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in matched and j not in matched.values():
            matched[i] = j
    needed = min(len(one.parties), len(other.parties))
    return matched if matched and len(matched) >= max(2, needed) else None


def same_party(one: Party, other: Party) -> int:
    """Return how alike two parties are: 3 by name and side, 2 by name, 1 by side where a name is missing, 0 not at
    all."""
    side, other_side = (one.country, one.organisation), (other.country, other.organisation)
    known = any(side) and any(other_side)
    if one.name and other.name:
        if not _same_name(one.name, other.name):
            return 0
        return 3 if side == other_side else 2
    return 1 if known and side == other_side else 0


def matched_calls(
    some: tuple[Call, ...], others: tuple[Call, ...]
) -> dict[int, tuple[int, dict[int, int]]]:
    """Return from each call to the same call of the other reading, with its parties; each is matched once."""
    pairs: list[tuple[float, int, int, dict[int, int]]] = []
    for i, one in enumerate(some):
        for j, other in enumerate(others):
            parties = same_parties(one, other)
            if parties is None or not _may_be_one(one, other):
                continue
            likeness = sum(same_party(one.parties[a], other.parties[b]) for a, b in parties.items())
            days = 2 * (one.date == other.date and one.date is not None)
            days -= 2 * (one.date != other.date and None not in (one.date, other.date))
            size = len(one.parties) == len(other.parties)
            near = 1 / (2 + _apart(one, other))
            pairs.append((likeness + days + size + near, i, j, parties))
    found: dict[int, tuple[int, dict[int, int]]] = {}
    taken: set[int] = set()
    for _, i, j, parties in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in found and j not in taken:
            found[i] = (j, parties)
            taken.add(j)
    return found


def _may_be_one(one: Call, other: Call) -> bool:
    """Whether two calls of the same parties may be one: told in the same words, or of one day and no other medium, or,
    where one of them has no day, in one medium. Else a story tells of two calls of the same two."""
    if _apart(one, other) == 0:
        return True
    if one.date == other.date:
        return one.medium == other.medium or "unspecified" in (one.medium, other.medium)
    return None in (one.date, other.date) and one.medium == other.medium


def same_reactions(
    some: Sequence[tuple[int, Reaction]], others: Sequence[tuple[int, Reaction]], report: Report
) -> set[tuple[int, int]]:
    """Return which reactions of two readings are one, by their numbers; each comes with the number of its party.

    Two are one where a party holds one stance in words that both have, and not toward somebody else; where neither has
    such words in the other reading, also in one sentence or the next.
    """
    pairs = [
        (i, j)
        for i, (holder, one) in enumerate(some)
        for j, (there, other) in enumerate(others)
        if (holder, one.stance) == (there, other.stance) and not is_about_another(one, other)
    ]
    sharing = {(i, j) for i, j in pairs if share_words(some[i][1], others[j][1])}
    left = [(i, j) for i, j in pairs if not any(i == a or j == b for a, b in sharing)]
    return sharing | {(i, j) for i, j in left if _is_near(report, some[i][1], others[j][1])}


def is_about_another(one: Reaction, other: Reaction) -> bool:
    """Whether both readings say toward whom a stance is, and not the same."""
    return None not in (one.toward, other.toward) and one.toward != other.toward


def _is_near(report: Report, one: Reaction, other: Reaction) -> bool:
    stretch = report.text[min(one.start, other.start) : max(one.end, other.end)]
    return len(split_sentences(stretch, report.language)) <= _NEAR


def share_words(one: Reaction, other: Reaction) -> bool:
    """Whether two reactions rest on some same words."""
    return overlap((one.start, one.end), (other.start, other.end))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches of a text share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _apart(one: Call, other: Call) -> int:
    if overlap((one.start, one.end), (other.start, other.end)):
        return 0
    return max(one.start - other.end, other.start - one.end)


@cache
def _words(name: str) -> frozenset[str]:
    """Return the words of a name, loose, without those that many names have; all of them where no other is left."""
    words = frozenset(_WORD.findall(loose(alike(name))))
    telling = words - small_words("name")
    return frozenset(word for word in telling if len(word) >= _SHORTEST) or words


def _same_name(one: str, other: str) -> bool:
    """Whether two names of one article are one: all words of the shorter are in the longer."""
    a, b = _words(one), _words(other)
    return a <= b or b <= a
