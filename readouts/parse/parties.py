"""Layer 3b: who took part in the call that a cue tells of.

What belongs here: reading the subject to the left of a cue, and the list after "with", "to", "between", "from".
What does not: whether two cues tell of one call (``calls``).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from readouts.parse.coreference import Cast
from readouts.parse.cues import Cue
from readouts.parse.refs import Ref
from readouts.parse.tokens import Tokens

_GLUE = frozenset(
    {
        ",",
        ";",
        "and",
        "&",
        "the",
        "as",
        "well",
        "also",
        "then",
        "separately",
        "later",
        "both",
        "of",
        "with",
        "to",
        "(",
        ")",
        "–",
        "—",
        "-",
        "two",
        "key",
        "european",
        "allies",
        "earlier",
        "respectively",
        "in",
        "turn",
        "his",
        "her",
        "their",
        "a",
        "an",
        "fellow",
        "former",
        "new",
        "newly",
        "appointed",
        ":",
        "'s",
        "its",
        "including",
        "finally",
        "afterwards",
        "from",
        "besides",
        "plus",
        "’",
        "'",
        "on",
        "one",
        "hand",
        "other",
        "another",
        "between",
        "who",
        "is",
        "currently",
        "time",
    }
)
_MAX_GLUE = 6
_PREPOSITIONS = frozenset(
    {
        "with",
        "to",
        "of",
        "by",
        "from",
        "for",
        "about",
        "at",
        "between",
        "against",
        "on",
        "over",
        "than",
        "in",
        "alongside",
        "like",
    }
)
_PERSONAL = ("person", "nominal", "name")


@dataclass(slots=True)
class Sides:
    """The two sides of a call as a sentence has them; ``by`` says which side rang: "left", "right" or ""."""

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by: str = ""
    indefinite: bool = False
    last: int = 0


class Reader:
    """Reads parties around cues in one article."""

    def __init__(self, tokens: Tokens, cast: Cast) -> None:
        self.tokens = tokens
        self.cast = cast
        self.refs = cast.refs
        self.firsts = [r.first for r in cast.refs]
        self.latest: list[int] = []

    def refs_between(self, first: int, last: int) -> list[Ref]:
        """Return the references that begin at tokens from ``first`` up to ``last``."""
        return self.refs[bisect_left(self.firsts, first) : bisect_left(self.firsts, last)]

    def read(self, cue: Cue, first: int, last: int) -> Sides:
        """Return the sides of the call that ``cue`` tells of, in the sentence ``first`` to ``last``."""
        if cue.kind == "noun":
            return self._noun(cue, first, last)
        if cue.kind == "with":
            return self._with(cue, first, last)
        if cue.kind == "direct":
            return self._direct(cue, first, last)
        return self._manner(cue, first, last)

    # --- kinds of cue -------------------------------------------------------------------------------

    def _noun(self, cue: Cue, first: int, last: int) -> Sides:
        lower = self.tokens.lower
        sides = Sides(indefinite=self._indefinite(cue, first), last=cue.last)
        at, word = self._find_link(cue.last, last)
        if word == "between":
            sides.left, end = self.list_at(at + 1, last)
            sides.last = end
            return sides
        if word:
            sides.right, sides.last = self.list_at(at + 1, last)
            if word == "from":
                sides.by = "right"
        owner = self._owner(cue, first)
        if owner is not None:
            sides.left = owner
            return sides
        lead = self._leading(cue, first)
        if lead:
            sides.left = self._main_subject(max(sides.last, cue.last), last) or self.subject(
                lead, first
            )
            if not sides.right:
                sides.right = self._told(max(sides.last, cue.last), last, sides.left)
        else:
            sides.left = self.subject(cue.first, first)
            if not sides.right:
                sides.right = self._told(first, cue.first, sides.left)
        if (word == "to" and not sides.by) or self._made(cue, first):
            sides.by = sides.by or "left"
        if not sides.left and not sides.right and cue.last < last and lower[cue.last] == ",":
            sides.left = []
        return sides

    def _with(self, cue: Cue, first: int, last: int) -> Sides:
        sides = Sides(last=cue.last, indefinite=True)
        at, word = self._find_link(cue.last, last)
        if word in ("with", "to"):
            sides.right, sides.last = self.list_at(at + 1, last)
        if self.tokens.lower[cue.first] in ("speaking", "talking") and cue.first - first < 3:
            sides.left = self._main_subject(max(sides.last, cue.last), last)
        sides.left = sides.left or self.subject(cue.first, first)
        if not sides.right and not word and len(sides.left) < 2:
            sides.left = []
        return sides

    def _direct(self, cue: Cue, first: int, last: int) -> Sides:
        lower = self.tokens.lower
        sides = Sides(last=cue.last, by="left", indefinite=True)
        sides.left = self.subject(cue.first, first)
        before = lower[cue.first - 1] if cue.first > first else ""
        if (
            before in ("was", "were", "been")
            and cue.last < last
            and lower[cue.last] in ("by", "up")
        ):
            right, sides.last = self.list_at(cue.last + 1, last)
            sides.right, sides.by = right, "right"
            return sides
        at = cue.last
        if at < last and lower[at] in ("with", "back", "up"):
            sides.by = "" if lower[at] == "with" else "left"
            at += 1
        sides.right, sides.last = self.list_at(at, last, strict=True)
        if (
            sides.right
            and sides.last < last
            and lower[sides.last] in ("a", "an", "“", '"', "the", "to")
            and lower[cue.first] == "called"
        ):
            if lower[sides.last] != "to" or not sides.left:
                sides.right = []
        return sides

    def _manner(self, cue: Cue, first: int, last: int) -> Sides:
        sides = Sides(last=cue.last, indefinite=True)
        sides.left = self.subject(cue.first, first)
        at, word = self._find_link(cue.last, last)
        if word == "with":
            sides.right, sides.last = self.list_at(at + 1, last)
        if not sides.right:
            sides.right = self._told(first, cue.first, sides.left)
        return sides

    # --- parts ----------------------------------------------------------------------------------------

    def _indefinite(self, cue: Cue, first: int) -> bool:
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 5) - 1, -1):
            if lower[j] in ("a", "an", "another", "separate", "'s", "his", "her", "their"):
                return True
            if lower[j] in ("the", "this", "that", "during", "in"):
                return False
        return True

    def _find_link(self, i: int, last: int) -> tuple[int, str]:
        """Find "with", "to", "between", "from" soon after a cue, past "by phone", "on Friday"."""
        lower = self.tokens.lower
        j = i
        while j < min(last, i + 16):
            word = lower[j]
            if word in ("with", "between", "from") or (word == "to" and self._only_fill(i, j)):
                if self._starts_list(j + 1, last):
                    return j, word
            if word in (".", ";", ":") or word in (
                "that",
                "said",
                "told",
                "which",
                "who",
                "about",
                "after",
                "following",
                "regarding",
            ):
                return -1, ""
            j += 1
        return -1, ""

    def _only_fill(self, i: int, j: int) -> bool:
        """Whether only words of time and manner stand between a cue and "to"."""
        return all(w in _BETWEEN for w in self.tokens.lower[i:j]) and j - i < 12

    def _starts_list(self, i: int, last: int) -> bool:
        for ref in self.refs_between(i, min(last, i + 5)):
            if all(w in _GLUE or w in _FILL for w in self.tokens.lower[i : ref.first]):
                return (
                    ref.kind in _PERSONAL
                    or ref.kind in ("pronoun", "group")
                    or (ref.kind == "place" and not ref.adjectival)
                )
        return False

    def list_at(self, i: int, last: int, *, strict: bool = False) -> tuple[list[int], int]:
        """Read a list of persons that begins at token ``i``; return the actors and where it ends."""
        lower = self.tokens.lower
        actors: list[int] = []
        at = i
        for ref in self.refs_between(i, last):
            gap = lower[at : ref.first]
            if len(gap) > _MAX_GLUE or (strict and at == i and len(gap) > 1):
                break
            if any(w not in _GLUE and w not in _FILL for w in gap):
                break
            if (
                actors
                and not any(w in (",", ";", "and", "&", "as", "–", "—", "then", "(") for w in gap)
                and ref.kind != "place"
            ):
                break
            if ref.kind == "place":
                if actors or ref.adjectival:
                    at = (
                        ref.last if ref.adjectival or lower[ref.first - 1] in ("of", "from") else at
                    )
                    if at != ref.last:
                        break
                    continue
                break
            if actors and "and" not in gap and ref.kind in ("pronoun", "group"):
                break
            if (
                actors
                and self._is_subject(ref, last)
                and len(gap) <= 2
                and ("," in gap or "and" in gap)
            ):
                break
            actors.extend(a for a in self._actors(ref) if a not in actors)
            if not ref.actors and ref.kind == "nominal" and not actors:
                break
            at = ref.last
            if len(actors) > 40:
                break
        return actors, at

    def _is_subject(self, ref: Ref, last: int) -> bool:
        """A name right before a finite verb begins the next clause: "In a call with X, Y said"."""
        lower = self.tokens.lower
        nxt = lower[ref.last] if ref.last < last else ""
        return nxt.endswith("ed") or nxt in _VERBS

    def _actors(self, ref: Ref) -> list[int]:
        return list(ref.actors)

    def _owner(self, cue: Cue, first: int) -> list[int] | None:
        """ "Quen's call", "his conversation"; several words may stand between."""
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 5) - 1, -1):
            if lower[j] in ("'s", "'", "’", "his", "her", "their"):
                for ref in reversed(self.refs_between(first, j + 1)):
                    if ref.last >= j and ref.kind in (*_PERSONAL, "pronoun", "group"):
                        if not ref.actors:
                            return self.antecedents(ref, first) or None
                        return self._coordinated(ref, first)
                return None
            if lower[j] in ("a", "an", "the", ",", "in", "had", "held"):
                return None
        for ref in reversed(self.refs_between(max(first, cue.first - 8), cue.first)):
            if ref.kind in _PERSONAL and ref.last == cue.first and ref.kind != "nominal":
                return self._coordinated(ref, first)
            break
        return None

    def _leading(self, cue: Cue, first: int) -> int:
        """The position of "in", "during", "after" before the cue, if these words begin the sentence or a clause."""
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 7) - 1, -1):
            if lower[j] in ("in", "during", "after", "following", "on", "over"):
                return j if j - first <= 3 or lower[j - 1] in (",", "that", "and") else 0
            if lower[j] == ",":
                return 0
        return 0

    def _made(self, cue: Cue, first: int) -> bool:
        lower = self.tokens.lower
        return any(
            w in ("placed", "initiated", "made")
            for w in lower[max(first, cue.first - 5) : cue.first]
        )

    def _main_subject(self, i: int, last: int) -> list[int]:
        """The first person after the opening phrase who is no object of a preposition."""
        lower = self.tokens.lower
        comma = next((j for j in range(i, min(last, i + 40)) if lower[j] == ","), None)
        begin = i if comma is None else comma
        for ref in self.refs_between(begin, min(last, begin + 30)):
            if (
                ref.kind in (*_PERSONAL, "pronoun", "group")
                and not self._oblique(ref, i)
                and ref.actors
            ):
                return self._coordinated_right(ref, last)
        return []

    def subject(self, i: int, first: int) -> list[int]:
        """The subject of a verb at token ``i``: the nearest person to the left who is no object."""
        if self._first_person(i, first):
            return self.speaker(i, first)
        for ref in reversed(self.refs_between(max(first, i - 80), i)):
            if ref.kind not in (*_PERSONAL, "pronoun", "group"):
                continue
            if self._oblique(ref, first) or self._possessive(ref):
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

    def _first_person(self, i: int, first: int) -> bool:
        """ "I called", "we have also spoken", within somebody's words."""
        lower = self.tokens.lower
        j = i - 1
        while j >= first and i - j < 5 and lower[j] in _AUXILIARY:
            j -= 1
        return j >= first and lower[j] in ("i", "we")

    def speaker(self, i: int, first: int) -> list[int]:
        """Who speaks in the first person at token ``i``: the first official of the sentence, or of the one before."""
        sentence = self.tokens.sentence[i]
        for low in (first, self.tokens.first[max(0, sentence - 1)]):
            for ref in self.refs_between(low, i if low != first else self.tokens.last[sentence]):
                if ref.kind in _PERSONAL and len(ref.actors) == 1 and not self._oblique(ref, low):
                    if self.cast.people[ref.actors[0]].may_be_party():
                        return list(ref.actors)
        return []

    def antecedents(self, ref: Ref, first: int) -> list[int]:
        """The two meant by "the two leaders", "they", "their": of the sentence, else of the last call."""
        found: list[int] = []
        for other in self.refs_between(first, ref.first):
            if other.kind in _PERSONAL and len(other.actors) == 1:
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
        return j >= first and lower[j] in _PREPOSITIONS

    def _possessive(self, ref: Ref) -> bool:
        lower = self.tokens.lower
        return ref.last < len(lower) and lower[ref.last] == "'s"

    def _coordinated(self, ref: Ref, first: int) -> list[int]:
        """ "A and B spoke": take in what is joined to the left of ``ref``."""
        actors = self._actors(ref)
        lower = self.tokens.lower
        at = ref.first
        for other in reversed(self.refs_between(max(first, ref.first - 60), ref.first)):
            gap = lower[other.last : at]
            joined = (
                gap
                and len(gap) <= 3
                and any(w in ("and", ",", "&") for w in gap)
                and all(w in _GLUE for w in gap)
            )
            if (
                other.kind not in _PERSONAL
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
            actors = [a for a in self._actors(other) if a not in actors] + actors
            at = other.first
        return actors

    def _heading_pair(self, ref: Ref, first: int) -> bool:
        """ "Quen, Tarr speak": a comma that joins, at the head of a headline."""
        return ref.first - first <= 3

    def _coordinated_right(self, ref: Ref, last: int) -> list[int]:
        actors = self._actors(ref)
        lower = self.tokens.lower
        at = ref.last
        for other in self.refs_between(ref.last, min(last, ref.last + 30)):
            gap = lower[at : other.first]
            if (
                other.kind not in _PERSONAL
                or not gap
                or gap[0] not in ("and", "&")
                or any(w not in _GLUE for w in gap)
            ):
                break
            actors.extend(a for a in self._actors(other) if a not in actors)
            at = other.last
        return actors

    def _told(self, first: int, last: int, subjects: list[int]) -> list[int]:
        """The person addressed: "told X", "congratulated X", "discussed with X"."""
        lower = self.tokens.lower
        for j in range(first, last):
            if lower[j] in _TELL or (lower[j] == "with"):
                for ref in self.refs_between(j + 1, min(last, j + 5)):
                    if any(w not in _GLUE for w in lower[j + 1 : ref.first]):
                        break
                    if (
                        ref.kind in (*_PERSONAL, "pronoun", "group")
                        and ref.actors
                        and not set(ref.actors) & set(subjects)
                    ):
                        if not self._possessive(ref):
                            return self.list_at(ref.first, last)[0]
                    break
        return []


_AUXILIARY = frozenset(
    "have has had 've 'd also just already again then recently later even".split()
)
_TELL = frozenset(
    [
        "told",
        "tells",
        "informed",
        "informs",
        "briefed",
        "briefs",
        "assured",
        "assures",
        "urged",
        "thanked",
        "congratulated",
        "congratulates",
        "warned",
        "asked",
        "reminded",
        "promised",
        "consoled",
        "updated",
        "notified",
        "apprised",
        "reassured",
        "invited",
        "telling",
        "informing",
        "assuring",
        "urging",
        "thanking",
        "congratulating",
        "briefing",
        "warning",
        "asking",
        "condoled",
        "cautioned",
        "commended",
    ]
)
_FILL = frozenset(
    [
        "u.s",
        "us",
        "outgoing",
        "acting",
        "visiting",
        "today",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "again",
        "phone",
        "telephone",
    ]
)
_BETWEEN = frozenset(
    "by phone telephone over on the via video link call conference today yesterday this morning afternoon evening "
    "late early earlier monday tuesday wednesday thursday friday saturday sunday again also separately , for half an "
    "hour minutes and directly briefly at length night".split()
)
_VERBS = frozenset(
    [
        "said",
        "says",
        "told",
        "was",
        "is",
        "were",
        "has",
        "had",
        "have",
        "spoke",
        "made",
        "gave",
        "held",
        "took",
        "that",
        "will",
        "would",
        "expressed",
        "and",
    ]
) - {"and"}
