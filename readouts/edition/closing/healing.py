"""Healing: making finished editions anew from the archive before anything is published.

What belongs here: which editions, in what order, and what cannot be healed. What does not: how an edition is made
(``steps``), and how it comes that one is to be made anew (``kept.states``, ``warehouse.tables.layout``): a run was
killed, the build file was lost, a release changed the columns of a table.

Editions are made in their order, each whole before the next, so that a process that is killed goes on where it was.
What cannot be healed stays half done, and while anything is half done nothing is published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from readouts.base.state.turns import WAIT_SECONDS, take_turn
from readouts.base.versions import extractor_version, parser_version
from readouts.edition.closing.steps import extract_edition, load_answers, load_pages, parse_edition
from readouts.edition.kept.states import (
    KILLED,
    adopt,
    days_after,
    half_done,
    input_digest,
    why_nothing_is_published,
)
from readouts.edition.project import Project, Say, opened
from readouts.harvest.archive.damage import ArchiveDamaged
from readouts.harvest.archive.reading import archived_editions
from readouts.warehouse.errors import BrokenFileError, WarehouseError
from readouts.warehouse.files.states import FINISHED, nothing_fetched, states_of, what_readers_have
from readouts.warehouse.gate.gate import GateShut


@contextmanager
def at_work(
    project: Project, who: str, *, say: Say, wait_seconds: float = WAIT_SECONDS
) -> Iterator[None]:
    """Be the one that works on an instance (``turns.take_turn``), with its working tables at hand in the build file.

    A file that cannot be opened is set aside: what it held is healed as that of one that is lost. It stays open from
    step to step.
    """
    with (
        take_turn(project.home, who, say=say, wait_seconds=wait_seconds),
        project.working.at_hand(say),
    ):
        yield


def heal(
    project: Project, *, running: date | None = None, until: date | None = None, say: Say
) -> None:
    """Make anew from the archive what is finished and half done, and all that readers have and the record lacks.

    ``running`` is the edition about to be run, which completes it; with others it is healed too, in its turn, so that
    copies find their originals. Editions of a range up to ``until`` are still to be run and are left to that. No
    edition that readers have is made anew from an archive that lacks pages of it.

    A build file of which a page turns out to be broken is set aside as one that cannot be opened is (``at_work``).

    Raises:
        WarehouseError: it cannot be told which editions readers had, or one cannot be made anew.
    """
    try:
        _heal(project, running, until, say)
    except BrokenFileError:
        if project.working.set_aside_if_broken(say) is None:
            raise
        _heal(project, running, until, say)


def _heal(project: Project, running: date | None, until: date | None, say: Say) -> None:
    home = project.home
    readers = what_readers_have(home.warehouse)
    coming = days_after(running, until) if running else []
    archived: Collection[date] = archived_editions(home.shared) if readers.problem else ()
    with opened(project, say, thoroughly=True) as connection:
        is_all = set(archived) <= {*coming, running}
        lost = adopt(connection, readers, archived if is_all else ())
        waiting = half_done(connection, coming)
        is_any = any(state.status == FINISHED for state in states_of(connection).values())
    if readers.problem is not None:
        say(f"{readers.problem.partition(';')[0]}; what is published next takes its place")
    if not is_any:
        _say_what_is_archived(project, [*coming, running], say)
    if lost:
        say(
            f"{home.build.name} did not know {_editions(len(lost))} that readers have; they are made anew from the"
            " archive, and what is published stays until then"
        )
    problems: dict[date, str | None] = {}
    if waiting.keys() - {running}:
        for number, (edition, why) in enumerate(waiting.items(), start=1):
            say(
                f"edition {edition} is made anew from the archive ({number} of {len(waiting)}): {why or KILLED}"
            )
            problems[edition] = make_anew(project, edition, say=say)
    left = {edition: problem for edition, problem in problems.items() if problem is not None}
    if left:
        raise WarehouseError(why_nothing_is_published(left))


def make_anew(project: Project, edition: date, *, say: Say) -> str | None:
    """Make a finished edition anew from the archive: its pages, articles, answers, and what is read of them.

    Returns what was in the way. One whose gate shuts is refused by that, and named.
    """
    try:
        load_pages(project, edition, say)
        extract_edition(project, edition, say=say)
        load_answers(project, edition, say=say)
        parse_edition(project, edition, say=say)
    except GateShut as shut:
        say(str(shut))
        return None
    except ArchiveDamaged as damaged:
        return damaged.reason
    with opened(project) as connection:
        connection.execute(
            "UPDATE meta.editions SET is_half_done = NULL, reason = NULL, parser = ?, extractor = ?, input = ?,"
            " warning = ? WHERE edition = ?",
            [
                parser_version(),
                extractor_version(),
                input_digest(project, connection, edition),
                nothing_fetched(connection, edition),
                edition,
            ],
        )
    project.working.keep()
    return None


def _say_what_is_archived(project: Project, own: Collection[date | None], say: Say) -> None:
    """Where neither file tells what was finished, and the archive has more than these editions."""
    others = [day for day in archived_editions(project.home.shared) if day not in own]
    if others:
        say(
            f"no edition is finished yet, and the archive has {_editions(len(others))} more;"
            " 'readouts rebuild --all' makes all of them"
        )


def _editions(number: int) -> str:
    return f"{number} edition{'s' * (number != 1)}"
