"""Questions that people ask, with SQL and the sample's answers: ``docs/queries.md``, made from ``docs/queries/``.

What belongs here: reading the questions, and writing them down with their answers. What does not: the questions
themselves, which are SQL files, and putting a query to the warehouse (``readouts.warehouse.reading.query``).

``READOUTS_HOME=data/sample python -m readouts.warehouse.reading.cookbook`` writes the file anew from what
``make run`` left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import ROOT, Home
from readouts.warehouse.reading.query import Answer, answer

FOLDER = ROOT / "docs" / "queries"
TARGET = ROOT / "docs" / "queries.md"
LONGEST_CELL = 400
"""Characters of a cell that are shown; a longer one is cut at a word."""

HEAD = """# Questions and answers

What people ask the warehouse, as SQL, with what the sample answers; `make run` makes the sample. Each question is a
file in [queries/](queries/), to be put as it is or with another country, day or stance:

    READOUTS_HOME=data/sample .venv/bin/readouts sql - < docs/queries/01-who-stands-where.sql

What differs from one machine or run to the next is shown as …: the host in addresses, ids (they are hashes of
addresses) and the time in names of archived files. [tables.md](tables.md) explains tables, views and columns.

Made by `READOUTS_HOME=data/sample python -m readouts.warehouse.reading.cookbook`; the tests ask every question again.
"""

VARYING = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "…"),
    (re.compile(r"\b[0-9a-f]{20}\b"), "…"),
    (re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}"), "…"),
)
"""What is not the same wherever the sample is run, and what is shown in its place."""


class CookbookError(ReadoutsError):
    """A question's file does not begin with its question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its file's name, the question, a note on who asks and how to read it, its SQL."""

    name: str
    question: str
    note: str
    sql: str


def load_questions(folder: Path = FOLDER) -> list[Question]:
    """The questions of a folder, in the order of their files' names.

    Raises:
        CookbookError: a file's first line is not a question in a comment, or there is no SQL.
    """
    return [_question(file) for file in sorted(folder.glob("*.sql"))]


def _question(file: Path) -> Question:
    lines = file.read_text(encoding="utf-8").splitlines()
    body = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    comments = [line.removeprefix("--").strip() for line in lines[:body]]
    sql = "\n".join(lines[body:]).strip()
    if not comments or not comments[0].endswith("?") or not sql:
        raise CookbookError(f"{file}: write the question as a comment in line 1, and its SQL below")
    return Question(file.stem, comments[0], "\n".join(comments[1:]), sql)


def document(questions: list[Question], ask: Callable[[str], Answer]) -> str:
    """The whole document; ``ask`` answers a query."""
    return "\n".join([HEAD, *(section(n, q, ask) for n, q in enumerate(questions, start=1))])


def section(number: int, question: Question, ask: Callable[[str], Answer]) -> str:
    """One question with its SQL and its answer."""
    parts = [f"## {number}. {question.question}"]
    if question.note:
        parts.append(question.note)
    parts += [f"```sql\n{question.sql}\n```", markdown(ask(question.sql))]
    return "\n\n".join(parts) + "\n"


def markdown(found: Answer) -> str:
    """An answer as a Markdown table, numbers to the right; no rows are said to be none."""
    if not found.rows:
        return "No rows."
    numbers = [
        all(isinstance(row[n], (int, float)) and not isinstance(row[n], bool) for row in found.rows)
        for n in range(len(found.columns))
    ]
    lines = [found.columns, ["--:" if right else "---" for right in numbers]]
    lines += [[cell(value) for value in row] for row in found.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: Any) -> str:
    """A value in a cell: on one line, cut where it is long, and the same wherever the sample is run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(cell(part) for part in value)
    text = " ".join(str(value).split())
    for pattern, shown in VARYING:
        text = pattern.sub(shown, text)
    if len(text) > LONGEST_CELL:
        text = text[:LONGEST_CELL].rsplit(" ", 1)[0] + " …"
    return re.sub(r"([\\|<>*`])", r"\\\1", text)


def sample_document(warehouse: Path) -> str:
    """The document with the answers of a published warehouse.

    Raises:
        NotPublishedError: nothing has been published there.
        QueryError: a question's SQL cannot be answered.
    """
    return document(load_questions(), lambda sql: answer(warehouse, sql))


if __name__ == "__main__":
    TARGET.write_text(sample_document(Home.from_environment().warehouse), encoding="utf-8")
