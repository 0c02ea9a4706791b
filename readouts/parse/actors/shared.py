"""Layer 2b: offices told once for several names: "Foreign Ministers A of Norway and B of Finland".

What belongs here: telling each of the names its own office and country. What does not: who the named are
(``coreference``).
"""

from __future__ import annotations

from collections.abc import Mapping

from readouts.parse.actors.person import singular
from readouts.parse.actors.reference import Ref


def shared_offices(refs: list[Ref], lower: list[str], sets: Mapping[str, frozenset[str]]) -> None:
    """Tell each name behind a plural office its own: "State Secretaries A of Norway and B of Finland".

    The countries stand before the names ("his Danish and Swedish colleagues, A and B"), or each before its own
    ("the presidents of Norway, A, and of Finland, B").
    """
    glue = sets["shared_office_glue"]
    for index, ref in enumerate(refs):
        if not ref.plural or ref.kind != "nominal" or not ref.office:
            continue
        named: list[Ref] = []
        places = list(ref.countries) or [(ref.country, ref.organisation)]
        at = ref.last
        for other in refs[index + 1 : index + 24]:
            gap = lower[at : other.first]
            if len(gap) > 4 or not glue.issuperset(gap):
                break
            if other.kind == "place" and places[0] != (None, None) and len(named) == len(places):
                places.append((other.country, other.organisation))
            elif other.name is None or other.office or (named and not gap):
                break
            else:
                named.append(other)
            at = other.last
        if len(named) < 2 or (len(places) > 1 and len(places) != len(named)):
            continue
        for number, other in enumerate(named):
            other.kind = "person"
            if not ref.counterpart:
                other.office, other.office_kind = single(ref.office, sets), ref.office_kind
            if not other.country and not other.organisation:
                other.country, other.organisation = places[min(number, len(places) - 1)]
        ref.countries, ref.country, ref.kind, ref.listed = [], None, "group", True


def single(office: str, sets: Mapping[str, frozenset[str]]) -> str:
    """The office of one of several: "foreign ministers" is "foreign minister"."""
    plurals = sets["plural_office"]
    return " ".join(singular(w) if w.lower() in plurals else w for w in office.split(" "))
