"""Pages that are empty until a script runs, and pages that a guard against crawlers puts in another's place.

What belongs here: telling them by what is left of a page without its scripts, and by the marks of ``shells.tsv``. What
does not: what a page says in its title or headings (``nature.py``).
"""

from __future__ import annotations

from typing import Any

from readouts.harvest.page.structure import line
from readouts.harvest.page.words import words_of

_LEAST_TEXT = 200
"""Characters that a page has at least that is more than a shell, its scripts left out."""

_UNSEEN = "script or ancestor::style or ancestor::noscript or ancestor::template or ancestor::head"


def is_shell(tree: Any) -> bool:
    """Whether a page has next to no text, and a script that would make some."""
    if not tree.xpath("boolean(//script)"):
        return False
    text = visible(tree)
    if len(text) >= _LEAST_TEXT:
        return False
    spoken = line(" ".join(tree.xpath("//noscript//text()"))).lower() + text.lower()
    if any(phrase in spoken for phrase in words_of("shells.tsv", "says")):
        return True
    ids = words_of("shells.tsv", "id")
    return any(name in ids for name in tree.xpath("//body//*/@id")[:200])


def is_guarded(text: str) -> bool:
    """Whether the source of a page that holds nothing else is that of a guard against crawlers."""
    lower = text[:200_000].lower()
    return any(mark in lower for mark in words_of("shells.tsv", "guard"))


def visible(tree: Any) -> str:
    """The text of a page that is there without a script."""
    pieces = tree.xpath(f"//body//text()[not(ancestor::{_UNSEEN})]")
    return line(" ".join(str(piece) for piece in pieces[:2000]))
