"""What a person sees of corrections: one written down, and what became of each.

What belongs here: the sessions behind ``readouts correct`` and ``readouts corrections``. What does not: what a
correction may say (``readouts.corrections``), and going through what is doubtful (``reviewing``).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from pipelines.screens.display import tell, write_json, write_table
from readouts.base.instance.home import CORRECTIONS_VARIABLE, Home, corrections_file, sources_file
from readouts.base.yaml_file import is_there
from readouts.corrections import State, find_target, states_of, write_correction
from readouts.corrections.documents import export_documents
from readouts.warehouse.reading.query import reading


def _file() -> Path:
    return corrections_file(sources_file())


def correct_session(target: str, field: str, value: str, *, who: str, why: str) -> None:
    """Write a correction of a published reaction, party or call report into the file, and say when it will count.

    Raises:
        CorrectionError: there is no such row, field or value, or nobody answers for it.
    """
    found = find_target(Home.from_environment().warehouse, target)
    today = datetime.now(UTC).date()
    write_correction(_file(), found, field, value, who=who, why=why, given_on=today)
    tell(
        f"{_file()}: {field} of {found.kind} {found.id} is {value}; the next 'readouts run' applies it"
    )
    tell(f"  “{found.quotation}”")
    tell(f"  {found.url}")


def corrections_session(*, as_json: bool) -> int:
    """List the corrections and what became of each; the exit status is 1 where one changes nothing and should."""
    states = states_of(_file(), Home.from_environment().warehouse)
    if as_json:
        rows = [state.row | {"state": state.text, "is_lost": state.is_lost} for state in states]
        write_json(rows)
    else:
        lost = sum(state.is_lost for state in states)
        write_table(
            ["line", "target", "field", "value", "who", "given on", "state"],
            [_line(state) for state in states],
            title=f"{len(states)} corrections, {lost} of them lost",
        )
    return 1 if any(state.is_lost for state in states) else 0


def _line(state: State) -> tuple[object, ...]:
    names = ("line", "target", "field", "value", "who", "given_on")
    return (*(state.row[name] for name in names), state.text)


def export_session(path: Path) -> None:
    """Write the documents that corrections are attached to as annotated documents, and say which are not among them.

    Raises:
        OSError: the file cannot be written.
        WarehouseError: nothing is published yet, or the file cannot be read.
    """
    warehouse = Home.from_environment().warehouse
    with reading(warehouse) as read:
        done = export_documents(read, path)
    waiting = f"; {done.waiting} left out, in which something waits for 'readouts review'"
    unapplied = sum(state.is_not_applied for state in states_of(_file(), warehouse))
    later = f"; {unapplied} corrections are not applied yet, which 'readouts run' does"
    tell(
        f"{path}: {done.written} {'document' if done.written == 1 else 'documents'}"
        + (waiting if done.waiting else "")
        + (later if unapplied else "")
    )


MOST_NAMED = 5
"""Lost corrections that a run names; the others are counted."""


def say_of_lost_corrections(home: Home, screen: Console) -> None:
    """Name the corrections that change nothing and should: some, and how many more there are."""
    if os.environ.get(CORRECTIONS_VARIABLE) and not is_there(_file()):
        what = f"there is no file of corrections at {_file()}, which {CORRECTIONS_VARIABLE} names"
        tell(what, "yellow", screen=screen)
    lost = [state for state in states_of(_file(), home.warehouse) if state.is_lost]
    for state in lost[:MOST_NAMED]:
        what = f"line {state.row['line']} of {_file().name} {state.text}"
        tell(what, "yellow", screen=screen)
    if len(lost) > MOST_NAMED:
        more = f"and {len(lost) - MOST_NAMED} more; 'readouts corrections' lists them"
        tell(more, "yellow", screen=screen)
