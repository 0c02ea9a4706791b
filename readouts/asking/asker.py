"""One run's asking: many documents, a few at a time, each until it is read, given up, or left for the next run.

What belongs here: the order of a document's questions, and the end of a run. What does not: a single question
(``manners``), which documents there are (``edition.closing.asking``), and what an answer becomes (``grounding``).

After a document is read, one further request asks for the translations that are wanted; one that fails is no fault of
the reading.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType

from readouts.asking.answers.reply import Faults, answer_in
from readouts.asking.answers.store import ANSWERED, GIVEN_UP, LOCK, Entry, Store, note_of
from readouts.asking.manners import Clock, FailedError, Known, Server, StoppedError, TooLongError
from readouts.asking.questions.question import READING, Question, how_asked, questions, sizes
from readouts.asking.questions.request import encodable
from readouts.asking.questions.translation import Translation
from readouts.asking.settings import Settings
from readouts.asking.spending import LimitReachedError, Progress, Spending, Spent, account
from readouts.asking.wire import Wire
from readouts.base.instance.home import Home
from readouts.base.state.turns import take_turn
from readouts.domain.records import Report

FAILED_IN_A_ROW = 3
"""So many documents without a completion, one after another, and the rest is left for another run."""

MOST_FAULTS = 20


@dataclass
class Asked:
    """What came of a run's asking.

    ``read`` are the documents that have a whole reading now, ``given_up`` those of which nothing usable came,
    ``waiting`` those that are left for another run, and ``stopped`` why, where the run stopped before its end.
    ``is_limited`` tells that the file sets limits.
    """

    spent: Spent
    account: str = ""
    read: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    stopped: str | None = None
    failures: list[str] = field(default_factory=list)
    is_limited: bool = False


Wanted = Callable[[Report], Sequence[Translation]]
"""Which translations of a document that is read are still to be asked for."""


def ask_documents(
    settings: Settings,
    key: str | None,
    home: Home,
    reports: Mapping[str, Report],
    *,
    faults: Faults,
    say: Callable[[str], None],
    clock: Clock | None = None,
    wanted: Wanted = lambda report: (),
    only_translated: Mapping[str, Report] = MappingProxyType({}),
) -> Asked:
    """Ask about each document (by its digest) what was not asked before, and keep every answer at once.

    Then the translations that are ``wanted`` of it; of documents that are ``only_translated``, nothing else.

    Raises:
        RunBusyError: another process asks for this instance, on and on.
    """
    with take_turn(home, "the asking of the model", say=say, lock=LOCK):
        return asyncio.run(
            _Run(settings, Store(home), faults, say, clock or Clock(), wanted).all(
                reports, only_translated, key
            )
        )


class _Run:
    def __init__(
        self,
        settings: Settings,
        store: Store,
        faults: Faults,
        say: Callable[[str], None],
        clock: Clock,
        wanted: Wanted,
    ) -> None:
        self._settings, self._store, self._faults = settings, store, faults
        self._wanted = wanted
        self._say, self._clock = say, clock
        self._reading, self._how = READING.reading(settings), how_asked(settings)
        self._spending = Spending(settings)
        limits = settings.limits.model_dump().values()
        is_limited = any(limit is not None for limit in limits)
        self._asked = Asked(self._spending.spent, is_limited=is_limited)
        self._failed_in_a_row = 0

    async def all(
        self, reports: Mapping[str, Report], only_translated: Mapping[str, Report], key: str | None
    ) -> Asked:
        """Ask about all documents: first about one alone, by which the server's manners are known."""
        self._asked.waiting = set(reports)
        every = {**only_translated, **reports}
        progress = Progress(len(every), self._spending, self._say)
        async with Wire(self._settings, key) as wire:
            server = Server(self._settings, wire, self._spending, say=self._say, clock=self._clock)
            left = iter(every.items())
            await self._some(server, islice(left, 1), progress)
            workers = [
                asyncio.create_task(self._some(server, left, progress))
                for _ in range(self._settings.concurrency)
            ]
            await asyncio.gather(*workers)
            self._asked.stopped = server.stopped
        self._asked.account = account(self._spending)
        if every:
            self._say(progress.line())
        return self._asked

    async def _some(
        self, server: Server, left: Iterator[tuple[str, Report]], progress: Progress
    ) -> None:
        for document, report in left:
            if server.stopped is not None:
                return
            try:
                self._spending.begin_article()
                is_read = True
                if document in self._asked.waiting:
                    is_read = await self._document(server, document, report)
            except LimitReachedError as limit:
                server.stopped = server.stopped or str(limit)
                return
            except StoppedError:
                return
            except FailedError as failed:
                self._failed(server, str(failed))
                continue
            self._failed_in_a_row = 0
            self._asked.waiting.discard(document)
            (self._asked.read if is_read else self._asked.given_up).add(document)
            if is_read:
                await self._translate(server, document, report)
            progress.done()

    async def _translate(self, server: Server, document: str, report: Report) -> None:
        """Ask for the translations that are wanted of a document; one that fails is left for another run."""
        known = Known(
            self._store.answers(document).to, lambda entry: self._store.append(document, entry)
        )
        with suppress(FailedError, StoppedError):
            for question in self._wanted(report):
                await server.complete(question, known)

    def _failed(self, server: Server, why: str) -> None:
        self._asked.failures.append(why)
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= FAILED_IN_A_ROW and server.stopped is None:
            server.stopped = f"{self._failed_in_a_row} articles in a row had no answer: {why}"

    async def _document(self, server: Server, document: str, report: Report) -> bool:
        """Ask about one document, finer where an answer is cut off or a part was not read; whether it is read."""
        answers = self._store.answers(document)
        if answers.has(self._reading):
            self._store.choose(document, self._reading, self._how)
            return True
        known = Known(answers.to, lambda entry: self._store.append(document, entry))
        why = ""
        for tokens in sizes(report, self._settings):
            try:
                entries = await self._parts(server, questions(report, tokens), known)
            except TooLongError as error:
                why = f"too long: {error}"
                continue
            if entries[-1].status == ANSWERED:
                self._store.choose(document, self._reading, self._how)
                return True
            why = entries[-1].why or entries[-1].status
            if entries[-1].status not in ("cut_off", "unread"):
                break
        else:
            if why.startswith("too long"):
                raise FailedError(why)
        if not answers.is_given_up(self._reading, self._how):
            self._store.append(document, note_of(self._reading, GIVEN_UP, self._how, why))
        return False

    async def _parts(self, server: Server, asked: Sequence[Question], known: Known) -> list[Entry]:
        """The answers to a document's questions, up to the first that cannot be used."""
        entries: list[Entry] = []
        for question in asked:
            entry = await server.complete(question, known)
            entries.append(entry)
            if entry.status != ANSWERED:
                break
            await self._once_more(server, question, entry, known)
        return entries

    async def _once_more(
        self, server: Server, question: Question, entry: Entry, known: Known
    ) -> None:
        """Where an answer has faults, ask once more and name them; whatever comes of it, the first stays."""
        answer = answer_in(entry)
        faults = () if answer is None else self._faults(question.report, answer)
        if not faults:
            return
        with suppress(FailedError, StoppedError, RecursionError):
            again = replace(
                question,
                first=encodable(json.dumps(answer, ensure_ascii=False)),
                faults=tuple(faults[:MOST_FAULTS]),
                after=entry.digest,
            )
            await server.complete(again, known)
