"""The UI, ``readouts ui``: Dagster's webserver and daemon on this instance, behind a guard.

What belongs here: starting the two, and ending them together. What does not: which requests are refused (``guard``).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import IO, Annotated

import typer

from pipelines.screens.display import say
from pipelines.ui.guard import NAMES_VARIABLE, own_origins
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import (
    CORRECTIONS_VARIABLE,
    HOME_VARIABLE,
    MODEL_VARIABLE,
    ROOT,
    SHARED_VARIABLE,
    SOURCES_VARIABLE,
    WATCHLIST_VARIABLE,
    Home,
    corrections_file,
    model_file,
    sources_file,
    watchlist_file,
)

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_END = 30.0
"""How long the two have to end by themselves."""


class PortError(ReadoutsError):
    """The UI cannot listen at its port."""


def ui(
    port: Annotated[int, typer.Option(help="Where the UI listens, on 127.0.0.1.")] = 3000,
) -> None:
    """Open Dagster's UI and scheduler on this instance; READOUTS_UI_NAMES names the addresses of a proxy before it."""
    from pipelines.orchestration.queues import broker
    from pipelines.orchestration.records import (
        dagster_records,
        prepare_dagster_home,
        set_aside_damaged,
    )
    from pipelines.sample.site import serve_or_join
    from pipelines.screens.sessions import SAMPLE

    home = Home.from_environment()
    home.require_writable()
    if home.is_shared:
        broker()
    own_origins(port, os.environ.get(NAMES_VARIABLE, ""))  # a mistake in it is told at once
    _require_free(port)
    prepare_dagster_home(home)
    set_aside_damaged(home, partial(say, style="yellow"))
    with dagster_records(home):
        pass  # laid out once, and not by two programs at the same moment
    commands = {"the webserver": webserver(port), "the daemon": daemon()}
    # the sample's site is served meanwhile, so that an edition can be run from the UI
    is_sample = sources_file() == SAMPLE / "sources.yaml"
    with serve_or_join(SAMPLE) if is_sample else nullcontext():
        say(f"Dagster's UI: http://127.0.0.1:{port} (Ctrl-C ends it)")
        ended = _run(commands, environment_of(home))
    if ended is None:
        return
    print(f"readouts: {ended} of the UI has ended by itself; the UI ends with it", file=sys.stderr)
    raise typer.Exit(1)


def webserver(port: int) -> list[str]:
    """The command that serves the UI."""
    return [sys.executable, "-m", "pipelines.ui.webserver", str(port)]


def daemon() -> list[str]:
    """The command that runs what is scheduled and queued."""
    program = str(Path(sys.executable).with_name("dagster-daemon"))
    return [program, "run", "--workspace", str(ROOT / "workspace.yaml")]


def environment_of(home: Home) -> dict[str, str]:
    """The environment of programs that run in another folder: what is named from this one is named in full."""
    sources = sources_file()
    model, is_named = model_file(sources)
    environment = os.environ | {
        "DAGSTER_HOME": str(home.dagster),
        HOME_VARIABLE: str(home.path),
        SOURCES_VARIABLE: str(sources),
        CORRECTIONS_VARIABLE: str(corrections_file(sources)),
        WATCHLIST_VARIABLE: str(watchlist_file(sources)),
    }
    if home.commons is not None:
        environment[SHARED_VARIABLE] = str(home.commons)
    if is_named:
        environment[MODEL_VARIABLE] = str(model)
    return environment


def _require_free(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortError(
                f"the UI cannot listen at 127.0.0.1:{port} ({error.strerror}); --port names another"
            ) from error


def _run(commands: dict[str, list[str]], environment: dict[str, str]) -> str | None:
    """Run programs until one has ended by itself, which is named, or this process is asked to end; then end all."""
    # Python's own, whatever this process was started with: a shell in the background has SIGINT ignored.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    programs: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            programs[name] = _start(command, environment)
        while True:
            for name, program in programs.items():
                if program.poll() is not None:
                    return name
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:  # the programs have had it too, or have it now
        return None
    finally:
        end_all(programs.values(), SECONDS_TO_END)


def end_all(programs: Collection[subprocess.Popen[bytes]], seconds: float) -> None:
    """Ask programs to end, and end by force those that have not after some seconds."""
    for program in programs:
        if program.poll() is None:
            program.terminate()
    end = time.monotonic() + seconds
    for program in programs:
        try:
            program.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program; what it writes comes to a terminal by way of this process, whose streams are guarded."""
    if not sys.stderr.isatty():
        return subprocess.Popen(command, env=environment, cwd=ROOT)
    program = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    threading.Thread(target=_pass_on, args=(program.stdout,), daemon=True).start()
    return program


def _pass_on(lines: IO[bytes]) -> None:
    for line in lines:
        sys.stderr.write(line.decode("utf-8", "replace"))
        sys.stderr.flush()
