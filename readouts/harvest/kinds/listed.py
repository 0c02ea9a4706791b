"""What an address lists: read in a process apart, with what could not be read told by name.

What belongs here: the way from an address to its entries, and the words for an answer that only looks like success.
What does not: reading it (``lists/``), and what a kind of source makes of its entries (``kinds/``).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.base.files import read_tsv
from readouts.harvest.children import Crash, ask
from readouts.harvest.links import EARLIEST, Link, Window

if TYPE_CHECKING:
    from readouts.harvest.sources.asker import Asker
    from readouts.harvest.sources.source import Source

SECONDS = 30.0
"""How long the reading of one feed, sitemap, listing or answer may take."""

LONGEST_PAUSE = timedelta(days=365)
"""A list whose newest entry is older than this, counted from the edition, is fed no more."""

_NOTHING = {"entries": (), "unread": (), "left_out": 0, "next": None, "semblance": "", "looked": 0}
_SEMBLANCES = Path(__file__).with_name("semblances.tsv")


def listed(
    source: Source,
    asker: Asker,
    url: str,
    *,
    conditional: bool = False,
    max_bytes: int = 0,
    **options: Any,
) -> dict[str, Any]:
    """What an address lists, as the reader of the source's kind tells it (``lists.told.Told``): nothing without answer.

    ``asker`` is asked as it says, and told each entry that could not be read, up to a number, and why there are no
    more; and what the answer is where it only looks like a list.
    """
    outcome = asker.ask(url, source.list_kind, conditional=conditional, max_bytes=max_bytes)
    if outcome is None:
        return {**_NOTHING, "problem": "no answer, or nothing new"}
    options |= {"base": outcome.url, "charset": outcome.declared, "asked": url}
    told = _read({"what": "list", "kind": source.kind, "options": options}, outcome.body)
    if told["semblance"]:
        asker.fault(url, semblance(told["semblance"], told["looked"]))
    elif told["problem"]:
        asker.fault(f"{url}#rest" if told["entries"] else url, f"{source.kind}: {told['problem']}")
    for name, why in told["unread"]:
        asker.fault(f"{url}#{name.replace(' ', '-')}", f"entry: {name}: {why}")
    if told["left_out"]:
        asker.fault(f"{url}#more", f"entry: {told['left_out']} more are not taken")
    return told


def still_fed(asker: Asker, url: str, links: Iterable[Link], window: Window) -> Iterator[Link]:
    """The links of a list; ``asker`` is told when all that are dated are of long before the edition."""
    count, newest = 0, None
    for link in links:
        count += 1
        if link.date is not None and link.date >= EARLIEST:
            newest = max(newest or link.date, link.date)
        yield link
    if newest is not None and newest < window.edition - LONGEST_PAUSE:
        asker.fault(url, semblance("stale", count, newest))


def semblance(code: str, count: int = 0, newest: date | None = None) -> str:
    """In a line, what an answer is that only looks like success, and what to do: a row's error."""
    return _sentences()[code].format(count=count, newest=newest)


@functools.cache
def _sentences() -> dict[str, str]:
    rows = read_tsv(_SEMBLANCES)
    return {row["name"]: f"{row['code']}: {row['what']}; {row['advice']}" for row in rows}


def _read(question: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        told: dict[str, Any] = ask(question, body, SECONDS)
    except TimeoutError:
        problem = f"it takes more than {SECONDS:g} s to read"
    except Crash as err:
        problem = str(err)
    else:
        return told
    return {**_NOTHING, "problem": problem}
