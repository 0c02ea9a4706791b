"""Files that people write in YAML: where each mistake stands, and values from the environment.

What belongs here: the file as a file: lines, duplicate keys, variables, and a model's mistakes as lines of it. What
does not: what a file may say (``harvest.sources``, ``alerts.watchlist``, ``asking.settings``).

A text value may hold ``${NAME}`` or ``${NAME:-default}``, filled from the environment when the file is read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, CommentedSet, TaggedScalar
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.reader import ReaderError

from readouts.base.errors import ReadoutsError

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}")
"""A variable of the environment: its name is group 1, what stands for one that is not set group 3."""


MOST_BYTES = 16_000_000
MOST_VALUES = 200_000
MOST_DEEP = 20
"""What a file that a person writes has at most: bytes, values (aliases written out), and values in one another."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the 1-based line it stands on and what was expected instead."""

    line: int
    text: str


class FileError(ReadoutsError, ValueError):
    """The file cannot be used; ``problems`` lists every mistake, not only the first.

    For one that cannot be read at all there is a text instead of them.
    """

    def __init__(self, path: Path, problems: list[Problem] | str) -> None:
        self.path = path
        if isinstance(problems, str):
            self.problems = []
            super().__init__(problems)
            return
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(
            "\n".join(f"{path}:{p.line}: {' '.join(p.text.split())}" for p in self.problems)
        )


def load_yaml(path: Path, name: str, variable: str, error: type[FileError]) -> Any:
    """What a file says, with its lines kept.

    ``name`` is what is expected there, such as sources.yaml, ``variable`` that of the environment which names another.

    Raises:
        FileError: of the kind that is given: the file cannot be read, or is no YAML of plain values.
    """
    document, problem = parse_yaml(read_text(path, name, variable, error))
    if problem is not None:
        raise error(path, [problem])
    return document


def is_there(path: Path) -> bool:
    """Whether there is something at a path, be it a folder, or something that may not be looked at."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def read_text(path: Path, name: str, variable: str, error: type[FileError]) -> str:
    """The text of a file that a person writes; the arguments and the error are those of ``load_yaml``."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise error(path, f"there is no {name} at {path}; {variable} names it") from None
    except IsADirectoryError:
        text = f"{path} is a folder; {variable} names the file, such as {path / name}"
        raise error(path, text) from None
    except OSError as err:
        text = f"{path} cannot be read: {err.strerror}; {variable} names another file"
        raise error(path, text) from None
    if len(raw) > MOST_BYTES:
        raise error(path, f"{path} is no {name}: it has more than {MOST_BYTES} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = raw.count(b"\n", 0, err.start) + 1
        raise error(path, [Problem(line, "expected UTF-8")]) from None


def parse_yaml(text: str) -> tuple[Any, Problem | None]:
    """What a text says, with its lines kept; or the problem for which it is no YAML of plain values."""
    try:
        with warnings.catch_warnings():
            # an anchor that is used twice means what it last was
            warnings.simplefilter("ignore")
            document = YAML(typ="rt").load(text)
        return document, _beyond_plain(document)
    except DuplicateKeyError as err:
        key = re.search(r'found duplicate key "([^"]*)"', str(err))
        name = f" {key[1]!r}" if key else ""
        return None, Problem(_line(err), f"duplicate key{name}: expected each key once")
    except MarkedYAMLError as err:
        return None, Problem(_line(err), f"expected YAML: {err.problem}")
    except ReaderError as err:
        line = text.count("\n", 0, err.position) + 1
        return None, Problem(line, f"expected YAML: the character #x{err.character:04x} is none")
    except YAMLError as err:
        return None, Problem(1, f"expected YAML: {' '.join(str(err).split())}")
    except RecursionError:
        return None, Problem(1, "expected YAML: it nests too deep")
    except (ValueError, TypeError, ArithmeticError, LookupError) as err:
        # a day that there is not, a number without end
        line, value = _first_bad_value(text)
        return None, Problem(line, f"expected a value that YAML knows, got {value!r}: {err}")


def _beyond_plain(document: Any) -> Problem | None:
    """The first value that is no text, number, day, list or mapping; or that aliases have made too many of."""
    seen = 0
    waiting: list[tuple[Any, int, int]] = [(document, 1, 0)]
    while waiting:
        value, line, depth = waiting.pop()
        seen += 1
        if seen > MOST_VALUES or depth > MOST_DEEP:
            return Problem(line, f"expected at most {MOST_VALUES} values, aliases written out")
        tag = getattr(getattr(value, "tag", None), "value", None)
        if isinstance(value, (TaggedScalar, CommentedSet)) or tag is not None:
            return Problem(line, f"expected a plain value, got one with the tag {tag or '!!set'}")
        if isinstance(value, CommentedMap | CommentedSeq):
            keys = value if isinstance(value, CommentedMap) else range(len(value))
            waiting += ((value[key], line_of(value, key, line), depth + 1) for key in keys)
    return None


def _first_bad_value(text: str) -> tuple[int, str]:
    """The line and the text of the first value that cannot be had by itself."""
    waiting = [YAML(typ="rt").compose(text)]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ScalarNode):
            try:
                YAML(typ="rt").load(f"!<{node.tag}> {node.value}")
            except YAMLError:
                continue
            except Exception:
                return node.start_mark.line + 1, node.value[:40]
        elif isinstance(node, MappingNode):
            waiting += (part for pair in node.value for part in pair)
        elif node is not None:
            waiting += node.value
    return 1, ""


def _line(err: MarkedYAMLError) -> int:
    return err.problem_mark.line + 1 if err.problem_mark else 1


def line_of(item: CommentedMap | CommentedSeq, key: Any, otherwise: int) -> int:
    """The 1-based line on which ``key`` stands, of a list the part of that index.

    ``otherwise`` where it is missing, or comes from elsewhere (``<<``).
    """
    place = item.lc.item if isinstance(item, CommentedSeq) else item.lc.key
    try:
        line: int = place(key)[0] + 1
    except (KeyError, TypeError, AttributeError):
        return otherwise
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


def explained(
    model: type[BaseModel],
    item: CommentedMap,
    error: ValidationError,
    line: int = 1,
    *,
    parts: Mapping[str, type[BaseModel]] = MappingProxyType({}),
    quiet: Collection[str] = (),
) -> list[Problem]:
    """Each mistake of an item in words, once: the key, what was expected (the field's description), what stood there.

    ``line`` is where the item begins, ``parts`` are the models of keys that hold keys themselves; the values of
    ``quiet`` keys are not repeated.
    """
    problems = (_mistake(model, item, each, line, parts, quiet) for each in error.errors())
    return list(dict.fromkeys(problems))


def _mistake(
    model: type[BaseModel],
    item: CommentedMap,
    error: ErrorDetails,
    line: int,
    parts: Mapping[str, type[BaseModel]],
    quiet: Collection[str],
) -> Problem:
    detail = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        # of several keys: it begins with the one that it is about, or with none
        return Problem(line_of(item, detail.partition(":")[0], line), detail)
    key, *rest = (str(part) for part in error["loc"])
    name, at = key, line_of(item, key, line)
    if key in parts and rest and isinstance(item.get(key), CommentedMap):
        model, item, key, name = parts[key], item[key], rest[0], f"{key}: {rest[0]}"
        at = line_of(item, key, at)
    field = model.model_fields.get(key)
    if field is None:
        return Problem(at, f"unknown key {key!r}: expected one of {', '.join(model.model_fields)}")
    if error["type"] == "missing" and key not in item:
        return Problem(at, f"{name} is missing: expected {field.description}")
    told = f"{name}: expected {field.description or detail}"
    if error["type"] == "value_error":
        return Problem(at, f"{told}; {detail}")
    return Problem(at, told if key in quiet else f"{told}; got {item.get(key)!r}")
