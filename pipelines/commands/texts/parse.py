"""Reading one report, or a document a line: ``readouts parse``.

What belongs here: arguments, getting a text from a file, a URL or standard input, and showing its calls. What does not:
parsing (``readouts.parse``).
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.table import Table
from rich.text import Text

from pipelines.commands.arguments import UsageError, parse_day
from pipelines.screens.display import console, plain, tell, write_json, write_table
from readouts.base.errors import ReadoutsError
from readouts.domain.records import ParsedArticle, Report
from readouts.evaluation.annotation import as_annotation, parse_document, parse_with_answers
from readouts.parse import explain as explained
from readouts.parse import parse_report
from readouts.reference import no_country

ENGLISH = "en"
"""What a text is read as of which nobody says otherwise."""

HTML_ENDINGS = {".html", ".htm", ".xhtml"}


class InputError(ReadoutsError):
    """The input cannot be read."""


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
    if doubtful and answers is None:
        raise UsageError(
            "--doubtful goes with --answers: without them all that the rules read is printed"
        )
    if as_jsonl:
        _parse_lines(source, answers, doubtful=doubtful)
        return
    day = None if published is None else parse_day(published)
    if country is not None and (unknown := no_country(country)):
        raise UsageError(unknown)
    found = _read_report(source)
    report = replace(
        found,
        title=title or found.title,
        published=day or found.published,
        publisher=publisher or found.publisher,
        country=country,
        language=found.language or language or ENGLISH,
    )
    answer = None if answers is None else _answer_about(source, answers)
    if explain:
        _write_explanation(report, answer)
        return
    parsed = parse_report(report)
    if answer is not None:
        parsed = _joined(report, parsed, answer, doubtful=doubtful)
    if not parsed.calls and not found.language and language is None:
        _say_of_another_language(report.text)
    if as_json:
        write_json(as_annotation(parsed))
    else:
        _write_parsed(parsed)


def _say_of_another_language(text: str) -> None:
    """Where a text was taken for English and is none, say so: that it tells of no call is not known then."""
    from readouts.harvest.page.languages import language_of

    code = language_of(text, ())
    if code not in (ENGLISH, "und"):
        print(
            f"readouts: the text was read as English and looks like {code!r}; '--language {code}' says that it is",
            file=sys.stderr,
        )


def _write_explanation(report: Report, answer: list[Any] | None) -> None:
    """Every rule that fired on which words; where a model answered, then both readings, and what does not stand."""
    found = explained(report)
    write_table(["from", "to", "layer", "rule", "words"], [tuple(step) for step in found])
    if answer is None:
        return
    from readouts.readers import Measured, one_answer, read_both

    rules = parse_report(report)
    both = read_both(report, rules, one_answer(answer), model=None, measured=Measured())
    rows: list[tuple[Any, ...]] = []
    for call in both.joined.article.calls:
        who = " + ".join(p.name or p.country or p.organisation or "?" for p in call.parties)
        said = f"call: {who}, {call.date or 'no day'}, {call.medium}"
        rows.append((call.start, call.end, call.read_by, said, call.doubts, call.evidence))
        rows += [
            (
                r.start,
                r.end,
                r.read_by,
                f"{r.stance} of {r.speaker or r.country or '?'}",
                r.doubts,
                r.evidence,
            )
            for r in call.reactions
        ]
    columns = ["from", "to", "read by", "record", "doubts", "words"]
    write_table(columns, rows, title="Both readings, joined")
    faults = [(f.path, f.words, f.reason) for f in both.grounded.faults if f.effect != "noted"]
    if faults:
        write_table(["in the answer", "it says", "which"], faults, title="What does not stand")


def _joined(
    report: Report, rules: ParsedArticle, answer: list[Any], *, doubtful: bool
) -> ParsedArticle:
    from readouts.readers import Measured, one_answer, read_both, without_doubtful

    both = read_both(report, rules, one_answer(answer), model=None, measured=Measured())
    return both.joined.article if doubtful else without_doubtful(both.joined.article)


def _answer_about(source: str, answers: Path) -> list[Any]:
    """The answer about one report: the only one of a file, or the one under the report's file name."""
    given = _answers_of(answers)
    found = given.get(Path(source).stem) or given.get(source)
    if found is None and len(given) == 1:
        [found] = given.values()
    if found is None:
        raise InputError(
            f"{answers} has {len(given)} answers and none under the id {Path(source).stem!r}"
        )
    return found


def _answers_of(path: Path) -> dict[str, list[Any]]:
    """The answers of a file, by their ids; what of it is none is told."""
    from readouts.asking.batch import own_answers

    given, problems = own_answers(path)
    for problem in problems:
        print(f"readouts: {problem}", file=sys.stderr)
    return given


def _parse_lines(source: str, answers: Path | None, *, doubtful: bool) -> None:
    """Parse a document a line and write its calls a line, in order, as they are read.

    With a file of ``answers`` of a model, those are joined with what the rules read; a document that it does not have
    is read by the rules alone. A line that is no document is answered with its ``error``; the others go on.

    Raises:
        typer.Exit: no line was a document.
    """
    read = failed = 0
    given = {} if answers is None else _answers_of(answers)
    with _open_text(source) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                answered = _answer_line(line, number, given, doubtful)
                read, failed = read + 1, failed + ("error" in answered)
                answer = json.dumps(answered, ensure_ascii=False)
                # half of a character, as an escape can write it, is none that can be printed
                print(answer.encode("utf-8", "replace").decode("utf-8"))
    if read and failed == read:
        raise typer.Exit(1)


def _answer_line(
    line: str, number: int, answers: dict[str, list[Any]], doubtful: bool
) -> dict[str, Any]:
    document: Any = None
    try:
        document = json.loads(line)
        given = answers.get(str(document.get("id"))) if answers else None
        if given is not None:
            return parse_with_answers(document, given, doubtful=doubtful)
        return parse_document(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        known = document.get("id") if isinstance(document, dict) else None
        return {"id": known, "calls": [], "error": f"line {number}: {_reason(document, error)}"}


def _reason(document: Any, error: Exception) -> str:
    """Why a line is no document, as whoever wrote it would say it."""
    if isinstance(error, json.JSONDecodeError):
        return f"the line is no JSON: {error.msg} at character {error.pos + 1}"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if not isinstance(document, dict):
        return "expected an object with a text"
    if "text" not in document:
        return "text is missing"
    wrong = [
        name
        for name in ("text", "title", "published", "publisher", "country", "lang")
        if not isinstance(document.get(name) or "", str)
    ]
    if wrong:
        return f"{wrong[0]} must be a text"
    return str(error)


def _read_report(source: str) -> Report:
    """The report at a URL, in a file (HTML is extracted), or on standard input (``-``); "" for a language not told."""
    if source.startswith(("http://", "https://")):
        return _from_url(source)
    if source != "-" and Path(source).suffix.lower() in HTML_ENDINGS:
        return _from_page(_read_bytes(source), Path(source).resolve().as_uri())
    with _open_text(source) as stream:
        return Report(stream.read(), language="")


def _read_bytes(source: str) -> bytes:
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}") from error


def _open_text(source: str) -> TextIO:
    if source == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return sys.stdin
    try:
        return Path(source).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}") from error


def _from_url(url: str) -> Report:
    from readouts.harvest.collection.single import fetch_once

    page = fetch_once(url)
    if page.error:
        raise InputError(f"{page.requested_url}: {page.error}")
    return _from_page(page.body, page.url, page.charset)


def _from_page(body: bytes, url: str, charset: str | None = None) -> Report:
    from readouts.harvest.collection.single import article_of

    article = article_of(body, url, charset)
    if not article["text"]:
        raise InputError(f"{url}: {article['error'] or 'no article found in it'}")
    return Report(
        article["text"],
        article["title"],
        article["published_date"],
        article["publisher"],
        language=article["language"] or "",
    )


def _write_parsed(parsed: ParsedArticle) -> None:
    """Write the calls of one article, each side's stances beneath, and what could not be read."""
    screen = console()
    for number, call in enumerate(parsed.calls, start=1):
        screen.print(Text(f"{number}. " + _call_line(call), style="bold"))
        table = Table(box=None, padding=(0, 2), show_header=False)
        for reaction in call.reactions:
            who = reaction.speaker or reaction.country or reaction.organisation or "?"
            table.add_row(
                Text("   " + plain(who)),
                Text(reaction.stance),
                Text(f"toward {reaction.toward}" if reaction.toward else ""),
                Text(f"“{plain(reaction.evidence)}”"),
            )
        screen.print(table if call.reactions else Text("   no reaction is told"))
    if not parsed.calls:
        screen.print("no call")
    for passage in parsed.unparsed:
        tell(f"not read ({passage.reason}): {passage.text}", "yellow", screen=screen)


def _call_line(call: Any) -> str:
    parties = [
        f"{plain(p.name or p.office or 'unnamed')} ({p.country or p.organisation or '?'})"
        for p in call.parties
    ]
    rang = "" if call.initiator is None else f", {parties[call.initiator]} rang"
    return f"{' – '.join(parties)}, {call.date or 'day open'}, {call.medium}{rang}"
