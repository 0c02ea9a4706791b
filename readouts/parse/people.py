"""What is known of one person while an article is read.

What belongs here: the record, and the kinds of office that rules compare. What does not: how persons are told
apart (``coreference``) or get their country (``homes``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from readouts.parse.document import Actor

NO_PARTY = frozenset({"aide", "domestic", "body"})
LEADERS = frozenset({"president", "pm", "royal", "leader", "royal_title"})
MINISTERS = frozenset({"fm", "minister", "secretary", "defence", "deputy"})
STATELY = LEADERS | MINISTERS | {"nsa", "vice", "dpm"}
"""Kinds of office whose holders may be taken for a state's officials without a country beside them."""
MANY = 200
"""How many actors of one article are looked through where a search must not grow with the text."""


_HEADS = frozenset({"president", "pm"})


@dataclass(slots=True, eq=False)
class Person:
    """What is known of one actor while the article is read; ``weak`` is a name without any office."""

    actor: Actor
    key: tuple[str, ...] = ()
    kind: str = ""
    words: frozenset[str] = frozenset()
    weak: bool = False
    former: bool = False
    given_name: bool = False
    refs: list[int] = field(default_factory=list)
    guessed: bool = False
    usual: str | None = None
    indexed: set[str] = field(default_factory=set)

    def may_be_party(self) -> bool:
        """True for an official of a state or of an organisation, and for a named leader of a country not told."""
        known = self.actor.country or self.actor.organisation
        return bool(known or (self.actor.name and self.kind in _HEADS)) and (
            self.kind not in NO_PARTY
        )

    def rank(self) -> str:
        """The class of office of which a country has one holder: "leader", "minister", or the kind itself."""
        if self.kind in LEADERS:
            return "leader"
        return "minister" if self.kind in MINISTERS else self.kind
