"""What ``readouts model try`` shows: how well a model reads, beside the rules and a large model.

What belongs here: the display, and writing the counts. What does not: the trial (``readouts.trial``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pipelines.commands.texts.model import NoModelError, configured
from pipelines.screens.display import say, tell, write_table
from readouts.base.instance.home import Home, model_file
from readouts.edition.project import Project
from readouts.readers import counts_file
from readouts.trial.run import Trial, asked, counts_table, trial
from readouts.trial.scoring import Found, Score, Share, totals

LARGE = "a large hosted model, asked once, November 2026"


def try_session(most: int | None, answers: Path | None) -> None:
    """Have the configured model read the documents, or take answers, and show the figures; write the counts."""
    if answers is not None:
        _show(trial(_given(answers), most), answers.name)
        return
    from readouts.asking.model_file import key_of

    project = Project.from_environment()
    settings = configured(project)
    if settings.address is None:
        raise NoModelError("model.yaml names no address: there is no server to ask")
    found, given = asked(
        settings, key_of(settings), Home.from_environment(), most, partial(say, style="dim")
    )
    if not given:
        reason = found.stopped or "; ".join(found.failures[:1]) or "no answer could be used"
        raise NoModelError(f"{settings.model} has answered nothing that can be used: {reason}")
    result = trial(given, most)
    _show(result, settings.model)
    if found.stopped is not None:
        tell(f"it stopped early: {found.stopped}")
    spent = found.spent
    if spent.articles and spent.requests:
        tell(
            f"this time: {spent.requests:,} requests about {spent.articles:,} documents, {found.account}"
        )
    if most is None and found.stopped is None:
        path, _ = model_file(project.sources)
        target = counts_file(path, settings.model)
        target.parent.mkdir(parents=True, exist_ok=True)
        day = datetime.now(UTC).date().isoformat()
        target.write_text(
            counts_table(result.all_read, settings.model, day, result.documents), "utf-8"
        )
        number = totals(result.all_read.counts)
        tell(f"counts of {number['call']} calls and {number['reaction']} reactions in {target}:")
        tell("what this model reads has its confidence by them from now on")


def _given(path: Path) -> dict[str, Any]:
    from readouts.asking.batch import own_answers
    from readouts.readers import one_answer

    found, problems = own_answers(path)
    for problem in problems:
        say(problem)
    return {name: one_answer(values) for name, values in found.items()}


def _show(result: Trial, name: str) -> None:
    columns = ["read by", "calls", "reactions", "countries", "dates"]
    rows = [
        (f"{name}, with the rules", *_figures(result.model)),
        ("the rules alone", *_figures(result.rules)),
    ]
    title = f"{result.documents} documents, {result.answered} of them answered (F1, or share right)"
    write_table(columns, rows, title=title)
    if result.of_large:
        rows = [
            (f"{name}, with the rules", *_figures(result.model_beside_large)),
            ("the rules alone", *_figures(result.rules_beside_large)),
            (LARGE, *_figures(result.large)),
        ]
        write_table(
            columns, rows, title=f"The {result.of_large} of them that a large model has read"
        )


def _figures(found: Score) -> tuple[str, ...]:
    return (_f1(found.calls), _f1(found.reactions), _share(found.countries), _share(found.dates))


def _f1(found: Found) -> str:
    return "" if found.f1 is None else f"{found.f1:.2f}"


def _share(share: Share) -> str:
    return "" if share.value is None else f"{share.value:.2f}"
