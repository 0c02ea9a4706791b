"""What a run asks for, what it costs, and where it stops.

What belongs here: counting requests, refusals, tokens and money, and the limits that the file sets. What does not:
asking.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from readouts.asking.answers.reply import Usage
from readouts.asking.settings import Settings


class LimitReachedError(Exception):
    """A limit of the file would be passed; the message says which."""


@dataclass(slots=True)
class Spent:
    """What was asked and what it cost; ``is_estimated`` where a server told no usage and tokens are estimates."""

    articles: int = 0
    requests: int = 0
    tokens_sent: int = 0
    tokens_answered: int = 0
    tokens_cached: int = 0
    cost: float = 0.0
    is_estimated: bool = False
    refusals: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def tokens(self) -> int:
        """Tokens sent and answered together."""
        return self.tokens_sent + self.tokens_answered


@dataclass(frozen=True, slots=True)
class Reserved:
    """What a request that is out is expected to come to: tokens, and money."""

    tokens: int = 0
    cost: float = 0.0


class Spending:
    """The purse of one run. Requests that are out count by what they are expected to cost, so that no limit is passed
    knowingly; how far estimates are out is learned from what the server counts.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.spent = Spent()
        self._out = Reserved()
        self._answers = 0
        self._estimated = 0

    def begin_article(self) -> None:
        """Count an article that is about to be asked about.

        Raises:
            LimitReachedError: it would be one too many.
        """
        most = self.settings.limits.articles
        if most is not None and self.spent.articles >= most:
            raise LimitReachedError(f"the limit of {most:,} articles a run is reached")
        self.spent.articles += 1

    def begin(self, estimate: int) -> Reserved:
        """Reserve what a request of so many tokens is expected to cost; returns it, for ``end``.

        Raises:
            LimitReachedError: a limit would be passed.
        """
        spent, limits, price = self.spent, self.settings.limits, self.settings.price
        usual = spent.tokens_answered // self._answers if self._answers else 500
        answered = min(usual, self.settings.answer_tokens)
        share = spent.tokens_sent / self._estimated if self._estimated else 1.0
        sent = round(estimate * max(share, 1.0))
        cost = cost_of(self.settings, sent, answered, 0) or 0.0
        tokens = spent.tokens + self._out.tokens + sent + answered
        if limits.tokens is not None and tokens > limits.tokens:
            raise LimitReachedError(f"the limit of {limits.tokens:,} tokens a run is reached")
        if (
            limits.cost is not None
            and price is not None
            and spent.cost + self._out.cost + cost > limits.cost
        ):
            limit = f"{limits.cost:g} {price.currency}"
            raise LimitReachedError(f"the limit of {limit} a run is reached")
        self._out = Reserved(self._out.tokens + sent + answered, self._out.cost + cost)
        spent.requests += 1
        return Reserved(sent + answered, cost)

    def end(self, reserved: Reserved) -> None:
        """Let go of what was reserved for a request, whatever came of it."""
        self._out = Reserved(self._out.tokens - reserved.tokens, self._out.cost - reserved.cost)

    def pay(self, usage: Usage, estimate: int, words: int) -> float | None:
        """Count the tokens of a completion; returns its cost, None where no price is told.

        ``estimate`` and ``words`` stand for what the server did not count.
        """
        spent = self.spent
        spent.is_estimated |= usage.sent is None or usage.answered is None
        sent = estimate if usage.sent is None else usage.sent
        answered = words if usage.answered is None else usage.answered
        cached = min(usage.cached or 0, sent)
        self._estimated += estimate
        spent.tokens_sent += sent
        spent.tokens_answered += answered
        spent.tokens_cached += cached
        self._answers += 1
        cost = cost_of(self.settings, sent, answered, cached)
        spent.cost += cost or 0.0
        return cost


def cost_of(settings: Settings, sent: int, answered: int, cached: int) -> float | None:
    """What tokens cost by the price of the file, in its currency; None where it tells none."""
    price = settings.price
    if price is None:
        return None
    kept = price.input if price.cached_input is None else price.cached_input
    return ((sent - cached) * price.input + cached * kept + answered * price.output) / 1e6


SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """How far a run has come, in a line now and then: articles, tokens, cost, time left."""

    def __init__(
        self,
        total: int,
        spending: Spending,
        say: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._spending, self._say, self._clock = total, spending, say, clock
        self._began = self._told = clock()
        self._done = 0

    def done(self) -> None:
        """An article more is done with."""
        self._done += 1
        now = self._clock()
        if now - self._told >= SECONDS_BETWEEN_LINES and self._done < self._total:
            self._told = now
            left = (now - self._began) / self._done * (self._total - self._done)
            self._say(f"{self.line()}, some {duration(left)} left")

    def line(self) -> str:
        """What was asked so far and what it came to."""
        return f"asked about {self._done:,} of {self._total:,} articles: {account(self._spending)}"


def account(spending: Spending) -> str:
    """Tokens and money in words."""
    spent, price = spending.spent, spending.settings.price
    some = "some " if spent.is_estimated else ""
    kept = f" ({spent.tokens_cached:,} of them kept by the server)" if spent.tokens_cached else ""
    words = f"{some}{spent.tokens_sent:,} tokens sent{kept} and {spent.tokens_answered:,} answered"
    return words if price is None else f"{words}, {spent.cost:.4f} {price.currency}"


def duration(seconds: float) -> str:
    """Seconds in words.

    >>> duration(75.0), duration(4000.0)
    ('2 min', '1.1 h')
    """
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60 + 0.4)} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"
