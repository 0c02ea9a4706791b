"""Layer 3b: who took part in the call that a cue tells of.

What belongs here: reading the subject to the left of a cue, and the list after "with", "to", "between", "from".
What does not: whether two cues tell of one call (``calls``).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from readouts.parse.coreference import Cast
from readouts.parse.cues import Cue, cue_table
from readouts.parse.refs import Ref
from readouts.parse.tokens import Tokens

_MAX_GLUE = 6
_NEAR = 60
"""How many words around a cue are looked through; the cost of a cue must not grow with its sentence."""
_PERSONAL = ("person", "nominal", "name")


@dataclass(slots=True)
class Sides:
    """The two sides of a call as a sentence has them; ``by`` says which side rang: "left", "right" or ""."""

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by: str = ""
    indefinite: bool = False
    last: int = 0


_QUOTE = 6
"""How many sentences back the speaker of a quotation is looked for."""
_SAYING = frozenset(
    {
        "said",
        "says",
        "stated",
        "told",
        "wrote",
        "added",
        "tweeted",
        "posted",
        "declared",
        "announced",
        "explained",
        "noted",
        "revealed",
        "disclosed",
        "recalled",
        "saying",
        "issued",
    }
)
_DAYS = frozenset(
    {
        "today",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    }
)
_TODAY = frozenset({"today", "yesterday", "again", "also"})
_RANG = frozenset(
    {
        "called",
        "telephoned",
        "phoned",
        "rang",
        "told",
        "informed",
        "assured",
        "thanked",
        "briefed",
        "congratulated",
        "contacted",
    }
)
"""Verbs whose object follows at once, and cannot be the subject of a later verb."""


class Reader:
    """Reads parties around cues in one article."""

    def __init__(self, tokens: Tokens, cast: Cast, language: str = "en") -> None:
        self.tokens = tokens
        self.cast = cast
        self.refs = cast.refs
        self.firsts = [r.first for r in cast.refs]
        self.latest: list[int] = []
        self.words = cue_table(language)[1]

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
            sides.left, end = self.list_at(at + 1, last, least=2)
            sides.last = end
            return sides
        if word:
            sides.right, sides.last = self.list_at(at + 1, last)
            if word == "from":
                sides.by = "right"
        owner = self._owner(cue, first)
        lead = self._leading(cue, first)
        if (
            owner is not None
            and lead is not None
            and lower[cue.first - 1] in ("his", "her")
            and sides.right
        ):
            main = self._main_subject(sides.last, last)
            owner = main if main and not set(main) & set(sides.right) else owner
        if owner is not None:
            sides.left = owner
            if not sides.right and len(owner) == 1:
                sides.right = self._told(cue.last, min(last, cue.last + 20), owner)
            return sides
        if lead is not None:
            sides.left = self._main_subject(max(sides.last, cue.last), last) or self.subject(
                lead, first
            )
            if not sides.right:
                sides.right = self._told(max(sides.last, cue.last), last, sides.left)
        else:
            sides.left = self.subject(cue.first, first)
            if not sides.right:
                sides.right = self._told(first, cue.first, sides.left)
        if not sides.left and sides.right:
            sides.left = self._agent(cue, first)
        if not sides.right and sides.indefinite:
            self._spread(sides, cue, first, last)
        if (word == "to" and not sides.by) or self._made(cue, first):
            sides.by = sides.by or "left"
        return sides

    def _agent(self, cue: Cue, first: int) -> list[int]:
        """ "was expressed by X in a phone call with Y"."""
        for ref in reversed(self.refs_between(max(first, cue.first - 25), cue.first)):
            if (
                ref.kind in _PERSONAL
                and ref.actors
                and self.tokens.lower[max(0, ref.first - 2) : ref.first].count("by")
            ):
                return list(ref.actors)
        return []

    def _spread(self, sides: Sides, cue: Cue, first: int, last: int) -> None:
        """Look behind "a phone call" for "in which he informed X" or "that A and B agreed"."""
        end = min(last, cue.last + 25)
        right = self._told(cue.last, end, sides.left)
        if right and sides.left:
            sides.right = right
            return
        for ref in self.refs_between(cue.last, end):
            if ref.kind in _PERSONAL and ref.actors and not self._oblique(ref, cue.last):
                both = self._coordinated_right(ref, last)
                if len(both) > 1:
                    sides.left, sides.last = both, ref.last
                return

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
        agent = self._by(cue, first, last)
        if agent:
            sides.right, sides.last = self.list_at(agent, last)
            sides.by = "right"
            return sides
        if lower[cue.last - 1] in ("ring", "phone", "telephone"):
            sides.right, sides.last = self.list_at(cue.last, last, strict=True)
            return sides
        at = cue.last
        if at < last and lower[at] in ("with", "back", "up"):
            sides.by = "" if lower[at] == "with" else "left"
            at += 1
        elif at + 1 < last and lower[at] == "and" and lower[at + 1] in self.words["tell"]:
            at += 2
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

    def _by(self, cue: Cue, first: int, last: int) -> int:
        """Where the caller stands in "was phoned on Friday by X", "rung up by X"; 0 where nobody does."""
        lower = self.tokens.lower
        passive = any(
            w in ("was", "were", "been", "being", "got")
            for w in lower[max(first, cue.first - 2) : cue.first]
        )
        for j in range(cue.last, min(last, cue.last + 7)):
            if lower[j] == "by":
                return j + 1 if passive or j - cue.last < 2 else 0
            if lower[j] not in self.words["fill_to"] and lower[j] not in ("up", "night"):
                return 0
        return 0

    def _manner(self, cue: Cue, first: int, last: int) -> Sides:
        sides = Sides(last=cue.last, indefinite=True)
        sides.left = self.subject(cue.first, first)
        at, word = self._find_link(cue.last, last)
        if word == "with":
            sides.right, sides.last = self.list_at(at + 1, last)
        if not sides.right:
            sides.right = self._told(first, cue.first, sides.left)
        if not sides.right and cue.last < last and self.tokens.lower[cue.last] == "by":
            sides.right = self.list_at(cue.last + 1, last)[0]
        if not sides.right:
            sides.right = self._hosted(cue.last, last)
        return sides

    def _hosted(self, i: int, last: int) -> list[int]:
        """ "in a meeting hosted by X"."""
        lower = self.tokens.lower
        for j in range(i, min(last, i + 25) - 1):
            if lower[j] in ("hosted", "chaired", "convened", "led") and lower[j + 1] == "by":
                return self.list_at(j + 2, last)[0]
        return []

    def further(self, sides: Sides, last: int) -> tuple[list[int], int, int] | None:
        """Read on: "spoke to A on Thursday and to B on Friday"; return those, and where their words lie."""
        lower = self.tokens.lower
        fill = self.words["fill"]
        j = sides.last
        while j < min(last, sides.last + 9):
            if lower[j] in ("to", "with") and j > sides.last:
                found, end = self.list_at(j + 1, last, strict=True)
                found = [a for a in found if a not in sides.right and a not in sides.left]
                return (found, j, end) if found else None
            if lower[j] not in fill and lower[j] not in (
                "and",
                ",",
                "on",
                "then",
                "separately",
                "later",
                "also",
                "in",
                "evening",
            ):
                return None
            j += 1
        return None

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
            if word == "that" and lower[j + 1 : j + 2] in (["day"], ["week"], ["morning"]):
                j += 1
                continue
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
        return all(w in self.words["fill_to"] for w in self.tokens.lower[i:j]) and j - i < 12

    def _starts_list(self, i: int, last: int) -> bool:
        for ref in self.refs_between(i, min(last, i + 8)):
            if self._joins(self.tokens.lower[i : ref.first]):
                return ref.kind in (*_PERSONAL, "pronoun", "group") or (
                    ref.kind == "place" and not ref.adjectival
                )
        return False

    def _joins(self, gap: list[str]) -> bool:
        """Whether words do no more than join the members of a list, and say when."""
        glue, fill = self.words["glue"], self.words["fill"]
        return all(w in glue or w in fill or w.endswith("-born") for w in gap)

    def list_at(
        self, i: int, last: int, *, strict: bool = False, least: int = 1
    ) -> tuple[list[int], int]:
        """Read a list of persons that begins at token ``i``; return the actors and where it ends."""
        lower = self.tokens.lower
        actors: list[int] = []
        at = i
        closed = False
        for ref in self.refs_between(i, last):
            gap = lower[at : ref.first]
            if len(gap) > _MAX_GLUE or (strict and at == i and len(gap) > 3):
                break
            if not self._joins(gap):
                break
            if (
                actors
                and not any(w in (",", ";", "and", "&", "as", "–", "—", "then", "(") for w in gap)
                and ref.kind != "place"
            ):
                break
            if ref.counterpart and not ref.actors and not ref.listed:
                at = ref.last
                continue
            if ref.kind == "place" and ref.organisation and not actors:
                later = self._head_of(ref, last)
                if later is not None:
                    actors, at = list(later.actors), later.last
                    continue
            if ref.kind == "place":
                if actors or ref.adjectival:
                    at = (
                        ref.last if ref.adjectival or lower[ref.first - 1] in ("of", "from") else at
                    )
                    if at != ref.last:
                        break
                    continue
                break
            if actors and "and" not in gap and ref.kind in ("pronoun", "group") and not ref.listed:
                break
            if actors and set(gap) & _DAYS and ({"to", "with"} & set(gap) or "and" not in gap):
                break
            if closed and gap == [","]:
                break
            closed = closed or (bool(actors) and "and" in gap) or len(ref.countries) > 1
            if (
                len(actors) >= least
                and self._is_subject(ref, last)
                and len(gap) <= 2
                and ("," in gap or "and" in gap)
            ):
                break
            actors.extend(a for a in ref.actors if a not in actors)
            if not ref.actors and ref.kind == "nominal" and not actors and not ref.listed:
                break
            at = ref.last
            if len(actors) > 40:
                break
        return actors, at

    def _head_of(self, body: Ref, last: int) -> Ref | None:
        """Whoever's office follows the long name of an organisation."""
        for ref in self.refs_between(body.last, min(last, body.last + 16)):
            if ref.kind == "person" and ref.organisation and len(ref.actors) == 1:
                return ref
        return None

    def _is_subject(self, ref: Ref, last: int) -> bool:
        """A name right before a finite verb begins the next clause: "In a call with X, Y said"."""
        lower = self.tokens.lower
        nxt = lower[ref.last] if ref.last < last else ""
        return nxt.endswith("ed") or nxt in self.words["finite"]

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

    def _leading(self, cue: Cue, first: int) -> int | None:
        """The position of "in", "during", "after" before the cue, if these words begin the sentence or a clause."""
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 7) - 1, -1):
            if lower[j] in ("in", "during", "after", "following", "on", "over"):
                return j if j - first <= 3 or lower[j - 1] in (",", "that", "and") else None
            if lower[j] == ",":
                return None
        return None

    def _made(self, cue: Cue, first: int) -> bool:
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 4) - 1, -1):
            if lower[j] in ("placed", "initiated", "made", "makes", "put"):
                return True
            if lower[j] not in ("a", "an", "separate", "phone", "the", "his", "her"):
                return False
        return False

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
        if self.first_person(i, first):
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

    def first_person(self, i: int, first: int) -> bool:
        """ "I called", "we have also spoken", within somebody's words."""
        lower = self.tokens.lower
        j = i - 1
        while j >= first and i - j < 5 and lower[j] in self.words["auxiliary"]:
            j -= 1
        return j >= first and lower[j] in ("i", "we")

    def speaker(self, i: int, first: int) -> list[int]:
        """Who speaks in the first person at token ``i``: the first official of the sentence, or of the one before."""
        sentence = self.tokens.sentence[i]
        for back in range(_QUOTE):
            if sentence - back < 0:
                break
            low, high = self.tokens.first[sentence - back], self.tokens.last[sentence - back]
            for ref in self.refs_between(low, high)[:20]:
                if ref.kind not in _PERSONAL or len(ref.actors) != 1 or self._oblique(ref, low):
                    continue
                if self._says(ref) and self.cast.people[ref.actors[0]].may_be_party():
                    return list(ref.actors)
        return []

    def _says(self, ref: Ref) -> bool:
        """Whether the words beside a name give somebody's speech: "Quen stated", "said Quen"."""
        lower = self.tokens.lower
        near = [*lower[max(0, ref.first - 2) : ref.first], *lower[ref.last : ref.last + 3]]
        return any(w in _SAYING for w in near)

    def antecedents(self, ref: Ref, first: int) -> list[int]:
        """The two meant by "the two leaders", "they", "their": of the sentence, else of the last call."""
        found: list[int] = []
        for other in self.refs_between(max(first, ref.first - _NEAR), ref.first):
            if other.kind in (*_PERSONAL, "pronoun") and len(other.actors) == 1:
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
        while j >= first and lower[j] in _TODAY:
            j -= 1
        return j >= first and (lower[j] in self.words["preposition"] or lower[j] in _RANG)

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
                other.kind not in _PERSONAL
                or not gap
                or gap[0] not in ("and", "&")
                or any(w not in self.words["glue"] for w in gap)
            ):
                break
            actors.extend(a for a in other.actors if a not in actors)
            at = other.last
        return actors

    def _told(self, first: int, last: int, subjects: list[int]) -> list[int]:
        """The person addressed: "told X", "congratulated X", "discussed with X"."""
        lower = self.tokens.lower
        for j in range(max(first, last - _NEAR), last):
            if lower[j] not in self.words["tell"] and lower[j] != "with":
                if not (lower[j] in ("on", "upon") and lower[j - 1] == "called"):
                    continue
            for ref in self.refs_between(j + 1, min(last, j + 5)):
                if any(w not in self.words["glue"] for w in lower[j + 1 : ref.first]):
                    break
                if ref.kind not in (*_PERSONAL, "pronoun", "group") or not ref.actors:
                    break
                if self._possessive(ref):
                    break
                if set(ref.actors) & set(subjects):
                    teller = self.subject(j, first)
                    return [a for a in teller if a not in subjects]
                return self.list_at(ref.first, last)[0]
        return []
