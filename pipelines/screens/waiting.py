"""What every run says besides: where texts go, what waits for a model or needs one, corrections that change nothing.

What belongs here: looks that cost little where no model is configured. What does not: the commands of the model and of
corrections (``pipelines.commands``).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.screens.display import say
from readouts.base.instance.home import (
    CORRECTIONS_VARIABLE,
    Home,
    corrections_file,
    model_file,
    sources_file,
)
from readouts.base.yaml_file import is_there
from readouts.corrections.applied import states_of
from readouts.edition.kept.answers import WAITING, settings_of
from readouts.reference.language_names import language_name
from readouts.warehouse.reading.query import answer

if TYPE_CHECKING:
    from readouts.harvest.sources.source import Source


MOST_NAMES = 12
"""Publishers that are named at the start of a run; 'readouts model' lists all."""


def _is_configured() -> bool:
    path, is_named = model_file(sources_file())
    return is_named or path.is_file()


def say_where_texts_go(sources: Sequence[Source]) -> None:
    """At the start of a run: whose texts go where, if a model is configured.

    Raises:
        ModelFileError: ``model.yaml`` has mistakes.
    """
    settings = settings_of(sources_file())
    if settings is None or settings.address is None:
        return
    names = [s.name for s in sources if s.enabled and settings.asks_about(s.language)]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    say(
        f"what {', '.join(names[:MOST_NAMES])}{more} write that may tell of a call goes to"
        f" {settings.model} at {settings.address}",
        "dim",
    )


def say_what_waits(home: Home) -> None:
    """Count the articles that a model is still to be asked about, where one is configured; else, what needs one."""
    if not home.warehouse.is_file():
        return
    if not _is_configured():
        _say_what_needs_a_model(home)
        return
    waiting = "SELECT count(*) FROM core.unparsed WHERE reason = ?"
    [(number,)] = answer(home.warehouse, waiting, [WAITING]).rows
    if number:
        line = f"{number:,} articles wait for the model; 'readouts model' says more"
        say(line, "yellow")


def _say_what_needs_a_model(home: Home) -> None:
    """Count the articles that speak of calls in languages that the rules do not read, and say how to have them read."""
    rows = answer(
        home.warehouse,
        "SELECT language, sum(unread_with_words)::BIGINT AS articles FROM articles_by_language"
        " GROUP BY language HAVING articles > 0 ORDER BY articles DESC, language",
    ).rows
    if not rows:
        return
    named = ", ".join(f"{number:,} in {language_name(code) or code}" for code, number in rows)
    say(
        f"not read, though they may tell of calls: {named}; write model.yaml to have a language model read them"
        " (README, 'Read with a model')",
        "yellow",
    )


MOST_NAMED = 5
"""Lost corrections that a run names; the others are counted."""


def say_of_lost_corrections(home: Home) -> None:
    """Name the corrections that change nothing and should: some, and how many more; count what copies follow."""
    file = corrections_file(sources_file())
    if os.environ.get(CORRECTIONS_VARIABLE) and not is_there(file):
        what = f"there is no file of corrections at {file}, which {CORRECTIONS_VARIABLE} names"
        say(what, "yellow")
    states = states_of(file, home.warehouse)
    if copies := sum(state.copies for state in states):
        number = sum(state.copies > 0 for state in states)
        what = f"{number} of the corrections carried on to {copies} in wire copies; 'readouts corrections' lists them"
        say(what, "dim")
    lost = [state for state in states if state.is_lost]
    for state in lost[:MOST_NAMED]:
        what = f"line {state.row['line']} of {file.name} {state.text}"
        say(what, "yellow")
    if len(lost) > MOST_NAMED:
        more = f"and {len(lost) - MOST_NAMED} more; 'readouts corrections' lists them"
        say(more, "yellow")
