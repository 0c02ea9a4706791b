"""Dates: which day a text means, against the day of the article.

What belongs here: finding expressions of time in a sentence and turning each into a day. What does not: which
call an expression dates (``calls``).

A weekday is the last such day up to the article's own, that day included, as wire services write. "Last week",
"earlier this month", "recently" leave the day open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from readouts.model import DateBasis
from readouts.parse.text.tokens import Tokens
from readouts.reference import read_table

_DAY_NUMBERS = {**{str(n): n for n in range(1, 32)}, **{f"0{n}": n for n in range(1, 10)}}
for _n in range(1, 32):
    _suffix = "th" if 10 < _n < 14 else {1: "st", 2: "nd", 3: "rd"}.get(_n % 10, "th")
    _DAY_NUMBERS[f"{_n}{_suffix}"] = _n


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time: its tokens (``last`` exclusive), the day or None where open, and how it tells."""

    first: int
    last: int
    day: date | None
    basis: DateBasis
    weight: int = 0


@cache
def _words(language: str) -> dict[str, tuple[str, int]]:
    return {
        row["word"]: (row["kind"], int(row["value"])) for row in read_table("time_words", language)
    }


def whens(
    tokens: Tokens,
    first: int,
    last: int,
    published: date | None,
    anchor: date | None = None,
    language: str = "en",
) -> list[When]:
    """Return the expressions of time among tokens; ``anchor`` is the day of "the same day"."""
    table = _words(language)
    lower = tokens.lower
    found: list[When] = []
    i = first
    while i < last:
        word = lower[i]
        if word not in table and word not in _DAY_NUMBERS:
            i += 1
            continue
        when = _at(tokens, i, first, last, published, anchor, table)
        if when is None:
            i += 1
        else:
            if not _outside(lower, i, first) and not _names_event(tokens, when, first, last):
                found.append(when)
            i = max(when.last, i + 1)
    return found


def _names_event(tokens: Tokens, when: When, first: int, last: int) -> bool:
    """Whether a date names something else: "the attack of 1 March", "the October 7 attacks"."""
    lower, i = tokens.lower, when.first
    if when.basis != "stated":
        return False
    if i - 2 >= first and lower[i - 1] == "of":
        return lower[i - 2] not in _PARTS
    after = lower[when.last] if when.last < last else ""
    return i > first and lower[i - 1] == "the" and after.isalpha() and after not in _LINKING


_PARTS = frozenset({"morning", "evening", "afternoon", "night", "day", "hours", "early", "late"})
_LINKING = frozenset(
    {
        "with",
        "and",
        "in",
        "on",
        "the",
        "to",
        "by",
        "at",
        "from",
        "between",
        "call",
        "phone",
        "telephone",
        "conversation",
    }
)
_OUTSIDE = frozenset(
    {"since", "until", "till", "before", "from", "by", "starting", "through", "after", "next"}
)


def _outside(lower: list[str], i: int, first: int) -> bool:
    """ "since Monday", "until May 5" date no event of the sentence."""
    before = lower[i - 1] if i > first else ""
    if before in ("the", "late", "early", "of"):
        before = lower[i - 2] if i - 1 > first else ""
    return before in _OUTSIDE


def _at(
    tokens: Tokens,
    i: int,
    first: int,
    last: int,
    published: date | None,
    anchor: date | None,
    table: dict[str, tuple[str, int]],
) -> When | None:
    lower = tokens.lower
    if lower[i] in _DAY_NUMBERS:
        month = table.get(lower[i + 1].rstrip("."), ("", 0)) if i + 1 < last else ("", 0)
        if i + 2 < last and lower[i + 1] == "of":
            month = table.get(lower[i + 2], ("", 0))
        if month[0] != "month":
            return None
        j = i + 2 + (lower[i + 1] == "of")
        return _written(tokens, i, j, last, month[1], _DAY_NUMBERS[lower[i]], published)
    kind, value = table[lower[i]]
    if kind == "month":
        if not tokens.words[i][0].isupper():
            return None
        j = i + 1
        if j < last and tokens.words[j] == ".":
            j += 1
        if j < last and lower[j] in _DAY_NUMBERS:
            return _written(tokens, i, j + 1, last, value, _DAY_NUMBERS[lower[j]], published)
        return None
    if kind == "weekday":
        if not tokens.words[i][0].isupper():
            return None
        return _weekday(tokens, i, first, last, value, published, table)
    if kind == "number":
        if (
            i + 2 < last
            and lower[i + 1] == "days"
            and lower[i + 2] in ("ago", "earlier")
            and published
        ):
            return When(i, i + 3, published - timedelta(days=value), "relative", 1)
        return None
    if kind == "day":
        if lower[i] == "day":
            return _same_day(lower, i, first, anchor, published)
        day = published + timedelta(days=value) if published else None
        return When(i, i + 1, day, "relative", 1)
    if kind == "part":
        if i > first and lower[i - 1] == "last" and published:
            return When(i, i + 1, published - timedelta(days=1), "relative", 1)
        if i > first and lower[i - 1] in ("this", "earlier") and lower[i] != "night":
            return When(i, i + 1, published, "relative", 1)
        return None
    return None


def _same_day(
    lower: list[str], i: int, first: int, anchor: date | None, published: date | None
) -> When | None:
    before = lower[i - 1] if i > first else ""
    if before in ("same", "that"):
        return When(i, i + 1, anchor, "relative", 1)
    after = lower[i + 1] if i + 1 < len(lower) else ""
    base = anchor or published
    if base and (
        (before in ("the", "a") and after in ("before", "earlier")) or before == "previous"
    ):
        return When(i, i + 2, base - timedelta(days=1), "relative", 1)
    two = lower[max(first, i - 3) : i]
    if before == "the" and "in" in two and ("earlier" in two or "later" in two):
        return When(i, i + 1, anchor or published, "relative", 1)
    return None


def _weekday(
    tokens: Tokens,
    i: int,
    first: int,
    last: int,
    value: int,
    published: date | None,
    table: dict[str, tuple[str, int]],
) -> When | None:
    lower = tokens.lower
    j = i + 1
    if j < last and tokens.words[j] == ".":
        j += 1
    if j + 1 < last and tokens.words[j] in (",", "(", "the"):
        inner = (
            _at(tokens, j + 1, first, last, published, None, table)
            if lower[j + 1] in table or lower[j + 1] in _DAY_NUMBERS
            else None
        )
        if inner is not None and inner.basis == "stated":
            return When(i, inner.last, inner.day, "stated", 1)
    if j < last and (lower[j] in table or lower[j] in _DAY_NUMBERS):
        inner = _at(tokens, j, first, last, published, None, table)
        if inner is not None and inner.basis == "stated":
            return When(i, inner.last, inner.day, "stated", 1)
    before = lower[i - 1] if i > first else ""
    if published is None or before in ("next", "coming"):
        return When(i, i + 1, None, "open")
    back = (published.weekday() - value) % 7
    if before == "last" and back == 0:
        back = 7
    return When(i, i + 1, published - timedelta(days=back), "weekday", 1)


def _written(
    tokens: Tokens, i: int, j: int, last: int, month: int, day: int, published: date | None
) -> When | None:
    lower = tokens.lower
    year = None
    if j < last and tokens.words[j] == "," and j + 1 < last and _is_year(lower[j + 1]):
        year, j = int(lower[j + 1]), j + 2
    elif j < last and _is_year(lower[j]):
        year, j = int(lower[j]), j + 1
    if year is None:
        if published is None:
            return When(i, j, None, "open")
        year = published.year
        try:
            if date(year, month, day) > published + timedelta(days=2):
                year -= 1
        except ValueError:
            return None
    try:
        return When(i, j, date(year, month, day), "stated", 1)
    except ValueError:
        return None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and word[:2] in ("19", "20")
