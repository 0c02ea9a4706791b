"""The dates that a reader sees in an article: below its headline, in its dateline, at its end.

What belongs here: finding days written out in a text, in the languages of ``months.tsv``, and what their labels say
they are (``date_labels.tsv``). What does not: dates for machines (``dates.py``).

A day in running text is no date of the article: one counts before the first paragraph, at the head of it, or where it
stands alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from readouts.harvest.page.structure import Structure, is_of_the_site
from readouts.harvest.page.words import read_words, words_of

Place = Literal["published", "head", "dateline", "before", "end", "modified"]
_Label = Literal["published", "modified"]
_LABELS: tuple[_Label, ...] = ("published", "modified")
_ORDER: tuple[Place, ...] = ("published", "head", "dateline", "before", "end")

_GAP = r"[\s\x1f,/-]{0,3}"
_NAME = r"(?P<m>[^\s\d\x1f,;:/()|–—-]{2,16}?(?:\s?(?:الأول|الثاني))?)"
_OF = r"(?:de|of|del|d['’]|din|ta['’]|da|v)?"
_ENDING = r"(?:\s?(?:st|nd|rd|th|er|º|ª|°|-?го|\.|η|ος)(?![^\W\d]))?"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_MONTH = r"(?P<m>[^\W\d_]{3,14})"
_DAY = r"(?P<d>[0-3]?\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2 March 2026, 2nd of March, 2026, 2. März 2026, 2 de marzo de 2026; in Thailand 2 มีนาคม 2569
        rf"(?<![\d.,:/-]){_DAY}{_ENDING}{_GAP}{_OF}{_GAP}{_NAME}\.?{_GAP}(?:del?|of|ta)?{_GAP}(?P<y>(?:19|20|25)\d\d)(?!\d)",
        # March 2, 2026
        rf"(?<![^\W\d]){_MONTH}\.?\s+{_DAY}(?:st|nd|rd|th)?\s?,?{_GAP}{_YEAR}(?!\d)",
        # 2026. március 2., 2026 m. kovo 2 d.
        rf"(?<!\d){_YEAR}(?:\.|ko|\s?m\.|\s?жылғы|\s?оны)?{_GAP}{_MONTH}\s+{_DAY}(?!\d)",
        # 2026. gada 2. marts
        rf"(?<!\d){_YEAR}(?:\.?\s?gada|\s?жылғы|\s?жылдын)\s{_DAY}\.?-?\s?{_MONTH}",
    )
)
_NUMBERS = (
    re.compile(r"(?<![\d./-])(?P<y>(?:19|20)\d\d)\s?([-/.])\s?(?P<m>[01]?\d)\s?\2\s?(?P<d>[0-3]?\d)(?![\d-])"),
    re.compile(r"(?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>[01]?\d)\s?[月월]\s?(?P<d>[0-3]?\d)\s?[日일号號]?"),
    re.compile(r"(?<!\d)(?P<d>[0-3]?\d) tháng (?P<m>[01]?\d)(?:,| năm)? (?P<y>(?:19|20)\d\d)", re.I),
)  # fmt: skip
_DAY_FIRST = re.compile(
    r"(?<![\d./-])(?P<a>[0-3]?\d)\s?([./-])\s?(?P<b>[0-3]?\d)\s?\2\s?(?P<y>(?:19|20)\d\d)(?![\d-])"
)
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us", "en-pr"})
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
"""A digit of another script, which stands for an ASCII one."""
_BRACKET = re.compile(r"\s?\(([^()\d\x1f]{3,24})\)")
_BREAK = "\x1f"
_PROSE = 120
_LONGEST_HEAD = 110
_HEAD_OF_PROSE = 70
_LABEL = 40
_MOST_TEXT = 60_000
_RUNNING = "\u3000"
"""The first character of the scripts without spaces between words."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A day that stands in an article, and where."""

    day: date
    place: Place


def seen_dates(tree: Any, page: Structure, language: str | None) -> list[Seen]:
    """The days that an article shows, the ones to be believed first; those of a change last."""
    holder = holder_of(tree, page)
    if holder is None:
        return []
    before, after = _parts(holder, page)
    found = list(_in_parts(after, language, is_after=True))
    found += _in_parts(before[-12:], language, is_after=False)
    rank = {place: n for n, place in enumerate((*_ORDER, "modified"))}
    return sorted(found, key=lambda seen: rank[seen.place])


def label_of(text: str) -> _Label | None:
    """What the last label in a text says that the date behind it is."""
    found = [(match.end(), kind) for kind in _LABELS for match in _labels(kind).finditer(text)]
    return max(found)[1] if found else None


def day_in(text: str, language: str | None) -> date | None:
    """The one day that a text shows, None where it shows none, or several."""
    days = {day for *_, day in _days(text, language)}
    return days.pop() if len(days) == 1 else None


def holder_of(tree: Any, page: Structure) -> Any:
    """The element around the headline that has the article's text in it, else the page's main part."""
    if page.headline is None:
        return next(iter(tree.xpath("//article | //main | //body")), None)
    holder = page.headline
    for element in page.headline.iterancestors():
        holder = element
        if (
            element.tag in {"article", "main", "body"}
            or len(element.xpath(".//p[string-length() > 80]")) >= 2
        ):
            break
    return holder


def _parts(holder: Any, page: Structure) -> tuple[list[str], list[str]]:
    """The pieces of text before and after the headline, without those of the site around the article."""
    before: list[str] = []
    after: list[str] = []
    own = set() if page.headline is None else {page.headline, *page.headline.iter()}
    current = after if page.headline is None else before
    is_sites: dict[Any, bool] = {}
    length = 0
    for piece in holder.xpath(
        ".//text()[not(parent::script or parent::style or parent::noscript or parent::option)]"
    ):
        parent = piece.getparent()
        if piece.is_tail:
            parent = parent.getparent()
        elif parent in own:
            current = after
            continue
        text = piece.strip()
        if not text:
            continue
        if parent not in is_sites:
            is_sites[parent] = is_of_the_site(parent, page.headline)
        if is_sites[parent]:
            continue
        current.append(text)
        length += len(text)
        if length > _MOST_TEXT:
            break
    return before, after


def _in_parts(parts: list[str], language: str | None, *, is_after: bool) -> Iterator[Seen]:
    # of running text only the head can hold a date of the article's
    shown = [part[:_LONGEST_HEAD] if len(part) >= _PROSE else part for part in parts]
    text = _FOREIGN_DIGIT.sub(lambda digit: str(int(digit[0])), _BREAK.join(shown))
    starts: list[tuple[int, int, bool]] = []
    at = 0
    for part, whole in zip(shown, parts, strict=True):
        starts.append((at, at + len(part), len(whole) >= _PROSE))
        at += len(part) + 1
    first_prose = next((start for start, _, is_prose in starts if is_prose), len(text))
    last = 0
    for start, end, day in _days(text, language):
        piece = next(each for each in starts if each[0] <= start < each[1] + 1)
        label = label_of(text[max(last, start - _LABEL) : start])
        if label is None and (bracket := _BRACKET.match(text, end)):
            # "2 March 2026 (updated)"
            label = label_of(bracket[1])
        last = end
        begin, stop, is_long = piece
        is_prose = is_long or ((end - start) * 4 < stop - begin and stop - begin > 90)
        if is_prose:
            is_head = is_after and start - begin <= _HEAD_OF_PROSE
            if is_head and _is_dateline(text[begin:start], text[end : end + 3]):
                yield Seen(day, "dateline")
            continue
        if label is not None:
            yield Seen(day, label)
        elif not is_after:
            yield Seen(day, "before")
        elif start < first_prose:
            yield Seen(day, "head")
        else:
            yield Seen(day, "end")


def _is_dateline(before: str, behind: str) -> bool:
    """Whether a date at the head of a paragraph is its dateline: after a place in a word or three, before a dash."""
    place = before.strip(" \x1f,.(–—-")
    words = place.split()
    is_place = len(words) <= 5 and all(
        word[:1].isupper() or not word[:1].isalpha() or not word.isascii() for word in words
    )
    return is_place and bool(re.match(r"\s?[–—:()/.\-\x1f]|\s*$", behind))


def _days(text: str, language: str | None) -> list[tuple[int, int, date]]:
    """The days in a text, in their order: beginning, end, day."""
    found: dict[int, tuple[int, int, date]] = {}

    def add(match: re.Match[str], year: int, month: int, day: int) -> None:
        year -= 543 if year > 2500 else 0
        try:
            made = date(year, month, day)
        except ValueError:
            return
        if not any(start < match.end() and match.start() < end for start, end, _ in found.values()):
            found[match.start()] = (match.start(), match.end(), made)

    for pattern in _NUMBERS:
        for match in pattern.finditer(text):
            add(match, int(match["y"]), int(match["m"]), int(match["d"]))
    for match in _DAY_FIRST.finditer(text):
        pair = _day_and_month(int(match["a"]), int(match["b"]), match[2], language)
        if pair:
            add(match, int(match["y"]), pair[1], pair[0])
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            month = _month(match["m"], language)
            if month:
                add(match, int(match["y"]), month, int(match["d"]))
    return [found[start] for start in sorted(found)]


def _day_and_month(
    first: int, second: int, sign: str, language: str | None
) -> tuple[int, int] | None:
    """Day and month of two numbers; None where they could be either. With dots the day comes first everywhere."""
    code = (language or "").lower().replace("_", "-")
    if first > 12 or second > 12 or first == second:
        return (first, second) if second <= 12 else (second, first)
    if code in _MONTH_FIRST:
        return second, first
    if (
        sign == "."
        or (code and code.split("-")[0] != "en")
        or code in {"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za"}
    ):
        return first, second
    return None


def _month(name: str, language: str | None) -> int | None:
    """The number of a month; of a name that is another one in another language, only by the page's."""
    by_language = _months().get(" ".join(name.casefold().strip(". ").split()))
    if not by_language:
        return None
    own = by_language.get((language or "").split("-")[0].split("_")[0].lower())
    if own:
        return own
    numbers = set(by_language.values())
    return numbers.pop() if len(numbers) == 1 else None


@functools.cache
def _months() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in read_words("months.tsv"):
        for number in range(1, 13):
            for name in row[str(number)].split("|"):
                found.setdefault(name.casefold(), {})[row["language"]] = number
    return found


@functools.cache
def _labels(kind: _Label) -> re.Pattern[str]:
    words = sorted(words_of("date_labels.tsv", kind), key=len, reverse=True)
    return re.compile("|".join(map(_label, words)), re.IGNORECASE)


def _label(word: str) -> str:
    """The pattern of a label: a word of its own, where the script sets words apart."""
    escaped = re.escape(word)
    return escaped if word[0] >= _RUNNING else rf"(?<![^\W\d_]){escaped}(?![^\W\d_])"
