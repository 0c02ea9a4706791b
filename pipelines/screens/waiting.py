"""What every run says of the model that reads along: a mistake in its file, what waits for it, and what needs one.

What belongs here: looks that cost little where no model is configured. What does not: the commands of the model
(``pipelines.screens.model``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from pipelines.screens.display import tell
from readouts.base.instance.home import Home, model_file, sources_file
from readouts.reference.language_names import language_name
from readouts.warehouse.reading.query import answer

if TYPE_CHECKING:
    from readouts.harvest.sources.source import Source


MOST_NAMES = 12
"""Publishers that are named at the start of a run; 'readouts model' lists all."""


def say_where_texts_go(sources: Sequence[Source], screen: Console) -> None:
    """At the start of a run: whose texts go where, if a model is configured.

    Raises:
        ModelFileError: ``model.yaml`` has mistakes.
    """
    path, is_named = model_file(sources_file())
    if not (is_named or path.is_file()):
        return
    from readouts.asking.model_file import load_settings

    settings = load_settings(path, named=is_named)
    if settings is None or settings.address is None:
        return
    names = [s.name for s in sources if s.enabled and settings.asks_about(s.language)]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    tell(
        f"what {', '.join(names[:MOST_NAMES])}{more} write that may tell of a call goes to"
        f" {settings.model} at {settings.address}",
        "dim",
        screen=screen,
    )


def say_what_waits(home: Home, screen: Console) -> None:
    """Count the articles that a model is still to be asked about, where one is configured; else, what needs one."""
    path, is_named = model_file(sources_file())
    if not home.warehouse.is_file():
        return
    if not (is_named or path.is_file()):
        _say_what_needs_a_model(home, screen)
        return
    [(number,)] = answer(
        home.warehouse,
        "SELECT count(*) FROM core.unparsed WHERE reason = 'waiting_for_model'",
    ).rows
    if number:
        line = f"{number:,} articles wait for the model; 'readouts model' says more"
        tell(line, "yellow", screen=screen)


def _say_what_needs_a_model(home: Home, screen: Console) -> None:
    """Count the articles that speak of calls in languages that the rules do not read, and say how to have them read."""
    rows = answer(
        home.warehouse,
        "SELECT language, sum(unread_with_words)::BIGINT AS articles FROM articles_by_language"
        " GROUP BY language HAVING articles > 0 ORDER BY articles DESC, language",
    ).rows
    if not rows:
        return
    named = ", ".join(f"{number:,} in {language_name(code) or code}" for code, number in rows)
    tell(
        f"not read, though they may tell of calls: {named}; write model.yaml to have a language model read them"
        " (README, 'Read with a model')",
        "yellow",
        screen=screen,
    )
