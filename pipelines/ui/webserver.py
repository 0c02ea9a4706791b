"""Dagster's webserver with a guard in front, in one process: ``python -m pipelines.ui.webserver PORT``.

What belongs here: putting the two together and serving them on 127.0.0.1. What does not: which requests are refused
(``guard``). They share a process so that there is no second port at which the webserver could be reached without it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from dagster import DagsterInstance, __version__
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._utils.interrupts import setup_interrupt_handlers
from dagster_webserver.app import create_app_from_workspace_process_context
from starlette.applications import Starlette

from pipelines.screens.display import plain
from pipelines.ui.guard import NAMES_VARIABLE, Guard, own_origins
from readouts.base.instance.home import ROOT

ADDRESS = "127.0.0.1"
MILLISECONDS_BETWEEN_LOOKS = 2000
"""How often a page asks for news of assets; Dagster's own default."""

STATEMENT_MILLISECONDS, POOL_SECONDS, POOL_OVERFLOW = 15_000, 3600, 20
"""How Dagster's own webserver treats its databases."""


@asynccontextmanager
async def _until_cancelled(_: Starlette) -> AsyncIterator[None]:
    # uvicorn cancels it at the end of the process, which is no fault to be told of
    with suppress(asyncio.exceptions.CancelledError):
        yield


def say(line: str) -> None:
    """A line of the log."""
    print(f"readouts: {plain(line)}", file=sys.stderr, flush=True)


def serve(port: int) -> None:
    """Serve the UI of this instance (``DAGSTER_HOME``) until the process is ended."""
    origins = own_origins(port, os.environ.get(NAMES_VARIABLE, ""))
    setup_interrupt_handlers()
    logging.getLogger("dagster").setLevel(logging.WARNING)
    with DagsterInstance.get() as instance:
        instance.optimize_for_webserver(STATEMENT_MILLISECONDS, POOL_SECONDS, POOL_OVERFLOW)
        with WorkspaceProcessContext(
            instance,
            version=__version__,
            workspace_load_target=WorkspaceFileTarget([str(ROOT / "workspace.yaml")]),
            code_server_log_level="warning",
        ) as context:
            app = create_app_from_workspace_process_context(
                context, "", MILLISECONDS_BETWEEN_LOOKS, lifespan=_until_cancelled
            )
            uvicorn.run(Guard(app, origins, say), host=ADDRESS, port=port, log_level="warning")


if __name__ == "__main__":
    serve(int(sys.argv[1]))
