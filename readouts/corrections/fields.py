"""What a correction may say: of which row which field, and which values it takes.

What belongs here: fields and the checks of their values. What does not: the file (``file``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from readouts.base.days import day_of
from readouts.base.errors import ReadoutsError
from readouts.reference.bodies import organisations
from readouts.reference.geography import no_country
from readouts.reference.stances.taxonomy import taxonomy

Check = Callable[[str], str | None]
"""A value in; what was expected instead out, None where the value will do."""

NONE = "none"
"""The value that empties a field: ``toward`` where the text names nobody."""

MEDIA = ("phone", "video", "unspecified")
FIRST_DAY = date(1990, 1, 1)


class CorrectionError(ReadoutsError):
    """A correction that cannot be meant, or a file that cannot take it; the message is one line."""


def _one_of(*values: str) -> Check:
    return lambda value: None if value in values else f"one of {', '.join(values)}"


def _stance(value: str) -> str | None:
    return _one_of(*taxonomy())(value)


def _country(value: str) -> str | None:
    return no_country(value) and "a country's ISO 3166-1 alpha-3 code"


def _organisation(value: str) -> str | None:
    known = {body.short for body in organisations()}
    return None if value in known else "an organisation's short name"


def _side(value: str) -> str | None:
    is_known = _country(value) is None or _organisation(value) is None
    return None if is_known else "a country's code or an organisation"


def _name(value: str) -> str | None:
    return None if value.strip() else "a name"


def no_day(value: str) -> str | None:
    """What was expected where a value is no day; None where it is one."""
    try:
        return None if day_of(value) >= FIRST_DAY else f"a day since {FIRST_DAY.year}"
    except ValueError:
        return "a day as 2026-05-09"


def _or_none(check: Check) -> Check:
    """Whatever the check lets through, and ``none``."""

    def wider(value: str) -> str | None:
        expected = None if value == NONE else check(value)
        return expected and f"{expected}, or {NONE}"

    return wider


def _or_joint(value: str) -> str | None:
    expected = None if value == "joint" else _side(value)
    return expected and f"{expected}, or joint"


TRUTH = _one_of("true", "false")

FIELDS: Mapping[str, Mapping[str, Check]] = {
    "reaction": {
        "stance": _stance,
        "toward": _or_none(_country),
        "side": _or_joint,
        "speaker": _or_none(_name),
        "in_call": TRUTH,
        "confirmed": _one_of("true"),
        "retracted": TRUTH,
    },
    "party": {
        "country": _or_none(_country),
        "organisation": _or_none(_organisation),
        "side": _or_none(_side),
        "retracted": TRUTH,
    },
    "report": {
        "call_date": _or_none(no_day),
        "medium": _one_of(*MEDIA),
        "initiator_side": _or_none(_side),
        "initiator": _or_none(_name),
        "confirmed": _one_of("true"),
        "retracted": TRUTH,
    },
}
"""What may be corrected, of a reaction (``core.reactions``), of a party to a call (``core.parties``) and of a call
report (``core.call_reports``). A party has one side: its country and its organisation are two names for giving it.
What is doubtful counts once anything is said of it: ``confirmed`` says that it is right as it stands."""


def any_of(names: Iterable[str]) -> str:
    """Names as a list in words: "a, b or c"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


USUAL_KIND = {"side": "reaction"}
"""The kind that a line without one means, where several have its field: what it meant when one alone had it."""


OF_COUNTRIES = {"toward", "side", "initiator_side", "country"}
"""The fields of which it is told what to write in the place of a name or a territory's code."""


def kinds_of(field: str) -> list[str]:
    """The kinds of rows that a line without a kind can mean by a field."""
    usual = USUAL_KIND.get(field)
    return [usual] if usual else [kind for kind, fields in FIELDS.items() if field in fields]


def problem_of(kind: str, field: str, value: str) -> str | None:
    """Why a value cannot be that of a field, in one line; None where it can."""
    checks = FIELDS.get(kind)
    if checks is None:
        return f"kind must be {any_of(FIELDS)}; it is {kind!r}"
    if field not in checks:
        return f"a {kind} has no field {field!r} to correct; it has {', '.join(checks)}"
    expected = checks[field](value)
    found = no_country(value) if field in OF_COUNTRIES else None
    return expected and f"{field} must be {expected}; {found or f'it is {value!r}'}"
