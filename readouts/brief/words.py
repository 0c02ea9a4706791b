"""How a brief says things: names of sides, and the day in one paragraph of figures.

What belongs here: the words around figures. What does not: where they come from, and how a page draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from readouts.brief.reading import Material, Row
from readouts.brief.text import visible
from readouts.reference.geography import countries
from readouts.reference.language_names import is_right_to_left, language_name

SYMBOLS = {"supportive": "●", "de-escalatory": "■", "critical": "◆"}
"""Each position has a symbol beside its colour, so that colour never stands alone."""
NOTHING = "No call is told in this edition."
READERS = {
    "model": ("M", "read by the language model alone"),
    "rules": ("R", "read by the rules alone"),
}
"""The mark of what one reader alone says, where two read, and what it means."""
OWN = "en"
"""The language that a brief is written in."""
NAMED = 6
"""How many of those who moved the paragraph names."""


@cache
def _names() -> dict[str, str]:
    return {country.iso3: country.name for country in countries()}


def side_name(side: str | None) -> str:
    """The usual name of a country, an organisation's own short name, and what several say as one by that name."""
    if side is None:
        return "side not known"
    return "Joint statements" if side == "joint" else visible(_names().get(side, side))


def alone(read_by: str | None, read_in: date | None, since: date | None) -> str:
    """The one reader who says something, of two who read; empty where both do, or where there was one alone.

    ``read_in`` is the edition of what is said, ``since`` the first that a model read.
    """
    if since is None or read_in is None or read_in < since or read_by not in READERS:
        return ""
    return read_by


@dataclass(frozen=True)
class Tongue:
    """The language of what is quoted: its code for a browser, its English name, and its marks of quotation.

    ``code`` is empty where no language is told, ``name`` also where it is the brief's own.
    """

    code: str = ""
    name: str = ""
    opening: str = "“"
    closing: str = "”"


@cache
def tongue(code: str | None) -> Tongue:
    """What a page says of a language."""
    name = language_name(code)
    if not name or not code:
        return Tongue()
    marks = "«»" if is_right_to_left(code) else "「」" if code[:2] == "ja" else "“”"
    is_own = code.partition("-")[0] == OWN
    return Tongue(visible(code), "" if is_own else visible(name), *marks)


@dataclass(frozen=True)
class Translation:
    """A machine's translation of what is quoted: its words, its language, and which machine's."""

    words: str
    code: str
    by: str


def translation(row: Row, prefix: str = "") -> Translation | None:
    """The translation that stands under the words of a row; None where there is none."""
    words = row[f"{prefix}translation"]
    if not words:
        return None
    return Translation(
        visible(words),
        visible(row[f"{prefix}translated_into"]),
        visible(row[f"{prefix}translated_by"]),
    )


def day_name(day: date) -> str:
    """A day as a person writes it: 9 May 2025."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Count:
    """A figure in running text; ``key`` says which sentences it opens, ``one`` and ``many`` what is counted.

    ``none`` is the word for 0.
    """

    key: str
    number: int
    one: str
    many: str
    none: str = "no"

    @property
    def shown(self) -> str:
        """The figure as a text has it."""
        return str(self.number) if self.number else self.none

    @property
    def noun(self) -> str:
        """The word for what is counted."""
        return self.one if self.number == 1 else self.many


Piece = str | Count


def paragraph(material: Material) -> list[Piece]:
    """The edition in one paragraph of figures; without a call it is ``NOTHING``."""
    day = material.day
    return [
        Count("calls", day["calls"], "call", "calls"),
        " among ",
        Count("sides", day["sides"], "country or organisation", "countries and organisations"),
        ", told by ",
        Count("sources", day["sources"], "source", "sources"),
        " in this edition; ",
        Count("new", day["new_calls"], "call is", "calls are"),
        " new. ",
        Count("speaking", day["speaking"], "side is", "sides are"),
        " on record, each under every position that it took: ",
        Count("supportive", day["supportive"], "supportive", "supportive", "none"),
        ", ",
        Count("de-escalatory", day["de_escalatory"], "de-escalatory", "de-escalatory", "none"),
        ", ",
        Count("critical", day["critical"], "critical", "critical", "none"),
        ". ",
        Count("moved", len(material.moved), "position", "positions", "No"),
        " moved.",
    ]


def movers(material: Material) -> str:
    """Who moved in the edition, in one sentence; empty where nobody did."""
    named = [_move(shift) for shift in material.moved[:NAMED]]
    rest = len(material.moved) - len(named)
    if not named:
        return ""
    return "; ".join(named) + (f"; and {rest} more." if rest else ".")


def _move(shift: Row) -> str:
    return (
        f"{side_name(shift['side'])} in calls with {side_name(shift['counterpart'])}: "
        f"{shift['from_position']} on {day_name(shift['from_date'])}, now {shift['to_position']}"
    )


def paragraph_markdown(material: Material) -> str:
    """The paragraph as Markdown."""
    if not material.day["calls"]:
        return NOTHING
    text = "".join(
        piece if isinstance(piece, str) else f"**{piece.shown}** {piece.noun}"
        for piece in paragraph(material)
    )
    return " ".join(part for part in (text, _escaped(movers(material))) if part)


def table_markdown(material: Material) -> str:
    """Who took which position in the edition, as a Markdown table."""
    heads = ["", "calls", "sources", *(f"{SYMBOLS[p]} {p}" for p in SYMBOLS), "stances"]
    rows = [
        [
            side_name(row["side"]),
            row["calls"],
            row["sources"],
            row["supportive"],
            row["de_escalatory"],
            row["critical"],
            ", ".join(stance_name(stance) for stance in row["stances"]),
        ]
        for row in material.sides_of_day
    ]
    return "\n".join([_line(heads), _line(["---"] * len(heads)), *map(_line, rows)])


def stance_name(stance: str) -> str:
    """A stance as a person writes it."""
    return stance.replace("_", " ")


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_escaped(str(cell)) for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    if set(text) == {"-"}:
        return text
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#!" else char for char in text)
