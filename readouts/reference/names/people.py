"""Who held which office when: the table of office-holders and the look-up from a name.

What belongs here: the terms of the table, the comparison of a name as written with the table's, and the one safe
question (``side_of``): for whom did this person speak on that day? What does not: finding names and offices in a text,
and deciding when a text leaves the country open; both are the parser's.

A wrong answer puts a false country into figures that people cite, so the look-up would rather say nothing. A term
counts **for certain** only between days that records show; **presumed** is what goes on from there, with the same kind
of office in the text and nobody else known in it; all else is merely possible, and only ever speaks against an answer.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from readouts.reference.names.spelling import Name, canonical, fold_many, read_name, same_name
from readouts.reference.tables import items, read_table

Reach = Literal["certain", "presumed", "possible"]
PRESUMED = timedelta(days=365)
"""How far beyond the last (or before the first) day that records show a term is presumed to go on."""
_DAY = len("2026-01-01")
HANDOVER = timedelta(days=14)
"""How long after a successor's first known day the one before may still be called the holder."""
BESIDE = frozenset({"Crown Prince", "Foreign Secretary", "Alternate Prime Minister"})
"""Titles of offices that stand beside another of their kind (the King's, India's External Affairs Minister's)."""

_KINDS = read_table("office_traits")


def _kinds_that_are(trait: str) -> frozenset[str]:
    return frozenset(row["kind"] for row in _KINDS if trait in items(row["traits"]))


SINGLE, HEADS, RULERS, LOOSE = map(_kinds_that_are, ("single", "head", "ruler", "loose"))
_FITS = {row["kind"]: frozenset(items(row["fits"])) for row in _KINDS}


class Side(NamedTuple):
    """Whom somebody speaks for: a country (ISO 3166-1 alpha-3) or an organisation (its short name)."""

    country: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """One person's term in one office, as far as records show it.

    ``since`` and ``until`` are a day, a month or a year (ISO), empty where no record says; ``seen_first`` and
    ``seen_last`` are days between which records show the person in office. ``kind`` is one of ``offices.tsv``;
    ``records`` are keys of ``people_sources.tsv``. Days are inclusive.
    """

    name: str
    other_names: tuple[str, ...]
    side: Side
    kind: str
    office: str
    since: str
    until: str
    seen_first: str
    seen_last: str
    records: tuple[str, ...]

    @property
    def certain(self) -> tuple[date, date] | None:
        """The first and last day on which the term is known to run; None where no day is."""
        begun = _last_day(self.since), _first_day(self.seen_first)
        ended = _first_day(self.until), _first_day(self.seen_last)
        first, last = min(filter(None, begun), default=None), max(filter(None, ended), default=None)
        first, last = first or last, last or first
        if first is None or last is None or last < first:
            return None
        return first, last

    @property
    def possible(self) -> tuple[date, date]:
        """The first and last day on which the term can have run, by its own record alone."""
        return _first_day(self.since) or date.min, _last_day(self.until) or date.max


@cache
def all_terms() -> tuple[Term, ...]:
    """Return every term of the table, in its order."""
    return tuple(_term(row) for row in range(len(_table().rows)))


def terms(
    name: str,
    day: date | None = None,
    kinds: Collection[str] | None = None,
    *,
    after: timedelta = timedelta(0),
) -> tuple[Term, ...]:
    """Return the terms that a name can mean, certain or merely possible, in the table's order.

    Args:
        name: as written, without titles: "Joseph R. Biden, Jr.", "Iwaya Takeshi", "Zelenskyy". A family name
        alone, or whatever short form the person goes by, counts only together with ``kinds``. day: the day of the
        report; None for any. kinds: the kinds of office (``offices.tsv``) that the text gives the person; None where it
        gives none. after: how long after its end a term still counts, for "the outgoing president".
    """
    rows, _ = _rows_of(name, kinds)
    return tuple(
        term
        for term in (_term(row) for row in rows)
        if _fits(term, kinds) and (day is None or _reach(term, day, after, kinds) is not None)
    )


def side_of(
    name: str,
    day: date | None = None,
    kinds: Collection[str] | str | None = None,
    *,
    after: timedelta = timedelta(0),
    presume: bool = True,
) -> Side | None:
    """Return whom the person spoke for on that day, None where that is not beyond doubt.

    There is an answer only where the name means people of one side, all terms that can have run on the day are of that
    side, and at least one is certain (or, with ``presume``, presumed). Without a day all terms ever known of everybody
    whom the name can mean must be of one side.

    Args:
        name, day, kinds, after: as for ``terms``; one kind may be given as a string. presume: whether a term whose end
        is not known counts for a year beyond the last record. It does so only where ``kinds`` names its kind.
    """
    wanted = (kinds,) if isinstance(kinds, str) else kinds
    rows, whole = _rows_of(name, wanted)
    met = [_term(row) for row in rows]
    if not whole and _is_common(met, wanted):
        return None
    if day is None:
        sides = {term.side for term in met}
        fitting = any(_fits(term, wanted) for term in met)
        return met[0].side if len(sides) == 1 and fitting else None
    found = [(term, _reach(term, day, after, wanted)) for term in met if _fits(term, wanted)]
    running = [(term, reach) for term, reach in found if reach is not None]
    enough = {"certain", "presumed"} if presume else {"certain"}
    if not running and wanted and LOOSE.issuperset(wanted) and whole:
        running = [(term, reach) for term in met if (reach := _reach(term, day, after, None))]
        enough = {"certain"}
    if len({term.side for term, _ in running}) != 1:
        return None
    return running[0][0].side if any(reach in enough for _, reach in running) else None


@dataclass(slots=True)
class _Table:
    """The rows as read; by a word's first letter, which rows hold the word; and names taken apart so far."""

    rows: list[dict[str, str]]
    by_letter: dict[str, dict[str, list[int]]]
    by_token: dict[str, dict[str, list[int]]]
    names: list[tuple[Name, ...] | None]


@cache
def _table() -> _Table:
    """Read the table. Words are only made comparable when a name asks for their letter: most never are."""
    rows = read_table("people")
    by_letter: dict[str, dict[str, list[int]]] = {}
    written = "\n".join(f"{row['name']} {row['other_names']}" for row in rows)
    for number, line in enumerate(fold_many(written).split("\n")):
        for word in set(line.split()):
            by_letter.setdefault(word[0], {}).setdefault(word, []).append(number)
    return _Table(rows, by_letter, {}, [None] * len(rows))


def _holding(token: str) -> list[int]:
    """Return the rows with a word that compares equal to the token and begins alike."""
    table, letter = _table(), token[0]
    known = table.by_token.get(letter)
    if known is None:
        known = table.by_token[letter] = {}
        for word, rows in table.by_letter.get(letter, {}).items():
            known.setdefault(canonical(word), []).extend(rows)
    return known.get(token, [])


def _names(row: int) -> tuple[Name, ...]:
    table = _table()
    known = table.names[row]
    if known is None:
        cells = table.rows[row]
        written = (cells["name"], *items(cells["other_names"]))
        known = table.names[row] = tuple(read_name(name, cells["side"]) for name in written)
    return known


def _rows_of(name: str, kinds: Collection[str] | None) -> tuple[list[int], bool]:
    """Return the rows of the people whom a name can mean, and whether it is their whole name or a short form."""
    asked = read_name(name)
    rows = sorted({row for token in asked.tokens for row in _holding(token)})
    whole = [row for row in rows if any(same_name(asked, known) for known in _names(row))]
    if whole or not kinds or len(asked.tokens) > 3:
        return _closest(asked, whole), True
    ruler = not RULERS.isdisjoint(kinds)
    return [
        row
        for row in rows
        if name == _table().rows[row]["name"]
        or (
            " of " not in name
            and any(asked.is_short_for(known, ruler=ruler) for known in _names(row))
        )
    ], False


def _is_common(met: list[Term], kinds: Collection[str] | None) -> bool:
    """Whether a short form is too common to tell who is meant, even if one of them alone is in office.

    Where nearly all holders are known, two sides that ever had one of that name may be told apart by the day; where
    they are not, an unknown third may be meant.
    """
    sides = {term.side for term in met if _fits(term, kinds)}
    return len(sides) > (2 if HEADS.issuperset(kinds or ()) else 1)


def _closest(asked: Name, rows: list[int]) -> list[int]:
    """Leave out those whose names say less than is asked, where another's is the very name."""
    exact = any(asked.tokens == known.tokens for row in rows for known in _names(row))
    return [
        row
        for row in rows
        if not exact
        or any(
            same_name(asked, known) and len(known.tokens) >= len(asked.tokens)
            for known in _names(row)
        )
    ]


@cache
def _term(row: int) -> Term:
    cells = _table().rows[row]
    side = cells["side"]
    return Term(
        name=cells["name"],
        other_names=items(cells["other_names"]),
        side=Side(None, side[1:]) if side.startswith("~") else Side(side, None),
        kind=cells["kind"],
        office=cells["office"],
        since=cells["since"],
        until=cells["until"],
        seen_first=cells["seen_first"],
        seen_last=cells["seen_last"],
        records=items(cells["records"]),
    )


def _certain_of_others(term: Term) -> list[tuple[date, date]]:
    """Return the certain days of everybody else in an office that one person at a time holds; none of another."""
    seat, side = _seat(term), term.side.country or f"~{term.side.organisation}"
    holders = map(_term, _holders().get((side, term.kind), ()) if seat is not None else ())
    others = (other for other in holders if other.name != term.name and _seat(other) == seat)
    return [other.certain for other in others if other.certain is not None]


def _fits(term: Term, kinds: Collection[str] | None) -> bool:
    """Whether the term is of a kind that the text's words for the office can mean."""
    if not kinds:
        return True
    presides = term.kind == "pm" and term.office.startswith(
        "President "
    )  # of the Government (Spain)
    return any(
        kind == term.kind or term.kind in _FITS.get(kind, ()) or (presides and kind == "president")
        for kind in kinds
    )


def _reach(term: Term, day: date, after: timedelta, kinds: Collection[str] | None) -> Reach | None:
    """Return how far the term's records reach the day: None where it cannot have run then."""
    first, last = _bounds(term)
    if not first <= day <= (last if last == date.max else last + after):
        return None
    certain = term.certain
    if certain is None:
        return "possible"
    if certain[0] <= day <= certain[1] or (day > last and day <= last + after):
        return "certain"
    near = certain[0] - PRESUMED <= day <= certain[1] + PRESUMED
    return "presumed" if kinds and near else "possible"


@cache
def _bounds(term: Term) -> tuple[date, date]:
    """Return the first and last day on which the term can have run, given who else is known in the office.

    An open end is closed by a successor's first known day, an open beginning by a predecessor's last.
    """
    first, last = term.possible
    certain = term.certain
    if certain is None:
        return first, last
    others = _certain_of_others(term)
    if len(term.until) < _DAY:  # a year or a month may be cut short
        last = min([last, *(start + HANDOVER for start, _ in others if start > certain[1])])
    if not term.since:
        first = max([first, *(end - HANDOVER for _, end in others if end < certain[0])])
    return first, last


def _seat(term: Term) -> str | None:
    """Return which of the side's offices of this kind one person at a time holds; None for any number."""
    if term.kind == "sg":
        return term.office
    if term.kind not in SINGLE:
        return None
    return term.office if term.office in BESIDE else ""


def has_office(country: str, kind: str) -> bool:
    """Whether the table has anybody in that kind of office for a country: the USA have a president and no "pm"."""
    return (country, kind) in _holders()


@cache
def _holders() -> dict[tuple[str, str], list[int]]:
    """Return the rows of each side and kind of office, as written."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(_table().rows):
        found.setdefault((row["side"], row["kind"]), []).append(number)
    return found


def _first_day(written: str) -> date | None:
    """Return the first day of a day, month or year, None for an empty cell."""
    if not written:
        return None
    return date.fromisoformat((written + "-01-01")[:10])


def _last_day(written: str) -> date | None:
    """Return the last day of a day, month or year, None for an empty cell."""
    first = _first_day(written)
    if first is None or len(written) == 10:
        return first
    month = 12 if len(written) == 4 else first.month
    return date(first.year, month, monthrange(first.year, month)[1])
