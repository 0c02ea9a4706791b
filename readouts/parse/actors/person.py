"""What is known of one person while an article is read.

What belongs here: the record, and the kinds of office that rules compare. What does not: how persons are told
apart (``coreference``) or get their country (``homes``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from readouts.model import CountryBasis
from readouts.parse.document import Actor

NO_PARTY = frozenset({"aide", "domestic", "body"})
LEADERS = frozenset({"president", "pm", "royal", "leader", "royal_title"})
MINISTERS = frozenset({"fm", "minister", "secretary", "defence", "deputy"})
STATELY = LEADERS | MINISTERS | {"nsa", "vice", "dpm"}
"""Kinds of office whose holders may be taken for a state's officials without a country beside them."""
MANY = 200
"""How many actors of one article are looked through where a search must not grow with the text."""


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
    inferred: CountryBasis | None = None
    usual: str | None = None
    indexed: set[str] = field(default_factory=set)

    def basis(self) -> CountryBasis:
        """How the country or organisation is known; what stands beside the name is the text's."""
        if not self.actor.country and not self.actor.organisation:
            return "none"
        return self.inferred or "text"

    def may_be_party(self) -> bool:
        """True for an official of a state or of an organisation, also of one that is not told."""
        if self.kind == "group" and (self.actor.office or "").endswith("s") and not self.actor.name:
            return False  # "officials", "diplomats" are nobody in particular
        known = self.actor.country or self.actor.organisation
        return self.kind not in NO_PARTY and bool(
            known or (self.actor.name and self.kind in STATELY)
        )

    def rank(self) -> str:
        """The class of office of which a country has one holder: "leader", "minister", or the kind itself."""
        if self.kind in LEADERS:
            return "leader"
        return "minister" if self.kind in MINISTERS else self.kind
