"""Changes to an annotated document that leave what it tells as it was: each makes a changed document of one.

What belongs here: the changes, and a table of them. What does not: reading what was changed, and counting
(``changed``).

A document is one of the exchange format (``readouts.evaluation.annotation``) with its annotation, in ``calls``; where
days or names are changed, they are changed there as well. Offsets in it are not. A change that cannot be made, such as
one of a headline where there is none, gives the document as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from readouts.parse.text.sentences import split_sentences

Document = dict[str, Any]

BESIDE = "beside"
"""A document's field for another of a different publisher, which ``two_pages`` puts below it on one page."""
LATER = 90
"""So many days later is what ``later`` makes of a document: no whole number of weeks."""
_STATES = (("Bhutan", "BTN"), ("Paraguay", "PRY"), ("Lesotho", "LSO"))
"""States of which one at least has nothing to do with a document."""
_SURNAMES = (
    "Quennar",
    "Orhuvel",
    "Tovrik",
    "Veltang",
    "Sumbrel",
    "Mirvost",
    "Dolquist",
    "Ravneth",
    "Zelbrun",
)
_MONTHS = [date(1, month, 1).strftime("%B") for month in range(1, 13)]
_WEEK = [date(1, 1, day).strftime("%A") for day in range(1, 8)]
_MONTH = rf"(?:{'|'.join(f'{m}|{m[:3]}[.]?|{m.upper()}' for m in _MONTHS)}|Sept[.]?)"
_WEEKDAYS = [day[:3] for day in _WEEK]
_NUMBER, _YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:,? \d{4}\b)?"
_DAY = re.compile(
    rf"\b(?:(?i:{'|'.join(_WEEK)})|(?:{'|'.join(_WEEKDAYS)})(?= [-–—])|{_MONTH} {_NUMBER}\b{_YEAR}"
    rf"|{_NUMBER}(?: of)? {_MONTH}(?!\w){_YEAR}|\d{{4}}-\d\d-\d\d\b)"
)
"""A day of the week, or a date, as English texts write them."""
_ENTRY = re.compile(r"\s*[•*–—-] ")
_DATELINE = re.compile(r"\(?[A-Z][\w.’' ]{1,30}(?:[,(/][^\n]{0,40})?(?:\s?[-–—]+\s|:\s)")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Change:
    """A change: its name, what it does in a sentence, and the function that does it."""

    name: str
    says: str
    make: Callable[[Document], Document]


def no_publisher(document: Document) -> Document:
    return {**document, "publisher": None, "country": None, "is_official": None}


def other_ministry(document: Document) -> Document:
    name, code = _uninvolved(document)
    ministry = f"Ministry of Foreign Affairs of {name}"
    return {**document, "publisher": ministry, "country": code, "is_official": True}


def other_newsroom(document: Document) -> Document:
    name, code = _uninvolved(document)
    return {**document, "publisher": f"{name} Times", "country": code, "is_official": False}


def paragraphs(document: Document) -> Document:
    head, body = _parted(document)
    lines = []
    for line in body.splitlines():
        ends = [0, *(s.end for s in split_sentences(line))]
        lines += [line[begin:end].strip() for begin, end in pairwise(ends)]
    return {**document, "text": head + "\n\n".join(filter(None, lines))}


def bullets(document: Document) -> Document:
    head, body = _parted(document)
    lines = [line if not line or _ENTRY.match(line) else f"• {line}" for line in body.splitlines()]
    return {**document, "text": head + "\n".join(lines)}


def shouted(document: Document) -> Document:
    head, body = _parted(document)
    title = document.get("title")
    return {**document, "title": title and title.upper(), "text": head.upper() + body}


def one_paragraph(document: Document) -> Document:
    return {**document, "text": " ".join(document["text"].split())}


def no_headline(document: Document) -> Document:
    return {**document, "title": None, "text": _parted(document)[1]}


def dateline(document: Document) -> Document:
    """A dateline of the day of publishing; not where the text has one, or tells of that town's state."""
    head, body = _parted(document)
    told = re.search("Geneva|Swi", document["text"]) or "CHE" in _countries(document)
    if not document.get("published") or told or _DATELINE.match(body):
        return document
    day = date.fromisoformat(document["published"])
    return {**document, "text": f"{head}GENEVA, {day.day} {_MONTHS[day.month - 1]} — {body}"}


def topic(document: Document) -> Document:
    if not _parted(document)[0]:
        return document
    before = f"{_uninvolved(document)[0]}: "
    return {**document, "title": before + document["title"], "text": before + document["text"]}


def two_pages(document: Document) -> Document:
    if not (second := below(document)):
        return document
    text = f"{document['text'].rstrip()}\n\n{second['text']}"
    return {**document, "text": text, "calls": [*document["calls"], *second["calls"]]}


def below(document: Document) -> Document | None:
    """The document that ``two_pages`` puts below one, as if of its day."""
    second = document.get(BESIDE)
    if not second or not document.get("published") or not second.get("published"):
        return None
    apart = date.fromisoformat(document["published"]) - date.fromisoformat(second["published"])
    return moved(second, apart.days)


def curly(document: Document) -> Document:
    return _typed(document, _curled)


def straight(document: Document) -> Document:
    return _typed(document, lambda text: re.sub("[“”„]", '"', re.sub("[‘’]", "'", text)))


def hard_spaces(document: Document) -> Document:
    """Non-breaking spaces between numbers and words, and between words of a name or title."""
    pattern = re.compile(r"(?<=[\w.]) (?=[A-Z\d])|(?<=\d) (?=\w)")
    return _typed(document, lambda text: pattern.sub("\u00a0", text))


def long_dashes(document: Document) -> Document:
    return _typed(document, lambda text: re.sub(r" (?:-|--|–) ", "—", text.replace(" — ", "—")))


def later(document: Document) -> Document:
    return moved(document, LATER)


def boilerplate(document: Document) -> Document:
    end = (
        "For further information, contact the spokesperson of the ministry at +00 000 0000.\n\n"
        "About the ministry\n\nThe Ministry of Foreign Affairs conducts the foreign relations of the state, under the"
        " direction of the Minister, and maintains missions abroad."
    )
    return {**document, "text": f"{document['text'].rstrip()}\n\n{end}"}


def renamed(document: Document) -> Document:
    """Other surnames for all who are annotated; not where one is a word, a month or a place besides."""
    names = [p["name"] for c in document["calls"] for p in c["parties"] if p.get("name")]
    last = dict.fromkeys(found[-1] for name in names if (found := _WORD.findall(name)))
    text = document["text"]
    free = [
        name
        for name in last
        if name not in _MONTHS and not re.search(rf"\b{name.lower()}\b|\b(?:in|of) {name}\b", text)
    ]
    new = dict(zip(free, _SURNAMES, strict=False))
    if not new:
        return document
    upper = {name.upper(): other.upper() for name, other in new.items()}
    pattern = re.compile(rf"\b(?:{'|'.join([*new, *upper])})\b")
    rename = lambda words: pattern.sub(lambda m: {**upper, **new}[m.group()], words)  # noqa: E731
    calls = _each(document["calls"], ("name", "speaker", "initiator"), rename)
    return {**_typed(document, rename), "calls": calls}


CHANGES = (
    Change("no_publisher", "nobody is told to have published it", no_publisher),
    Change("other_ministry", "the ministry of a state that has no part in it did", other_ministry),
    Change("other_newsroom", "a newspaper of such a state did", other_newsroom),
    Change("paragraphs", "each sentence is a paragraph", paragraphs),
    Change("bullets", "each paragraph is an entry of a list", bullets),
    Change("shouted", "the headline is in capitals", shouted),
    Change("one_paragraph", "the headline and the text are one paragraph", one_paragraph),
    Change("no_headline", "there is no headline", no_headline),
    Change("dateline", "GENEVA and the day stand before the text", dateline),
    Change("topic", "a state that has no part in it stands before the headline", topic),
    Change("two_pages", "a document of another publisher follows on the page", two_pages),
    Change("curly", "quotation marks and apostrophes are curly", curly),
    Change("straight", "quotation marks and apostrophes are straight", straight),
    Change("hard_spaces", "spaces in names and dates do not break", hard_spaces),
    Change("long_dashes", "dashes are long, without spaces", long_dashes),
    Change("later", f"all happens {LATER} days later", later),
    Change("boilerplate", "a contact and words about the ministry end it", boilerplate),
    Change("renamed", "the parties have other surnames", renamed),
)


def with_beside(documents: Sequence[Document]) -> list[Document]:
    """Give each document another to stand below it, one with a headline, of a different publisher and other parties.

    It is the first such in the other half of the folder, for neighbours are of one kind.
    """
    found, half = [], len(documents) // 2
    for index, document in enumerate(documents):
        after = [*documents[index:], *documents[:index]][half:]
        fits = (
            d for d in after if d.get("published") and _parted(d)[0] and _are_apart(document, d)
        )
        found.append({**document, BESIDE: next(fits, None)})
    return found


def moved(document: Document, days: int) -> Document:
    """The same some days later (or earlier): its own day, those in the text, and those annotated."""
    if not document.get("published"):
        return document
    published = date.fromisoformat(document["published"][:10])
    by = timedelta(days)

    def later_day(found: re.Match[str]) -> str:
        return _later(found.group(), published, by)

    calls = _each(
        document["calls"], ("date",), lambda day: (date.fromisoformat(day) + by).isoformat()
    )
    changed = _typed(document, lambda text: _DAY.sub(later_day, text))
    return {**changed, "published": (published + by).isoformat(), "calls": calls}


def _later(words: str, published: date, by: timedelta) -> str:
    """The words for a day that is later; a day without a year is of the published one's."""
    if words[:3].title() in _WEEKDAYS:
        other = _WEEK[(_WEEKDAYS.index(words[:3].title()) + by.days) % 7]
        other = other[:3] if len(words) == 3 else other
        return other.upper() if words.isupper() else other
    try:
        if words[4:5] == "-":
            return (date.fromisoformat(words) + by).isoformat()
        month = re.search(_MONTH, words)
        numbers = re.findall(r"\d+", words)
        year = int(numbers[1]) if len(numbers) > 1 else published.year
        at = [name[:3].upper() for name in _MONTHS].index(month.group()[:3].upper()) if month else 0
        day = date(year, at + 1, int(numbers[0])) + by
    except ValueError:
        return words  # "April 31"
    told = re.sub(_MONTH, _MONTHS[day.month - 1], words, count=1)
    told = re.sub(rf"\b{_NUMBER}\b", str(day.day), told, count=1)
    return told.replace(str(year), str(day.year)) if len(numbers) > 1 else told


def _parted(document: Document) -> tuple[str, str]:
    """The headline with what follows it up to the text, "" where the text begins with none; and the text."""
    title, text = document.get("title"), document["text"]
    if not title or not text.startswith(title) or text[len(title) : len(title) + 1] != "\n":
        return "", text
    body = text[len(title) :].lstrip()
    return text[: len(text) - len(body)], body


def _typed(document: Document, change: Callable[[str], str]) -> Document:
    title = document.get("title")
    return {**document, "title": title and change(title), "text": change(document["text"])}


def _curled(text: str) -> str:
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text, flags=re.MULTILINE).replace('"', "”")
    return re.sub(r"(^|[\s(\[“])'", r"\1‘", text, flags=re.MULTILINE).replace("'", "’")


def _countries(document: Document) -> set[str]:
    parties = (p for call in document["calls"] for p in call["parties"])
    return {p["country"] for p in parties if p.get("country")}


def _uninvolved(document: Document) -> tuple[str, str]:
    told = f"{document['text']} {document.get('publisher')}"
    return next((s for s in _STATES if s[0][:5] not in told), _STATES[0])


def _are_apart(one: Document, other: Document) -> bool:
    names = [
        {p["name"] for call in d["calls"] for p in call["parties"] if p.get("name")}
        for d in (one, other)
    ]
    return one.get("publisher") != other.get("publisher") and names[0].isdisjoint(names[1])


def _each(records: Any, fields: Sequence[str], change: Callable[[str], str]) -> Any:
    """Records, and those within them, with some of their fields changed where they are filled."""
    if isinstance(records, list):
        return [_each(record, fields, change) for record in records]
    if not isinstance(records, dict):
        return records
    return {
        key: change(value) if key in fields and value else _each(value, fields, change)
        for key, value in records.items()
    }
