"""References: words of a text that stand for persons, offices, countries and organisations.

What belongs here: the record of one reference. What does not: finding them (``scanner``), and who is the same person
as whom (``coreference``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RefKind = Literal["person", "nominal", "name", "place", "pronoun", "group"]


@dataclass(slots=True)
class Ref:
    """Words that stand for somebody or something; ``first`` and ``last`` (exclusive) are tokens.

    ``kind`` is "person" (a name with an office or title), "nominal" (an office without a name), "name" (a bare
    name), "place" (a country or an organisation), "pronoun" or "group". ``name`` is a range of tokens.
    ``countries`` holds several for a plural office ("the foreign ministers of Norway and Japan").
    """

    first: int
    last: int
    kind: RefKind
    name: tuple[int, int] | None = None
    office: str | None = None
    office_kind: str | None = None
    country: str | None = None
    organisation: str | None = None
    countries: list[tuple[str | None, str | None]] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    former: bool = False
    definite: bool = False
    owner: str | None = None
    counterpart: bool = False
    adjectival: bool = False
    given_name: bool = False
    listed: bool = False
    usual: str | None = None
    form: str = ""
    actors: tuple[int, ...] = ()
