"""A harvest: from the sources to the archive, for one edition.

What belongs here: the door, and that only one harvest of a home is at work. What does not: what happens to a source
(``work.py``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from readouts.base.clock import elapsed
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import Home
from readouts.base.state.turns import RunBusyError, take_turn
from readouts.harvest.collection.claims import Claims
from readouts.harvest.collection.ledger import Ledger, ledger_of
from readouts.harvest.collection.report import HarvestReport, SourceReport
from readouts.harvest.collection.run import Run, Say
from readouts.harvest.collection.work import Work
from readouts.harvest.fetching.fetch import Fetcher
from readouts.harvest.fetching.outcome import Limits
from readouts.harvest.sources.source import Source

LOCK = "harvest.lock"


class HarvestBusyError(ReadoutsError, RuntimeError):
    """Another harvest of this instance is at work, and did not end in time."""


def harvest(
    sources: Sequence[Source],
    edition: date,
    home: Home | Path,
    *,
    published_editions: Collection[date] = frozenset(),
    progress: Say | None = None,
    limits: Limits | None = None,
    only_due: bool = False,
    apart: bool = False,
    wait: float = 600.0,
) -> HarvestReport:
    """Collect from the sources what belongs to an edition and is not archived yet.

    ``published_editions`` are closed: a late page of theirs goes to ``edition``. ``progress`` is told a line now and
    then. ``only_due`` leaves out sources without ``every`` and those looked at within it. ``apart``
    fetches a page that two sources lead to for both of them. ``wait`` is how many seconds to wait for another harvest
    of this instance, on whichever machine. What servers do never raises.

    Raises ``HarvestBusyError`` after ``wait``, ``LedgerError`` when the ledger cannot be used, ``TurnLostError`` when
    another harvest may have begun, and OSError when the archive cannot be written.
    """
    say = progress or (lambda _: None)
    home = home if isinstance(home, Home) else Home(home)
    with (
        _turn(home, edition, wait, say),
        ledger_of(home, say) as ledger,
        contextlib.closing(Fetcher(limits, ledger)) as fetcher,
    ):
        wanted = [source for source in sources if source.enabled]
        if only_due:
            wanted = [source for source in wanted if _is_due(source, ledger)]
        run = Run(home, edition, frozenset(published_editions), fetcher, ledger, say)
        return HarvestReport(tuple(_collected(run, wanted, apart=apart)))


def _is_due(source: Source, ledger: Ledger) -> bool:
    if source.every is None:
        return False
    now = datetime.now(UTC).replace(tzinfo=None)
    ago = elapsed(ledger.looked_at(source.id), now)
    return ago is None or ago >= source.every


@contextlib.contextmanager
def _turn(home: Home, edition: date, wait: float, say: Say) -> Iterator[None]:
    """Only one harvest of an instance at a time, over all machines: hosts are asked as often as they allow."""
    turn = take_turn(home, f"the harvest of {edition}", say=say, wait_seconds=wait, lock=LOCK)
    try:
        with turn:
            yield
    except RunBusyError as error:
        raise HarvestBusyError(
            f"another harvest of {home.shared} is at work; waited {wait:.0f} s for it"
        ) from error


def _collected(run: Run, sources: Sequence[Source], *, apart: bool) -> list[SourceReport]:
    """Collect from all of them; what was fetched is kept also when the run ends early.

    Large files are begun when all else is taken up: what they hold is found while they are read.
    """
    lists = [source for source in sources if not source.is_in_files]

    def begin(are_in_files: bool) -> None:
        for work in works:
            if work.is_in_files is are_in_files:
                run.schedule.add(work.first_host, work.discover)

    claims = Claims(
        {source.id for source in lists},
        run.fetcher.limits.longest_looking,
        run.schedule.at_work,
        partial(begin, True),
        apart=apart,
    )
    works = [Work(run, source, claims) for source in sources]
    try:
        begin(False)
        claims.look()
        run.schedule.run(claims.look)
    finally:
        for work in works:
            work.finish()
    return [work.report for work in works]
