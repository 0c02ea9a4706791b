"""The command ``readouts``: what a person types, and one clear line when it cannot be done.

What belongs here: arguments, and handing them on. What does not: any work, and how results look
(``pipelines.display``). Dagster takes a second to import and is imported inside ``run``, ``rebuild`` and ``sample``.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.archive import app as archive_app
from readouts.errors import ReadoutsError, explain
from readouts.home import Home

app = typer.Typer(
    name="readouts",
    help="Who called whom, and what they said: collect, parse, query.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show Dagster's own log.")]


class Format(StrEnum):
    """How a result is written."""

    table = "table"
    csv = "csv"
    json = "json"


class ExportFormat(StrEnum):
    """What an export is written as."""

    both = "both"
    csv = "csv"
    parquet = "parquet"


class UsageError(ReadoutsError):
    """An argument that cannot be meant; the message is one line."""


def parse_editions(text: str | None) -> list[date]:
    """``2026-05-09``, or a range ``2026-05-01..2026-05-09``; today (UTC) where nothing is given.

    Raises:
        UsageError: it is neither, ends before it begins, or reaches into the future.
    """
    today = datetime.now(UTC).date()
    if text is None:
        return [today]
    first_text, _, last_text = text.partition("..")
    try:
        first, last = date.fromisoformat(first_text), date.fromisoformat(last_text or first_text)
    except ValueError:
        raise UsageError(
            f"{text!r} is no edition: write a day as 2026-05-09, a range as 2026-05-01..2026-05-09"
        ) from None
    if last < first:
        raise UsageError(f"{text!r} ends before it begins")
    if last > today:
        raise UsageError(f"{last} has not come yet; today is {today} (UTC)")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@app.command()
def run(
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day (2026-05-09) or a range (2026-05-01..2026-05-09); today by default."
        ),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Collect, parse and publish one edition or several."""
    from pipelines.sessions import run_session

    raise typer.Exit(run_session(parse_editions(editions), verbose=verbose))


@app.command()
def rebuild(
    editions: Annotated[
        str | None,
        typer.Argument(help="A day or a range of days; those the archive has by --all."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every edition that the archive has.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Make editions anew from the archive, with the network off: after an upgrade, or a lost build file."""
    from pipelines.sessions import archived, run_session, set_aside_broken_build

    if everything == (editions is not None):
        raise UsageError("say which editions to rebuild, or --all")
    days = archived() if everything else parse_editions(editions)
    if not days:
        raise UsageError("the archive holds no edition yet")
    if everything:
        set_aside_broken_build()
    raise typer.Exit(run_session(days, offline=True, verbose=verbose))


@app.command()
def sample(
    verbose: Verbose = False,
) -> None:
    """Serve the sample site on this machine, run its editions, and print what they say."""
    from pipelines.sessions import sample_session

    raise typer.Exit(sample_session(verbose=verbose))


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="Where the UI listens, on 127.0.0.1.")] = 3000,
) -> None:
    """Open Dagster's UI and scheduler on this instance (READOUTS_HOME)."""
    from pipelines.sessions import ui_session

    raise typer.Exit(ui_session(port))


@app.command()
def sql(
    query: Annotated[
        str,
        typer.Argument(
            help="A query over the published warehouse; - reads it from standard input."
        ),
    ],
    output: Annotated[
        Format, typer.Option("--format", "-f", help="How to write the result.")
    ] = Format.table,
) -> None:
    """Put a query to the published warehouse, read-only."""
    from pipelines.display import write_answer
    from readouts.warehouse.query import answer

    text = sys.stdin.read() if query == "-" else query
    write_answer(answer(Home.from_environment().warehouse, text), output.value)


@app.command()
def brief(
    edition: Annotated[
        str | None, typer.Argument(help="A day, such as 2026-05-09; the latest edition by default.")
    ] = None,
    is_opened: Annotated[
        bool, typer.Option("--open/--no-open", help="Open it in the browser.")
    ] = True,
    folder: Annotated[
        Path | None,
        typer.Option("--output", help="Where to write it; READOUTS_HOME/brief by default."),
    ] = None,
) -> None:
    """Write the brief of an edition, one HTML file with all figures and their sentences, and open it."""
    from pipelines.brief import brief_session

    days = parse_editions(edition) if edition else [None]
    if len(days) > 1:
        raise UsageError("a brief is of one edition; name a day")
    brief_session(days[0], folder, is_opened=is_opened)


@app.command()
def page(
    article_id: Annotated[str, typer.Argument(help="An article_id of the warehouse.")],
) -> None:
    """Write the page of an article to standard output, as it came and lies in the archive."""
    from pipelines.brief import page_session

    page_session(article_id)


@app.command()
def correct(
    target: Annotated[str, typer.Argument(help="A reaction_id or report_id of the warehouse.")],
    field: Annotated[
        str,
        typer.Argument(
            help="Of a reaction stance, toward, side, speaker, in_call; of a report call_date, medium,"
            " initiator_side, initiator; of both retracted."
        ),
    ],
    value: Annotated[str, typer.Argument(help="The right value; none empties a field.")],
    who: Annotated[str, typer.Option(help="Who corrects.")],
    why: Annotated[str, typer.Option(help="Why: what the page says.")],
) -> None:
    """Correct what the parser said, in corrections.csv (READOUTS_CORRECTIONS names another file)."""
    from pipelines.corrections import correct_session

    correct_session(target, field, value, who=who, why=why)


@app.command()
def corrections(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the corrections, and whether each is attached to a row of the warehouse, and how."""
    from pipelines.corrections import corrections_session

    raise typer.Exit(corrections_session(as_json=as_json))


@app.command()
def publish(
    keep: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Keep dated copies of the last N publications (READOUTS_KEEP does so for every run).",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Withdraw an edition (2026-05-09) or a range of them, until they are run again."
        ),
    ] = None,
) -> None:
    """Publish what is finished, without a run."""
    from pipelines.publication import publish_session

    publish_session(keep, [day for text in without or [] for day in parse_editions(text)])


@app.command()
def export(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to; READOUTS_HOME/export by default.")
    ] = None,
    form: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="What to write.")
    ] = ExportFormat.both,
    with_text: Annotated[
        bool,
        typer.Option("--with-text", help="The articles' texts too, which are their publishers'."),
    ] = False,
) -> None:
    """Export the published warehouse as CSV and Parquet with a data dictionary."""
    from pipelines.publication import export_session

    export_session(folder, form.value, with_text=with_text)


@app.command()
def gates(
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day or a range of days; the latest and all refused ones by default."
        ),
    ] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only checks that found something.")
    ] = False,
    output: Annotated[
        Format, typer.Option("--format", "-f", help="How to write the result.")
    ] = Format.table,
) -> None:
    """Show what the gates found: by edition and table, which checks passed, warned or shut."""
    from pipelines.display import write_gates
    from readouts.warehouse.results import gate_record

    home = Home.from_environment()
    days = parse_editions(editions) if editions else None
    record = gate_record(home.build, home.warehouse, days, only_failed=failed)
    write_gates(record, output.value)


@app.command()
def watch(
    edition: Annotated[
        str | None,
        typer.Argument(help="A day (2026-05-09), however old; the editions of the last week else."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would go out; send and record nothing.")
    ] = False,
    test: Annotated[
        bool, typer.Option("--test", help="Send a test message to every channel.")
    ] = False,
) -> None:
    """Send what touches the watchlist and is not sent yet (watchlist.yaml; READOUTS_WATCHLIST names another)."""
    from pipelines.watching import test_session, watch_session

    if test:
        if dry_run or edition is not None:
            raise UsageError("--test stands alone")
        raise typer.Exit(test_session())
    days = parse_editions(edition) if edition is not None else [None]
    if len(days) > 1:
        raise UsageError("one edition at a time")
    raise typer.Exit(watch_session(days[0], dry_run=dry_run))


@app.command()
def parse(
    source: Annotated[str, typer.Argument(help="A file, a URL, or - for standard input.")] = "-",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
    as_jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help="Read a document a line (id, text, title, published, publisher, lang); write its calls a line.",
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show which rule fired on which words.")
    ] = False,
    title: Annotated[str | None, typer.Option(help="The headline, if the text lacks it.")] = None,
    published: Annotated[
        str | None,
        typer.Option(help="The day of publication, 2026-05-09; dates are resolved against it."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    country: Annotated[
        str | None, typer.Option(help="The publisher's country, ISO 3166-1 alpha-3 (NOR).")
    ] = None,
    language: Annotated[str, typer.Option(help="The text's language, ISO 639-1.")] = "en",
) -> None:
    """Read the calls and reactions out of one report."""
    from pipelines.parsing import Given, parse_lines, parse_one

    if as_jsonl:
        parse_lines(source)
        return
    day = parse_editions(published)[0] if published else None
    given = Given(title, day, publisher, country, language)
    parse_one(source, given, as_json=as_json, explain=explain)


app.add_typer(archive_app, name="archive")

sources_app = typer.Typer(no_args_is_help=False)
app.add_typer(sources_app, name="sources", invoke_without_command=True)


@sources_app.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the sources of sources.yaml (READOUTS_SOURCES names another file): what attests each, and why one is off.

    Kinds: feed, sitemap, listing, json (a list in JSON, by paths), urls, folder, warc, gdelt; see docs/sources.md.
    """
    if context.invoked_subcommand is not None:
        return
    from pipelines.display import write_sources
    from readouts.harvest import load_sources
    from readouts.home import sources_file

    write_sources(load_sources(sources_file()), as_json=as_json)


@sources_app.command("check")
def check(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; all by default, disabled ones too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Try sources out: fetch a few articles of each and say what was found, or what is wrong."""
    from pipelines.display import write_checks
    from pipelines.sessions import check_session

    checks = check_session(ids or [])
    write_checks(checks, as_json=as_json)
    raise typer.Exit(0 if all(found.ok for found in checks) else 1)


def main() -> None:
    """Run the command; what goes wrong is one clear line and an exit status, not a traceback."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except ReadoutsError as error:
        print(f"readouts: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        # A file that is open already is not named by the system: all that is written lies under the home.
        print(f"readouts: {explain(error, Home.from_environment().path)}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("readouts: interrupted; run it again to go on", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
