"""Layer 3c: calls, each told once.

What belongs here: joining what several sentences tell of one call, telling separate calls from a conference, and
taking out again what proves to be no call. What does not: who takes part (``admission``), when (``timing``).
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from readouts.model import DateBasis, Medium
from readouts.parse.calls.admission import BACK
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Search
from readouts.parse.document import CallFrame
from readouts.parse.text.dates import When

_RANK: dict[Medium, int] = {"unspecified": 0, "phone": 1, "video": 2}
_RECENT = 20
_NEAR = 4
"""How many sentences on "the call" still means the call just told."""
_LEAD = 4
"""So many sentences after a lead without names the names are given."""
_MET = 8
"""So many sentences from where talks are told it may be told that they were a meeting."""
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}


class Frames:
    """Keeps the calls of one article."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.found = search.found

    def add(
        self, index: int, group: list[int], medium: Medium, when: When | None, initiator: int | None
    ) -> int:
        """Note that a sentence tells of a call; return which, a new one or one told before."""
        told = self.search.series
        if told and told.principal in group:
            medium = told.medium if medium == "unspecified" else medium
            when = when or told.when
        day = when.day if when else None
        basis: DateBasis = when.basis if when and when.day else "open"
        at = self._match(group, day)
        sentence = self.search.document.sentences[index]
        if at is None:
            place = (sentence.start, sentence.end)
            many = len(group) > 2
            self.found.frames.append(
                CallFrame(list(group), [], *place, day, basis, medium, initiator, many)
            )
            self.found.told_in.append({index})
            return len(self.found.frames) - 1
        frame = self.found.frames[at]
        if self._is_headline(at) and not sentence.heading:
            frame.start, frame.end = sentence.start, sentence.end
        self.found.told_in[at].add(index)
        if frame.date is None and day:
            frame.date, frame.date_basis = day, basis
        frame.medium = max(frame.medium, medium, key=_RANK.__getitem__)
        frame.initiator = initiator if frame.initiator is None else frame.initiator
        return at

    def _is_headline(self, at: int) -> bool:
        """Whether only headlines tell of a call."""
        return all(map(self.search.is_heading, self.found.told_in[at]))

    def _match(self, group: list[int], day: date | None) -> int | None:
        """The call told before that is this one: the same parties, and no other day."""
        wanted = set(group)
        undated = None
        for at in range(len(self.found.frames) - 1, max(-1, len(self.found.frames) - BACK), -1):
            frame = self.found.frames[at]
            have = set(frame.parties)
            headline = self._is_headline(at)
            if headline and len(wanted) > 2 and self._names(wanted, have):
                frame.parties, frame.conference = list(group), True
                return at
            if not (wanted == have or (len(have) > 2 and wanted < have)):
                continue
            if frame.date == day and day is not None:
                return at
            if (day is None or frame.date is None or headline) and undated is None:
                undated = at
        return undated

    def _names(self, wanted: set[int], have: set[int]) -> bool:
        """Whether a conference of the body is that of the headline, with more parties or with their names."""
        if have < wanted:
            return True
        unnamed = any(not self.search.cast.people[a].actor.name for a in have - wanted)
        return unnamed and self._places(have) == self._places(wanted)

    def _places(self, actors: Set[int] | list[int]) -> list[str]:
        return sorted(map(self.search.place, actors))

    def separate(
        self, index: int, cue: Cue, left: list[int], right: list[int], *, apart: bool
    ) -> list[list[int]]:
        """Return the calls that a sentence tells of: one of all, or one of each pair; ``apart`` says "separate"."""
        whole = left + right
        first, last = self.search.span(index)
        near = self.search.tokens.lower[max(first, cue.first - 40) : min(last, cue.last + 60)]
        together = not self.search.words["together"].isdisjoint(near) and not apart
        if len(whole) == 2 or not right or together or self._is_known_conference(whole):
            return [whole]
        pairs = [[a, b] for a in left for b in right]
        if len(left) > 1 and len(left) == len(right) and "respectively" in near:
            return [[a, b] for a, b in zip(left, right, strict=True)]
        if apart or cue.plural:
            return pairs
        if len(left) > 1:
            return [[*left, b] for b in right]
        return [whole] if self._is_one(cue, first) or self._is_counted(index, len(whole)) else pairs

    def _is_known_conference(self, whole: list[int]) -> bool:
        """Whether the parties are those of a conference told before."""
        known = [f.parties for f in self.found.frames[-_RECENT:] if f.conference]
        return any(
            set(whole) <= set(parties)
            or set(map(self.search.place, whole)) == set(map(self.search.place, parties))
            for parties in known
        )

    def _is_one(self, cue: Cue, first: int) -> bool:
        """ "A call", "a joint call" with several."""
        near = self.search.tokens.lower[max(first, cue.first - 4) : cue.first]
        return cue.kind == "noun" and not {"a", "an", "'s", "joint"}.isdisjoint(near)

    def _is_counted(self, index: int, total: int) -> bool:
        """Whether the sentences that follow speak of "the three leaders"."""
        tokens = self.search.tokens
        first, last = tokens.first[index], tokens.last[min(index + 2, len(tokens.last) - 1)]
        return any(
            _NUMBER.get(tokens.lower[j]) == total
            and tokens.lower[j + 1] in self.search.words["counted"]
            for j in range(first, min(last, first + 120) - 1)
        )

    def tell_more(self, index: int, medium: Medium, when: When | None, caller: list[int]) -> None:
        """ "The phone call, on Friday, ..." tells how and when the talks just told were held, or who rang."""
        event = self.found.events[-1] if self.found.events else None
        for at in event.frames if event is not None and index - event.sentence <= _NEAR else ():
            frame = self.found.frames[at]
            frame.medium = max(frame.medium, medium, key=_RANK.__getitem__)
            if frame.date is None and when and when.day:
                frame.date, frame.date_basis = when.day, when.basis
            if frame.initiator is None and set(caller) & set(frame.parties):
                frame.initiator = caller[0]

    def drop_meetings(self) -> None:
        """Drop talks without a word on distance where the text says that the two met, and those only headlines tell."""
        gone = {
            at
            for at, frame in enumerate(self.found.frames)
            if frame.medium == "unspecified" and (self._is_headline(at) or self._met(at))
        }
        self.forget(gone)

    def drop_untrue(self) -> None:
        """Drop what the text calls a hoax: "it was made by a machine; no such call took place", or a call to come."""
        search = self.search
        gone = set()
        for at, told in enumerate(self.found.told_in):
            begun = min(told)
            near = range(max(0, begun - 1), min(len(search.document.sentences), begun + 3))
            words = [search.tokens.lower[slice(*search.span(index))] for index in near]
            hoax = any(not search.words["hoax"].isdisjoint(line) for line in words)
            hoax = hoax or any(
                "such" in line and "no" in line and "place" in line for line in words
            )
            coming = any(_is_coming(line, search.words["base_form"]) for line in words[1:])
            ahead = coming and self._is_headline(at)
            if hoax or ahead:
                gone.add(at)
        self.forget(gone)

    def _met(self, at: int) -> bool:
        frame, search = self.found.frames[at], self.search
        if (
            search.headed
            or len(frame.parties) != 2
            or len(set(self._places(frame.parties))) < 2
            or at > BACK
        ):
            return False
        told = min(self.found.told_in[at])
        for index in range(max(0, told - _MET), min(len(search.document.sentences), told + _MET)):
            first, last = search.span(index)
            if search.is_heading(index) or search.words["met"].isdisjoint(
                search.tokens.lower[first:last]
            ):
                continue
            here = {a for ref in search.groups.refs_between(first, last) for a in ref.actors}
            if set(frame.parties) <= here:
                return True
        return False

    def merge_unnamed(self) -> None:
        """Join the call of an unnamed office with the named one: "Kenya's leader and X spoke. President Y rang X"."""
        frames = self.found.frames[:BACK]
        gone: set[int] = set()
        for at, frame in enumerate(frames):
            for other, body in enumerate(frames):
                near = (
                    self._is_headline(at)
                    or abs(min(self.found.told_in[at]) - min(self.found.told_in[other])) < _LEAD
                )
                dated = frame.date is None or body.date is None or frame.date == body.date
                if other not in (at, *gone) and (near and dated) and self._is_same(frame, body):
                    gone.add(at)
                    self._take_over(body, frame)
                    break
        self.forget(gone)

    def _is_same(self, frame: CallFrame, body: CallFrame) -> bool:
        """Whether each of a call's parties without a name is one of the other call's, by country or by office."""
        people = self.search.cast.people
        rest = [p for p in body.parties if p not in frame.parties]
        unnamed = [p for p in frame.parties if p not in body.parties]
        if not unnamed or len(rest) != len(unnamed) or any(people[p].actor.name for p in unnamed):
            return False
        pairs = []
        for one in unnamed:
            fit = [p for p in rest if self._may_be(one, p)]
            if len(fit) != 1 or not people[fit[0]].actor.name:
                return False
            pairs.append((one, fit[0]))
        for one, named in pairs:
            if not self.search.place(named):
                self.search.cast.rename(one, named)
        return len({named for _, named in pairs}) == len(pairs)

    def _may_be(self, unnamed: int, named: int) -> bool:
        one, two = self.search.cast.people[unnamed], self.search.cast.people[named]
        if self.search.place(named):
            return self.search.place(unnamed) == self.search.place(named)
        return one.kind == two.kind != ""

    def _take_over(self, body: CallFrame, lead: CallFrame) -> None:
        body.medium = max(body.medium, lead.medium, key=_RANK.__getitem__)
        if body.date is None:
            body.date, body.date_basis = lead.date, lead.date_basis
        if body.initiator is None and lead.initiator is not None:
            place = self.search.place(lead.initiator)
            body.initiator = next((p for p in body.parties if self.search.place(p) == place), None)

    def forget(self, gone: set[int]) -> None:
        """Take calls out again; those that stay are numbered anew."""
        kept = [at for at in range(len(self.found.frames)) if at not in gone]
        number = {at: new for new, at in enumerate(kept)}
        self.found.frames = [self.found.frames[at] for at in kept]
        self.found.told_in = [self.found.told_in[at] for at in kept]
        for event in self.found.events:
            event.frames = [number[at] for at in event.frames if at in number]
        self.found.events = [event for event in self.found.events if event.frames]


def _is_coming(line: list[str], base: frozenset[str]) -> bool:
    """ "The President will speak with X"."""
    return any(word == "will" and base & set(line[at + 1 : at + 4]) for at, word in enumerate(line))
