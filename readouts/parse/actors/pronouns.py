"""Layer 2b: whom "he" and "she" mean.

What belongs here: resolving pronouns to subjects before them. What does not: names and offices (``coreference``).
"""

from __future__ import annotations

from readouts.parse.actors.casting import NamedCast, gender
from readouts.parse.actors.person import MANY
from readouts.parse.actors.reference import Ref


class PronounCast(NamedCast):
    """Resolves the pronouns of one article."""

    def _pronouns(self) -> None:
        """Resolve "he", "she" to the last fitting subject, else to the last fitting person."""
        main = max(
            self.people[:MANY],
            key=lambda p: (p.actor.country == self.source and len(p.refs) > 2, len(p.refs)),
            default=None,
        )
        topic = main.actor.id if main is not None and len(main.refs) > 3 else None
        subject: int | None = None
        before: int | None = None
        recent: list[int] = []
        sentence = -1
        for ref in self.refs:
            here = self.tokens.sentence[ref.first]
            if here != sentence:
                sentence, before, subject = here, subject if subject is not None else before, None
                if here in self.paragraph_starts and topic is not None and before is not None:
                    before = topic if self._bulleted(here) else before
            if ref.kind == "pronoun":
                order = [a for a in (subject, before, *reversed(recent[-6:])) if a is not None]
                fit = next(
                    (a for a in order if self.people[a].actor.gender in (None, ref.gender)), None
                )
                if fit is not None:
                    ref.actors = (fit,)
                    person = self.people[fit]
                    person.actor.gender = person.actor.gender or gender(ref.gender)
                    if subject is None and self.tokens.lower[ref.first] in ("he", "she"):
                        subject = fit
            elif len(ref.actors) == 1 and ref.kind in ("person", "name", "nominal"):
                person = self.people[ref.actors[0]]
                if ref.owner in ("his", "her") and subject is not None and subject != ref.actors[0]:
                    mine = self.people[subject].actor
                    mine.gender = mine.gender or ("m" if ref.owner == "his" else "f")
                if (
                    person.weak
                    and not person.actor.country
                    and ref.kind == "name"
                    and len(person.refs) < 2
                    and not (len(person.key) > 1 and self._acts(ref))
                ):
                    continue
                recent.append(ref.actors[0])
                if len(recent) > 32:
                    del recent[:16]
                if subject is None and not self._oblique(ref):
                    subject = ref.actors[0]

    def _bulleted(self, sentence: int) -> bool:
        """Whether a sentence begins an entry of a list: a dash, or a day with a colon."""
        first = self.tokens.first[sentence]
        words = self.tokens.words[first : first + 6]
        return bool(words) and (words[0] in "-–—•*·" or ":" in words[1:])

    def _acts(self, ref: Ref) -> bool:
        """Whether a verb of the past follows the name."""
        after = self.tokens.lower[ref.last] if ref.last < len(self.tokens) else ""
        return after.endswith("ed") or after in (
            "met",
            "said",
            "spoke",
            "told",
            "has",
            "had",
            "was",
            "held",
        )

    def _oblique(self, ref: Ref) -> bool:
        i = ref.first - 1
        lower = self.tokens.lower
        if i >= 0 and lower[i] in ("the", "a", "an"):
            i -= 1
        after = lower[ref.last] if ref.last < len(lower) else ""
        if after == "'s":
            return not (ref.last + 1 < len(lower) and lower[ref.last + 1] in _SPEAK_FOR)
        return i >= 0 and lower[i] in _PREPOSITIONS


_SPEAK_FOR = frozenset({"office", "spokesman", "spokeswoman", "spokesperson", "bureau"})
"""Whoever's office speaks is the one spoken of: "Quen's office said he was late"."""
_PREPOSITIONS = frozenset(
    [
        "with",
        "to",
        "of",
        "by",
        "from",
        "for",
        "about",
        "at",
        "on",
        "between",
        "against",
        "after",
        "before",
        "under",
        "over",
        "than",
        "in",
        "and",
        "near",
    ]
)
