"""References: words of a text that stand for persons, offices, countries and organisations.

What belongs here: the record of one reference. What does not: finding them (``scan``), and who is the same person
as whom (``people``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Gender = Literal["m", "f"]
RefKind = Literal["person", "nominal", "name", "place", "pronoun", "group"]
PERSONS = ("person", "name", "nominal")
"""Kinds of words for one person."""
Side = tuple[str | None, str | None]
"""A country (ISO 3166-1 alpha-3) or an organisation."""
NO_SIDE: Side = (None, None)


@dataclass(slots=True)
class Ref:
    """Words that stand for somebody or something; ``first`` and ``last`` (exclusive) are tokens.

    ``kind`` is "person" (a name with an office or title), "nominal" (an office without a name), "name" (a bare
    name), "place" (a country or an organisation), "pronoun" or "group". ``name`` is a range of tokens.
    ``countries`` holds several for a plural office ("the foreign ministers of Norway and Japan"). ``labelled`` is one
    whose side a label gives: "NORWAY: President Quen".
    """

    first: int
    last: int
    kind: RefKind
    name: tuple[int, int] | None = None
    office: str | None = None
    office_kind: str | None = None
    country: str | None = None
    organisation: str | None = None
    countries: list[Side] = field(default_factory=list)
    gender: Gender | None = None
    plural: bool = False
    former: bool = False
    definite: bool = False
    owned: bool = False
    counterpart: bool = False
    adjectival: bool = False
    given_name: bool = False
    listed: bool = False
    labelled: bool = False
    usual: str | None = None
    form: str = ""
    actors: tuple[int, ...] = ()

    @property
    def side(self) -> Side | None:
        """The country or organisation that the words tell, if any."""
        return (self.country, self.organisation) if self.country or self.organisation else None

    @side.setter
    def side(self, value: Side | None) -> None:
        self.country, self.organisation = value or (None, None)

    def take_office(self, other: Ref) -> None:
        """Take over the office of other words for the same person, and its side where none is known."""
        self.office = None if other.counterpart else other.office
        self.office_kind, self.usual = other.office_kind, other.usual
        self.former, self.counterpart = other.former, other.counterpart
        self.side = self.side or other.side
