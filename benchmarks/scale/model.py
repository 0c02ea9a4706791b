"""The simulation: what waits for what, when so many workers make so many editions.

What belongs here: one crawl at a time over all machines, editions made in parallel, one closer that takes them in
order, a database and a disk that all share. What does not: measuring, and where figures are from. It has no chance
in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import simpy


@dataclass(frozen=True)
class Times:
    """Seconds of processor time a page on one core, but for ``commit``, which is on the clock.

    ``look`` is reading a page from a file of CC-NEWS and seeing whether it may tell of a call, or looking at a fetched
    one; ``store`` is archiving it. ``extract`` and ``parse`` are of making, ``close_fixed`` and ``close_page`` of
    closing an edition; ``events`` are Dagster's, an edition, each a ``commit``.
    """

    look: float
    store: float
    extract: float
    parse: float
    close_fixed: float
    close_page: float
    events: float
    commit: float


@dataclass(frozen=True)
class Machines:
    """What there is: cores of each machine, bytes a second of the way to Common Crawl and of the shared disk.

    ``page_bytes`` is what a page takes on that disk.
    """

    cores: float
    bandwidth: float
    disk: float
    page_bytes: float


@dataclass(frozen=True)
class Work:
    """Editions that are to be made, all alike.

    ``crawl`` is how many seconds an edition's crawl takes, ``brings`` how many bytes it puts on the shared disk; both
    nothing where the archive has all. ``looked_at`` pages are seen by whoever makes the edition, ``pages`` are made
    into articles.
    """

    name: str
    editions: int
    pages: float
    crawl: float = 0.0
    brings: float = 0.0
    looked_at: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """How long it took, and for which share of that each part was busy.

    Of the workers it is what they make, crawling apart, as a share of what all of them could.
    """

    seconds: float
    busy: dict[str, float]
    closed: tuple[int, ...]

    @property
    def ends_at(self) -> str:
        """The part that is busiest: where more workers stop to help."""
        return max(self.busy, key=lambda part: self.busy[part])


PARTS = ("crawl", "workers", "closer", "database", "disk")


class _Part:
    """Something that only so many can use at a time, and how long it was used."""

    def __init__(self, env: simpy.Environment, capacity: int) -> None:
        self._env = env
        self._resource = simpy.Resource(env, capacity)
        self._capacity = capacity
        self.used = 0.0

    def use(self, seconds: float) -> Iterator[Any]:
        """Wait for a turn and take it for so long."""
        if seconds <= 0:
            return
        with self._resource.request() as turn:
            yield turn
            yield self._env.timeout(seconds)
        self.used += seconds

    def busy(self, seconds: float) -> float:
        """For which share of a time it was used."""
        return self.used / (seconds * self._capacity) if seconds else 0.0


def simulate(work: Work, times: Times, machines: Machines, workers: int) -> Outcome:
    """Make all editions with so many workers, and close them in order."""
    env = simpy.Environment()
    parts = {name: _Part(env, workers if name == "workers" else 1) for name in PARTS}
    made = [env.event() for _ in range(work.editions)]
    fetched = [env.event() for _ in range(work.editions)]
    closed: list[int] = []
    waiting = iter(range(work.editions))

    def worker() -> Iterator[Any]:
        for edition in waiting:
            if work.crawl:
                if edition:
                    # the crawl goes through editions in order
                    yield fetched[edition - 1]
                yield from parts["crawl"].use(work.crawl)
                yield from parts["disk"].use(work.brings / machines.disk)
            fetched[edition].succeed()
            began = env.now
            yield from parts["disk"].use(work.pages * machines.page_bytes / machines.disk)
            each = times.extract + times.parse
            seconds = work.pages * each + work.looked_at * times.look
            yield env.timeout(seconds / machines.cores)
            yield from parts["database"].use(times.events * times.commit)
            parts["workers"].used += env.now - began
            made[edition].succeed()

    def closer() -> Iterator[Any]:
        for edition in range(work.editions):
            yield made[edition]
            yield from parts["closer"].use(times.close_fixed + work.pages * times.close_page)
            yield from parts["database"].use(times.events * times.commit)
            closed.append(edition)

    for _ in range(min(workers, work.editions)):
        env.process(worker())
    env.run(until=env.process(closer()))
    busy = {name: part.busy(env.now) for name, part in parts.items()}
    return Outcome(env.now, busy, tuple(closed))


def polite_crawl(
    pages: list[int], times: Times, machines: Machines, *, delay: float, answer: float, threads: int
) -> float:
    """Seconds in which sources with so many new pages each, on hosts of their own, are crawled by one machine.

    A host is asked for its list and then for its pages, one at a time with a pause between two; so many hosts are asked
    at a time, and what they send is looked at by as many processes as there are cores.
    """
    env = simpy.Environment()
    asked = simpy.Resource(env, threads)
    cores = simpy.Resource(env, max(1, int(machines.cores)))

    def host(count: int) -> Iterator[Any]:
        for number in range(count + 1):
            with asked.request() as turn:
                yield turn
                yield env.timeout(answer)
                if number:
                    with cores.request() as core:
                        yield core
                        yield env.timeout(times.look + times.store)
            yield env.timeout(delay)

    for count in pages:
        env.process(host(count))
    env.run()
    return float(env.now) - delay


def by_zipf(sources: int, total: int, largest: int) -> list[int]:
    """New pages of each source in a day: the n-th has an n-th of the first one's, none more than ``largest``."""
    low, high = 0.0, float(total)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _given(middle, sources, largest) < total else (low, middle)
    return [min(largest, round(high / rank)) for rank in range(1, sources + 1)]


def _given(first: float, sources: int, largest: int) -> float:
    return sum(min(largest, first / rank) for rank in range(1, sources + 1))


def ccnews_crawl(
    pages: float, taken: float, size: float, times: Times, machines: Machines
) -> float:
    """Seconds in which an edition's files are fetched, one after another, and read by one machine."""
    reading = (pages * times.look + taken * times.store) / machines.cores
    return size / machines.bandwidth + reading
