"""Running the sample site's editions through Dagster, with the site served meanwhile.

What belongs here: one run for tests to look at. What does not: what they find.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import date

from ruamel.yaml import YAML

from pipelines.orchestration.runs import EditionRun, run_editions
from pipelines.sample.site import Hit, serve
from readouts.base.instance.home import ROOT, Home
from readouts.harvest.fetching.outcome import Limits

SAMPLE = ROOT / "sample"
EDITIONS: list[date] = YAML(typ="safe").load(SAMPLE / "editions.yaml")

SOON = Limits(backoff=0.1)
"""One of the sample's pages fails at first, and is asked for again; by default after two seconds."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = _free_port()
"""One port for all runs of this process: addresses are what a second run knows pages by."""


@dataclass
class SampleRun:
    """A finished run of all sample editions: its home, how each ended, and what it asked the server for."""

    home: Home
    runs: list[EditionRun]
    hits: list[Hit]
    said: list[str]


def run_sample(home: Home) -> SampleRun:
    """Run the sample's editions into ``home``, with the site served meanwhile."""
    said: list[str] = []
    with serve(SAMPLE, port=PORT) as site:
        os.environ.update(site.environment)
        runs = list(run_editions(home, SAMPLE / "sources.yaml", EDITIONS, say=said.append))
        return SampleRun(home, runs, list(site.hits), said)
