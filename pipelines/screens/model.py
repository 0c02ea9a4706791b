"""What a person sees of the model that reads along: where texts go, what works, what waits, batch files.

What belongs here: the sessions behind ``readouts model``. What does not: asking (``readouts.asking``) and choosing
articles (``readouts.edition.closing.asking``).
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from rich.text import Text

from pipelines.screens.display import console, plain, tell, write_table
from readouts.asking.answers.store import LOCK
from readouts.asking.batch import (
    Noted,
    Writer,
    line_of,
    note,
    noted,
    own_name,
    requests_of,
    take_in,
    with_bodies,
)
from readouts.asking.questions.request import Request
from readouts.asking.settings import Settings
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import model_file
from readouts.base.state.turns import take_turn
from readouts.domain.records import Report
from readouts.edition.kept.answers import WAITING, Model, settings_of
from readouts.edition.making.answers import translations_wanted
from readouts.edition.project import Project, Rows, as_it_is, fetch_dicts
from readouts.evaluation.annotation import report_of
from readouts.harvest.sources_file import load_sources
from readouts.warehouse.reading.query import answer
from readouts.warehouse.tables.rows import report_of as report_of_article


class NoModelError(ReadoutsError):
    """No model is configured."""


def configured(project: Project) -> Settings:
    """The model that is configured.

    Raises:
        NoModelError: none is.
        ModelFileError: the file has mistakes.
    """
    settings = settings_of(project)
    if settings is None:
        path, _ = model_file(project.sources)
        raise NoModelError(
            f"no model is configured: write {path} with 'model' and 'address' (model.example.yaml has all keys)"
        )
    return settings


def show_session() -> None:
    """Say which model is asked, whose texts go there, and what waits."""
    project = Project.from_environment()
    path, _ = model_file(project.sources)
    settings = settings_of(project)
    if settings is None:
        tell(
            f"no model is configured ({path} is not there): the rules read alone, and no text leaves this machine"
        )
        return
    where = settings.address or "nowhere by itself ('readouts model requests' writes batch files)"
    tell(f"{settings.model}, asked at {where}, as {path} says")
    tell(_key_line(settings))
    limits = {k: v for k, v in settings.limits.model_dump().items() if v is not None}
    tell(
        "a run asks for all that waits"
        if not limits
        else f"a run asks for {_limits(limits)} at most"
    )
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


def _limits(limits: dict[str, Any]) -> str:
    return ", ".join(f"{value:,} {name}" for name, value in limits.items())


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


def check_session() -> int:
    """Ask the configured server a few questions; the exit status is 1 where something must be mended."""
    from readouts.asking.check import check_server
    from readouts.asking.model_file import key_of

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
    return 0 if all(finding.is_good for finding in findings) else 1


# batch files


def requests_session(days: list[date] | None, output: Path, *, read_again: bool) -> None:
    """Write what is to be asked about articles of the archive, and note what was written."""
    project = Project.from_environment()
    settings = configured(project)
    model = Model(project)
    publishers: Counter[str] = Counter()
    with take_turn(project.home, "writing a batch file", say=_say, lock=LOCK):
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
        _say(f"  {number:,} of {name}")


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
    with as_it_is(project) as connection:
        if connection is None:
            raise NoModelError("there is no edition yet; 'readouts run' makes one")
        articles: Rows = fetch_dicts(
            connection, f"FROM core.articles WHERE {where} ORDER BY edition, article_id", parameters
        )
    seen: set[str] = set()
    from readouts.asking.questions.question import document_digest

    for article in articles:
        report = report_of_article(article)
        name = document_digest(report)
        waits = model.waits(report, again=again)
        if name not in seen and (waits or translations_wanted(model, report)):
            seen.add(name)
            yield report


def requests_of_documents(documents: Path, output: Path) -> None:
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
        _say(f"{problems} lines are no documents and were left out")


def _documents(path: Path, seen: set[str]) -> Iterable[tuple[str, Report | None]]:
    from readouts.asking.batch import lines_of

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
            _say(f"{path}:{number}: {reason}")
            yield "", None


def _say_what_was_written(writer: Writer, settings: Settings, documents: int) -> None:
    if not writer.requests:
        _say("nothing is to be asked")
        return
    files = ", ".join(str(path) for path in writer.paths)
    _say(
        f"{writer.requests:,} requests about {documents:,} documents for {settings.model} in {files}"
    )


def answers_session(files: list[Path]) -> int:
    """Take the answers of batch files into the archive; the exit status is 1 where a line was damaged or had failed."""
    project = Project.from_environment()
    model = Model(project)
    total: Counter[str] = Counter()
    with take_turn(project.home, "taking answers in", say=_say, lock=LOCK):
        for path in files:
            counts, problems = take_in(model.store, path, model.settings)
            total += counts
            for problem in problems[:20]:
                _say(problem)
            if len(problems) > 20:
                _say(f"{path}: {len(problems) - 20} lines more")
    _say(
        f"{total['stored']:,} answers stored, {total['known']:,} were there,"
        f" {total['unknown']:,} nobody asked for here, {total['failed']:,} failed, {total['damaged']:,} lines damaged"
    )
    if total["stored"]:
        _say(
            "'readouts run' takes in what waited; 'readouts rebuild' of an edition takes in all about it"
        )
    return 1 if total["failed"] or total["damaged"] else 0


def _say(line: str) -> None:
    print(plain(line), file=sys.stderr)
