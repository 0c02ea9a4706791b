"""The command ``readouts``: what a person types, and one clear line when it cannot be done.

What belongs here: commands with their options, handed on. What does not: reading an argument (``arguments``), any work,
how results look (``display``). Dagster takes a second to import: ``run``, ``rebuild``, ``sample`` do it inside.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines.commands.archive import app as archive_app
from pipelines.commands.arguments import (
    ExportFormat,
    Format,
    UsageError,
    parse_day,
    parse_edition,
    parse_editions,
)
from pipelines.commands.cluster import cluster_app
from pipelines.commands.corrections import correct, corrections, review
from pipelines.commands.model import model_app
from pipelines.commands.move import move
from pipelines.commands.sources import sources_app
from readouts.base.errors import ReadoutsError, explain
from readouts.base.instance.home import Home, home_folder
from readouts.base.rubbish import look_seldom
from readouts.base.terminal import guard_streams

app = typer.Typer(
    name="readouts",
    help="Who called whom, and what they said: collect, parse, query.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

OF_READERS = {
    *("sql", "tables", "brief", "page", "export", "gates"),
    *("correct", "corrections", "review", "watch", "ui"),
}
"""Commands that read what is published."""


@app.callback()
def before(context: typer.Context) -> None:
    """Who called whom, and what they said: collect, parse, query."""
    if context.invoked_subcommand in OF_READERS and Home.from_environment().unpublished.exists():
        from pipelines.screens.publication import publish_what_waits

        publish_what_waits()


Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="How many processes read pages (READOUTS_WORKERS); as many as there are processors else. Of a range,"
        " from 2 on, they fetch and read the next editions while this process closes one after another.",
        show_default=False,
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show Dagster's own log.")]


@app.command()
def run(
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day (2026-05-09), a range (2026-05-01..2026-05-09), or one to today (2026-05-01..);"
            " today by default."
        ),
    ] = None,
    read_again: Annotated[
        bool,
        typer.Option(
            "--read-again",
            help="Have the configured model read what another has read (model.yaml).",
        ),
    ] = False,
    workers: Workers = None,
    verbose: Verbose = False,
) -> None:
    """Collect, parse and publish one edition or several."""
    from pipelines.screens.sessions import run_session

    days = parse_editions(editions)
    raise typer.Exit(run_session(days, read_again=read_again, workers=workers, verbose=verbose))


@app.command()
def rebuild(
    editions: Annotated[
        str | None,
        typer.Argument(help="A day or a range of days; those the archive has by --all."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every edition that the archive has.")
    ] = False,
    workers: Workers = None,
    verbose: Verbose = False,
) -> None:
    """Make editions anew from the archive, with the network off: after an upgrade, or a lost build file."""
    from pipelines.screens.sessions import archived, run_session, set_aside_broken_build

    if everything == (editions is not None):
        raise UsageError("say which editions to rebuild, or --all")
    days = archived() if everything else parse_editions(editions)
    if not days:
        raise UsageError("the archive holds no edition yet")
    if everything:
        set_aside_broken_build()
    raise typer.Exit(run_session(days, offline=True, workers=workers, verbose=verbose))


@app.command()
def sample(
    model: Annotated[
        Literal["recorded"] | None,
        typer.Option(help="Read the recorded answers about its pages as a model's."),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Serve the sample site on this machine, run its editions, and print what they say."""
    from pipelines.screens.sessions import sample_session

    raise typer.Exit(sample_session(recorded=model is not None, verbose=verbose))


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="Where the UI listens, on 127.0.0.1.")] = 3000,
) -> None:
    """Open Dagster's UI and scheduler on this instance; READOUTS_UI_NAMES names the addresses of a proxy before it."""
    from pipelines.ui import ui_session

    raise typer.Exit(ui_session(port))


@app.command()
def sql(
    query: Annotated[
        str, typer.Argument(help="A query over the published warehouse; - reads standard input.")
    ],
    output: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="How to write the result; a table where it fits, a line a value (line) where rows are too wide.",
            show_default=False,
        ),
    ] = None,
    of_working: Annotated[
        bool, typer.Option("--working", help="Of the tables that steps write, refused rows too.")
    ] = False,
) -> None:
    """Put a query to the published warehouse, read-only."""
    from pipelines.screens.display import write_answer
    from readouts.warehouse.reading.query import answer, answer_of_working
    from readouts.warehouse.working.door import working

    text = sys.stdin.read() if query == "-" else query
    home = Home.from_environment()
    found = answer_of_working(working(home), text) if of_working else answer(home.warehouse, text)
    write_answer(found, output.value if output else None)


@app.command()
def tables(
    name: Annotated[
        str | None,
        typer.Argument(help="A table, view or macro, such as core.reactions; all by default."),
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", "-f", help="How to write the result.")
    ] = Format.table,
) -> None:
    """Say what the tables of the published warehouse hold, or what the columns of one mean."""
    from pipelines.screens.display import write_answer
    from readouts.warehouse.reading.described import columns_of, described

    warehouse = Home.from_environment().warehouse
    found = described(warehouse) if name is None else columns_of(warehouse, name)
    write_answer(found, output.value)


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
    from pipelines.screens.brief import brief_session

    brief_session(parse_edition(edition), folder, is_opened=is_opened)


@app.command()
def page(
    article_id: Annotated[str, typer.Argument(help="An article_id of the warehouse.")],
) -> None:
    """Write the page of an article to standard output, as it came and lies in the archive."""
    from pipelines.screens.brief import page_session

    page_session(article_id)


for command in (correct, corrections, review, move):
    app.command()(command)


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
    from pipelines.screens.publication import publish_session

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
    from pipelines.screens.publication import export_session

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
    from pipelines.screens.display import write_gates
    from readouts.warehouse.reading.results import gate_record
    from readouts.warehouse.working.door import working

    home = Home.from_environment()
    days = None if editions is None else parse_editions(editions)
    record = gate_record(working(home), home.warehouse, days, only_failed=failed)
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
    from pipelines.screens.watching import test_session, watch_session

    if test:
        if dry_run or edition is not None:
            raise UsageError("--test stands alone")
        raise typer.Exit(test_session())
    raise typer.Exit(watch_session(parse_edition(edition), dry_run=dry_run))


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
    answers: Annotated[
        Path | None,
        typer.Option(
            help="A file of a model's answers (lines of id and answer, or a batch's output), joined with the rules."
        ),
    ] = None,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="With --answers: what waits to be looked at, too.")
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
    language: Annotated[
        str | None,
        typer.Option(help="The text's language, ISO 639-1; a page tells its own, English else."),
    ] = None,
) -> None:
    """Read the calls and reactions out of one report."""
    from pipelines.screens.parsing import Given, parse_lines, parse_one
    from readouts.reference import no_country

    if doubtful and answers is None:
        raise UsageError(
            "--doubtful goes with --answers: without them all that the rules read is printed"
        )
    if as_jsonl:
        parse_lines(source, answers, doubtful=doubtful)
        return
    day = None if published is None else parse_day(published)
    if country is not None and (unknown := no_country(country)):
        raise UsageError(unknown)
    given = Given(title, day, publisher, country, language)
    parse_one(source, given, as_json=as_json, explain=explain, answers=answers, doubtful=doubtful)


app.add_typer(archive_app, name="archive")
app.add_typer(cluster_app, name="cluster", invoke_without_command=True)
app.add_typer(model_app, name="model", invoke_without_command=True)
app.add_typer(sources_app, name="sources", invoke_without_command=True)


def main() -> None:
    """Run the command; what goes wrong is one clear line and an exit status, not a traceback."""
    look_seldom()
    guard_streams()
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
        print(f"readouts: {explain(error, home_folder())}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("readouts: interrupted; run it again to go on", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
