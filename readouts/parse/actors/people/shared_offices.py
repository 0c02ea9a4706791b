"""Layer 2b: an office that is told once of several: "Foreign Ministers A of Norway and B of Finland".

What belongs here: which names behind or before a plural office hold it, and for which of its countries each does. What
does not: who the names are (``resolve``), and groups of whom nobody is named.
"""

from __future__ import annotations

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.person import single
from readouts.parse.actors.references.record import NO_SIDE, Ref, Side

_NEAR = 24
"""Among so many references behind a plural office its holders are named."""


def share_offices(cast: Cast) -> None:
    """Tell each name behind a plural office its own: "State Secretaries A of Norway and B of Finland".

    The countries stand before the names ("his Danish and Swedish colleagues, A and B"), or each before its own
    ("the presidents of Norway, A, and of Finland, B").
    """
    for index, ref in enumerate(cast.refs):
        if not ref.plural or ref.kind != "nominal" or not ref.office:
            continue
        named, sides = _named_behind(cast, index)
        if not named:
            named, sides = _named_before(cast, index), list(ref.countries)
        if named and named[-1].countries:  # "Presidents A and B of Norway and Peru"
            sides, named[-1].countries = named[-1].countries, []
        if len(named) < 2 or (len(sides) > 1 and len(sides) != len(named)):
            continue
        for number, other in enumerate(named):
            other.kind = "person"
            if not ref.counterpart:
                other.office, other.office_kind = single(ref.office), ref.office_kind
            other.former = other.former or ref.former
            other.side = other.side or sides[min(number, len(sides) - 1)]
        ref.countries, ref.country, ref.kind, ref.listed = [], None, "group", True


def _named_behind(cast: Cast, index: int) -> tuple[list[Ref], list[Side]]:
    """The names that stand behind a plural office, and the countries for them."""
    ref, named = cast.refs[index], list[Ref]()
    sides, at = list(ref.countries) or [ref.side or NO_SIDE], ref.last
    for other in cast.refs[index + 1 : index + _NEAR]:
        gap = cast.tokens.lower[at : other.first]
        if len(gap) > 4 or not cast.words["shared_office_glue"].issuperset(gap):
            break
        # "the Norwegian and Danish ministers, A and B, the Danish ministry said"
        told = len(ref.countries) > 1
        if other.kind == "place" and not told and sides[0] != NO_SIDE and len(named) == len(sides):
            sides.append(other.side or NO_SIDE)
        elif other.name is None or other.office or (named and not gap):
            break
        else:
            named.append(other)
        at = other.last
    return named, sides


def _named_before(cast: Cast, index: int) -> list[Ref]:
    """The names that stand before a plural office, one for each of its countries: "A and B, presidents of X and Y"."""
    ref, lower = cast.refs[index], cast.tokens.lower
    count = len(ref.countries)
    named = cast.refs[max(0, index - count) : index] if count > 1 else []
    behind = [r.first for r in named[1:]] + [ref.first]
    gaps = [lower[r.last : begin] for r, begin in zip(named, behind, strict=False)]
    bare = all(r.name and not (r.office or r.side) for r in named)
    glued = all(cast.words["shared_office_glue"].issuperset(gap) and len(gap) < 4 for gap in gaps)
    whole = bool(named) and lower[named[0].first - 1] not in (",", "and")
    fits = len(named) == count > 1 and gaps[-1][:1] == [","]
    return named if fits and bare and glued and whole else []
