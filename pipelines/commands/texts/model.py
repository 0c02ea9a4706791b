"""The commands ``readouts model …``: where texts go, what works, what waits, batch files.

What belongs here: arguments, and what a person sees. What does not: asking (``readouts.asking``), choosing articles
(``readouts.edition.closing.asking``), and trying a model out (``trying``).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from pipelines.commands.arguments import UsageError, parse_editions
from pipelines.screens.display import console, plain, say, tell, write_table
from readouts.asking.answers.store import LOCK
from readouts.asking.batch import (
    Noted,
    Writer,
    line_of,
    lines_of,
    note,
    noted,
    own_name,
    requests_of,
    take_in,
    with_bodies,
)
from readouts.asking.check import check_server
from readouts.asking.model_file import key_of
from readouts.asking.questions.question import document_digest
from readouts.asking.questions.request import Request
from readouts.asking.settings import Settings
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import model_file
from readouts.base.state.turns import take_turn
from readouts.domain.records import Report
from readouts.edition.kept.answers import WAITING, Model, settings_of
from readouts.edition.making.answers import translations_wanted
from readouts.edition.project import Project, Rows
from readouts.evaluation.annotation import report_of
from readouts.harvest.sources_file import load_sources
from readouts.warehouse.reading.query import answer, answer_from
from readouts.warehouse.tables.rows import report_of as report_of_article


class NoModelError(ReadoutsError):
    """No model is configured."""


app = typer.Typer(help="The language model that reads along.", no_args_is_help=False)


@app.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Say which model reads along (model.yaml; READOUTS_MODEL names another), whose texts go there, and what waits."""
    if context.invoked_subcommand is not None:
        return
    project = Project.from_environment()
    path, _ = model_file(project.sources)
    settings = settings_of(project.sources)
    if settings is None:
        tell(
            f"no model is configured ({path} is not there): the rules read alone, and no text leaves this machine"
        )
        return
    where = settings.address or "nowhere by itself ('readouts model requests' writes batch files)"
    tell(f"{settings.model}, asked at {where}, as {path} says")
    tell(_key_line(settings))
    limits = [f"{value:,} {name}" for name, value in settings.limits if value is not None]
    most = f"{', '.join(limits)} at most" if limits else "all that waits"
    tell(f"a run asks for {most}")
    rows = [
        (
            s.name,
            s.language,
            settings.address or "batch files" if settings.asks_about(s.language) else "nowhere",
        )
        for s in load_sources(project.sources)
        if s.enabled
    ]
    write_table(["publisher", "language", "texts go to"], rows)
    if project.home.warehouse.is_file():
        _show_counts(project)


@app.command()
def check() -> None:
    """Ask a few questions and say what works: way of asking, speed, and whether a long document is read whole."""
    project = Project.from_environment()
    settings = configured(project)
    if settings.address is None:
        raise NoModelError("model.yaml names no address: there is no server to check")
    screen = console(stderr=True)
    with screen.status("asking …") as status:
        findings = check_server(
            settings, key_of(settings), say=lambda line: status.update(plain(line))
        )
    for finding in findings:
        mark, style = ("ok  ", "green") if finding.is_good else ("mend", "red")
        console().print(Text(mark, style=style), Text(plain(finding.text)), soft_wrap=True)
    raise typer.Exit(0 if all(finding.is_good for finding in findings) else 1)


@app.command("try")
def try_out(
    most: Annotated[
        int | None, typer.Option(min=1, help="Read so many documents only; all by default.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="Take these answers (lines of id and answer) and ask nobody."),
    ] = None,
) -> None:
    """Read the documents that Readouts brings, and say how well, how fast and at what cost the model reads them."""
    from pipelines.commands.texts.trying import try_session  # what only it needs takes a second

    try_session(most, answers)


@app.command()
def requests(
    output: Annotated[Path, typer.Option("--output", "-o", help="The batch file to write.")],
    editions: Annotated[
        str | None,
        typer.Argument(
            help="A day or a range: all articles there that the model has not read; what waits by default."
        ),
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option("--jsonl", help="Ask about documents of your own, one a line, instead."),
    ] = None,
    read_again: Annotated[
        bool, typer.Option("--read-again", help="Articles that another model has read, too.")
    ] = False,
) -> None:
    """Write what is to be asked as batch files (JSON lines as OpenAI's batch service takes them)."""
    if documents is not None:
        if editions is not None or read_again:
            raise UsageError("--jsonl stands alone")
        _requests_of_documents(documents, output)
        return
    days = parse_editions(editions) if editions is not None else None
    _requests_of_articles(days, output, read_again=read_again)


@app.command()
def answers(
    files: Annotated[list[Path], typer.Argument(help="Output files of a batch service.")],
) -> None:
    """Take the answers of batch files into the archive; the next run reads them."""
    project = Project.from_environment()
    model = Model(project)
    total: Counter[str] = Counter()
    with take_turn(project.home, "taking answers in", say=say, lock=LOCK):
        for path in files:
            counts, problems = take_in(model.store, path, model.settings)
            total += counts
            for problem in problems[:20]:
                say(problem)
            if len(problems) > 20:
                say(f"{path}: {len(problems) - 20} lines more")
    say(
        f"{total['stored']:,} answers stored, {total['known']:,} were there,"
        f" {total['unknown']:,} nobody asked for here, {total['failed']:,} failed, {total['damaged']:,} lines damaged"
    )
    if total["changed"]:
        say(
            f"{total['changed']:,} of those that were there say otherwise than what is stored, which stays: a request"
            " is answered once; to read anew name another model, or this by another name, in model.yaml, and ask by"
            " 'readouts model requests EDITION --read-again'"
        )
    if total["stored"]:
        say(
            "'readouts run' takes in what waited; 'readouts rebuild' of an edition takes in all about it"
        )
    if total["aside"]:
        say(
            f"{total['aside']:,} are about articles that another reading counts for: 'readouts run EDITION"
            " --read-again' lets the reading of the model in model.yaml count"
        )
    raise typer.Exit(1 if total["failed"] or total["damaged"] else 0)


def configured(project: Project) -> Settings:
    """The model that is configured.

    Raises:
        NoModelError: none is.
        ModelFileError: the file has mistakes.
    """
    settings = settings_of(project.sources)
    if settings is None:
        path, _ = model_file(project.sources)
        raise NoModelError(
            f"no model is configured: write {path} with 'model' and 'address' (model.example.yaml has all keys)"
        )
    return settings


def _key_line(settings: Settings) -> str:
    if settings.key_variable is None:
        return "no key is sent"
    is_set = bool(os.environ.get(settings.key_variable, "").strip())
    return f"the key is in {settings.key_variable}, which is {'set' if is_set else 'not set'}"


def _show_counts(project: Project) -> None:
    [(waiting,)] = answer(
        project.home.warehouse, "SELECT count(*) FROM core.unparsed WHERE reason = ?", [WAITING]
    ).rows
    spent = answer(
        project.home.warehouse,
        "SELECT model, count(DISTINCT digest), count(DISTINCT article_id) FILTER (counts), sum(tokens_sent),"
        " sum(tokens_answered), round(sum(cost), 4), any_value(currency)"
        " FROM (SELECT DISTINCT ON (digest) * FROM raw.answers) GROUP BY model ORDER BY model",
    )
    columns = ["model", "answers", "articles read", "tokens sent", "answered", "cost", "in"]
    if spent.rows:
        write_table(columns, spent.rows)
    tell(f"{waiting:,} articles wait for the model")


def _requests_of_articles(days: list[date] | None, output: Path, *, read_again: bool) -> None:
    """Write what is to be asked about articles of the archive, and note what was written."""
    project = Project.from_environment()
    settings = configured(project)
    model = Model(project)
    publishers: Counter[str] = Counter()
    with take_turn(project.home, "writing a batch file", say=say, lock=LOCK):
        with closing(Writer(output)) as writer:
            notes: list[Noted] = []
            for report in _reports(project, model, days, read_again):
                publishers[report.publisher or "unknown"] += 1
                for question, body in _asked_of(report, model, settings, read_again):
                    one = noted(question, body, settings)
                    if model.store.answers(one.document).to(one.question):
                        continue
                    writer.write(line_of(one.digest, body))
                    notes.append(one)
        note(model.store, notes)
    _say_what_was_written(writer, settings, sum(publishers.values()))
    for name, number in sorted(publishers.items()):
        say(f"  {number:,} of {name}")


def _asked_of(
    report: Report, model: Model, settings: Settings, again: bool
) -> Iterator[tuple[Request, dict[str, Any]]]:
    """What is to be asked about an article: to read it, or where it is read, to translate what is quoted from it."""
    if model.waits(report, again=again):
        yield from requests_of(report, settings)
    else:
        yield from with_bodies(translations_wanted(model, report), settings)


def _reports(
    project: Project, model: Model, days: list[date] | None, again: bool
) -> Iterator[Report]:
    """The articles that are to be asked about, each text once."""
    if days is None:
        where = (
            "(article_id IN (SELECT article_id FROM core.unparsed WHERE reason = ?)"
            " OR language <> ? AND article_id IN (SELECT article_id FROM core.call_reports))"
        )
        parameters: list[Any] = [WAITING, model.translate]
    else:
        where, parameters = "edition BETWEEN ? AND ?", [days[0], days[-1]]
    with project.working.looking() as connection:
        if connection is None:
            raise NoModelError("there is no edition yet; 'readouts run' makes one")
        articles: Rows = answer_from(
            connection, f"FROM core.articles WHERE {where} ORDER BY edition, article_id", parameters
        ).dicts
    seen: set[str] = set()
    for article in articles:
        report = report_of_article(article)
        name = document_digest(report)
        waits = model.waits(report, again=again)
        if name not in seen and (waits or translations_wanted(model, report)):
            seen.add(name)
            yield report


def _requests_of_documents(documents: Path, output: Path) -> None:
    """Write what is to be asked about documents of one's own; ``custom_id`` is the document's id."""
    settings = configured(Project.from_environment())
    number, problems = 0, 0
    seen: set[str] = set()
    with closing(Writer(output)) as writer:
        for name, report in _documents(documents, seen):
            if report is None:
                problems += 1
                continue
            number += 1
            for question, body in requests_of(report, settings):
                writer.write(line_of(own_name(name, question), body))
    _say_what_was_written(writer, settings, number)
    if problems:
        say(f"{problems} lines are no documents and were left out")


def _documents(path: Path, seen: set[str]) -> Iterable[tuple[str, Report | None]]:
    for number, line in lines_of(path):
        try:
            document = json.loads(line)
            name = document.get("id")
            if not isinstance(name, str) or not name or name in seen:
                raise ValueError("it needs an id of its own, by which its answer is known")
            if not isinstance(document["text"], str):
                raise ValueError("its text is none")
            seen.add(name)
            yield name, report_of(document)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = "it has no text" if isinstance(error, KeyError) else str(error)
            say(f"{path}:{number}: {reason}")
            yield "", None


def _say_what_was_written(writer: Writer, settings: Settings, documents: int) -> None:
    if not writer.requests:
        say("nothing is to be asked")
        return
    files = ", ".join(str(path) for path in writer.paths)
    say(
        f"{writer.requests:,} requests about {documents:,} documents for {settings.model} in {files}"
    )
