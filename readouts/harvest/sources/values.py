"""What a value in ``sources.yaml`` may be: addresses, patterns, durations, paths, evidence.

What belongs here: checking one value, with the words for what is wrong with it. What does not: which fields a source
has (``source.py``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from readouts.harvest.fetching.logins import masked
from readouts.harvest.links import IN_BRACES, address
from readouts.reference.bodies import organisations
from readouts.reference.geography import no_country

_DURATION = re.compile(r"^(\d+)\s*(m|h|d)$")
_MOST_DIGITS = 6
_JSON_PATH = re.compile(r"[^.{}\s]{1,80}(?:\.[^.{}\s]{1,80}){0,9}")
_SEEN = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _country(code: str) -> str:
    if unknown := no_country(code):
        raise ValueError(unknown)
    return code


def _organisation(name: str) -> str:
    if name not in {body.short for body in organisations()}:
        raise ValueError(f"{name!r} is no organisation of the reference table")
    return name


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as err:
        raise ValueError(f"{pattern!r} is not a regular expression: {err}") from None
    return pattern


def _web(url: str) -> str:
    if address(url) is None:
        raise ValueError(f"{masked(url)!r} is not a web address")
    return url


def _duration(value: Any) -> Any:
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None or len(match[1]) > _MOST_DIGITS:
        return value
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _glob(pattern: str) -> str:
    try:
        next(Path("/nonexistent").glob(pattern), None)
    except (ValueError, NotImplementedError, IndexError) as err:
        raise ValueError(f"{pattern!r} is no glob within the folder: {err}") from None
    if ".." in re.split(r"[/\\]", pattern):
        raise ValueError(f"{pattern!r} is no glob within the folder: '..' leaves it")
    return pattern


def _xpath(path: str) -> str:
    from lxml import etree

    try:
        etree.XPath(path)
    except etree.XPathError as err:
        raise ValueError(f"{path!r} is no XPath: {err}") from None
    return path


def _json_path(path: str) -> str:
    if not _JSON_PATH.fullmatch(path):
        raise ValueError(f"{path!r} is no path of keys with points between them")
    return path


def _json_link(text: str) -> str:
    """A path, or an address that has paths in braces."""
    if "{" not in text and "}" not in text:
        return _json_path(text)
    bare = IN_BRACES.sub(lambda found: _json_path(found[1]) and "x", text)
    if "{" in bare or "}" in bare:
        raise ValueError(f"{text!r} has a brace without its other")
    return _web(bare) and text


def _evidence(text: str) -> str:
    """What stands first is "none", "host", "undated", or the day (or month) of what was seen."""
    first, _, seen = text.partition(",")
    if first in {"none", "host", "undated"}:
        return text
    try:
        if not _SEEN.fullmatch(first) or not seen.strip():
            raise ValueError
        date.fromisoformat(first if len(first) == len("2026-05-09") else f"{first}-01")
    except ValueError:
        raise ValueError(f"{text!r} begins with no day and tells not what was seen on it") from None
    return text


Country = Annotated[str, AfterValidator(_country)]
Organisation = Annotated[str, AfterValidator(_organisation)]
Domain = Annotated[
    str, Field(pattern=r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")
]
"""In lower-case letters."""
Glob = Annotated[str, AfterValidator(_glob)]
XPath = Annotated[str, AfterValidator(_xpath)]
JsonPath = Annotated[str, AfterValidator(_json_path)]
JsonLink = Annotated[str, AfterValidator(_json_link)]
Evidence = Annotated[str, AfterValidator(_evidence)]
Url = Annotated[str, AfterValidator(_web)]
Regex = Annotated[str, AfterValidator(_regex)]
Duration = Annotated[timedelta, BeforeValidator(_duration), Field(ge=timedelta(minutes=5))]
