"""The process that makes: editions in on standard input, what becomes of them out on standard output, a line of JSON
each.

What belongs here: the process's loop and its end. What does not: the side of whoever started it (``crew``), and what
making is (``making``).

It ends with its input, in the midst of whatever it does: when whoever started it is gone, nobody wants what it makes,
and what it leaves can be made anew. So do the processes that read pages for it, by the end of theirs.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from readouts.base.errors import ReadoutsError, explain
from readouts.base.instance.home import ROOT, Home

if TYPE_CHECKING:
    from readouts.harvest.collection.report import HarvestReport


def main(home: Home, sources: Path, asked: IO[str], told: IO[str]) -> None:
    """Make the editions that are asked for until the input ends."""
    guard = threading.Lock()

    def tell(**line: Any) -> None:
        with guard:
            print(json.dumps(line), file=told, flush=True)

    commands = _commands(asked)
    # what a person's interrupt is about, whoever started this one decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from readouts.edition.making.making import make_edition
    from readouts.edition.project import Project
    from readouts.harvest.children import allow

    def crawled(report: HarvestReport | None) -> None:
        allow(None)
        tell(fetched=report and report.summary())

    project = Project.load(home, ROOT, sources)
    for command in commands:
        allow(command["readers"])
        try:
            made = make_edition(
                project,
                date.fromisoformat(command["edition"]),
                first=date.fromisoformat(command["first"]),
                closed=[date.fromisoformat(day) for day in command["closed"]],
                offline=command["offline"],
                fetched=crawled,
                say=lambda line: tell(say=line),
            )
            tell(made={"is_purse_used": made.is_purse_used})
        except ReadoutsError as error:
            tell(failed=str(error))
        except OSError as error:
            tell(failed=explain(error, home.path))


def _commands(asked: IO[str]) -> Iterator[dict[str, Any]]:
    """The commands as they come; the process ends with the input, whatever it is at."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    is_idle = threading.Event()

    def listen() -> None:
        for line in asked:
            waiting.put(line)
        waiting.put("")
        if not is_idle.is_set():
            os._exit(0)

    threading.Thread(target=listen, name="listen", daemon=True).start()
    while True:
        is_idle.set()
        line = waiting.get()
        if not line:
            return
        is_idle.clear()
        yield json.loads(line)


if __name__ == "__main__":
    # what a library prints must not end up between the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    own, shared, sources = sys.argv[1:]
    commons = Path(shared) if shared else None
    main(Home(Path(own), commons), Path(sources), sys.stdin, answers)
