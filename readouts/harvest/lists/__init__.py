"""Reading what lists articles: feeds, sitemaps, listings, and the answers of finders.

What belongs here: from bytes to plain entries, a module a form, which is asked for by its name. What does not: asking
for the bytes, and what is done with the entries (``kinds/``). It runs in a process apart (``worker.py``), which has a
limit of time and memory, and in which nothing can be opened meanwhile: no file, no connection, whatever a library takes
its input for.

One entry that cannot be read costs none of the others, and is named.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from readouts.harvest.lists import semblance as semblances
from readouts.harvest.lists.sealing import sealed
from readouts.harvest.lists.told import Told

__all__ = ["read"]

_MODULES = {
    m.name: importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
}
FORMS: Mapping[str, Any] = {name: m for name, m in _MODULES.items() if hasattr(m, "read")}
"""Each form by its module's name: how its bytes become text (``text_of``), and the text entries (``read``); small texts
that take all that takes (``SAMPLES``), and what is said of them (``OPTIONS``)."""


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
    return asdict(told)


@functools.cache
def _load(kind: str) -> None:
    """Let the libraries open what they open when they are first used, while they still can."""
    form = FORMS[kind]
    for sample in form.SAMPLES:
        form.read(sample, base="https://münchen.example/", **getattr(form, "OPTIONS", {}))
    for sample in semblances.SAMPLES:
        semblances.semblance(sample, asked="", answered="", has_entries=False)
