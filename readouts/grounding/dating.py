"""The day of a call: what an answer says held against the text, and what the text says where the answer is silent.

What belongs here: choosing which words or which stamp date a call. What does not: what words of a date mean
(``readouts.dates``).

A day follows from its words and the document's own day, or it is left open. Where an answer names the words and no
day, the words' own day is taken if they mean one only. Where it names neither, a stamp may date the call: one that
stands with the event at the head of a report of this one call, as official sites print it. In a text of the press a
stamp tells when the article came out.
"""

from __future__ import annotations

import re
from datetime import date

from readouts.dates import days_meant
from readouts.dates.names import names
from readouts.dates.stamps import Stamp, stamps
from readouts.dates.written import written
from readouts.domain.records import DateBasis
from readouts.grounding.answer import SaidCall
from readouts.grounding.document import Document
from readouts.grounding.evidence import place_of

Place = tuple[int, int]
Dated = tuple[date | None, DateBasis, str | None]
"""The day of a call, how it is known, and the kind of fault of what was said."""

_HEAD = 3
"""Among so many sentences at the head a stamp stands with the event."""
_AHEAD = 1
"""A stamp in the zone of its office may be a day ahead of the document's own."""
_BEHIND = 7
"""A stamp is of the days before the document's own, or it is no stamp of this report."""
_TIME = 12
"""So many characters has the time of day of a stamp, with what stands before it."""
_ENTRY = re.compile(r"^Published: (\d{1,2} \w+ \d{4})$", re.M)
"""The line that stands above each of several dated entries of a page (``readouts.harvest.page.entries``)."""
_DATING = frozenset({"day", "same", "weekday", "week", "month_of", "ahead", "lunisolar"})


def day_of(document: Document, said: SaidCall, told: Place, *, alone: bool = False) -> Dated:
    """Return the day of a call; one that does not follow from the words given is open.

    Args:
        told: where the call is told. alone: whether it is the only call of the answer.
    """
    if not said.date_words:
        if said.date is not None:
            return None, "open", "date_without_words"
        day = _stamped(document, told) if alone else None
        return (day, "stamp", None) if day else (None, "open", None)
    place = place_of(document, said.date_words, told)
    if place is None:
        return None, "open", "not_in_text" if said.date else None
    text, report = document.view.text, document.report
    meaning = days_meant(
        text[place[0] : place[1]],
        report.language,
        _published(document, place),
        before=text[: place[0]],
    )
    if said.date is None:
        return (meaning.day, meaning.basis, None) if meaning.day else (None, "open", None)
    if said.date in meaning.days:
        is_stamp = any(
            one.start <= place[0] < one.end and one.day == said.date for one in _head(document)
        )
        return said.date, "stamp" if is_stamp else meaning.basis, None
    if not meaning.is_told and not names(report.language).is_known:
        return said.date, "stated", None
    return None, "open", "date_of_other_words"


def _published(document: Document, place: Place) -> date | None:
    """Return the day on which what stands at a place was published: its entry's own on a page of several, or the
    report's."""
    begun = document.quoted(place)[1]
    entry = max(_ENTRY.finditer(document.report.text, 0, begun), key=re.Match.start, default=None)
    day = entry and days_meant(entry[1], "en", document.report.published).day
    return day or document.report.published


def _head(document: Document) -> list[Stamp]:
    """Return the stamps among the first sentences, the time of day behind the last of them included."""
    end = document.stretch(0, _HEAD - 1)[1] + _TIME
    report = document.report
    return list(stamps(document.view.text[:end], report.language, report.published))


def _stamped(document: Document, told: Place) -> date | None:
    """Return the day of the stamp that stands with a call: at the head, in its sentence or beside it.

    None where the words that tell the call speak of time themselves, where several days are stamped, and where the
    publisher is no office: there a stamp is the article's.
    """
    report = document.report
    if report.is_official is False or report.published is None:
        return None
    found = _head(document)
    if len({one.day for one in found}) != 1:
        return None
    stamp = found[0]
    away = (report.published - stamp.day).days
    first, last = document.numbers_of(told)
    start, end = document.stretch(first - 1, last + 1)
    is_beside = start <= stamp.start and stamp.end <= end + _TIME
    if not is_beside or not -_AHEAD <= away <= _BEHIND or _speaks_of_time(document, told, stamp):
        return None
    return stamp.day


def _speaks_of_time(document: Document, told: Place, stamp: Stamp) -> bool:
    """Whether the sentences that tell a call hold a date other than the stamp."""
    start, end = document.sentences_of(told)
    text, language = document.view.loose, document.report.language
    kept = text[start:end]
    if start <= stamp.start < end:
        kept = text[start : stamp.start] + " | " + text[stamp.end : max(end, stamp.end)]
    elif stamp.start < start < stamp.end:
        kept = text[stamp.end : end]
    return any(one.kind in _DATING for one in names(language).find(kept)) or bool(
        written(kept, names(language), document.report.published)
    )
