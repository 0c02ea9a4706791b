"""What is known of one person while an article is read.

What belongs here: the record, the kinds of office, and comparing offices. What does not: how persons are told
apart (``resolve``) or get their country (``countries``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from readouts.domain.records import CountryBasis
from readouts.parse.document import Actor
from readouts.reference.word_classes import word_classes

NO_PARTY = frozenset({"aide", "domestic", "body"})
SHORT = {"pm": ("prime", "minister"), "fm": ("foreign", "minister")}
"""Offices as headlines shorten them."""

LESSER = frozenset({"vice", "deputy", "under", "assistant"})
"""Words that make an office another one, behind it in rank."""
_DEPUTY_PREMIER = frozenset({"deputy", "prime"})
_SECOND = frozenset({"prime", "premier", "chancellor", "president"})
"""Whose deputy somebody is who has another office besides: "Vice Chancellor and Foreign Minister"."""

LEADERS = frozenset({"president", "pm", "royal", "leader", "royal_title"})
MINISTERS = frozenset({"fm", "minister", "secretary", "defence", "deputy"})
STATELY = LEADERS | MINISTERS | {"nsa", "vice", "dpm"}
"""Kinds of office whose holders may be taken for a state's officials without a country beside them."""
ONLY_MINISTER = frozenset({"minister"})
"""The words of an office that does not say of what: "the Norwegian Minister, Mr Quen"."""
ONE_EACH = LEADERS | {"fm", "dpm", "defence"}
"""Kinds of office that a state has one holder of."""
ABROAD = LEADERS | {"fm"}
"""Kinds of office whose holders, several of them, are of several states."""
OF_BODIES = frozenset({"sg", "president", "envoy", "body", "leader", "vice"})
"""Kinds of office whose holders, on a body's own page, are the body's."""
MANY = 200
"""How many actors of one article are looked through where a search must not grow with the text."""


@dataclass(slots=True, eq=False)
class Person:
    """What is known of one actor while the article is read.

    ``weak`` is a name without any office, ``peer`` one that is called somebody's counterpart. ``joined`` is the actor
    whom this one proved to be.
    """

    actor: Actor
    key: tuple[str, ...] = ()
    kind: str = ""
    words: frozenset[str] = frozenset()
    weak: bool = False
    peer: bool = False
    former: bool = False
    given_name: bool = False
    refs: list[int] = field(default_factory=list)
    inferred: CountryBasis | None = None
    usual: str | None = None
    owner: int | None = None
    joined: int | None = None
    indexed: set[str] = field(default_factory=set)

    def basis(self) -> CountryBasis:
        """How the country or organisation is known; what stands beside the name is the text's."""
        return (self.inferred or "text") if self.actor.place else "none"

    def may_be_party(self) -> bool:
        """True for an official of a state or of an organisation, also of one that is not told."""
        if self.kind == "group" and (self.actor.office or "").endswith("s") and not self.actor.name:
            return False  # "officials", "diplomats" are nobody in particular
        stately = bool(self.actor.name) and (self.kind in STATELY or self.peer)
        return self.kind not in NO_PARTY and (bool(self.actor.place) or stately)

    def rank(self) -> str:
        """The class of office of which a country has one holder: "leader", "minister", or the kind itself."""
        if self.kind in LEADERS:
            return "leader"
        return "minister" if self.kind in MINISTERS else self.kind


@lru_cache(4096)
def office_words(office: str) -> frozenset[str]:
    """Return the words of an office that tell it from others, in lower case, the singular and whole: "PM" as two."""
    words = "".join(c if c.isalnum() else " " for c in office.lower()).split()
    words = [whole for word in words for whole in SHORT.get(word, (word,))]
    glue = word_classes("small_words", "en")["office_glue"]
    return frozenset(singular(w) for w in words if w not in glue)


def singular(word: str) -> str:
    """Return the singular of a word: "ministers" is "minister", "secretaries" is "secretary"."""
    ies = word.lower().endswith("ies")
    return word[:-3] + "y" if ies else word[:-1] if word[-1] in "sS" else word


def single(office: str) -> str:
    """The office of one of several: "foreign ministers" is "foreign minister"."""
    plurals = word_classes("small_words", "en")["plural_office"]
    return " ".join(singular(w) if w.lower() in plurals else w for w in office.split(" "))


def same_words(person: Person, words: frozenset[str]) -> bool:
    """Whether the words of an office are among those of a person's; "the President" is no Vice President.

    Nor is "the Prime Minister and Minister of Foreign Affairs" a Deputy Prime Minister and Minister of Foreign Affairs;
    but the Foreign Minister is.
    """
    others = person.words - words
    lesser = _SECOND.isdisjoint(others) and not LESSER.isdisjoint(others)
    return bool(words) and words <= person.words and not lesser


def same_office(person: Person, kind: str, words: frozenset[str]) -> bool:
    """Whether an office is a person's, by its kind or by its words."""
    if kind in LEADERS and person.kind == "leader" and not person.actor.name:
        return True
    return (kind == person.kind and kind not in ("", "group")) or same_words(person, words)


def like_office(person: Person, kind: str, words: frozenset[str]) -> bool:
    """Whether an office may stand for a person's: "the leader" for the president's."""
    if kind in ("leader", "royal_title"):
        return person.kind in LEADERS
    if kind == "dpm":  # "the DPM" is whoever is "Deputy Prime Minister and Foreign Minister"
        return person.words >= _DEPUTY_PREMIER
    if kind in MINISTERS and person.kind in MINISTERS:
        bare = ONLY_MINISTER in (words, person.words)
        return bare or (kind == "minister" and words <= person.words)
    return kind == "" and not person.weak and person.kind not in NO_PARTY
