"""Reading ``model.yaml``: where each mistake stands, what was expected there, and the key that it names.

What belongs here: the file as a person writes it, and looking up the key. What does not: what it may say
(``settings``), and what every file of the kind has in common (``readouts.base.yaml_file``).

Values are never repeated in a message where they may be a key or hold one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from readouts.asking.settings import Limits, Price, Settings
from readouts.base.errors import ReadoutsError
from readouts.base.instance.home import MODEL_VARIABLE
from readouts.base.yaml_file import FileError, Problem, explained, is_there, line_of, load_yaml

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
    if not named and not is_there(path):
        return None
    document = load_yaml(path, "model.yaml", MODEL_VARIABLE, ModelFileError)
    if not isinstance(document, CommentedMap):
        raise ModelFileError(
            path, [Problem(1, f"expected the keys {', '.join(Settings.model_fields)}")]
        )
    try:
        settings = Settings.model_validate(_plain(document))
    except ValidationError as error:
        problems = explained(Settings, document, error, parts=PARTS, quiet=QUIET)
        raise ModelFileError(path, problems) from None
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
