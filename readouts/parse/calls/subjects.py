"""Layer 3b: who is the subject of a verb.

What belongs here: the subject to the left of a verb or after an opening phrase, those joined to it, who speaks in the
first person, and whom "the two" means. What does not: lists after "with" (``lists``), and cues (``parties``).
"""

from __future__ import annotations

from bisect import bisect_left

from readouts.parse.actors.coreference import Cast
from readouts.parse.actors.reference import Ref
from readouts.parse.actors.signers import labelled, quoted_tokens, signer
from readouts.parse.calls.cues import cue_table
from readouts.parse.text.tokens import Tokens

NEAR = 60
"""How many words around a cue are looked through; the cost of a cue must not grow with its sentence."""

_QUOTE = 6
"""How many sentences back the speaker of a quotation is looked for."""

PERSONAL = ("person", "nominal", "name")


_NEAR_I = 6


class Subjects:
    """Finds the subjects of verbs in one article."""

    def __init__(self, tokens: Tokens, cast: Cast, language: str = "en") -> None:
        self.tokens = tokens
        self.cast = cast
        self.refs = cast.refs
        self.firsts = cast.firsts
        self.latest: list[int] = []
        self.words = cue_table(language)[1]
        cast.words = self.words
        self._quoted: bytearray | None = None
        self._signer: tuple[int | None] | None = None

    def refs_between(self, first: int, last: int) -> list[Ref]:
        """Return the references that begin at tokens from ``first`` up to ``last``."""
        return self.refs[bisect_left(self.firsts, first) : bisect_left(self.firsts, last)]

    def subject(self, i: int, first: int) -> list[int]:
        """The subject of a verb at token ``i``: the nearest person to the left who is no object."""
        if self.first_person(i, first):
            return self.speaker(i)
        for ref in reversed(self.refs_between(max(first, i - 80), i)):
            if ref.kind not in (*PERSONAL, "pronoun", "group"):
                continue
            if self._oblique(ref, first) or self._possessive(ref) or self._listed(ref, first):
                continue
            if ref.kind == "pronoun" and self.tokens.lower[ref.first] in ("him", "his", "her"):
                continue
            if not ref.actors:
                both = self.antecedents(ref, first)
                if both or ref.kind == "group":
                    return both
                continue
            return self._coordinated(ref, first)
        return []

    def first_person(self, i: int, first: int) -> bool:
        """ "I called", "we have also spoken", "I had a good call", within somebody's words."""
        words = self.tokens.words
        for j in range(i - 1, max(first, i - _NEAR_I) - 1, -1):
            if words[j] == "I" or self.tokens.lower[j] == "we":
                return True
            if not words[j].isalnum() or words[j][0].isupper():
                return False
        return False

    def speaker(self, i: int) -> list[int]:
        """Who speaks in the first person at token ``i``.

        In quotation marks, the first official of the sentence, or of those before, who is said to speak; outside,
        whoever's statement the text is.
        """
        if not self.quoted(i):
            turn = labelled(self.tokens, self.cast, i)
            if turn is not None:
                return turn
            whose = self.signer()
            return [] if whose is None else [whose]
        sentence = self.tokens.sentence[i]
        for back in range(_QUOTE):
            if sentence - back < 0:
                break
            low, high = self.tokens.first[sentence - back], self.tokens.last[sentence - back]
            for ref in self.refs_between(low, high)[:20]:
                if ref.kind not in PERSONAL or len(ref.actors) != 1 or self._oblique(ref, low):
                    continue
                if self._says(ref) and self.cast.people[ref.actors[0]].may_be_party():
                    return list(ref.actors)
        return []

    def quoted(self, i: int) -> bool:
        """Whether token ``i`` stands in quotation marks."""
        if self._quoted is None:
            self._quoted = quoted_tokens(self.tokens, self.cast.paragraph_starts)
        return bool(self._quoted[i])

    def signer(self) -> int | None:
        """Whose statement the text is, where its headline, byline or signature says so."""
        if self._signer is None:
            self._signer = (signer(self.tokens, self.cast),)
        return self._signer[0]

    def _says(self, ref: Ref) -> bool:
        """Whether the words beside a name give somebody's speech: "Quen stated", "said Quen"."""
        lower = self.tokens.lower
        near = [*lower[max(0, ref.first - 2) : ref.first], *lower[ref.last : ref.last + 3]]
        return near[-3:-2] == [":"] or any(w in self.words["saying"] for w in near)

    def antecedents(self, ref: Ref, first: int) -> list[int]:
        """The two meant by "the two leaders", "they", "their": of the sentence, else of the last call."""
        found: list[int] = []
        for other in self.refs_between(max(first, ref.first - NEAR), ref.first):
            if other.kind in (*PERSONAL, "pronoun") and len(other.actors) == 1:
                person = self.cast.people[other.actors[0]]
                if (
                    person.may_be_party()
                    and person.kind != "envoy"
                    and other.actors[0] not in found
                ):
                    found.append(other.actors[0])
        countries = {self.cast.people[a].actor.country for a in found}
        if len(found) == 2 and len(countries) == 2:
            return found
        if ref.kind == "nominal" and ref.office_kind == "group":
            return []
        return list(self.latest)

    def _oblique(self, ref: Ref, first: int) -> bool:
        lower = self.tokens.lower
        j = ref.first - 1
        while j >= first and lower[j] in (
            "the",
            "a",
            "an",
            "his",
            "her",
            "their",
            "both",
            "then",
            "new",
            "us",
            "fellow",
        ):
            j -= 1
        while j >= first and lower[j] in self.words["today"]:
            j -= 1
        return j >= first and (
            lower[j] in self.words["preposition"] or lower[j] in self.words["rang"]
        )

    def _listed(self, ref: Ref, first: int) -> bool:
        """Whether a name is joined to an object before it: "with A and B"."""
        lower, at = self.tokens.lower, ref.first
        for other in reversed(self.refs_between(max(first, ref.first - NEAR), ref.first)):
            gap = lower[other.last : at]
            if other.kind not in PERSONAL and not other.listed:
                return False
            if not gap or len(gap) > 3 or gap[0] not in ("and", ",", "&"):
                return False
            if any(w not in self.words["glue"] for w in gap):
                return False
            if self._oblique(other, first):
                return "and" in gap or "&" in gap or other.listed
            at = other.first
        return False

    def _possessive(self, ref: Ref) -> bool:
        lower = self.tokens.lower
        return ref.last < len(lower) and lower[ref.last] == "'s"

    def _coordinated(self, ref: Ref, first: int) -> list[int]:
        """ "A and B spoke": take in what is joined to the left of ``ref``."""
        actors = list(ref.actors)
        lower = self.tokens.lower
        at = ref.first
        for other in reversed(self.refs_between(max(first, ref.first - 60), ref.first)):
            gap = lower[other.last : at]
            joined = (
                gap
                and len(gap) <= 3
                and any(w in ("and", ",", "&") for w in gap)
                and all(w in self.words["glue"] for w in gap)
            )
            if (
                other.kind not in PERSONAL
                or not joined
                or not other.actors
                or self._oblique(other, first)
            ):
                break
            if (
                gap == [","]
                and len(actors) == len(ref.actors)
                and not self._heading_pair(other, first)
            ):
                break
            actors = [a for a in other.actors if a not in actors] + actors
            at = other.first
        return actors

    def _heading_pair(self, ref: Ref, first: int) -> bool:
        """ "Quen, Tarr speak": a comma that joins, at the head of a headline."""
        return ref.first - first <= 3

    def _coordinated_right(self, ref: Ref, last: int) -> list[int]:
        actors = list(ref.actors)
        lower = self.tokens.lower
        at = ref.last
        for other in self.refs_between(ref.last, min(last, ref.last + 30)):
            gap = lower[at : other.first]
            if (
                other.kind not in PERSONAL
                or not gap
                or gap[0] not in ("and", "&")
                or any(w not in self.words["glue"] for w in gap)
            ):
                break
            actors.extend(a for a in other.actors if a not in actors)
            at = other.last
        return actors

    def _main_subject(self, i: int, last: int) -> list[int]:
        """The first person after the opening phrase who is no object of a preposition."""
        lower = self.tokens.lower
        comma = next((j for j in range(i, min(last, i + 40)) if lower[j] == ","), None)
        begin = i if comma is None else comma
        for ref in self.refs_between(begin, min(last, begin + 30)):
            if (
                ref.kind in (*PERSONAL, "pronoun", "group")
                and not self._oblique(ref, i)
                and ref.actors
            ):
                return self._coordinated_right(ref, last)
        return []
