"""Layer 3b: who took part in the call that a cue tells of.

What belongs here: what each kind of cue ("spoke with", "telephoned", "a call between", "by phone") has for its two
sides, and which of them rang. What does not: who stands where (``groups``), and who may be a party (``admission``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from readouts.parse.calls.before import is_indefinite, is_made, is_presupposed, is_rung, leads
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.groups import OBJECT, OWNER, SUBJECT, Group, Groups
from readouts.parse.calls.speakers import Speakers

_LINK = 16
"""So many words behind a cue "with", "between" is looked for."""
_HEAD = 6
"""A cue among so many first words of a sentence may be its subject: "A call with X left Y none the wiser"."""
_SPREAD = 25
"""So many words behind "a phone call" it is looked for whom the caller told something in it."""


@dataclass(slots=True)
class Sides:
    """The two sides of a call as a sentence has them.

    ``by`` says which side rang: "left", "right" or "". ``ends`` has for each on the right where the words for it end;
    ``last`` is where those for all end. ``indefinite`` marks "a call", of which the text has not told before.
    """

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by: str = ""
    indefinite: bool = False
    last: int = 0
    ends: dict[int, int] = field(default_factory=dict)


class Parties:
    """Reads parties around cues in one article."""

    def __init__(self, groups: Groups, speakers: Speakers) -> None:
        self.groups = groups
        self.speakers = speakers
        self.tokens = groups.tokens
        self.words = groups.words
        self._sentence = 0

    def read(self, cue: Cue) -> Sides:
        """Return the sides of the call that ``cue`` tells of."""
        self._sentence = self.tokens.sentence[cue.first]
        sides = Sides(last=cue.last, indefinite=True)
        if cue.kind == "noun":
            self._noun(cue, sides)
        elif cue.kind == "with":
            self._with(cue, sides)
        elif cue.kind == "direct":
            self._direct(cue, sides)
        else:
            self._manner(cue, sides)
        if not sides.right and len(sides.left) < 2:
            self._fronted(cue, sides)
        scattered = self._is_scattered(cue, sides)
        return Sides(last=cue.last, indefinite=True) if scattered else sides

    def _is_scattered(self, cue: Cue, sides: Sides) -> bool:
        """Whether several who are only referred to had contact with others, at another time or more than once.

        "They compared notes on conversations that each has had with Z", "both had spoken with Z before": who of them
        with whom, and when, is not said.
        """
        if not (cue.plural or "had" in self.tokens.lower[cue.first - 2 : cue.first]):
            return False
        several = [set(side) for side in (sides.left, sides.right) if len(side) > 1]
        return bool(sides.left and sides.right) and any(
            set(self.groups.actors(group)) in several
            for group in self.groups.of(self._sentence)
            if all(ref.kind in ("group", "pronoun") for ref in group.refs)
        )

    def subject(self, i: int) -> list[int]:
        """Return the subject of a verb at token ``i``: whoever says "I", else the nearest that nothing governs."""
        return (
            self.speakers.speaker(i) if self.speakers.is_first_person(i) else self.groups.subject(i)
        )

    def _after(self, i: int) -> list[Group]:
        return self.groups.after(self._sentence, i)

    def _noun(self, cue: Cue, sides: Sides) -> None:
        if is_presupposed(self.tokens, self.words, cue):
            return
        sides.indefinite = is_indefinite(self.tokens, self.words, cue)
        link = self._link(cue.last)
        if link is None and self.tokens.lower[cue.last - 1] in ("interview", "interviews"):
            return
        if link is not None and link.role in ("of", "by", "from") and self._of_two(link, sides):
            return
        if link is not None and (
            link.role == "between" or (link.role == "of" and len(self.groups.actors(link)) > 1)
        ):
            sides.left, sides.last = self.groups.actors(link), link.last
            return
        if link is not None and link.role not in ("of", "by"):
            self._take(sides, link)
            sides.by = {"from": "right", "to": "left"}.get(link.role, "")
        elif link is not None:
            sides.left = self.groups.actors(link)
        self._caller(cue, sides)
        if not sides.right and len(sides.left) == 1:
            self._take(sides, self._agent_behind(cue, self.words["made"]))
            sides.by = "right" if sides.right else ""
        if not sides.right and len(sides.left) > 1:
            host = self._agent_behind(cue, self.words["hosted"])
            sides.left += [
                a for a in (self.groups.actors(host) if host else []) if a not in sides.left
            ]
        if not sides.right and sides.indefinite:
            self._spread(sides, cue)
        if is_made(self.tokens, self.words, cue):
            sides.by = sides.by or "left"

    def _caller(self, cue: Cue, sides: Sides) -> None:
        """Fill in the side of a call that stands before it: its owner, or the subject of the sentence."""
        owner, lead = self._owner(cue), leads(self.tokens, self.words, cue)
        first = self.tokens.first[self._sentence]
        main = (
            self._main_subject(max(sides.last, cue.last))
            if lead or cue.first - first < _HEAD
            else []
        )
        main = [] if set(main) & set(sides.right) else main
        lead = lead and bool(main)
        if owner is not None:
            mine = lead and len(main) == 1 and self.tokens.lower[owner.first] in ("his", "her")
            sides.left = main if mine else self.groups.actors(owner)
            if not sides.right and len(sides.left) == 1:
                self._told(sides, cue.last, cue.last + _LINK + 4)
            return
        sides.left = (
            sides.left
            or (main if lead else [])
            or self.subject(cue.first)
            or (main if sides.right else [])
        )
        if not sides.right:
            behind = max(sides.last, cue.last)
            self._told(sides, *((behind, behind + 2 * _LINK) if lead else (first, cue.first)))
        if not sides.left and sides.right:
            agents = [g for g in self.groups.before(cue.first) if g.role == "by"]
            sides.left = self.groups.actors(agents[-1]) if agents else []

    def _with(self, cue: Cue, sides: Sides) -> None:
        link = self._link(cue.last)
        if link is not None and link.role in ("with", "to"):
            self._take(sides, link)
        first = self.tokens.first[self._sentence]
        begins = (
            self.tokens.lower[cue.first] in ("speaking", "talking")
            or self.tokens.lower[first] == "having"
        )
        if begins and cue.first - first < 3:
            sides.left = self._main_subject(sides.last)
        sides.left = sides.left or self.subject(cue.first)
        if not sides.right and link is None and len(sides.left) < 2 and not self._fronts(cue):
            sides.left = []

    def _direct(self, cue: Cue, sides: Sides) -> None:
        lower, at = self.tokens.lower, cue.last
        sides.by, sides.left = "left", self.subject(cue.first)
        agent = self._passive(cue)
        if agent is not None:
            self._take(sides, agent)
            sides.by = "right"
            return
        after = lower[at : at + 2]
        if after[:1] in (["with"], ["back"], ["up"]):
            sides.by = "" if after[0] == "with" else "left"
            at += 1
        elif after[:1] in (["and"], ["to"]) and after[1:] and after[1] in self.words["tell"]:
            at += 2
        if self.tokens.words[at : at + 1] in (["me"], ["us"]):
            sides.right = self.speakers.speaker(cue.first)
            if not sides.left or set(sides.left) <= set(sides.right):
                sides.left = [a for a in self.groups.latest if a not in sides.right]
            return
        self._take(sides, self._object(at))
        named = lower[cue.first] in ("called", "calling")
        if named and not is_rung(self.tokens, self.words, sides.left, sides.last):
            sides.right = []
        link = None if sides.right else self._link(cue.last)
        if link is not None and link.role == "with" and self._is_fill(cue.last, link.governor):
            self._take(sides, link)
            sides.by = ""
        if sides.right and not sides.left:
            self._cleft(sides)

    def _cleft(self, sides: Sides) -> None:
        """ "The first to ring X was Y", "among those who telephoned X on Friday was Y"."""
        for group in self._after(sides.last):
            words = [
                w
                for w in self.tokens.lower[sides.last : group.first]
                if w not in self.words["determiner"]
            ]
            if group.role == SUBJECT and words[-1:] in (["was"], ["were"]):
                sides.left = self.groups.actors(group)
                return

    def _manner(self, cue: Cue, sides: Sides) -> None:
        first = self.tokens.first[self._sentence]
        sides.left = self.subject(cue.first)
        link = self._link(cue.last)
        if link is not None and link.role in ("with", "to"):
            self._take(sides, link)
        if not sides.left and leads(self.tokens, self.words, cue, cue.first):
            sides.left = self._main_subject(sides.last)
        if not sides.right:
            self._told(sides, first, cue.first, by_phone=True)
        for group in self.groups.of(self._sentence):
            if (
                not sides.right
                and group.role == "by"
                and (group.governor == cue.last or group.last == cue.first)
            ):
                self._take(sides, group)
        if not sides.right:
            self._take(sides, self._agent_behind(cue, self.words["hosted"]))

    def _take(self, sides: Sides, group: Group | None) -> None:
        """Let a group be the right side, with those that the sentence adds: "with A, who agreed, and with B"."""
        while group is not None:
            for ref in group.refs:
                for actor in ref.actors or self.groups.actors(
                    Group([ref], group.role, -1, ref.last)
                ):
                    if actor not in sides.ends:
                        sides.right.append(actor)
                        sides.ends[actor] = ref.last
            sides.last = group.last
            group = self._further(group)

    def _further(self, group: Group) -> Group | None:
        """The group that a sentence adds to one: ", who ..., and on Friday with B"."""
        lower = self.tokens.lower
        for other in self._after(group.last):
            if other.role != group.role or group.role in (SUBJECT, OBJECT, OWNER):
                continue
            j = other.governor - 1
            while (
                j > group.last
                and lower[j] != "and"
                and (lower[j] in self.words["fill"] or lower[j][0].isdigit())
            ):
                j -= 1
            return (
                other
                if lower[j] == "and" and j >= group.last and "that" not in lower[group.last : j]
                else None
            )
        return None

    def _of_two(self, caller: Group, sides: Sides) -> bool:
        """ "A call of A with B", "from A to B": both sides stand behind it."""
        for group in self._after(caller.last)[:1]:
            if group.role in ("with", "to") and self._is_fill(caller.last, group.governor):
                self._take(sides, group)
                sides.left = self.groups.actors(caller)
                sides.by = "left" if caller.role != "of" or group.role == "to" else ""
                return True
        return False

    def _link(self, i: int) -> Group | None:
        """The group behind a cue that "with", "to", "between", "from", "of" or "by" joins to it."""
        for group in self._after(i):
            at = group.governor
            if at - i >= _LINK or self._is_stopped(i, at):
                return None
            if at < i or group.role not in self.words["link"]:
                continue
            if group.role in ("of", "by") and at > i:
                continue
            if group.role != "to" or self._is_fill(i, at):
                return group
        return None

    def _is_stopped(self, i: int, j: int) -> bool:
        """Whether a clause ends between two tokens; "that" in "that day" ends none."""
        lower, stop, fill = self.tokens.lower, self.words["stop"], self.words["fill"]
        if lower[j - 1] == "," and "," in lower[i : j - 1]:
            j = lower.index(",", i)  # "spoke by phone, hours after the storm, with X"
        return any(
            lower[k] in stop and (lower[k] != "that" or lower[k + 1] not in fill)
            for k in range(i, j)
        )

    def _is_fill(self, i: int, j: int) -> bool:
        """Whether only words of time, manner and place stand between two tokens."""
        lower = list(self.tokens.lower[i:j])
        for ref in self.groups.refs_between(i, j):
            if ref.kind == "place" and lower[ref.first - i - 1 : ref.first - i] in (
                ["from"],
                ["in"],
                ["at"],
            ):
                lower[ref.first - i - 1 : ref.last - i] = []
                break
        return all(w in self.words["fill"] or w[0].isdigit() for w in lower)

    def _told(self, sides: Sides, first: int, last: int, *, by_phone: bool = False) -> None:
        """Let the right side be whoever is addressed: "told X", "congratulated X", "discussed with X"."""
        lower = self.tokens.lower
        for group in self._after(max(first, last - 60)):
            at = group.governor
            if group.first >= last or at < 0:
                continue
            conveyed = group.role == "to" and not self.words["conveys"].isdisjoint(
                lower[max(first, at - 8) : at]
            )
            called_on = group.role in ("on", "upon") and lower[at - 1] == "called"
            verbs = self.words["contact"] if by_phone else self.words["tell"]
            told = group.role == OBJECT and lower[at] in verbs
            if not (told or conveyed or called_on or group.role == "with"):
                continue
            whom = self.groups.actors(group)
            if not set(whom) & set(sides.left):
                self._take(sides, group)
            elif told:
                sides.right = [a for a in self.subject(at) if a not in sides.left]
            if sides.right:
                return

    def _spread(self, sides: Sides, cue: Cue) -> None:
        """Look behind "a phone call" for "in which he informed X" or "that A and B agreed"."""
        if sides.left:
            self._told(sides, cue.last, cue.last + _SPREAD)
        for group in self._after(cue.last):
            if not sides.right and group.role == SUBJECT and group.first < cue.last + _SPREAD:
                both = self.groups.actors(group)
                sides.left = both if len(both) > 1 and group.refs[0].kind != "group" else sides.left
                return

    def _fronted(self, cue: Cue, sides: Sides) -> None:
        """Take the other side from before the subject: "A, whom B rang", "with A, however, B spoke by phone"."""
        before = self.groups.before(cue.first)
        for other, group in pairwise(before):
            between = self.tokens.lower[other.last : group.first]
            if group.role == SUBJECT and between[-1:] == ["whom"] and len(between) < 4:
                self._take(sides, other)
                sides.left = self.groups.actors(group)
                return
        fronts = self._fronts(cue)
        if fronts:
            self._take(sides, fronts[0])

    def _fronts(self, cue: Cue) -> list[Group]:
        """The group of "with A" or "to A" that begins a sentence, before its subject."""
        first = self.tokens.first[self._sentence]
        before = self.groups.before(cue.first)
        acts = self.speakers.is_first_person(cue.first) or (
            len(before) > 1 and before[1].role == SUBJECT
        )
        begins = before[:1] if acts else []
        return [
            g
            for g in begins
            if g.role in ("with", "to") and g.governor == first and cue.kind != "direct"
        ]

    def _object(self, i: int) -> Group | None:
        """The group that begins at token ``i``, behind articles and words of time."""
        lower, words = self.tokens.lower, self.words
        for group in self._after(i)[:1]:
            light = all(
                w in words["determiner"] or w in words["fill"] for w in lower[i : group.first]
            )
            free = group.first - i < 5 and light and group.role in (OBJECT, SUBJECT)
            return group if free or 0 <= group.governor in (i - 1, i - 2) else None
        return None

    def _passive(self, cue: Cue) -> Group | None:
        """The caller in "was phoned on Friday by X", "rung up by X"."""
        lower = self.tokens.lower
        passive = not self.words["passive"].isdisjoint(lower[max(0, cue.first - 2) : cue.first])
        for group in self._after(cue.last):
            if group.role == "by" and group.governor - cue.last < (7 if passive else 2):
                return group if self._is_fill(cue.last, group.governor) else None
        return None

    def _agent_behind(self, cue: Cue, verbs: frozenset[str]) -> Group | None:
        """The agent of a verb behind a cue: "in a meeting hosted by X", "a call made by X"."""
        for group in self._after(cue.last):
            if group.role == "by" and self.tokens.lower[group.governor - 1] in verbs:
                return group if group.governor - cue.last < _SPREAD else None
        return None

    def _owner(self, cue: Cue) -> Group | None:
        """ "Quen's call", "his conversation"; several words may stand between."""
        lower = self.tokens.lower
        groups = [g for g in self.groups.of(self._sentence) if g.first < cue.first]
        if not groups or groups[-1].last < cue.first - 6:
            return None
        group, between = groups[-1], lower[groups[-1].last : cue.first]
        owns = group.role == OWNER or between[:1] in (["'s"], ["'"], ["’"])
        if owns:
            return group if self.words["not_owned"].isdisjoint(between) else None
        return group if not between and group.refs[-1].kind != "nominal" else None

    def _main_subject(self, i: int) -> list[int]:
        """The first group behind an opening phrase that nothing governs."""
        return next((self.groups.actors(g) for g in self._after(i) if g.role == SUBJECT), [])
