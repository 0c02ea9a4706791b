"""``readouts sources check``: tries sources out and shows a row each.

What belongs here: choosing sources and showing what trying them came to. What does not: trying them
(``readouts.harvest.check``).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from pipelines.display import console, write_table
from readouts.errors import ReadoutsError
from readouts.harvest import Source, SourceCheck, check_sources, load_sources
from readouts.home import sources_file


class UnknownSourceError(ReadoutsError):
    """There is no source of this id."""


def check(names: Sequence[str], *, as_json: bool) -> int:
    """Try the sources of these ids, all where none is named; 0 when nothing is wrong with any of them, else 1.

    Raises:
        SourcesError: the file of sources has mistakes.
        UnknownSourceError: a name is none of its ids.
    """
    sources = _chosen(load_sources(sources_file()), names)
    progress = console(stderr=True)
    rows = check_sources(sources, progress=lambda line: progress.print(line, style="dim"))
    if as_json:
        json.dump([row.as_dict() for row in rows], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        _write(rows)
    return 0 if all(row.ok for row in rows) else 1


def _chosen(sources: list[Source], names: Sequence[str]) -> list[Source]:
    known = {source.id: source for source in sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnknownSourceError(f"{unknown[0]!r} is no source of {sources_file()}")
    return [known[name] for name in names] if names else sources


def _write(rows: Sequence[SourceCheck]) -> None:
    good = sum(row.ok for row in rows)
    write_table(
        ["id", "kind", "reachable", "robots", "links", "newest", "extracted", "problem"],
        [
            (
                row.source_id,
                row.kind,
                row.reachable,
                row.robots,
                row.links,
                row.newest,
                f"{row.extracted} of {row.fetched}",
                row.problem,
            )
            for row in rows
        ],
        title=f"{good} of {len(rows)} sources are well",
    )
