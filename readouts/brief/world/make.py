"""Making ``world.json`` and ``places.tsv`` anew from the npm package world-atlas; README.md says how.

What belongs here: keying the geometry by ISO 3166-1 alpha-3, and one place a country for its symbol. What does not:
simplifying (topojson's own tools do that) and drawing.

    python -m readouts.brief.world.make prepare countries-50m.json > prepared.json
    python -m readouts.brief.world.make places simplified.json
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from readouts.reference.geography import countries

FOLDER = Path(__file__).parent
ANTARCTICA = "010"
WITHOUT_NUMBER = {"Kosovo": "XKX"}
"""Countries of the reference tables that Natural Earth gives no number."""
NOT_DRAWN = {"TUV": (179.2, -8.5)}
"""Countries that the geometry lacks: longitude and latitude of the capital."""
SEEN_AREA = 4 * math.pi / 15_000
"""Countries smaller than this (steradians) would be some four pixels wide on a map of 900 pixels."""

Ring = list[tuple[float, float]]


def prepare(atlas: dict[str, Any]) -> dict[str, Any]:
    """The topology without Antarctica and without quantization, each country keyed by its alpha-3 code."""
    import pycountry

    kept = []
    for geometry in atlas["objects"]["countries"]["geometries"]:
        number, name = geometry.get("id"), geometry["properties"]["name"]
        if number == ANTARCTICA:
            continue
        known = pycountry.countries.get(numeric=number) if number else None
        code = known.alpha_3 if known else WITHOUT_NUMBER.get(name)
        plain = {key: geometry[key] for key in ("type", "arcs") if key in geometry}
        kept.append(plain | ({"id": code} if code else {}))
    used: dict[int, int] = {}
    for geometry in kept:
        geometry["arcs"] = _renumbered(geometry["arcs"], used)
    return {
        "type": "Topology",
        "objects": {"countries": {"type": "GeometryCollection", "geometries": kept}},
        "arcs": [_absolute(atlas["arcs"][old], atlas["transform"]) for old in used],
    }


def _renumbered(arcs: Any, used: dict[int, int]) -> Any:
    """Indexes of arcs counted over those that are used; a reversed arc is the complement of its index."""
    if isinstance(arcs, list):
        return [_renumbered(part, used) for part in arcs]
    number = used.setdefault(arcs if arcs >= 0 else ~arcs, len(used))
    return number if arcs >= 0 else ~number


def _absolute(arc: list[list[int]], transform: dict[str, list[float]]) -> list[list[float]]:
    """A quantized arc as longitudes and latitudes."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append([x * sx + tx, y * sy + ty])
    return points


def places(topology: dict[str, Any]) -> list[str]:
    """A line a country: its code, the middle of its largest part, and whether it is too small to see."""
    arcs = [_absolute(arc, topology["transform"]) for arc in topology["arcs"]]
    known = {country.iso3 for country in countries()}
    found = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry.get("id")
        if code not in known or not geometry.get("arcs"):
            continue
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [_ring(part[0], arcs) for part in parts]
        largest = max(rings, key=_area)
        longitude, latitude = _middle(largest)
        small = sum(map(_area, rings)) < SEEN_AREA
        found[code] = f"{code}\t{longitude:.1f}\t{latitude:.1f}\t{int(small)}"
    for code, (longitude, latitude) in NOT_DRAWN.items():
        found.setdefault(code, f"{code}\t{longitude}\t{latitude}\t1")
    missing = known - found.keys()
    if missing:
        raise SystemExit(f"no place for {', '.join(sorted(missing))}")
    return [found[code] for code in sorted(found)]


def _ring(indexes: list[int], arcs: list[list[list[float]]]) -> Ring:
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += [(x, y) for x, y in arc[1 if points else 0 :]]
    return points


def _flat(ring: Ring) -> Ring:
    """A ring in an equal-area plane: radians, latitudes as their sines."""
    return [(math.radians(x), math.sin(math.radians(y))) for x, y in ring]


def _area(ring: Ring) -> float:
    flat = _flat(ring)
    pairs = zip(flat, flat[1:] + flat[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """The centroid of a ring; of one without extent, its first point."""
    flat = _flat(ring)
    twice = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(flat, flat[1:] + flat[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if abs(twice) < 1e-9:
        return ring[0]
    return math.degrees(x / (3 * twice)), math.degrees(math.asin(y / (3 * twice)))


def main() -> None:
    """``prepare FILE`` writes to standard output, ``places FILE`` writes both data files of this folder."""
    command, file = sys.argv[1:]
    topology = json.loads(Path(file).read_text(encoding="utf-8"))
    if command == "prepare":
        json.dump(prepare(topology), sys.stdout)
        return
    lines = ["iso3\tlongitude\tlatitude\tsmall", *places(topology)]
    (FOLDER / "places.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    plain = json.dumps(topology, separators=(",", ":"))
    (FOLDER / "world.json").write_text(plain + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
