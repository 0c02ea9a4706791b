"""What ``readouts parse`` does: get a text from a file, a URL, standard input or lines of JSON, and show its calls.

What belongs here: reading the input and choosing the output. What does not: parsing, and drawing tables.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from readouts.base.errors import ReadoutsError
from readouts.domain.records import ParsedArticle, Report
from readouts.evaluation.annotation import as_annotation, parse_document, parse_with_answers
from readouts.parse import parse_report

ENGLISH = "en"
"""What a text is read as of which nobody says otherwise."""

HTML_ENDINGS = {".html", ".htm", ".xhtml"}


class InputError(ReadoutsError):
    """The input cannot be read."""


@dataclass(frozen=True)
class Given:
    """What the command line says of the report; what is None is taken from the page where it tells."""

    title: str | None
    published: date | None
    publisher: str | None
    country: str | None
    language: str | None


def parse_one(
    source: str,
    given: Given,
    *,
    as_json: bool,
    explain: bool,
    answers: Path | None = None,
    doubtful: bool = False,
) -> None:
    """Parse one report and write it to standard output as a readable table, JSON, or rule by rule.

    With a file of ``answers`` that has one, or one under the report's file name, it is joined with that.

    Raises:
        InputError: there is no such file, the page does not answer, or holds no article; no answer is about it.
        BatchError: the file of answers cannot be read.
    """
    found = read_report(source)
    report = replace(
        found,
        title=given.title or found.title,
        published=given.published or found.published,
        publisher=given.publisher or found.publisher,
        country=given.country,
        language=found.language or given.language or ENGLISH,
    )
    answer = None if answers is None else _answer_about(source, answers)
    if explain:
        _write_explanation(report, answer)
        return
    parsed = parse_report(report)
    if answer is not None:
        parsed = _joined(report, parsed, answer, doubtful=doubtful)
    if not parsed.calls and not found.language and given.language is None:
        _say_of_another_language(report.text)
    if as_json:
        json.dump(as_annotation(parsed), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        from pipelines.screens.display import write_parsed

        write_parsed(parsed)


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
    from pipelines.screens.display import write_table
    from readouts.parse import explain

    found = explain(report)
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
    from readouts.asking.batch import own_answers

    given, problems = own_answers(answers)
    for problem in problems:
        print(f"readouts: {problem}", file=sys.stderr)
    found = given.get(Path(source).stem) or given.get(source)
    if found is None and len(given) == 1:
        [found] = given.values()
    if found is None:
        raise InputError(
            f"{answers} has {len(given)} answers and none under the id {Path(source).stem!r}"
        )
    return found


def parse_lines(source: str, answers: Path | None = None, *, doubtful: bool = False) -> None:
    """Parse a document a line and write its calls a line, in order, as they are read.

    With a file of ``answers`` of a model, those are joined with what the rules read; a document that it does not have
    is read by the rules alone. A line that is no document is answered with its ``error``; the others go on.
    """
    given: dict[str, list[Any]] = {}
    if answers is not None:
        from readouts.asking.batch import own_answers

        given, problems = own_answers(answers)
        for problem in problems:
            print(f"readouts: {problem}", file=sys.stderr)
    with _open_text(source) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                answer = json.dumps(_answer_line(line, number, given, doubtful), ensure_ascii=False)
                # half of a character, as an escape can write it, is none that can be printed
                print(answer.encode("utf-8", "replace").decode("utf-8"))


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
        reason = f"line {number}: {type(error).__name__}: {error}"
        return {"id": known, "calls": [], "error": reason}


def read_report(source: str) -> Report:
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
