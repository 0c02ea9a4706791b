"""Reading ``sources.yaml``: where each mistake stands, and what was expected there.

What belongs here: which entries the file has, defaults, and ids that come twice. What does not: what a source may say
(``sources``, ``kinds``), and what every file of this sort has in common (``readouts.base.yaml_file``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap

from readouts.base.instance.home import SOURCES_VARIABLE
from readouts.base.yaml_file import (
    VARIABLE,
    FileError,
    Problem,
    expanded,
    explained,
    line_of,
    load_yaml,
)
from readouts.harvest.fetching.logins import FORMS, LoginError, masked
from readouts.harvest.kinds import KINDS
from readouts.harvest.sources.source import WEB_FIELDS, Source, WebSource


class SourcesError(FileError):
    """The file of sources cannot be used; ``problems`` lists every mistake, not only the first."""


def load_sources(path: Path, environment: Mapping[str, str] | None = None) -> list[Source]:
    """The sources of a file, in its order.

    Raises ``SourcesError`` with every mistake (line and what was expected), or why the file cannot be read.
    """
    document = _document(Path(path))
    variables = os.environ if environment is None else environment
    problems: list[Problem] = []
    defaults = _defaults(document, variables, problems)
    sources = list(_items(path, document, defaults, variables, problems))
    _unique(document, problems)
    if problems:
        raise SourcesError(path, problems)
    return sources


def _document(path: Path) -> CommentedMap:
    document = load_yaml(path, "sources.yaml", SOURCES_VARIABLE, SourcesError)
    if not isinstance(document, CommentedMap) or not isinstance(document.get("sources"), list):
        raise SourcesError(path, [Problem(1, "expected a key 'sources' with a list of sources")])
    for key in document:
        if key not in {"sources", "defaults"}:
            line = line_of(document, key, 1)
            text = f"unknown key {key!r}: expected 'defaults' or 'sources'"
            raise SourcesError(path, [Problem(line, text)])
    return document


def _defaults(
    document: CommentedMap, variables: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    """The values under ``defaults``, which every source takes over unless it has its own."""
    defaults = document.get("defaults")
    if defaults is None:
        return {}
    if not isinstance(defaults, CommentedMap):
        line = line_of(document, "defaults", 1)
        problems.append(Problem(line, "defaults: expected keys and values"))
        return {}
    shared = set(Source.model_fields) - {"id", "name", "kind"}
    for key in defaults:
        if key not in shared:
            line = line_of(defaults, key, 1)
            text = f"defaults: unknown key {key!r}: expected {', '.join(sorted(shared))}"
            problems.append(Problem(line, text))
    return expanded(defaults, variables, problems)


def _items(
    path: Path,
    document: CommentedMap,
    defaults: dict[str, Any],
    variables: Mapping[str, str],
    problems: list[Problem],
) -> Iterator[Source]:
    listed = document["sources"]
    for index, item in enumerate(listed):
        line = listed.lc.item(index)[0] + 1
        if not isinstance(item, CommentedMap):
            problems.append(Problem(line, "expected a source: keys and values"))
            continue
        before = len(problems)
        values = {**defaults, **expanded(item, variables, problems)}
        if len(problems) > before:
            continue
        problems.extend(_literal_logins(item))
        model = KINDS.get(str(values.get("kind")))
        if model is None:
            expected = f"kind: expected one of {', '.join(KINDS)}, got {item.get('kind')!r}"
            problems.append(Problem(line_of(item, "kind", line), expected))
            continue
        if model.is_on_disk and isinstance(values.get("path"), str):
            values["path"] = str(Path(path).parent / values["path"])
        who = f"source {item.get('id', '?')!s}"
        try:
            yield _with_credentials(model.model_validate(values), variables)
        except ValidationError as err:
            # what was meant to be the name of a variable may be a password
            mistakes = explained(model, item, err, line, quiet={"credentials"})
            problems += (Problem(p.line, f"{who}: {masked(p.text)}") for p in mistakes)
        except LoginError as err:
            at = line_of(item, "credentials", line)
            problems.append(Problem(at, f"{who}: credentials: {err}"))


def _literal_logins(item: CommentedMap) -> Iterator[Problem]:
    """Addresses that have a user or password written out, which would be read by whoever reads the file."""
    for key in WEB_FIELDS:
        stated = item.get(key)
        for url in stated if isinstance(stated, list) else [stated]:
            if isinstance(url, str) and _has_literal_login(url):
                text = (
                    f"source {item.get('id', '?')!s}: {key}: a password stands in the file: write it as"
                    " https://${NAME_OF_USER}:${NAME_OF_PASSWORD}@host, or leave it out and name the variable"
                    " that holds it as 'credentials: NAME'"
                )
                yield Problem(line_of(item, key, 1), text)


def _has_literal_login(url: str) -> bool:
    """Whether more than variables and a user stands before the host; a variable's default counts as written."""
    plain = VARIABLE.sub(lambda match: match[3] or "", url)
    _, found, rest = plain.partition("//")
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    if not found or "@" not in authority:
        return False
    user, colon, password = authority.rpartition("@")[0].partition(":")
    return bool(password) or (bool(user) and not colon)


def _with_credentials(source: Source, variables: Mapping[str, str]) -> Source:
    """The source with what the variable that it names holds.

    Raises:
        LoginError: the variable is not set, or holds no credentials.
    """
    name = getattr(source, "credentials", None)
    if not isinstance(source, WebSource) or name is None:
        return source
    held = variables.get(name)
    if not held:
        raise LoginError(f"{name} is not set: expected an environment variable that holds {FORMS}")
    try:
        return source.with_credentials(held)
    except LoginError as err:
        raise LoginError(f"{name} holds no credentials: {err}") from None


def _unique(document: CommentedMap, problems: list[Problem]) -> None:
    """An id names one source: it is part of file names and of rows."""
    first: dict[str, int] = {}
    for index, item in enumerate(document["sources"]):
        if not isinstance(item, CommentedMap) or not isinstance(item.get("id"), str):
            continue
        line = document["sources"].lc.item(index)[0] + 1
        if item["id"] in first:
            text = f"duplicate id {item['id']!r}: expected another, line {first[item['id']]} has it"
            problems.append(Problem(line, text))
        first.setdefault(item["id"], line)
