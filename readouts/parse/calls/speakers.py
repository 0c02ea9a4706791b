"""Layer 3b: who says "I".

What belongs here: telling that a verb is in the first person, and whose words it stands in. What does not: whose
statement a text is as a whole (``signers``).
"""

from __future__ import annotations

from readouts.parse.actors.signers import labelled, quoted_tokens, signer
from readouts.parse.calls.groups import Groups

_NEAR = 6
_QUOTE = 6
"""How many sentences back the speaker of a quotation is looked for."""
_NOTE = 25
"""A note in the first person is of few sentences; a transcript of many."""


class Speakers:
    """Finds the speakers of one article."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.tokens = groups.tokens
        self.cast = groups.cast
        self._quoted: bytearray | None = None
        self._signer: tuple[int | None] | None = None

    def is_first_person(self, i: int) -> bool:
        """ "I called", "we have also spoken", "I had a good call": whether token ``i`` is a verb of "I"."""
        words = self.tokens.words
        first = self.tokens.first[self.tokens.sentence[i]]
        for j in range(i - 1, max(first, i - _NEAR) - 1, -1):
            if words[j] == "I" or self.tokens.lower[j] == "we":
                return True
            if not words[j].isalnum() or words[j][0].isupper():
                return False
        return False

    def speaker(self, i: int) -> list[int]:
        """Return who speaks in the first person at token ``i``.

        In quotation marks, the first official of the sentence, or of those before, who is said to speak; outside,
        whoever's statement the text is.
        """
        if not self.is_quoted(i):
            turn = labelled(self.tokens, self.cast, i)
            if turn is not None:
                return turn
            if self._signer is None:
                self._signer = (signer(self.tokens, self.cast),)
            return [a for a in self._signer if a is not None]
        sentence = self.tokens.sentence[i]
        for here in range(sentence, max(-1, sentence - _QUOTE), -1):
            for group in self.groups.of(here)[:20]:
                who = group.refs[0].actors
                if (
                    group.role == "subject"
                    and len(who) == 1
                    and self._says(group.refs[0].first, group.last)
                    and self.cast.people[who[0]].may_be_party()
                ):
                    return list(who)
        return []

    def narrator(self, i: int, sentences: int) -> list[int]:
        """Return who writes "I spoke with ..." on an official page that nowhere names the writer."""
        if not (self.cast.official and self.cast.source) or self.is_quoted(i) or sentences > _NOTE:
            return []
        return [] if labelled(self.tokens, self.cast, i) is not None else [self.cast.narrator()]

    def is_quoted(self, i: int) -> bool:
        """Whether token ``i`` stands in quotation marks."""
        if self._quoted is None:
            self._quoted = quoted_tokens(self.tokens, self.cast.paragraph_starts)
        return bool(self._quoted[i])

    def _says(self, first: int, last: int) -> bool:
        """Whether the words beside a name give somebody's speech: "Quen stated", "said Quen"."""
        lower = self.tokens.lower
        near = [*lower[max(0, first - 2) : first], *lower[last : last + 3]]
        return near[-3:-2] == [":"] or any(w in self.groups.words["saying"] for w in near)
