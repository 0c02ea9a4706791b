"""Layer 3c: calls, each told once.

What belongs here: joining what several sentences tell of one call, telling a series from a conference, and taking
out again what proves to be no call. What does not: who takes part (``admission``), when (``timing``).
"""

from __future__ import annotations

from datetime import date

from readouts.model import DateBasis, Medium
from readouts.parse.calls.admission import BACK, Admission
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Series
from readouts.parse.calls.timing import Timing
from readouts.parse.document import CallFrame
from readouts.parse.text.dates import When

_MEDIUM_RANK: dict[Medium, int] = {"unspecified": 0, "phone": 1, "video": 2}

_RECENT = 20
_NEAR = 4
"""How many sentences on "the call" still means the call just told."""
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}


class Frames(Admission, Timing):
    """Keeps the calls of one article."""

    def _frame(
        self,
        index: int,
        group: list[int],
        medium: Medium,
        when: When | None,
        initiator: int | None,
    ) -> int:
        day = when.day if when else None
        basis: DateBasis = when.basis if when and when.day else "open"
        at = self._match(group, day)
        if at is None:
            sentence = self.document.sentences[index]
            self.found.frames.append(
                CallFrame(
                    list(group),
                    [],
                    sentence.start,
                    sentence.end,
                    day,
                    basis,
                    medium,
                    initiator,
                    len(group) > 2,
                )
            )
            self.found.told_in.append({index})
            return len(self.found.frames) - 1
        frame = self.found.frames[at]
        self.found.told_in[at].add(index)
        if frame.date is None and day:
            frame.date, frame.date_basis = day, basis
        if _MEDIUM_RANK[medium] > _MEDIUM_RANK[frame.medium]:
            frame.medium = medium
        if frame.initiator is None:
            frame.initiator = initiator
        heading = self.document.sentences[min(self.found.told_in[at])].heading
        if (
            heading
            and not self.document.sentences[index].heading
            and frame.start < self.document.sentences[index].start
        ) and all(self.document.sentences[s].heading for s in self.found.told_in[at] if s != index):
            frame.start, frame.end = (
                self.document.sentences[index].start,
                self.document.sentences[index].end,
            )
        return at

    def _match(self, group: list[int], day: date | None) -> int | None:
        wanted = set(group)
        undated = None
        for at in range(len(self.found.frames) - 1, max(-1, len(self.found.frames) - BACK), -1):
            frame = self.found.frames[at]
            have = set(frame.parties)
            told = self.found.told_in[at]
            headline = all(self.document.sentences[i].heading for i in told)
            if headline and len(wanted) > 2 and self._names(wanted, have):
                frame.parties = list(group)
                frame.conference = True
                return at
            if not (wanted == have or (len(have) > 2 and wanted < have)):
                continue
            if day is None or frame.date is None or headline:
                if undated is None:
                    undated = at
                continue
            if frame.date == day:
                return at
        return undated

    def _names(self, wanted: set[int], have: set[int]) -> bool:
        """Whether a conference of the body is that of the headline, with more parties or with their names."""
        if have < wanted:
            return True
        unnamed = any(not self.cast.people[a].actor.name for a in have - wanted)
        return unnamed and sorted(map(self._place, have)) == sorted(map(self._place, wanted))

    def _one(
        self, index: int, group: list[int], medium: Medium, when: When | None, initiator: int | None
    ) -> int:
        told = self.series
        if told and told.principal in group:
            medium = told.medium if medium == "unspecified" else medium
            when = when or told.when
        return self._frame(index, group, medium, when, initiator)

    def _announce(
        self, principal: int, medium: Medium, when: When | None, *, received: bool = False
    ) -> None:
        """Note what is said of a round of calls as a whole; a later word adds to an earlier one."""
        told = self.series
        if told is not None and told.principal == principal:
            medium = told.medium if medium == "unspecified" else medium
            when = when or told.when
        received = received or (told is not None and told.principal == principal and told.received)
        self.series = Series(principal, medium, when, received)

    def _drop_meetings(self) -> None:
        """Drop talks without a word on distance where the text says that the two met."""
        frames = self.found.frames
        open_ = [
            at for at, f in enumerate(frames) if f.medium == "unspecified" and len(f.parties) == 2
        ][:BACK]
        if not open_ or self.headed:
            return
        met: set[int] = set()
        for index, sentence in enumerate(self.document.sentences):
            first, last = self.tokens.first[index], self.tokens.last[index]
            if sentence.heading or not any(
                w in self.words["met"] for w in self.tokens.lower[first:last]
            ):
                continue
            here = {a for ref in self.reader.refs_between(first, last) for a in ref.actors}
            for at in open_:
                countries = {self.cast.people[a].actor.country for a in frames[at].parties}
                told = min(self.found.told_in[at])
                if set(frames[at].parties) <= here and abs(index - told) < 8 and len(countries) > 1:
                    met.add(at)
        self._forget(met)

    def _tells_medium(self, index: int, medium: Medium) -> None:
        """ "In the phone call, ..." says how the talks just told were held."""
        event = self.found.events[-1] if self.found.events else None
        if event is None or index - event.sentence > _NEAR:
            return
        for at in event.frames:
            frame = self.found.frames[at]
            if _MEDIUM_RANK[medium] > _MEDIUM_RANK[frame.medium]:
                frame.medium = medium

    def _merge_headlines(self) -> None:
        """A headline's call with an office but no name is the body's call of the same countries."""
        frames, sentences, people = self.found.frames, self.document.sentences, self.cast.people
        gone: set[int] = set()
        for at, frame in enumerate(frames[:BACK]):
            told = self.found.told_in[at]
            if not all(sentences[i].heading for i in told) or len(frame.parties) != 2:
                continue
            unnamed = [p for p in frame.parties if not people[p].actor.name]
            if not unnamed:
                continue
            places = sorted(map(self._place, frame.parties))
            for other, body in enumerate(frames[:BACK]):
                if other == at or other in gone or sorted(map(self._place, body.parties)) != places:
                    continue
                if {p for p in frame.parties if p not in unnamed} <= set(body.parties):
                    gone.add(at)
                    self._take_over(body, frame)
                    break
        self._forget(gone)

    def _place(self, actor: int) -> str:
        one = self.cast.people[actor].actor
        return one.country or one.organisation or ""

    def _take_over(self, body: CallFrame, headline: CallFrame) -> None:
        if _MEDIUM_RANK[headline.medium] > _MEDIUM_RANK[body.medium]:
            body.medium = headline.medium
        if body.date is None:
            body.date, body.date_basis = headline.date, headline.date_basis
        if body.initiator is None and headline.initiator is not None:
            place = self._place(headline.initiator)
            body.initiator = next((p for p in body.parties if self._place(p) == place), None)

    def _forget(self, gone: set[int]) -> None:
        """Take calls out again; those that stay are numbered anew."""
        if not gone:
            return
        kept = [at for at in range(len(self.found.frames)) if at not in gone]
        number = {at: new for new, at in enumerate(kept)}
        self.found.frames = [self.found.frames[at] for at in kept]
        self.found.told_in = [self.found.told_in[at] for at in kept]
        for event in self.found.events:
            event.frames = [number[at] for at in event.frames if at in number]
        self.found.events = [event for event in self.found.events if event.frames]

    def _groups(
        self,
        index: int,
        cue: Cue,
        left: list[int],
        right: list[int],
        first: int,
        last: int,
        *,
        separate: bool,
    ) -> list[list[int]]:
        total = len(left) + len(right)
        if total == 2:
            return [left + right]
        lower = self.tokens.lower[max(first, cue.first - 40) : min(last, cue.last + 60)]
        together = any(w in self.words["together"] for w in lower)
        if not right:
            return [left]
        if together and not separate:
            return [left + right]
        whole = set(left + right)
        places = {self._place(a) for a in whole}
        for known in self.found.frames[-_RECENT:]:
            if not known.conference:
                continue
            if whole <= set(known.parties) or places == {self._place(a) for a in known.parties}:
                return [left + right]
        if len(left) == 1:
            if separate or cue.plural:
                return [[left[0], b] for b in right]
            if (
                cue.kind == "noun" and not cue.plural and self._singular(cue, first)
            ) or self._counted(index, total):
                return [left + right]
            return [[left[0], b] for b in right]
        if len(right) == 1 and not separate and not cue.plural:
            return [left + right]
        return [[a, b] for a in left for b in right]

    def _singular(self, cue: Cue, first: int) -> bool:
        lower = self.tokens.lower
        near = lower[max(first, cue.first - 4) : cue.first]
        return any(w in ("a", "an", "'s", "joint") for w in near)

    def _counted(self, index: int, total: int) -> bool:
        """Whether the sentences that follow speak of "the three leaders"."""
        lower = self.tokens.lower
        last = self.tokens.last[min(index + 2, len(self.tokens.last) - 1)]
        for j in range(self.tokens.first[index], min(last, self.tokens.first[index] + 120) - 1):
            if _NUMBER.get(lower[j]) == total and lower[j + 1] in (
                "leaders",
                "ministers",
                "presidents",
                "officials",
                "men",
                "sides",
            ):
                return True
        return False
