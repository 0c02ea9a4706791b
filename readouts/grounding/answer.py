"""An answer's form: from any JSON to calls, parties and reactions as they are said.

What belongs here: the schema, checked field by field, so that one bad piece costs no other. What does not: the text;
whether it says so is asked later.

Nothing here raises: what is not of the form becomes a fault with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, cast, get_args

from readouts.base.alike import without_controls
from readouts.base.days import day_of
from readouts.domain.records import Medium, Stance
from readouts.grounding.faults import Effect, Fault, fault
from readouts.reference import country_of

CALLS = 100
"""More calls than any report tells."""
PARTIES = 60
REACTIONS = 400
LONGEST = 1_500
"""Characters of the longest clause that is looked for."""
ALL = "all"
"""In the place of a party's letter: all of them."""
_SHORT = 300
_STANCES = frozenset(get_args(Stance))
_MEDIA = frozenset(get_args(Medium))


@dataclass(slots=True)
class SaidParty:
    """A party as the answer has it."""

    path: str
    letter: str
    name: str | None
    as_written: str | None
    office: str | None
    country: str | None


@dataclass(slots=True)
class SaidReaction:
    """A reaction as the answer has it."""

    path: str
    by: str
    stance: Stance
    toward: str | None
    evidence: str


@dataclass(slots=True)
class SaidCall:
    """A call as the answer has it; parties and reactions that are not of the form are left out already."""

    path: str
    told: str
    date: date | None
    date_words: str | None
    medium: Medium
    initiator: str | None
    parties: list[SaidParty] = field(default_factory=list)
    reactions: list[SaidReaction] = field(default_factory=list)


def read_answer(answer: object) -> tuple[list[SaidCall], list[Fault]]:
    """Return the calls of an answer and what is wrong with its form."""
    reading = _Reading()
    return list(reading.calls(answer)), reading.faults


def normal(answer: object) -> dict[str, Any]:
    """Return what of an answer is of the form, as the schema has it: every key is there, what is wrong is left out."""
    calls, _ = read_answer(answer)
    return {"calls": [asdict(call, dict_factory=_as_said) for call in calls]}


def _as_said(values: list[tuple[str, Any]]) -> dict[str, Any]:
    said = ((key, value) for key, value in values if key != "path")
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in said}


class _Reading:
    """One pass over an answer, collecting faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def calls(self, answer: object) -> Iterator[SaidCall]:
        if not isinstance(answer, Mapping) or not isinstance(answer.get("calls"), list):
            self._note("form", "answer", answer)
            return
        for key in answer.keys() - {"calls"}:
            self._note("form", str(key), answer[key], "noted")
        calls = answer["calls"]
        if len(calls) > CALLS:
            self._note("too_much", "calls", f"{len(calls)} calls")
            return
        read = (self._call(f"calls[{number}]", piece) for number, piece in enumerate(calls))
        yield from (call for call in read if call is not None)

    def _call(self, path: str, piece: object) -> SaidCall | None:
        if not isinstance(piece, Mapping):
            self._note("form", path, piece)
            return None
        told = self._text(piece, "told", path, LONGEST)
        if told is None:
            return None
        parties, reactions = piece.get("parties"), piece.get("reactions")
        if not isinstance(parties, list):
            self._note("form", f"{path}.parties", parties)
            return None
        if not isinstance(reactions, list):
            self._note("form", f"{path}.reactions", reactions, "opened")
            reactions = []
        if len(parties) > PARTIES or len(reactions) > REACTIONS:
            self._note("too_much", path, f"{len(parties)} parties, {len(reactions)} reactions")
            return None
        call = SaidCall(
            path,
            told,
            self._date(piece, path),
            self._maybe(piece, "date_words", path),
            self._medium(piece, path),
            self._maybe(piece, "initiator", path),
        )
        letters: set[str] = set()
        for number, one in enumerate(parties):
            party = self._party(f"{path}.parties[{number}]", one)
            if party is None:
                continue
            if party.letter in letters or party.letter.casefold() == ALL:
                self._note("same_letter", party.path, party.letter)
            else:
                letters.add(party.letter)
                call.parties.append(party)
        if call.initiator is not None and call.initiator not in letters:
            self._note("no_letter", f"{path}.initiator", call.initiator, "opened")
            call.initiator = None
        for number, one in enumerate(reactions):
            reaction = self._reaction(f"{path}.reactions[{number}]", one)
            if reaction is None:
                continue
            if reaction.by in letters or reaction.by.casefold() == ALL:
                call.reactions.append(reaction)
            else:
                self._note("no_letter", f"{reaction.path}.by", reaction.by)
        return call

    def _party(self, path: str, piece: object) -> SaidParty | None:
        if not isinstance(piece, Mapping):
            self._note("form", path, piece)
            return None
        letter = self._text(piece, "letter", path, _SHORT)
        if letter is None:
            return None
        return SaidParty(
            path,
            letter,
            self._maybe(piece, "name", path),
            self._maybe(piece, "as_written", path),
            self._maybe(piece, "office", path),
            self._country(piece, "country", path),
        )

    def _reaction(self, path: str, piece: object) -> SaidReaction | None:
        if not isinstance(piece, Mapping):
            self._note("form", path, piece)
            return None
        by = self._text(piece, "by", path, _SHORT)
        evidence = self._text(piece, "evidence", path, LONGEST)
        stance = piece.get("stance")
        if not isinstance(stance, str) or stance not in _STANCES:
            self._note("unknown_value", f"{path}.stance", stance)
            return None
        if by is None or evidence is None:
            return None
        toward = self._country(piece, "toward", path)
        return SaidReaction(path, by, cast(Stance, stance), toward, evidence)

    def _text(self, piece: Mapping[str, Any], key: str, path: str, most: int) -> str | None:
        """Return a text that must be there; its lack costs the piece."""
        value = piece.get(key)
        text = without_controls(value) if isinstance(value, str) else ""
        if not text or len(text) > most:
            self._note("too_long" if text else "form", f"{path}.{key}", value)
            return None
        return text

    def _maybe(self, piece: Mapping[str, Any], key: str, path: str) -> str | None:
        """Return a text that may be null, or missing; one that is wrong is left open."""
        value = piece.get(key)
        if value is None:
            return None
        if isinstance(value, str) and len(value) <= _SHORT:
            return without_controls(value) or None
        self._note("form", f"{path}.{key}", value, "opened")
        return None

    def _date(self, piece: Mapping[str, Any], path: str) -> date | None:
        value = self._maybe(piece, "date", path)
        if value is None:
            return None
        try:
            return day_of(value)
        except ValueError:
            self._note("form", f"{path}.date", value, "opened")
            return None

    def _medium(self, piece: Mapping[str, Any], path: str) -> Medium:
        value = piece.get("medium")
        if isinstance(value, str) and value in _MEDIA:
            return value  # type: ignore[return-value]
        self._note("unknown_value", f"{path}.medium", value, "opened")
        return "unspecified"

    def _country(self, piece: Mapping[str, Any], key: str, path: str) -> str | None:
        value = self._maybe(piece, key, path)
        if value is None:
            return None
        code = value.upper()
        if country_of(code) is not None:
            return code
        self._note("unknown_country", f"{path}.{key}", value, "opened")
        return None

    def _note(self, kind: str, path: str, value: object, effect: Effect = "refused") -> None:
        self.faults.append(fault(kind, path, value, effect))
