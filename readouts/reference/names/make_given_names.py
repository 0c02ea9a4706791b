"""Makes ``given_names.tsv`` from the counts of ``nomquamgender``.

What belongs here: which names are taken. What does not: looking one up (``given_names``).

    python -m readouts.reference.names.make_given_names NAME_DATA.json

The file is that of the package ``nomquamgender`` 0.1.4 on PyPI (MIT; Van Buskirk, Clauset, Larremore, "An open-source
cultural consensus approach to name-based gender classification", ICWSM 2023): for each name in how many of 36 sources
it is, of how many people, and which share of them are women, over the world.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from readouts.reference.tables import table_path

SOURCES = 5
PEOPLE = 100
"""A name that fewer sources or people have is left out: its share would say little."""

DOUBT = 0.03
"""A name that so many of the others have, too, is left out: Andrea, Jean, Kim, Nicola."""

_HEAD = """\
# Given names that are women's alone or men's alone, the world over, without diacritics (names/make_given_names.py
# says how they were chosen, and makes the table). From nomquamgender, copyright (c) 2022 Ian Van Buskirk, MIT licence.
gender\tnames
"""


def rows(counts: dict[str, list[float]]) -> list[str]:
    """The rows of the table: one for each gender and first letter."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, (sources, people, share, *_) in counts.items():
        known = sources >= SOURCES and people >= PEOPLE and min(share, 1 - share) <= DOUBT
        if known and re.fullmatch("[a-z]{2,}(-[a-z]+)?", name):
            found.setdefault(("f" if share > 0.5 else "m", name[0]), []).append(name)
    return [f"{gender}\t{'|'.join(sorted(names))}" for (gender, _), names in sorted(found.items())]


def main() -> None:
    """Write the table anew from the file that the command names."""
    counts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table_path("given_names").write_text(_HEAD + "\n".join(rows(counts)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
