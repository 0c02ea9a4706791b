"""Reading what lists articles: feeds, sitemaps, listings, and the answers of finders.

What belongs here: from bytes to plain entries, one module a form. What does not: asking for the bytes, and what is done
with the entries (``kinds/``). It runs in a process apart (``worker.py``), which has a limit of time and memory, and in
which nothing can be opened meanwhile: no file, no connection, whatever a library takes its input for.

One entry that cannot be read costs none of the others, and is named.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from readouts.harvest.lists import feeds, finders, json_lists, listings, paths, sitemaps
from readouts.harvest.lists import semblance as semblances
from readouts.harvest.lists.sealing import sealed
from readouts.harvest.lists.told import Told
from readouts.harvest.lists.xml_text import xml_text

__all__ = ["read"]


@dataclass(frozen=True)
class Form:
    """One form of list: how its bytes become text, and the text entries; and small texts that take all that takes."""

    text_of: Callable[[bytes, str | None], str]
    read: Callable[..., Told]
    samples: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


FORMS: Mapping[str, Form] = {
    "feed": Form(xml_text, feeds.read, feeds.SAMPLES),
    "sitemap": Form(sitemaps.text_of, sitemaps.read, sitemaps.SAMPLES),
    "listing": Form(listings.text_of, listings.read, listings.SAMPLES),
    "gdelt": Form(finders.text_of, finders.read, finders.SAMPLES),
    "ccnews": Form(paths.text_of, paths.read, paths.SAMPLES),
    "json": Form(json_lists.text_of, json_lists.read, json_lists.SAMPLES, json_lists.OPTIONS),
}


def read(
    kind: str,
    body: bytes,
    *,
    base: str,
    charset: str | None,
    asked: str | None = None,
    **options: Any,
) -> dict[str, Any]:
    """What some bytes list, as plain values: see ``Told``. Never raises for what they hold.

    ``base`` is the address that answered, ``asked`` the one that was asked for, where that is another.
    """
    form = FORMS[kind]
    _load(kind)
    try:
        text = form.text_of(body, charset)
        with sealed():
            told = form.read(text, base=base, **options)
            found = semblances.semblance(
                text, asked=asked or base, answered=base, has_entries=bool(told.entries)
            )
            if found:
                told.entries, told.semblance, told.next = [], found, None
    except MemoryError:
        told = Told(problem="it takes more memory than is allowed")
    except ValueError as err:
        told = Told(problem=f"{err}"[:160])
    except Exception as err:
        told = Told(problem=f"{type(err).__name__}: {err}"[:160])
    return told.as_dict()


@functools.cache
def _load(kind: str) -> None:
    """Let the libraries open what they open when they are first used, while they still can."""
    for sample in FORMS[kind].samples:
        FORMS[kind].read(sample, base="https://münchen.example/", **FORMS[kind].options)
    for sample in semblances.SAMPLES:
        semblances.semblance(sample, asked="", answered="", has_entries=False)
