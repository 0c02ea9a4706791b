"""The commands of analysts: ``readouts correct``, ``corrections`` and ``review``.

What belongs here: arguments, and handing them on. What does not: the work (``pipelines.screens.corrections``,
``pipelines.screens.reviewing``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.arguments import UsageError


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
    from pipelines.screens.corrections import correct_session

    correct_session(target, field, value, who=who, why=why)


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
    from pipelines.screens.corrections import corrections_session, export_session

    if export is not None:
        if as_json:
            raise UsageError("--export writes its own format; leave --json out")
        export_session(export)
        return
    raise typer.Exit(corrections_session(as_json=as_json))


def review(
    who: Annotated[str, typer.Option(help="Who looks at it.")],
) -> None:
    """Go through what is doubtful, the dearest first: what would change most figures, as often as it is right.

    Keys: r right, w wrong, o other (a field and its value, such as stance concern; of a call also 2 country NOR for its
    second party), s skip, t the whole text, q quit. Each answer is a line of corrections.csv at once; the next run
    applies it. On a pipe a line is an answer, and what follows " -- " is why.
    """
    from pipelines.screens.reviewing import review_session

    review_session(who)
