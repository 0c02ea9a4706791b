"""What the README tells a newcomer to type can be typed as it stands, and answers."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from pipelines.cli import command as command_of
from readouts.base.instance.home import ROOT
from readouts.warehouse.reading.query import answer
from tests.command import readouts
from tests.sampling import SampleRun

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^    .*\n)+", TEXT, flags=re.MULTILINE)
SAMPLE = "READOUTS_HOME=data/sample"
OF_READERS = {"sql", "tables", "brief", "export", "page"}
"""What can be put to the sample, and answers nothing before one's own first run."""


def commands() -> list[list[str]]:
    """Every example of the command, as a shell takes it apart, with the variables before it."""
    lines = [line for block in BLOCKS for line in _lines(block)]
    words = [shlex.split(line, comments=True) for line in lines]
    return [found for found in words if any(word.endswith("/readouts") for word in found)]


def _lines(block: str) -> list[str]:
    """The lines of a block; one whose quotation goes on is one with those after it."""
    found: list[str] = []
    for line in block.splitlines():
        if found and found[-1].count('"') % 2:
            found[-1] += f"\n{line.strip()}"
        else:
            found.append(line.strip())
    return found


COMMANDS = commands()
ARGUMENTS = [
    words[[w.endswith("/readouts") for w in words].index(True) + 1 :] for words in COMMANDS
]


def test_examples_are_found() -> None:
    assert len(COMMANDS) > 15
    assert {"sql", "tables", "brief", "run", "sources"} <= {words[0] for words in ARGUMENTS}


@pytest.mark.parametrize("number", range(len(COMMANDS)))
def test_example_is_a_command_and_names_its_home(number: int) -> None:
    name, *rest = ARGUMENTS[number]
    command = command_of(name)
    if rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest[0]]
    with typer.Context(command) as context:
        known = {option for parameter in command.get_params(context) for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known
    if name in OF_READERS:
        assert COMMANDS[number][0] == SAMPLE


@pytest.mark.parametrize("query", [words[1] for words in ARGUMENTS if words[0] == "sql"])
def test_query_answers(sample_run: SampleRun, query: str) -> None:
    assert answer(sample_run.home.warehouse, query).rows


def test_home_without_anything_names_the_sample(sample_run: SampleRun) -> None:
    """Who forgets to name the home is told."""
    home = sample_run.home.path
    beside = home.with_name(f"{home.name}-data")
    beside.mkdir(exist_ok=True)
    (beside / "sample").symlink_to(home)
    told = readouts("sql", "SELECT 1", home=beside).stderr
    assert f"READOUTS_HOME={beside / 'sample'}" in told
    assert len(told.splitlines()) == 1
