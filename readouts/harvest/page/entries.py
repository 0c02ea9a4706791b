"""Days of the parts of a page: of a month's reports, of a live page's entries, of a list by days.

What belongs here: writing them into the text, which has no stamps otherwise. What does not: the page's own day
(``dates.py``), and what days mean to the parser.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from babel.dates import format_date
from lxml import html

from readouts.harvest.links import is_plausible, local_day
from readouts.harvest.moments import moment
from readouts.harvest.page.dates import Clues, is_of_a_change
from readouts.harvest.page.structure import line
from readouts.harvest.page.visible import day_in, label_of

_STAMP_CLASS = re.compile(r"date|time|meta|byline|posted|publi", re.I)
_PARTS = ".//p | .//div | .//time"
"""What an element that holds some is more than one text."""
_STAMP = 60
"""A stamp is no longer than so many characters, and the text of an entry is."""


def write_days(tree: Any, own: date | None, clues: Clues) -> None:
    """Write above each of several dated entries its day, and keep days within sentences: stamps are no text otherwise.

    Entries are what is stamped alike, with a text behind each stamp; those that are all of the ``own`` day need none.
    """
    for diary in tree.xpath(".//dl[dt]"):
        if all(day_in(line(each.text_content()), clues.language) for each in diary.iter("dt")):
            diary.tag = "div"
            for each in diary.iter("dt", "dd"):
                each.tag = "p"
    entries: dict[tuple[Any, ...], list[tuple[Any, date]]] = {}
    stamp, day = None, None
    for element in tree.xpath(".//time | .//p | .//div | .//*[@class]"):
        is_time = element.tag == "time"
        is_marked = is_time or _STAMP_CLASS.search(element.get("class") or "")
        text = line(element.text_content()) if is_marked or stamp is not None else ""
        if is_time and _is_in_prose(element, len(text)):
            if _opens(element):
                element.tail = ": " + element.tail.lstrip()
            element.drop_tag()
        elif is_time or (is_marked and len(text) <= _STAMP):
            found = _day_of(element, text, clues)
            if found and not is_of_a_change(element) and label_of(text) != "modified":
                stamp, day = element, found
        elif stamp is not None and day and len(text) > _STAMP and not element.xpath(_PARTS):
            path = tuple((each.tag, each.get("class")) for each in stamp.iterancestors())
            entries.setdefault(path, []).append((element, day))
            stamp = None
    for stamped in entries.values():
        if len(stamped) > 1 and {day for _, day in stamped} != {own}:
            for first, day in stamped:
                # in English, whatever this machine speaks: the parser looks for it
                stated = format_date(day, "d MMMM y", locale="en")
                first.addprevious(html.fromstring(f"<p>Published: {stated}</p>"))


def _is_in_prose(element: Any, length: int) -> bool:
    """Whether a paragraph says more than a day of so many characters: "rang her on 5 May to thank her"."""
    holder = element.getparent()
    return holder.tag in ("p", "li") and len(line(holder.text_content())) > length + _STAMP


def _opens(element: Any) -> bool:
    """Whether an element stands before a sentence as what it is headed by: "5 May 2026 The minister rang her"."""
    is_first = element.getprevious() is None and not (element.getparent().text or "").strip()
    return is_first and (element.tail or "").lstrip()[:1].isupper()


def _day_of(stamp: Any, shown: str, clues: Clues) -> date | None:
    """The day of a stamp for its publisher, or the one that it has in UTC where readers see that one."""
    found = moment(stamp.get("datetime"))
    day = local_day(found, clues.zone) if found else day_in(shown, clues.language)
    numbers = set(map(int, re.findall(r"[0-9]+", shown)))
    if found and day and found.day in numbers and day.day not in numbers:
        day = found.date()
    return day if day and is_plausible(day, clues.latest) else None
