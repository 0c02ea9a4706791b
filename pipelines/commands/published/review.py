"""Going through what is doubtful at a terminal, or by lines on a pipe: ``readouts review``.

What belongs here: what a person sees and presses. What does not: which records wait and what an answer means
(``readouts.corrections.review``).

At a terminal a key is an answer, and what it leaves open is asked for; on a pipe a line is one, such as ``o stance
concern -- she only asked for news``. All that a page says goes through a console that sends no escapes of others.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import click
import typer
from rich.console import Console
from rich.text import Text

from pipelines.screens.display import console, plain, tell
from readouts.base.instance.home import Home, corrections_file, sources_file
from readouts.corrections.fields import CorrectionError
from readouts.corrections.file import write_correction
from readouts.corrections.review import (
    OTHER,
    QUIT,
    RIGHT,
    SKIP,
    TEXT,
    WRONG,
    Doubtful,
    Reading,
    Said,
    is_called_off,
    meaning,
    targets_of,
    text_of,
    waiting,
)
from readouts.warehouse.reading.query import Read, reading

AROUND = 240
"""Characters of the text shown before and after the words that a record rests on."""
KEYS = {
    RIGHT: "right",
    WRONG: "wrong",
    OTHER: "other",
    SKIP: "skip",
    TEXT: "text",
    QUIT: "quit",
}
Ask = Callable[[Doubtful], str | None]
"""Gives the answer on a record, None where nobody answers any more."""


def review(
    who: Annotated[str, typer.Option(help="Who looks at it.")],
) -> None:
    """Go through what is doubtful, the dearest first: what would change most figures, as often as it is right.

    Keys: r right, w wrong, o other (a field and its value, such as stance concern; of a call also 2 country NOR for its
    second party), s skip, t the whole text, q quit. Each answer is a line of corrections.csv at once; the next run
    applies it. On a pipe a line is an answer, and what follows " -- " is why.
    """
    if not who.strip():
        raise CorrectionError("--who says nothing")
    home, file, screen = Home.from_environment(), corrections_file(sources_file()), console()
    with reading(home.warehouse) as read:
        left = waiting(read, file)
        if not left:
            screen.print("nothing waits to be looked at")
            return
        is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        ask = _by_key(screen) if is_terminal else _by_line
        counts, said = _go_through(read, left, ask, screen, file, who)
    done = sum(counts[key] for key in (RIGHT, WRONG, OTHER))
    answered = {one.target for one in said}
    rest = sum(d.target not in answered and not is_called_off(d, said) for d in left)
    parts = [f"{counts[key]} {KEYS[key]}" for key in (RIGHT, WRONG, OTHER) if counts[key]]
    told = f" ({', '.join(parts)})" if parts else ""
    applied = f"; {file} has them, and the next 'readouts run' applies them" if done else ""
    tell(f"{done} of {len(left)} answered{told}, {rest} left{applied}", screen=screen)


def _go_through(
    read: Read, left: list[Doubtful], ask: Ask, screen: Console, file: Path, who: str
) -> tuple[Counter[str], list[Said]]:
    """How often each key was the answer, and the corrections that were written."""
    counts: Counter[str] = Counter()
    said: list[Said] = []
    for number, doubtful in enumerate(left, start=1):
        if is_called_off(doubtful, said):
            continue
        text = text_of(read, doubtful)
        _show(screen, doubtful, text, f"{number} of {len(left)}")
        answer = _answered(read, doubtful, ask, screen, text, file, who)
        if answer is None or answer.key == QUIT:
            break
        counts[answer.key] += 1
        said += answer.said
    return counts, said


def _answered(
    read: Read, doubtful: Doubtful, ask: Ask, screen: Console, text: str, file: Path, who: str
) -> Reading | None:
    """The answer on a record once it is written; asks again where it cannot be meant."""
    while (line := ask(doubtful)) is not None:
        try:
            answer = meaning(doubtful, line)
            today = datetime.now(UTC).date()
            for target, field, value in targets_of(read, answer.said):
                write_correction(
                    file, target, field, value, who=who, why=answer.why, given_on=today
                )
                tell(f"  {field} of {target.kind} is {value}", "green", screen=screen)
        except CorrectionError as error:
            tell(f"  {error}", "yellow", screen=screen)
            continue
        if answer.key != TEXT:
            return answer
        screen.print(Text(text), soft_wrap=True)
    return None


def _by_line(doubtful: Doubtful) -> str | None:
    """The next line of standard input that says anything."""
    del doubtful
    for line in sys.stdin:
        if line.strip():
            return line.strip()
    return None


def _by_key(screen: Console) -> Ask:
    """Asks by keys, and for what a key leaves open by a line."""

    def ask(doubtful: Doubtful) -> str | None:
        choices = "  ".join(f"[{key}] {name}" for key, name in KEYS.items())
        screen.print(Text(choices, style="bold"))
        try:
            key = click.getchar().lower()
            if key == OTHER:
                of_party = " (2 country NOR: of the second party)" if doubtful.parties else ""
                hint = of_party if doubtful.kind == "report" else ""
                screen.print(Text(f"  {', '.join(doubtful.fields)}{hint}"))
                key += " " + screen.input("  field and value: ")
            if key[0] in (WRONG, OTHER):
                why = screen.input("  why (may be left open): ").strip()
                key += f" -- {why}" if why else ""
        except EOFError:
            return None
        return key

    return ask


def _show(screen: Console, doubtful: Doubtful, text: str, progress: str) -> None:
    row = doubtful.row
    changes = ", ".join(row["changes"]) or "no figure by itself"
    if row["reactions"]:
        changes += f"; {row['reactions']} of its reactions with it"
    screen.print()
    head = f"{progress}  {row['kind']}, changes {changes} (weight {row['weight']:.2f})"
    tell(head, "bold", screen=screen)
    tell(_what(doubtful), "bold", screen=screen)
    for doubt in doubtful.doubts:
        tell(f"  doubtful: {doubt}", "yellow", screen=screen)
    start, end = row["evidence_start"], row["evidence_end"]
    words = Text.assemble(
        "  ",
        plain(text[max(0, start - AROUND) : start]),
        (f"“{plain(row['evidence'])}”", "bold"),
        plain(text[end : end + AROUND]),
    )
    screen.print(words, soft_wrap=True)
    for reader, readings in (("rules", row["rules_say"]), ("model", row["model_says"])):
        said = "; ".join(readings) or "nothing in these words"
        tell(f"  {reader}: {said}", screen=screen)
    headline = f": {row['title']}" if row["title"] else ""
    tell(f"  {row['publisher']}, {row['published_date']}{headline}", screen=screen)
    tell(f"  {row['canonical_url']}", screen=screen)
    place = f"archive/{row['warc_file']}, byte {row['warc_offset']}; " if row["warc_file"] else ""
    tell(f"  {place}as it came: readouts page {row['article_id']}", screen=screen)


def _what(doubtful: Doubtful) -> str:
    """The record in a line: who holds which stance, in which call; or who is on the line, each with a number."""
    row = doubtful.row
    if doubtful.kind == "report":
        parties = [
            f"{number}. {party['name']} ({party['side']})"
            for number, party in doubtful.parties.items()
        ]
        return f"{', '.join(parties)}: call of {row['call_date']}"
    who = row["speaker"] or row["side"] or "?"
    side = f" ({row['side'] or '?'})" if row["speaker"] else ""
    toward = f" toward {row['toward']}" if row["toward"] else ""
    return f"{who}{side}: {row['stance']}{toward}; call of {row['parties']}, {row['call_date']}"
