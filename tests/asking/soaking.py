"""A model for runs that are killed: a server that now and then misbehaves, and sees whether anything is asked twice.

What belongs here: the server's side of ``tests/soak``. What does not: killing.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

from readouts.asking.answers.store import ANSWERED, Store
from readouts.asking.questions.request import digest_of
from readouts.base.instance.home import Home
from tests.asking.server import (
    NO_CALLS,
    Asked,
    Handler,
    ModelServer,
    breaks_off,
    completion,
    fails,
    fits,
    hangs_up,
    sends_a_page,
    serving,
)
from tests.pipelines.instance import Instance

MISBEHAVES = 0.15
"""The share of questions that get no answer, while the server is not told to behave."""


class Watcher:
    """Answers questions, and notes each whose answer was stored when it came."""

    def __init__(self, home: Home, seed: int) -> None:
        self._store = Store(home)
        self._random = random.Random(seed)
        self.behaves = False
        self.questions = 0
        self.asked_twice: list[str] = []

    def __call__(self, handler: Handler, asked: Asked) -> None:
        self.questions += 1
        document = digest_of(asked.document)
        if any(entry.status == ANSWERED for entry in self._store.answers(document).entries):
            self.asked_twice.append(asked.document.splitlines()[3])
        if not self.behaves and self._random.random() < MISBEHAVES:
            self._random.choice([hangs_up, breaks_off, sends_a_page, fails(503, "loading")])(
                handler, asked
            )
            return
        time.sleep(self._random.uniform(0, 0.05))
        handler.send(completion(NO_CALLS, sent=fits(asked)))


@contextlib.contextmanager
def watched(instance: Instance, seed: int) -> Iterator[Watcher]:
    """Configure a model for an instance and answer for it; what is asked is watched."""
    watcher = Watcher(instance.home, seed)
    with serving(watcher) as server:
        configure(instance.sources, server)
        yield watcher


def configure(sources: Path, server: ModelServer) -> None:
    """Write the ``model.yaml`` beside a file of sources."""
    text = f"model: watched\naddress: {server.address}\n"
    sources.with_name("model.yaml").write_text(text, "utf-8")
