"""Layer 3b: who says "I".

What belongs here: telling that a verb is in the first person, and whose words it stands in. What does not: whose
statement a text is as a whole (``signers``).
"""

from __future__ import annotations

from readouts.parse.actors.signers import labelled
from readouts.parse.calls.found import Search
from readouts.parse.calls.parties.groups import groups_of

_NEAR = 6
_QUOTE = 6
"""How many sentences back the speaker of a quotation is looked for."""
_NOTE = 25
"""A note in the first person is of few sentences; a transcript of many."""


def is_first_person(s: Search, i: int) -> bool:
    """ "I called", "we have also spoken", "I had a good call": whether token ``i`` is a verb of "I"."""
    words = s.tokens.words
    for j in range(i - 1, max(s.opening(i), i - _NEAR) - 1, -1):
        if words[j] == "I" or s.lower[j] == "we":
            return True
        if not words[j].isalnum() or words[j][0].isupper():
            return False
    return False


def speaker(s: Search, i: int) -> list[int]:
    """Return who speaks in the first person at token ``i``.

    In quotation marks, the first official of the sentence, or of those before, who is said to speak; outside,
    whoever's statement the text is.
    """
    if not s.cast.quoted[i]:
        turn = labelled(s.cast, i)
        if turn is not None:
            return turn
        return [] if s.signer is None else [s.signer]
    sentence = s.tokens.sentence[i]
    for here in range(sentence, max(-1, sentence - _QUOTE), -1):
        for group in groups_of(s, here)[:20]:
            who = group.refs[0].actors
            if (
                group.role == "subject"
                and len(who) == 1
                and _says(s, group.refs[0].first, group.last)
                and s.people[who[0]].may_be_party()
            ):
                return list(who)
    return []


def narrator(s: Search, i: int, sentences: int) -> list[int]:
    """Return who writes "I spoke with ..." on an official page that nowhere names the writer."""
    if not (s.cast.official and s.cast.source) or s.cast.quoted[i] or sentences > _NOTE:
        return []
    return [] if labelled(s.cast, i) is not None else [s.cast.narrator()]


def _says(s: Search, first: int, last: int) -> bool:
    """Whether the words beside a name give somebody's speech: "Quen stated", "said Quen"."""
    said = s.has("saying", first - 2, first) or s.has("saying", last, last + 3)
    return said or s.lower[last] == ":"
