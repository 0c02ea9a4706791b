"""Reading ``model.yaml``: where each mistake stands, what was expected there, and the key that it names.

What belongs here: the file as a person writes it, and looking up the key. What does not: what it may say
(``settings``), and what every file of the kind has in common (``readouts.base.yaml_file``).

Values are never repeated in a message where they may be a key or hold one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from readouts.asking.settings import Limits, Price, Settings
from readouts.base.errors import ReadoutsError
from readouts.base.yaml_file import FileError, Problem, line_of, parse_yaml

PARTS: dict[str, type[BaseModel]] = {"price": Price, "limits": Limits}
QUIET = frozenset({"address", "key_variable", "options", "model"})
"""Keys whose value is not repeated in a message: somebody may have put the key there."""


class ModelFileError(FileError):
    """The file cannot be used; ``problems`` lists every mistake, not only the first."""


class KeyMissingError(ReadoutsError):
    """The variable that the file names is not set."""


def load_settings(path: Path, *, named: bool = False) -> Settings | None:
    """What a file says of the model; None where there is no file, and it was not ``named`` on purpose.

    Raises:
        ModelFileError: with every mistake, its line and what was expected.
    """
    if not path.is_file():
        if named:
            raise ModelFileError(
                path, [Problem(1, "READOUTS_MODEL names this file: expected it there")]
            )
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ModelFileError(path, [Problem(line, "expected UTF-8")]) from None
    document, problem = parse_yaml(text)
    if problem is not None:
        raise ModelFileError(path, [problem])
    if not isinstance(document, CommentedMap):
        raise ModelFileError(
            path, [Problem(1, f"expected the keys {', '.join(Settings.model_fields)}")]
        )
    try:
        settings = Settings.model_validate(_plain(document))
    except ValidationError as error:
        raise ModelFileError(path, list(_explained(document, error))) from None
    if settings.certificates is not None:
        return _with_certificates(path, document, settings)
    return settings


def _with_certificates(path: Path, document: CommentedMap, settings: Settings) -> Settings:
    file = path.parent / str(settings.certificates)
    if not file.is_file():
        line = line_of(document, "certificates", 1)
        raise ModelFileError(
            path, [Problem(line, f"certificates: expected a file; there is no {file}")]
        )
    return settings.model_copy(update={"certificates": str(file)})


def key_of(settings: Settings, environment: Mapping[str, str] | None = None) -> str | None:
    """The key that the environment holds under the name that the file says; None where the file names none.

    Raises:
        KeyMissingError: the variable is not set, or cannot be sent.
    """
    if settings.key_variable is None:
        return None
    variables = os.environ if environment is None else environment
    key = variables.get(settings.key_variable, "").strip()
    if not key:
        raise KeyMissingError(
            f"{settings.key_variable} is not set: put the key of {settings.model} into that variable,"
            " or take key_variable out of model.yaml where the server needs none"
        )
    if not (key.isascii() and key.isprintable()):
        raise KeyMissingError(
            f"{settings.key_variable} holds characters that no key has: put the key into it anew"
        )
    return key


def _plain(value: object) -> object:
    """A value without the notes of its place, which pydantic does not take for what it is."""
    if isinstance(value, CommentedMap):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(part) for part in value]
    for kind in (bool, str, int, float):
        if isinstance(value, kind):
            return kind(value)
    return value


def _explained(document: CommentedMap, errors: ValidationError) -> Iterator[Problem]:
    """Each error in words: the key, what was expected, and what stood there; one a place."""
    told = set()
    for error in errors.errors():
        place = tuple(str(part) for part in error["loc"][:2])
        if place in told:
            continue
        told.add(place)
        yield _problem(document, place, error)


def _problem(document: CommentedMap, place: tuple[str, ...], error: ErrorDetails) -> Problem:
    """One error; its place is a key, a key within ``price`` or ``limits``, or the file as a whole."""
    detail = error["msg"].removeprefix("Value error, ")
    if not place:
        key = detail.partition(":")[0]
        return Problem(line_of(document, key, 1), detail)
    item, model, key, name = document, Settings, place[0], place[0]
    within = document.get(key)
    if key in PARTS and len(place) > 1 and isinstance(within, CommentedMap):
        item, key, name = within, place[1], f"{key}: {place[1]}"
        model = PARTS[place[0]]  # type: ignore[assignment]
    at = line_of(item, key, line_of(document, place[0], 1))
    field = model.model_fields.get(key)
    if field is None:
        return Problem(at, f"unknown key {key!r}: expected one of {', '.join(model.model_fields)}")
    if key not in item:
        return Problem(at, f"{name} is missing: expected {field.description}")
    got = detail if error["type"] == "value_error" else f"got {item.get(key)!r}"
    if key in QUIET and error["type"] != "value_error":
        return Problem(at, f"{name}: expected {field.description}")
    return Problem(at, f"{name}: expected {field.description}; {got}")
