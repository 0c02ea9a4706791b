"""Files that people write in YAML: where each mistake stands, and values from the environment.

What belongs here: the file as a file: lines, duplicate keys, variables. What does not: what a file may say
(``harvest.sources``, ``alerts.watchlist``).

A text value may hold ``${NAME}`` or ``${NAME:-default}``, filled from the environment when the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from readouts.errors import ReadoutsError

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}")
"""A variable of the environment: its name is group 1, what stands for one that is not set group 3."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the 1-based line it stands on and what was expected instead."""

    line: int
    text: str


class FileError(ReadoutsError, ValueError):
    """The file cannot be used; ``problems`` lists every mistake, not only the first."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path = path
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{path}:{p.line}: {p.text}" for p in self.problems))


def parse_yaml(text: str) -> tuple[Any, Problem | None]:
    """What a text says, with its lines kept; or the problem for which it is no YAML."""
    try:
        return YAML(typ="rt").load(text), None
    except DuplicateKeyError as err:
        key = re.search(r'found duplicate key "([^"]*)"', str(err))
        name = f" {key[1]!r}" if key else ""
        return None, Problem(_line(err), f"duplicate key{name}: expected each key once")
    except MarkedYAMLError as err:
        return None, Problem(_line(err), f"expected YAML: {err.problem}")
    except YAMLError as err:
        return None, Problem(1, f"expected YAML: {err}")


def _line(err: MarkedYAMLError) -> int:
    return err.problem_mark.line + 1 if err.problem_mark else 1


def line_of(item: CommentedMap, key: str, otherwise: int) -> int:
    """The 1-based line on which ``key`` stands; ``otherwise`` where it is missing."""
    line: int = item.lc.key(key)[0] + 1 if key in item else otherwise
    return line


def expanded(
    item: CommentedMap, variables: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    """Plain values with the environment's variables filled in; one that is not set is a problem."""

    def fill(value: Any, line: int) -> Any:
        if isinstance(value, str):
            return VARIABLE.sub(lambda match: replacement(match, line), str(value))
        if isinstance(value, list):
            return tuple(fill(part, line) for part in value)
        return value

    def replacement(match: re.Match[str], line: int) -> str:
        found = variables.get(match[1]) or match[3]
        if found is None:
            problems.append(
                Problem(line, f"${{{match[1]}}} is not set: expected an environment variable")
            )
            return ""
        return found

    return {str(key): fill(item[key], line_of(item, key, 1)) for key in item}
