"""What stands in a page's source and not before its readers: struck out, hidden, or kept for a script.

What belongs here: taking it out of the tree. What does not: boxes and other articles, which readers see (``own.py``).
"""

from __future__ import annotations

from typing import Any

_STRUCK = (
    ".//*[self::del or self::s or self::strike or contains(@style, 'line-through') or self::span and @class and"
    " (contains(@class, 'line-through') or contains(@class, 'strikethrough'))]"
)
_STYLE = "translate(@style, ' ', '')"
_HIDDEN = (
    ".//template[not(@shadowrootmode)] | .//*[@hidden[. != 'until-found'] or @style and"
    f" (contains({_STYLE}, 'display:none') or contains({_STYLE}, 'visibility:hidden'))]"
    "[not(self::html or self::body or self::main or @role = 'tabpanel')]"
)


def remove_struck(tree: Any) -> None:
    """Take out what is struck out: it is withdrawn, in a headline and beside a date as well."""
    for element in tree.xpath(_STRUCK):
        element.drop_tree()


def remove_hidden(tree: Any) -> None:
    """Take out what no reader sees; only before the text is read, since dates for machines are often hidden.

    What a button opens is text, and what holds the headline is shown by a script.
    """
    headline = tree.find(".//h1")
    around = set() if headline is None else set(headline.iterancestors())
    opened = set(" ".join(tree.xpath("//*/@aria-controls")).split())
    for element in tree.xpath(_HIDDEN):
        if element not in around and element.get("id") not in opened:
            element.drop_tree()
