"""The commands ``readouts sources …``: what is collected, and whether it can be.

What belongs here: arguments, and the tables that answer. What does not: reading the file and trying sources
(``readouts.harvest``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from pipelines.screens.display import console, plain, write_json, write_table
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import sources_file
from readouts.harvest.collection.check import SourceCheck, check_sources
from readouts.harvest.sources.source import Source
from readouts.harvest.sources_file import load_sources


class UnknownSourceError(ReadoutsError):
    """A source was asked for that the file of sources does not have."""


app = typer.Typer(no_args_is_help=False)


@app.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the sources of sources.yaml (READOUTS_SOURCES names another file): what attests each, and why one is off.

    What an entry may say, kind by kind: docs/sources.md.
    """
    if context.invoked_subcommand is not None:
        return
    _write_sources(load_sources(sources_file()), as_json=as_json)


@app.command("check")
def check(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; all by default, disabled ones too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Try sources out: fetch a few articles of each and say what was found, or what is wrong."""
    known = {source.id: source for source in load_sources(sources_file())}
    for name in ids or []:
        if name not in known:
            raise UnknownSourceError(f"there is no source {name!r} in {sources_file()}")
    wanted = [known[name] for name in ids or known]
    with console(stderr=True).status(f"trying {len(wanted)} sources …") as status:
        checks = check_sources(wanted, progress=lambda line: status.update(escape(plain(line))))
    _write_checks(checks, as_json=as_json)
    raise typer.Exit(0 if all(found.ok for found in checks) else 1)


def _write_sources(sources: Sequence[Source], *, as_json: bool) -> None:
    if as_json:
        data = [source.model_dump(mode="json", exclude_none=True) for source in sources]
        write_json(data)
        return
    write_table(
        ["id", "name", "kind", "type", "country", "language", "attested", "off"],
        [
            (s.id, s.name, s.kind, s.type, s.country, s.language, s.attested, _off(s))
            for s in sources
        ],
        title=_title(sources),
    )


def _off(source: Source) -> str:
    return "" if source.enabled else source.why_off or "switched off"


def _title(sources: Sequence[Source]) -> str:
    counts = Counter(source.attestation for source in sources)
    off = sum(not source.enabled for source in sources)
    told = ", ".join(
        f"{counts[kind]} {words}"
        for kind, words in (
            ("dated", "attested with a day"),
            ("undated", "attested without one"),
            ("host", "by their host alone"),
            ("none", "not attested"),
        )
        if counts[kind]
    )
    return f"{len(sources)} sources, {off} switched off: {told or 'none'}"


def _write_checks(checks: Sequence[SourceCheck], *, as_json: bool) -> None:
    if as_json:
        write_json([check.as_dict() for check in checks])
        return
    columns = ["source", "kind", "reachable", "robots", "links", "newest", "extracted", "problem"]
    rows = [
        (
            c.source_id,
            c.kind,
            "yes" if c.reachable else "no",
            c.robots,
            f"{c.links}, {c.too_old} older than max_age_days" if c.too_old else c.links,
            c.newest,
            f"{c.extracted} of {c.fetched}",
            c.problem,
        )
        for c in checks
    ]
    wrong = sum(not check.ok for check in checks)
    write_table(columns, rows, title=f"{len(checks)} sources, {wrong} with a problem")
