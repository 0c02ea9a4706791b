"""Layer 3b: who took part in the call that a cue tells of.

What belongs here: what each kind of cue ("spoke with", "telephoned", "a call between", "by phone") has for its two
sides, and which of them rang. What does not: whether two cues tell of one call (``calls``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from readouts.parse.calls.cues import Cue
from readouts.parse.calls.lists import Lists
from readouts.parse.calls.subjects import PERSONAL


@dataclass(slots=True)
class Sides:
    """The two sides of a call as a sentence has them; ``by`` says which side rang: "left", "right" or ""."""

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by: str = ""
    indefinite: bool = False
    last: int = 0


class Reader(Lists):
    """Reads parties around cues in one article."""

    def read(self, cue: Cue, first: int, last: int) -> Sides:
        """Return the sides of the call that ``cue`` tells of, in the sentence ``first`` to ``last``."""
        if cue.kind == "noun":
            return self._noun(cue, first, last)
        if cue.kind == "with":
            return self._with(cue, first, last)
        if cue.kind == "direct":
            return self._direct(cue, first, last)
        return self._manner(cue, first, last)

    def _presupposed(self, cue: Cue, first: int) -> bool:
        """ "Their recent conversations with their counterparts": that there were some, not with whom and when."""
        before = self.tokens.lower[max(first, cue.first - 4) : cue.first]
        return cue.plural and (
            before[-1:] == ["their"] or not self.words["presupposed"].isdisjoint(before)
        )

    def _noun(self, cue: Cue, first: int, last: int) -> Sides:
        lower = self.tokens.lower
        if self._presupposed(cue, first):
            return Sides(last=cue.last)
        sides = Sides(indefinite=self._indefinite(cue, first), last=cue.last)
        at, word = self._find_link(cue.last, last)
        if word in ("between", "of"):
            both, end = self.list_at(at + 1, last, least=2)
            if word == "between" or len(both) > 1:
                sides.left, sides.last = both, end
                return sides
            word = ""
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
        if not sides.right and len(sides.left) > 1:
            sides.left += [a for a in self._hosted(cue.last, last) if a not in sides.left]
        if not sides.right and sides.indefinite:
            self._spread(sides, cue, last)
        if (word == "to" and not sides.by) or self._made(cue, first):
            sides.by = sides.by or "left"
        return sides

    def _spread(self, sides: Sides, cue: Cue, last: int) -> None:
        """Look behind "a phone call" for "in which he informed X" or "that A and B agreed"."""
        end = min(last, cue.last + 25)
        right = self._told(cue.last, end, sides.left)
        if right and sides.left:
            sides.right = right
            return
        for ref in self.refs_between(cue.last, end):
            if ref.kind in PERSONAL and ref.actors and not self._oblique(ref, cue.last):
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
        elif at + 1 < last and lower[at] in ("and", "to") and lower[at + 1] in self.words["tell"]:
            at += 2
        if at < last and self.tokens.words[at] in ("me", "us"):
            return self._to_me(sides, cue)
        sides.right, sides.last = self.list_at(at, last, strict=True)
        if (
            sides.right
            and lower[cue.first] in ("called", "calling")
            and not self._rung(sides, last)
        ):
            sides.right = []
        return sides

    def _rung(self, sides: Sides, last: int) -> bool:
        """Whether "called X" is a call and no name given to X ("called Mr Quen ruthless", "called his plan a risk")."""
        i = sides.last
        after = self.tokens.lower[i] if i < last else "."
        if after == "to":
            return bool(sides.left)
        return after in self.words["after_rung"]

    def _to_me(self, sides: Sides, cue: Cue) -> Sides:
        """ "She reached out to me", in somebody's words about the call just told."""
        sides.right = self.speaker(cue.first)
        if not sides.left or set(sides.left) <= set(sides.right):
            sides.left = [a for a in self.latest if a not in sides.right]
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

    def _indefinite(self, cue: Cue, first: int) -> bool:
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 5) - 1, -1):
            if lower[j] in ("a", "an", "another", "separate", "'s", "his", "her", "their"):
                return True
            if lower[j] in ("the", "this", "that", "during", "in"):
                return False
        return True

    def _owner(self, cue: Cue, first: int) -> list[int] | None:
        """ "Quen's call", "his conversation"; several words may stand between."""
        lower = self.tokens.lower
        for j in range(cue.first - 1, max(first, cue.first - 5) - 1, -1):
            if lower[j] in ("'s", "'", "’", "his", "her", "their"):
                for ref in reversed(self.refs_between(first, j + 1)):
                    if ref.last >= j and ref.kind in (*PERSONAL, "pronoun", "group"):
                        if not ref.actors:
                            return self.antecedents(ref, first) or None
                        return self._coordinated(ref, first)
                return None
            if lower[j] in ("a", "an", "the", ",", "in", "had", "held"):
                return None
        for ref in reversed(self.refs_between(max(first, cue.first - 8), cue.first)):
            if ref.kind in PERSONAL and ref.last == cue.first and ref.kind != "nominal":
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
