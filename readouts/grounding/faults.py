"""What is wrong with an answer: kinds of faults, with the reason for a person and the advice for a model.

What belongs here: the records and their words. What does not: finding faults.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Effect = Literal["refused", "opened", "noted"]
"""What a fault does: the piece is left out; the one field is left open; nothing, it is only said."""

_WORDS = 300
_PIECE = 2_000
_MOST_NAMED = 40
"""Faults that a model is told of; a longer list is as good as none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: why the piece does not stand, and what a model that is asked again should do."""

    reason: str
    advice: str


KINDS: dict[str, Kind] = {
    "form": Kind("is not of the form that the schema gives", "keep to the schema"),
    "unknown_value": Kind("is none of the values that the schema names", "choose one of them"),
    "too_much": Kind("is more than a document can tell", "record only what the document tells"),
    "not_in_text": Kind(
        "does not stand in the document letter for letter",
        "copy the words from the document letter for letter",
    ),
    "one_word": Kind("is a single word", "copy the whole clause"),
    "too_long": Kind(
        "is longer than a clause", "copy only the clause that carries it, within one paragraph"
    ),
    "no_call_told": Kind(
        "does not speak of a call",
        "copy words that tell of a conversation at a distance, or leave the call out",
    ),
    "not_held": Kind(
        "tells of a call that is still to come, was denied or did not take place",
        "leave the call out",
    ),
    "medium_not_told": Kind(
        "is a medium that the document does not name",
        "give unspecified where the document names neither telephone nor video",
    ),
    "after_report": Kind(
        "is later than the report itself", "leave the call out where it is still to come"
    ),
    "date_without_words": Kind(
        "is a day without words that say it", "copy the words that say the day, or give null"
    ),
    "date_of_other_words": Kind(
        "is not a day that its words can mean",
        "work the day out from the words and the document's own date, or give null",
    ),
    "no_letter": Kind(
        "is the letter of no party of the call", "use the letter of a party of the same call"
    ),
    "same_letter": Kind(
        "is the letter of another party too", "give each party a letter of its own"
    ),
    "nobody": Kind("has neither name nor office nor country", "leave the party out"),
    "name_not_in_text": Kind(
        "holds a word that has no form in the document",
        "give the name as the document has it, in its dictionary form",
    ),
    "office_not_in_text": Kind(
        "holds words that are not the document's",
        "word the office as the document does, or give null",
    ),
    "not_in_call": Kind(
        "is not named where the call is told",
        "copy words that tell of this call, and record only who took part in it",
    ),
    "unknown_country": Kind(
        "is no ISO 3166-1 alpha-3 code", "give the code, or null for an organisation"
    ),
    "country_of_another": Kind(
        "is not the country that the document gives beside the party",
        "give the country that the document says, or null",
    ),
    "country_against_table": Kind(
        "is not the country that the person held office in",
        "give the country that the document says, or null",
    ),
    "rang_not_told": Kind(
        "is not said to have rung", "name who rang only where the document says so, else null"
    ),
    "rang_other_way": Kind("is the party that was rung", "name the party that rang, or give null"),
    "holder_not_named": Kind(
        "is neither named nor referred to where the words stand",
        "record a reaction only for whom the document gives it",
    ),
    "holder_is_another": Kind(
        "is not the one who acts in these words", "give the reaction to whom the document gives it"
    ),
    "other_call": Kind(
        "stands with another call",
        "record the reaction with the call that the document tells it of",
    ),
    "toward_not_named": Kind(
        "is a country that the document does not name here",
        "give a country that these words are about, or null",
    ),
    "toward_self": Kind(
        "is the party's own country", "give the country that the stance is about, or null"
    ),
    "supports_itself": Kind(
        "gives a party a stance in favour of itself",
        "leave the reaction out, or give it to whom it belongs",
    ),
    "same_person": Kind("has one person on two sides", "record each person once"),
    "one_country": Kind("is a call inside one country", "leave calls inside one country out"),
    "too_few": Kind(
        "has fewer than two parties that stand", "record who took part, as the document names them"
    ),
    "told_twice": Kind("is told already", "record a call that is told twice once"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an answer.

    ``path`` is where in the answer ("calls[0].reactions[2].evidence"), ``words`` what it says there, ``piece`` the
    smallest record around it as JSON, for the quarantine; both cut where they are long.
    """

    kind: str
    path: str
    words: str
    effect: Effect
    piece: str

    @property
    def reason(self) -> str:
        """What is wrong, as the rest of a sentence that begins with the piece."""
        return KINDS[self.kind].reason

    def __str__(self) -> str:
        return f"{self.path} {self.words}: {self.reason}"


def fault(kind: str, path: str, value: object, effect: Effect, piece: object) -> Fault:
    """Make a fault of any JSON value."""
    return Fault(kind, path, _cut(_json(value), _WORDS), effect, _cut(_json(piece), _PIECE))


def asking_again(faults: Sequence[Fault]) -> str:
    """Return what to tell a model of its faults when it is asked once more; empty where nothing is worth it."""
    told = [one for one in faults if one.effect != "noted"][:_MOST_NAMED]
    if not told:
        return ""
    lines = [f"- {one.path} {one.words} {one.reason}: {KINDS[one.kind].advice}." for one in told]
    return "\n".join(
        [
            "Your answer was held against the document, and these pieces of it do not stand:",
            *lines,
            "Answer again with the whole object, mended."
            " Leave out what the document does not say; change nothing else.",
        ]
    )


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return "a value that cannot be shown"


def _cut(text: str, most: int) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= most else text[: most - 1] + "…"
