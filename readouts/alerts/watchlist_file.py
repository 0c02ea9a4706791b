"""Reading ``watchlist.yaml``: where each mistake stands, and what was expected there.

What belongs here: which parts the file has, and names that must fit one another. What does not: what a rule may say
(``watchlist``), and what every file of the kind has in common (``readouts.base.yaml_file``).

The address of a channel is a secret: it is never part of a message here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from readouts.alerts.delivery import is_address
from readouts.alerts.watchlist import Operators, Rule, Watchlist
from readouts.base.instance.home import WATCHLIST_VARIABLE
from readouts.base.yaml_file import (
    FileError,
    Problem,
    expanded,
    explained,
    is_there,
    line_of,
    load_yaml,
)

KEYS = ("channels", "watch", "operators")

Part = TypeVar("Part", bound=BaseModel)


class WatchlistError(FileError):
    """The watchlist cannot be used; ``problems`` lists every mistake, not only the first."""


def load_watchlist(
    path: Path, environment: Mapping[str, str] | None = None, *, addresses: bool = True
) -> Watchlist | None:
    """What a file watches; None where there is none.

    Without ``addresses`` the channels' addresses are left as they are written, so that a watchlist can be tried where
    its secrets are not.

    Raises:
        WatchlistError: with every mistake, its line and what was expected.
    """
    if not is_there(path):
        return None
    document = load_yaml(path, "watchlist.yaml", WATCHLIST_VARIABLE, WatchlistError)
    if not isinstance(document, CommentedMap):
        raise WatchlistError(path, [Problem(1, f"expected the keys {', '.join(KEYS)}")])
    problems = [
        Problem(line_of(document, key, 1), f"unknown key {key!r}: expected {', '.join(KEYS)}")
        for key in document
        if key not in KEYS
    ]
    variables = os.environ if environment is None else environment
    channels = _channels(document, variables if addresses else None, problems)
    rules = tuple(_rules(document, channels, problems))
    operators = _operators(document, channels, problems)
    if problems:
        raise WatchlistError(path, problems)
    return Watchlist(channels, rules, operators)


def _channels(
    document: CommentedMap, variables: Mapping[str, str] | None, problems: list[Problem]
) -> dict[str, str]:
    """The addresses by name; a wrong one stays in the list, so that a rule that names it is not wrong as well."""
    listed = document.get("channels")
    line = line_of(document, "channels", 1)
    if not isinstance(listed, CommentedMap) or not listed:
        text = "channels: expected a name and the address of an apprise service a line"
        problems.append(Problem(line, text))
        return {}
    if variables is None:
        return {str(name): str(address) for name, address in listed.items()}
    unset: list[Problem] = []
    found = {name: str(address) for name, address in expanded(listed, variables, unset).items()}
    problems.extend(Problem(p.line, f"channels: {p.text}") for p in unset)
    for name, address in found.items():
        at = line_of(listed, name, line)
        if at not in {p.line for p in unset} and not is_address(address):
            text = "expected the address of an apprise service, such as json://host/path"
            problems.append(Problem(at, f"channels: {name}: {text}"))
    return found


def _rules(
    document: CommentedMap, channels: dict[str, str], problems: list[Problem]
) -> Iterator[Rule]:
    listed = document.get("watch")
    if listed is None:
        return
    if not isinstance(listed, CommentedSeq):
        problems.append(Problem(line_of(document, "watch", 1), "watch: expected a list of rules"))
        return
    first: dict[str, int] = {}
    for index, item in enumerate(listed):
        line = listed.lc.item(index)[0] + 1
        if not isinstance(item, CommentedMap):
            problems.append(Problem(line, "expected a rule: keys and values"))
            continue
        what = f"rule {item.get('name', '?')!s}"
        rule = _read(Rule, item, what, line, channels, problems)
        if rule is None:
            continue
        if rule.name in first:
            text = f"{what}: expected another name, line {first[rule.name]} has it"
            problems.append(Problem(line_of(item, "name", line), text))
        first.setdefault(rule.name, line)
        yield rule


def _operators(
    document: CommentedMap, channels: dict[str, str], problems: list[Problem]
) -> Operators | None:
    item = document.get("operators")
    if item is None:
        return None
    line = line_of(document, "operators", 1)
    if not isinstance(item, CommentedMap):
        problems.append(Problem(line, "operators: expected keys and values"))
        return None
    return _read(Operators, item, "operators", line, channels, problems)


def _read(
    model: type[Part],
    item: CommentedMap,
    what: str,
    line: int,
    channels: dict[str, str],
    problems: list[Problem],
) -> Part | None:
    """A part of the file, whose channels are there; None with its problems told."""
    try:
        part = model.model_validate(dict(item))
    except ValidationError as err:
        problems += (
            Problem(p.line, f"{what}: {p.text}") for p in explained(model, item, err, line)
        )
        return None
    for name in getattr(part, "to", ()):
        if name not in channels:
            known = f"expected one of {', '.join(channels)}" if channels else "there are none"
            text = f"{what}: to: {name!r} is no channel: {known}"
            problems.append(Problem(line_of(item, "to", line), text))
    return part
