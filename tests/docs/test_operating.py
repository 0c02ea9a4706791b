"""What an operator is told to type can be typed, and what is shown is there."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from pipelines.cli import command as command_of
from readouts.base.instance import home

DOCUMENT = home.ROOT / "docs" / "operating.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
CODE = "\n".join(
    [*re.findall(r"`([^`\n]+)`", TEXT), *re.findall(r"^ {4,}(\S.*)$", TEXT, flags=re.MULTILINE)]
)
COMMANDS = re.findall(r"(?:^|[ /])readouts ([a-z]+)([^`\n#]*)", CODE, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def graph() -> Any:
    from pipelines.definitions import defs

    return defs.resolve_asset_graph()


@pytest.mark.parametrize(("name", "rest"), sorted(set(COMMANDS)))
def test_commands_exist_with_their_options(name: str, rest: str) -> None:
    command = command_of(name)
    words = rest.split()
    if words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words[0]]
    with typer.Context(command) as context:
        known = {option for parameter in command.get_params(context) for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_commands_of_the_week_are_told() -> None:
    assert {"run", "gates", "rebuild", "sources", "publish"} <= {name for name, _ in COMMANDS}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", TEXT))))
def test_links_lead_to_files(target: str) -> None:
    assert (DOCUMENT.parent / target).is_file()


def test_groups_are_those_of_the_graph(graph: Any) -> None:
    told = set(re.findall(r"^\| `(\w+)` \| .+ \|$", TEXT, flags=re.MULTILINE))
    groups = {graph.get(key).group_name for key in graph.get_all_asset_keys()}
    assert groups <= told


def test_alarms_are_checks(graph: Any) -> None:
    table = TEXT[TEXT.index("### What each alarm means") : TEXT.index("## Day four")]
    names = {
        name
        for row in re.findall(r"^\| (`[^|]+) \|", table, flags=re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    checks = {key.name for key in graph.asset_check_keys}
    assets = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert len(names) > 10
    assert names <= checks | assets


def test_service_runs_the_command_on_variables_that_are_known() -> None:
    unit = configparser.ConfigParser(strict=False, delimiters=("=",))
    unit.optionxform = str
    path = home.ROOT / "docs" / "readouts.service"
    unit.read(path)
    program, command, *_ = unit["Service"]["ExecStart"].split()
    assert (Path(program).name, command) == ("readouts", "ui")
    variables = set(re.findall(r"^Environment=(READOUTS_\w+)", path.read_text(), re.MULTILINE))
    assert variables == {home.HOME_VARIABLE, home.SOURCES_VARIABLE}
