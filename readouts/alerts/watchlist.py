"""What ``watchlist.yaml`` may say: who and what is watched, and who is told.

What belongs here: the fields of a rule, their defaults and limits. What does not: reading the file
(``watchlist_file``), and finding what touches a rule (``news``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from readouts.domain.records import Stance
from readouts.reference.bodies import organisations, words_to_organisation
from readouts.reference.geography import countries, no_country

NewsKind = Literal["call", "shift", "stance"]
"""What of an edition is told: a call first heard of, a changed position, a stance taken."""

TroubleKind = Literal["gate", "run", "silence", "fetch"]
"""What operators are told: a gate that shut, a run that failed, a source without new articles."""


@cache
def _sides() -> frozenset[str]:
    return frozenset(c.iso3 for c in countries()) | {body.short for body in organisations()}


def _side(code: str) -> str:
    """A code as tables have it; a name of a country is answered with its code."""
    if code in _sides():
        return code
    body = words_to_organisation().get(code.casefold())
    unknown = f"{code!r} is written {body.short}" if body else no_country(code)
    raise ValueError(str(unknown).replace("is no country's code", "is no country or organisation"))


def _stance(name: str) -> str:
    if name not in get_args(Stance):
        raise ValueError(f"{name!r} is no stance")
    return name


def _name(text: str) -> str:
    if not any(character.isalpha() for character in text):
        raise ValueError(f"{text!r} is no name")
    return text


Side = Annotated[str, AfterValidator(_side)]
Names = Annotated[tuple[Annotated[str, AfterValidator(_name)], ...], Field(strict=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Rule(_Strict):
    """One thing that is watched: what touches ``countries``, ``pairs`` or ``people``, narrowed to ``stances``."""

    name: str = Field(
        min_length=1, max_length=80, description="a short name of its own; messages begin with it"
    )
    countries: tuple[Side, ...] = Field(
        default=(),
        strict=False,
        description="a list of ISO 3166-1 alpha-3 codes or short names of organisations, such as [NOR, NATO]",
    )
    pairs: tuple[Annotated[tuple[Side, Side], Field(strict=False)], ...] = Field(
        default=(),
        strict=False,
        description="a list of pairs of countries or organisations, such as [[NOR, PAK]]",
    )
    stances: tuple[Annotated[str, AfterValidator(_stance)], ...] = Field(
        default=(),
        strict=False,
        description=f"a list of stances, of {', '.join(get_args(Stance))}",
    )
    people: Names = Field(default=(), description="a list of names of people")
    on: tuple[NewsKind, ...] = Field(
        default=(), strict=False, description=f"a list of {', '.join(get_args(NewsKind))}"
    )
    to: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        min_length=1, description="a list of channels"
    )

    @model_validator(mode="after")
    def _watches_something(self) -> Rule:
        if not (self.countries or self.pairs or self.stances or self.people):
            raise ValueError("expected at least one of countries, pairs, stances, people")
        if alone := next((one for one, other in self.pairs if one == other), None):
            raise ValueError(f"pairs: expected two that differ; [{alone}, {alone}] has one")
        if "on" in self.model_fields_set and not self.on:
            raise ValueError("on: expected at least one kind of news, or leave it out")
        return self

    @property
    def kinds(self) -> tuple[NewsKind, ...]:
        """What is told: ``on``, else stances where the rule names some, else calls and shifts."""
        return self.on or (("stance",) if self.stances else ("call", "shift"))


class Operators(_Strict):
    """Who is told of trouble, and of which."""

    to: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        min_length=1, description="a list of channels"
    )
    on: tuple[TroubleKind, ...] = Field(
        default=get_args(TroubleKind),
        min_length=1,
        strict=False,
        description=f"a list of {', '.join(get_args(TroubleKind))}",
    )
    silent_days: int = Field(
        default=3, ge=1, le=3650, description="days without a new article, 1 to 3650"
    )


@dataclass(frozen=True)
class Watchlist:
    """The file's content: apprise URLs by name of channel, the rules, and the operators' list."""

    channels: dict[str, str]
    rules: tuple[Rule, ...] = ()
    operators: Operators | None = None
