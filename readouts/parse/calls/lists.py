"""Layer 3b: lists of persons, and whom somebody addressed.

What belongs here: reading "with A, B of X and the foreign minister of Y", and the object of "told", "thanked". What
does not: subjects (``subjects``), and what a cue asks for (``parties``).
"""

from __future__ import annotations

from readouts.parse.actors.reference import Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.subjects import NEAR, PERSONAL, Subjects

_MAX_GLUE = 6


class Lists(Subjects):
    """Reads lists of persons in one article."""

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
            if (
                actors
                and set(gap) & self.words["days"]
                and ({"to", "with"} & set(gap) or "and" not in gap)
            ):
                break
            if actors and gap[:1] == ["to"]:
                break
            if closed and gap == [","]:
                break
            if (
                actors
                and gap == [","]
                and ref.kind == "nominal"
                and not ref.definite
                and not ref.plural
            ):
                at = ref.last  # ", Chair of the Union": what the one named before is besides
                continue
            if actors and ref.kind == "nominal" and self._possessive(ref):
                break  # ", the Prime Minister's office said"
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

    def _joins(self, gap: list[str]) -> bool:
        """Whether words do no more than join the members of a list, and say when."""
        glue, fill = self.words["glue"], self.words["fill"]
        return all(w in glue or w in fill or w.endswith("-born") for w in gap)

    def _starts_list(self, i: int, last: int) -> bool:
        for ref in self.refs_between(i, min(last, i + 8)):
            if self._joins(self.tokens.lower[i : ref.first]):
                return ref.kind in (*PERSONAL, "pronoun", "group") or (
                    ref.kind == "place" and not ref.adjectival
                )
        return False

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

    def _find_link(self, i: int, last: int) -> tuple[int, str]:
        """Find "with", "to", "between", "from" soon after a cue, past "by phone", "on Friday"."""
        lower = self.tokens.lower
        j = i
        while j < min(last, i + 16):
            word = lower[j]
            links = word in ("with", "between", "from") or (
                (word == "to" and self._only_fill(i, j)) or (word == "of" and j == i)
            )
            if links and self._starts_list(j + 1, last):
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

    def further(self, begin: int, known: list[int], last: int) -> tuple[list[int], int, int] | None:
        """Read on: "spoke to A on Thursday and to B on Friday"; return those, and where their words lie."""
        lower = self.tokens.lower
        fill = self.words["fill"]
        j = begin
        while j < min(last, begin + 9):
            if lower[j] in ("to", "with") and j > begin:
                found, end = self.list_at(j + 1, last, strict=True)
                found = [a for a in found if a not in known]
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

    def _told(self, first: int, last: int, subjects: list[int]) -> list[int]:
        """The person addressed: "told X", "congratulated X", "discussed with X"."""
        lower = self.tokens.lower
        for j in range(max(first, last - NEAR), last):
            called_on = lower[j] in ("on", "upon") and lower[j - 1] == "called"
            conveyed = lower[j] == "to" and bool(
                self.words["conveys_to"] & set(lower[max(first, j - 8) : j])
            )
            if not (called_on or conveyed or lower[j] == "with" or lower[j] in self.words["tell"]):
                continue
            for ref in self.refs_between(j + 1, min(last, j + 5)):
                if any(w not in self.words["glue"] for w in lower[j + 1 : ref.first]):
                    break
                if ref.listed:
                    return self.list_at(ref.first, last)[0]
                if ref.kind not in (*PERSONAL, "pronoun", "group") or not ref.actors:
                    break
                if self._possessive(ref):
                    break
                if set(ref.actors) & set(subjects):
                    teller = self.subject(j, first)
                    return [a for a in teller if a not in subjects]
                return self.list_at(ref.first, last)[0]
        return []

    def _hosted(self, i: int, last: int) -> list[int]:
        """ "in a meeting hosted by X"."""
        lower = self.tokens.lower
        for j in range(i, min(last, i + 25) - 1):
            if lower[j] in ("hosted", "chaired", "convened", "led") and lower[j + 1] == "by":
                return self.list_at(j + 2, last)[0]
        return []

    def _agent(self, cue: Cue, first: int) -> list[int]:
        """ "was expressed by X in a phone call with Y"."""
        for ref in reversed(self.refs_between(max(first, cue.first - 25), cue.first)):
            if (
                ref.kind in PERSONAL
                and ref.actors
                and self.tokens.lower[max(0, ref.first - 2) : ref.first].count("by")
            ):
                return list(ref.actors)
        return []
