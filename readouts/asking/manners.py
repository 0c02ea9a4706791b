"""A server's manners: which way of asking it takes, when it wants a pause, and when it is of no use to go on.

What belongs here: one question until it is answered or given up, with every attempt counted. What does not: the
envelope of an answer (``reply``), which questions there are (``asking``), and where answers are kept (``store``).

The way is found out by asking: ``json_schema`` until it is refused or ignored, then ``json_object``, then the prompt
alone. A schema counts as taken when an answer is of its form, not when the server says so.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from readouts.asking.answers.reply import (
    RefusedError,
    Reply,
    kept_of,
    listed_models,
    read_reply,
)
from readouts.asking.answers.store import ANSWERED, Entry
from readouts.asking.questions.request import Manner, Request, Task, request_digest
from readouts.asking.questions.sizes import LEAST, tokens_of
from readouts.asking.settings import WAYS, Settings, Way
from readouts.asking.spending import LimitReachedError, Spending
from readouts.asking.wire import Wire


@dataclass(frozen=True, slots=True)
class Clock:
    """The time as pauses are measured by, and waiting."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


TRIES = 4
"""How often a question is asked where a server or the way to it fails."""

TRIES_IN_A_CROWD = 10
"""How often where the server says that it is asked too much."""

LONGEST_BACK_OFF = 30.0

UNSURE = 3_500
"""Requests of fewer tokens fit into every window: by them it is learned how this model counts."""


class StoppedError(Exception):
    """It is of no use to ask on in this run; the message says why, and what to do."""


class FailedError(Exception):
    """This question got no completion; others may."""


class TooLongError(FailedError):
    """The server says that the question is longer than its window."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of the answers to a question, and how another is kept."""

    answers: Callable[[str], Sequence[Entry]]
    keep: Callable[[Entry], None]


class Server:
    """One server during one run; what it was found to do is remembered."""

    def __init__(
        self,
        settings: Settings,
        wire: Wire,
        spending: Spending,
        *,
        clock: Clock,
        say: Callable[[str], None],
    ) -> None:
        self.settings = settings
        self.spending = spending
        self.manner = Manner(way=settings.way or "json_schema")
        self.stopped: str | None = None
        self._wire = wire
        self._say = say
        self._clock = clock
        self._taken: set[Way] = set()
        self._paused_until = 0.0
        self._least = 1.0

    async def complete(self, question: Request, known: Known) -> Entry:
        """The last answer to a question, every one of which is kept; one that is stored is not asked for again.

        Raises:
            StoppedError: it is of no use to ask on.
            TooLongError, FailedError: this question got no completion.
        """
        name = question.digest(self.settings)
        stored = list(known.answers(name))
        tries = 0
        while True:
            entry = _best(stored)
            if entry is not None:
                return entry
            manner = self._not_yet(stored)
            try:
                entry = await self._once(question, name, manner)
            except RefusedError as refused:
                tries += 1
                await self._after(refused, manner, tries)
                continue
            known.keep(entry)
            stored.append(entry)

    def _not_yet(self, stored: Sequence[Entry]) -> Manner:
        """The manner of now, or with the first way below it that a question has not been asked by."""
        tried = {entry.way for entry in stored}
        way = self.manner.way
        while way in tried and way != WAYS[-1]:
            way = _next(way)
        return replace(self.manner, way=way)

    async def _once(self, question: Request, name: str, manner: Manner) -> Entry:
        await self._wait_out()
        if self.stopped is not None:
            raise StoppedError(self.stopped)
        body = question.body(self.settings, manner)
        estimate = question.estimate()
        try:
            set_aside = self.spending.begin(estimate)
        except LimitReachedError as limit:
            raise self._stop(str(limit)) from None
        began = time.monotonic()
        try:
            came = await self._wire.ask(body)
            reply = read_reply(came, question.task.name)
        finally:
            self.spending.end(set_aside)
        seconds = time.monotonic() - began
        reply = self._as_read(reply, estimate)
        self._learn_way(manner.way, reply, question.task)
        cost = self.spending.pay(reply.usage, estimate, tokens_of(reply.words))
        self.spending.spent.answers[reply.status] += 1
        price = self.settings.price
        return Entry(
            **question.kept(self.settings),
            **kept_of(came, reply),
            digest=request_digest(body),
            question=name,
            way=manner.way,
            cost=cost,
            currency=price.currency if price else None,
            seconds=round(seconds, 3),
            faults=question.faults,
            again_after=question.after,
        )

    # what is learned

    def _as_read(self, reply: Reply, estimate: int) -> Reply:
        """A completion whose usage is too small for what was sent is of a text that was cut: it counts as unread."""
        sent = reply.usage.sent
        if not sent or reply.status != "answered":
            return reply
        share = sent / estimate
        if estimate < UNSURE:
            self._least = min(self._least, share)
            return reply
        known = max(LEAST, 0.8 * self._least) if self._least < 1.0 else LEAST
        # a count that is just a window's size is what a server tells that has cut the prompt there
        is_window = sent >= 2_048 and sent & (sent - 1) == 0 and share < 0.95
        if share >= known and not is_window:
            return reply
        why = f"the server read {sent:,} tokens of some {estimate:,}: its window is smaller than 'window'"
        return replace(reply, status="unread", why=why)

    def _learn_way(self, way: Way, reply: Reply, task: Task) -> None:
        if reply.status not in ("answered", "no_answer") or way in self._taken:
            return
        if reply.found is not None and (way != "json_schema" or task.is_kept_to(reply.found)):
            self._taken.add(way)
        elif way != WAYS[-1] and self.manner.way == way:
            self._step_down(f"{way} is ignored")

    def _step_down(self, why: str) -> None:
        self.manner = replace(self.manner, way=_next(self.manner.way))
        self._say(f"{why}; asking by {self.manner.way.replace('prompt', 'the prompt alone')}")

    # refusals

    async def _after(self, refused: RefusedError, manner: Manner, tries: int) -> None:
        """Make ready for the next attempt.

        Raises:
            StoppedError, TooLongError, FailedError: there is to be none.
        """
        self.spending.spent.refusals[refused.kind] += 1
        kind, text = refused.kind, str(refused)
        if self._without_what_it_names(kind, text, manner):
            return
        if kind == "way_refused" and manner.way != WAYS[-1]:
            if self.manner.way == manner.way:
                self._step_down(f"{manner.way} is refused")
            return
        if kind == "too_long":
            raise TooLongError(text)
        if kind in _USELESS:
            raise self._stop(await self._what_to_do(kind, text))
        most = {"rate_limited": TRIES_IN_A_CROWD, "timed_out": 1, "too_big": 1, "refused": 1}
        if tries >= most.get(kind, TRIES):
            if kind == "unreachable":
                raise self._stop(f"{self.settings.address} does not answer: {text}")
            raise FailedError(f"{kind}: {text}")
        await self._pause(refused, tries)

    def _without_what_it_names(self, kind: str, text: str, manner: Manner) -> bool:
        """Leave out of further requests what a server names in its refusal and can do without."""
        if kind not in ("refused", "no_such_model", "way_refused", "too_long"):
            return False
        if manner.has_temperature and re.search(r"temperature", text, re.IGNORECASE):
            self.manner = replace(self.manner, has_temperature=False)
            return True
        if manner.limit == "max_tokens" and "max_completion_tokens" in text:
            self.manner = replace(self.manner, limit="max_completion_tokens")
            return True
        return False

    async def _pause(self, refused: RefusedError, tries: int) -> None:
        if refused.pause is not None and refused.pause > self.settings.patience:
            raise self._stop(
                f"{self.settings.address} wants to be left alone for {refused.pause:.0f} s, longer than 'patience'"
            )
        back_off = min(2.0 ** (tries - 1), LONGEST_BACK_OFF) * random.uniform(0.75, 1.25)
        seconds = back_off if refused.pause is None else refused.pause
        if refused.kind == "rate_limited":
            # all questions wait, not only the one that was refused
            self._paused_until = max(self._paused_until, self._clock.now() + seconds)
            await self._wait_out()
        else:
            await self._clock.sleep(seconds)

    async def _wait_out(self) -> None:
        while (left := self._paused_until - self._clock.now()) > 0:
            await self._clock.sleep(left)

    def _stop(self, why: str) -> StoppedError:
        self.stopped = self.stopped or why
        return StoppedError(self.stopped)

    async def _what_to_do(self, kind: str, text: str) -> str:
        """A refusal that every further question would meet, and how to mend it, in one line."""
        settings, more = self.settings, ""
        if kind == "unauthorized" and settings.key_variable is None:
            kind = "without_key"
        if kind == "no_such_model" and (names := await model_names(self._wire)):
            more = f"; it has {', '.join(names[:10])}"
            more += f" and {len(names) - 10} more" if len(names) > 10 else ""
        told = text.removeprefix("it ") if kind == "redirected" else text
        return _USELESS[kind].format(settings=settings, text=told) + more


_USELESS = {
    "without_key": "{settings.address} wants a key ({text}): name its variable as key_variable in model.yaml",
    "unauthorized": "{settings.address} does not take the key in {settings.key_variable} ({text})",
    "no_such_model": "{settings.address} has no model {settings.model!r} ({text})",
    "no_such_address": "nothing takes questions at {settings.address}/chat/completions ({text}): correct the address in"
    " model.yaml, which mostly ends in /v1",
    "redirected": "{settings.address} {text}: write the right address into model.yaml",
    "out_of_credit": "{settings.address} asks for money ({text})",
}
"""Refusals that every other question would meet as well, with what to do."""


async def model_names(wire: Wire) -> list[str]:
    """The names of the models that a server says it has."""
    try:
        return listed_models(await wire.models())
    except RefusedError:
        return []


def _best(stored: Sequence[Entry]) -> Entry | None:
    """The answer that settles a question: a usable one, or one that no other way of asking would better."""
    settled = [e for e in stored if e.status not in ("no_answer", "empty") or e.way == WAYS[-1]]
    usable = [e for e in settled if e.status == ANSWERED]
    return next(reversed(usable or settled), None)


def _next(way: Way) -> Way:
    return WAYS[WAYS.index(way) + 1]
