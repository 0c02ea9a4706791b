"""What analysts write down: ``readouts correct`` and ``readouts corrections``.

What belongs here: arguments, and what became of each correction. What does not: what a correction may say
(``readouts.corrections``), and going through what is doubtful (``review``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.arguments import UsageError
from pipelines.screens.display import tell, write_json, write_table
from readouts.base.instance.home import Home, corrections_file, sources_file
from readouts.corrections.applied import State, copies_of, find_target, states_of
from readouts.corrections.documents import export_documents
from readouts.corrections.file import write_correction
from readouts.warehouse.reading.query import reading


def correct(
    target: Annotated[
        str, typer.Argument(help="A reaction_id, party_id or report_id of the warehouse.")
    ],
    field: Annotated[
        str,
        typer.Argument(
            help="Of a reaction stance, toward, side, speaker, in_call; of a party country, organisation (or side);"
            " of a report call_date, medium, initiator_side, initiator; of each retracted; of a doubtful one confirmed."
        ),
    ],
    value: Annotated[str, typer.Argument(help="The right value; none empties a field.")],
    who: Annotated[str, typer.Option(help="Who corrects.")],
    why: Annotated[str, typer.Option(help="Why: what the page says.")],
) -> None:
    """Correct what the parser said, in corrections.csv (READOUTS_CORRECTIONS names another file)."""
    warehouse = Home.from_environment().warehouse
    found = find_target(warehouse, target)
    today = datetime.now(UTC).date()
    write_correction(_file(), found, field, value, who=who, why=why, given_on=today)
    tell(
        f"{_file()}: {field} of {found.kind} {found.id} is {value}; the next 'readouts run' applies it"
    )
    tell(f"  “{found.quotation}”")
    tell(f"  {found.url}")
    if copies := copies_of(warehouse, target):
        tell(
            f"  its article has {copies} {'copy' if copies == 1 else 'copies'}, to which it is carried on where they"
            " say the same of the same call; 'readouts corrections' counts them after the run"
        )


def corrections(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            help="Write the documents that corrections are attached to, as they stand now, as annotated documents"
            " (JSON lines), for 'make eval GOLD=FILE'.",
        ),
    ] = None,
) -> None:
    """List the corrections, and whether each is attached to a row of the warehouse, and how; or export documents."""
    if export is not None:
        if as_json:
            raise UsageError("--export writes its own format; leave --json out")
        _export(export)
        return
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
    raise typer.Exit(1 if any(state.is_lost for state in states) else 0)


def _file() -> Path:
    return corrections_file(sources_file())


def _line(state: State) -> tuple[object, ...]:
    names = ("line", "target", "field", "value", "who", "given_on")
    return (*(state.row[name] for name in names), state.text)


def _export(path: Path) -> None:
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
