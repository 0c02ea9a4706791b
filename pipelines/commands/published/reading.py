"""What is asked of the warehouse: ``readouts sql``, ``tables`` and ``gates``.

What belongs here: arguments, and how gates look. What does not: asking (``readouts.warehouse.reading``), and how any
answer is written (``pipelines.screens.display``).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from pipelines.commands.arguments import Form, parse_editions
from pipelines.screens.display import console, say, tell, write_answer, write_table
from readouts.base.instance.home import Home
from readouts.warehouse.reading.described import columns_of, described
from readouts.warehouse.reading.query import answer, answer_of_working
from readouts.warehouse.reading.results import GateRecord, gate_record
from readouts.warehouse.working.door import working


def sql(
    query: Annotated[
        str, typer.Argument(help="A query over the published warehouse; - reads standard input.")
    ],
    output: Annotated[
        Form | None,
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
    text = sys.stdin.read() if query == "-" else query
    home = Home.from_environment()
    found = answer_of_working(working(home), text) if of_working else answer(home.warehouse, text)
    write_answer(found, output)


def tables(
    name: Annotated[
        str | None,
        typer.Argument(help="A table, view or macro, such as core.reactions; all by default."),
    ] = None,
    output: Annotated[
        Form, typer.Option("--format", "-f", help="How to write the result.")
    ] = "table",
) -> None:
    """Say what the tables of the published warehouse hold, or what the columns of one mean."""
    warehouse = Home.from_environment().warehouse
    found = described(warehouse) if name is None else columns_of(warehouse, name)
    write_answer(found, output)


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
        Form, typer.Option("--format", "-f", help="How to write the result.")
    ] = "table",
) -> None:
    """Show what the gates found: by edition and table, which checks passed, warned or shut."""
    home = Home.from_environment()
    days = None if editions is None else parse_editions(editions)
    record = gate_record(working(home), home.warehouse, days, only_failed=failed)
    write_gates(record, output)


def write_gates(record: GateRecord, form: Form) -> None:
    """Write what the gates found: by edition and table how many checks passed, and those that did not."""
    say(f"as {record.file} has it")
    if form != "table":
        write_answer(record.checks, form)
        return
    checks = record.checks.dicts
    for state in record.editions:
        own = [check for check in checks if check["edition"] == state.edition]
        why = f": {state.reason}" if state.reason else ""
        tell(f"edition {state.edition}, {state.status}{why}", "bold")
        if own:
            _write_counts(own)
        failed = [check for check in own if check["result"] != "passed"]
        if failed:
            write_table(
                ["table", "check", "result", "rows failed", "examples", "expected"],
                [
                    (
                        c["table"],
                        c["check"],
                        c["result"],
                        _failed(c),
                        c["examples"],
                        c["description"],
                    )
                    for c in failed
                ],
            )
        else:
            console().print("every check passed")


def _write_counts(checks: Sequence[Mapping[str, Any]]) -> None:
    results = ("passed", "warned", "shut")
    counts = Counter((check["table"], check["result"]) for check in checks)
    tables = dict.fromkeys(check["table"] for check in checks)
    write_table(
        ["table", *results],
        [(table, *(counts[table, result] for result in results)) for table in tables],
    )


def _failed(check: Mapping[str, Any]) -> str:
    """How many rows failed; nothing for a check of the table as a whole."""
    return f"{check['rows_failed']} of {check['rows_checked']}" if check["rows_failed"] else ""
