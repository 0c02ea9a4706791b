"""Layer 2b: whom a pronoun means by the words right beside it, whatever the sentence is about.

What belongs here: "misled Moe about his calls", "an address by Quen, in which he said", "Quen held his first call", "a
source said he". What does not: whom a pronoun means by who came before (``pronouns``).
"""

from __future__ import annotations

from collections.abc import Sequence

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.references.record import PERSONS, Ref

_LABEL = 4
"""Among so many first words of an entry its day ends with a colon."""


def bound(cast: Cast, ref: Ref, order: Sequence[int], subject: int | None) -> list[int]:
    """Return whom a pronoun may mean, the likeliest first, of those that the sentences leave in ``order``."""
    if (teller := teller_of_his(cast, ref, subject)) is not None:
        return list(teller)
    return [] if subject is None and _is_of_a_stranger(cast, ref) else list(order)


def teller_of_his(cast: Cast, ref: Ref, subject: int | None = None) -> tuple[int, ...] | None:
    """Whose "his" is in "Quen misled Moe about his calls": Quen's, who told Moe of something of his own.

    None where no such words stand there: in "asked Moe about his calls" they are Moe's. Behind "spoke to Moe about his
    calls" they may be either's: nobody's.
    """
    if not (cast.is_a(ref.first, "his_or_her") and cast.is_a(ref.first - 1, "of_his_own")):
        return None
    before = cast.refs_between(cast.span(ref)[0], ref.first - 1)
    told = before[-1] if before else None
    if (
        told is None
        or told.last != ref.first - 1
        or told.kind not in (*PERSONS, "pronoun", "group")
    ):
        return None
    verb = told.first - 1 - cast.is_a(told.first - 1, "article")
    if cast.is_a(verb, "spoken_to") and cast.is_a(verb - 1, "speaks_to"):
        return () if told.kind != "name" and _may_be(cast, told, ref) else None
    if not cast.is_a(verb, "tells_of_his_own"):
        return None
    if cast.tokens.lower[verb - 1] == "for":
        return ()  # "dismissed Velt on Monday for misleading Moe about his calls"
    if cast.tokens.lower[verb].endswith("ing"):
        # "rang Moe, briefing her on her call": whoever rang
        return () if subject is None or subject in told.actors else (subject,)
    others = (r for r in reversed(before[:-1]) if not set(r.actors) & set(told.actors))
    teller = next((r for r in others if not cast.is_a(r.first - 1, "beside_another")), None)
    return teller.actors if teller is not None and _may_be(cast, teller, ref) else ()


def _may_be(cast: Cast, told: Ref, ref: Ref) -> bool:
    """Whether a pronoun's gender may be that of somebody."""
    return all(cast.people[a].actor.gender in (None, ref.gender) for a in told.actors)


def _is_of_a_stranger(cast: Cast, ref: Ref) -> bool:
    """Whether somebody speaks of himself who is nobody known: "An aide close to Quen says he cannot rule it out"."""
    begin = cast.span(ref)[0]
    label = next(
        (k + 1 for k in range(begin, begin + _LABEL) if cast.tokens.lower[k] == ":"), begin
    )
    verb = ref.first - 1 - (cast.tokens.lower[ref.first - 1] == "that")
    stranger = cast.is_a(label, "a_or_an") and cast.is_a(label + 1, "stranger")
    of_somebody = cast.is_a(label + 2, "of_or_to")  # "An aide to Quen said she would": Quen's words
    stranger = (stranger and not of_somebody) or cast.is_a(
        verb - 1, "family"
    )  # "the widow said she"
    return cast.is_a(verb, "announced") and stranger and cast.is_a(ref.first, "he_or_she")
