"""Layer 2b: offices told once of several: "Foreign Ministers A of Norway and B of Finland".

What belongs here: telling each name behind a plural office its own. What does not: an office and its one holder
(``resolve``), and which words are an office (``references``).
"""

from __future__ import annotations

from collections.abc import Mapping

from readouts.parse.actors.people.person import singular
from readouts.parse.actors.references.record import NO_SIDE, Ref, Side


def share_offices(refs: list[Ref], lower: list[str], words: Mapping[str, frozenset[str]]) -> None:
    """Tell each name behind a plural office its own: "State Secretaries A of Norway and B of Finland".

    The countries stand before the names ("his Danish and Swedish colleagues, A and B"), or each before its own
    ("the presidents of Norway, A, and of Finland, B").
    """
    for index, ref in enumerate(refs):
        if not ref.plural or ref.kind != "nominal" or not ref.office:
            continue
        named, sides = _behind(ref, refs[index + 1 : index + 24], lower, words)
        if named and named[-1].countries:  # "Presidents A and B of Norway and Peru"
            sides, named[-1].countries = named[-1].countries, []
        if len(named) < 2 or (len(sides) > 1 and len(sides) != len(named)):
            continue
        for number, other in enumerate(named):
            other.kind = "person"
            if not ref.counterpart:
                other.office, other.office_kind = single(ref.office, words), ref.office_kind
            other.former = other.former or ref.former
            other.side = other.side or sides[min(number, len(sides) - 1)]
        ref.countries, ref.country, ref.kind, ref.listed = [], None, "group", True


def _behind(
    ref: Ref, later: list[Ref], lower: list[str], words: Mapping[str, frozenset[str]]
) -> tuple[list[Ref], list[Side]]:
    """The names that stand behind a plural office, and the countries for them."""
    named: list[Ref] = []
    sides = list(ref.countries) or [ref.side or NO_SIDE]
    at = ref.last
    for other in later:
        gap = lower[at : other.first]
        if len(gap) > 4 or not words["shared_office_glue"].issuperset(gap):
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


def single(office: str, words: Mapping[str, frozenset[str]]) -> str:
    """The office of one of several: "foreign ministers" is "foreign minister"."""
    plurals = words["plural_office"]
    return " ".join(singular(w) if w.lower() in plurals else w for w in office.split(" "))
