"""Lists that come as JSON, item by item as the source says where each value is.

An entry is ``[address, date, title]``: the address as it is known, the rest as text or None.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from readouts.harvest.encodings import as_text
from readouts.harvest.links import IN_BRACES, joined
from readouts.harvest.lists.told import LONGEST, Told, plain

_DATE = 80
_MOST_KEYS = 8
_DECODER = json.JSONDecoder(strict=False)


SAMPLES = ('{"pages": [{"link": "/a", "pageDate": "9 May 2026", "title": "A"}, {}]}', "<html>")
OPTIONS = {"items": "pages", "link": "link", "date": "pageDate", "title": "title"}


def text_of(body: bytes, charset: str | None) -> str:
    """The text of an answer."""
    return as_text(body, charset)[0].strip("\ufeff \t\r\n\0")


def read(
    text: str,
    *,
    base: str,
    items: str | None = None,
    link: str,
    date: str | None = None,
    title: str | None = None,
) -> Told:
    """The items of a list that stands at ``base``; the rest of the arguments is as the source has it."""
    told = Told()
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError) as err:
        told.problem = f"the answer is not JSON: {err}"[:160] if text else "the answer is empty"
        return told
    listed = _at(found, items)
    if not isinstance(listed, list):
        told.problem = _no_list(found, items)
        return told
    for number, item in enumerate(listed, start=1):
        url = _link(told, number, item, link, base)
        if url is not None:
            told.add(url, _text(item, date, _DATE), _text(item, title))
    return told


def _at(value: Any, path: str | None) -> Any:
    """What stands at a path; None where nothing does."""
    for key in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isascii() and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value


def _no_list(found: Any, path: str | None) -> str:
    """That no list stands where it should, and what there is instead."""
    if isinstance(found, dict):
        keys = ", ".join(repr(plain(str(key), 40)) for key in list(found)[:_MOST_KEYS])
        there = f"it has {keys}" if keys else "it has nothing"
    else:
        there = f"it is {type(found).__name__}"
    return (
        f"no list stands at items {path!r}: {there}" if path else f"the answer is no list: {there}"
    )


def _link(told: Told, number: int, item: Any, link: str, base: str) -> str | None:
    paths = IN_BRACES.findall(link)
    values = {path: _text(item, path) or "" for path in paths or (link,)}
    missing = next((path for path, value in values.items() if not value), None)
    if missing is not None:
        told.miss(f"item {number}", f"it has no {missing!r}")
        return None
    stated = values.get(link)
    if paths:
        stated = IN_BRACES.sub(lambda found: quote(values[found[1]], safe="/"), link)
    url = joined(base, stated)
    if url is None:
        told.miss(f"item {number}", f"its link is no web address: {plain(stated, 100)!r}")
    return url


def _text(item: Any, path: str | None, longest: int = LONGEST) -> str | None:
    """What stands at a path as text, where it is a text or a number."""
    value = _at(item, path) if path else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return plain(str(value), longest)
