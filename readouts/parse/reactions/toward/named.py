"""The countries that words name, as possible targets of a stance, alone and in lists.

What belongs here: which countries a range of words names, and which of them are listed together. What does not: which
of them a stance is toward (``targets``), and towns (``towns``).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from readouts.parse.reactions.clauses.lines import Line


class Named(NamedTuple):
    """A country named at words ``at`` to ``end``, by itself or through a person; "" for an organisation."""

    at: int
    end: int
    country: str


def named(
    line: Line, first: int, last: int, own: set[str], *, as_places: bool = False
) -> list[Named]:
    """Return the countries named in a range of words, in order, without the holder's ``own``.

    "Brussels" is a place in Belgium; who speaks there is the Union, the Alliance or Belgium, and so it is none.
    """
    found: list[Named] = []
    for at, mention in line.countries[bisect_left(line.countries, first, key=lambda c: c[0]) :]:
        if at >= last:
            break
        if line.is_any(at, "seat_of_bodies") and not as_places:
            continue
        if mention.place not in own:
            found.append(Named(at, line.spans[line.cover[at]][1], mention.country or ""))
    return found


def pair(line: Line, found: list[Named], k: int, also: bool = False) -> list[Named]:
    """The countries joined to ``found[k]`` by "and", a comma, with ``also`` by "and likewise to"; itself included."""
    out, glue = [found[k]], line.grammar["listing"]
    glue = glue | line.grammar["likewise"] if also else glue
    for nxt in found[k + 1 :]:
        between = line.words[out[-1].end : nxt.at]
        far = len(between) > (6 if also and line.grammar["and"] & set(between) else 2)
        if not between or far or not set(between) <= glue:
            break
        out.append(nxt)
    return out


def last_of(line: Line, found: list[Named]) -> list[Named]:
    """The last country named, with those that it is listed with: "a Chilean and a Peruvian were among the dead"."""
    kept = found[-1:]
    for other in reversed(found[:-1]):
        if not set(line.words[other.end : kept[0].at]) <= line.grammar["listing"] | {"a", "an"}:
            break
        kept.insert(0, other)
    return kept
