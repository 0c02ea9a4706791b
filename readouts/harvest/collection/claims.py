"""Whose an address is that several sources of one harvest lead to.

What belongs here: that it is the source's whose id comes first, whichever list was looked through first. What does not:
what of a list is due (``work.py``), and when a host is asked (``run.py``).

So what is published does not hang on how quick a server was that night. Pages are asked for when all lists are looked
through. A list that takes very long holds nobody up for ever: it comes after the others, and takes what is left.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

TakeUp = Callable[[], None]


class Claims:
    """The addresses that a run follows, each for one source; ``apart``: for each that leads there.

    ``lists`` are the ids of the sources whose lists are waited for, ``longest`` seconds at most. Then each takes up
    what it has found, in the order of ids, and after all of them ``then`` is called. ``at_work`` is what keeps the run
    from ending meanwhile.
    """

    def __init__(
        self,
        lists: Collection[str],
        longest: float,
        at_work: Callable[[], AbstractContextManager[None]],
        then: TakeUp,
        *,
        apart: bool = False,
    ) -> None:
        self._missing = set(lists)
        self._until = time.monotonic() + longest
        self._at_work = at_work
        self._then = then
        self._apart = apart
        self._found: dict[str, TakeUp] = {}
        self._claimed: set[str] = set()
        self._is_open = False
        self._guard = threading.Lock()

    def claim(self, url: str, source_id: str) -> bool:
        """Whether nobody in this run follows the address already; who asks does from now on."""
        key = f"{source_id} {url}" if self._apart else url
        with self._guard:
            is_new = key not in self._claimed
            self._claimed.add(key)
            return is_new

    def found(self, source_id: str, take_up: TakeUp) -> None:
        """A source's list is looked through: ``take_up`` is called when it is the source's turn, here or later."""
        with self._guard:
            self._missing.discard(source_id)
            is_late = self._is_open
            if not is_late:
                self._found[source_id] = take_up
        if is_late:
            take_up()
        else:
            self.look()

    def look(self) -> None:
        """Let all take up what they have found, if no list is missing, or they have waited long enough."""
        with self._at_work():
            with self._guard:
                if self._is_open or (self._missing and time.monotonic() < self._until):
                    return
                self._is_open = True
            for source_id in sorted(self._found):
                self._found.pop(source_id)()
            self._then()
