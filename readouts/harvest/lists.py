"""What an answer lists: read in a process apart, with what could not be read told by name.

What belongs here: the way from an answer to its entries. What does not: reading them (``reading/``), and what a kind of
source makes of them (``kinds/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readouts.harvest.children import Crash, ask
from readouts.harvest.encodings import declared_charset

if TYPE_CHECKING:
    from readouts.harvest.kinds import Asker
    from readouts.harvest.outcome import Outcome

SECONDS = 30.0
"""How long the reading of one feed, sitemap, listing or answer may take."""


def listed(asker: Asker, url: str, outcome: Outcome, kind: str, **options: Any) -> dict[str, Any]:
    """The entries of an answer, and what else its reader tells (``reading.told.Told``).

    ``asker`` is told each entry that could not be read, up to a number, and why there are no more.
    """
    header = outcome.last.header("content-type") if outcome.last else None
    options |= {"base": outcome.url, "charset": declared_charset(header)}
    told = _read({"what": "list", "kind": kind, "options": options}, outcome.body)
    if told["problem"]:
        asker.fault(f"{url}#rest" if told["entries"] else url, f"{kind}: {told['problem']}")
    for name, why in told["unread"]:
        asker.fault(f"{url}#{name.replace(' ', '-')}", f"entry: {name}: {why}")
    if told["left_out"]:
        asker.fault(f"{url}#more", f"entry: {told['left_out']} more are not taken")
    return told


def _read(question: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        told: dict[str, Any] = ask(question, body, SECONDS)
    except TimeoutError:
        problem = f"it takes more than {SECONDS:g} s to read"
    except Crash as err:
        problem = str(err)
    else:
        return told
    return {"entries": [], "problem": problem, "unread": [], "left_out": 0, "next": None}
