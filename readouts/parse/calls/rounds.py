"""Layer 3c: calls of many: rounds told one by one, and conferences whose participants follow.

What belongs here: sentences that add a call to a round that was announced, or a party to a call, without a cue of
their own. What does not: sentences with a cue (``finder``).
"""

from __future__ import annotations

from readouts.parse.actors.person import STATELY
from readouts.parse.calls.admission import Admission
from readouts.parse.calls.cues import Cue, cues_in
from readouts.parse.calls.found import Conference, Event, Search, Series
from readouts.parse.calls.frames import Frames
from readouts.parse.calls.groups import OBJECT, SUBJECT
from readouts.parse.calls.timing import Timing

_REACH = 8
"""A round goes on so many sentences after it was announced or had its last call."""
_PARTICIPANTS = 12
"""So many sentences after a conference those who took part may be named."""
_HEAD = 10
"""Among so many first words of a sentence stands who speaks in it."""
_ROW = 16
"""Among so many first words of an entry of a list or a table stands whose call it is."""


class Rounds:
    """Reads on where a round or a conference was announced."""

    def __init__(
        self, search: Search, admission: Admission, frames: Frames, timing: Timing
    ) -> None:
        self.search = search
        self.groups = search.groups
        self.words = search.words
        self.admission = admission
        self.frames = frames
        self.timing = timing

    def announce(self, series: Series) -> None:
        """Note what is said of a round of calls as a whole; a later word adds to an earlier one."""
        told = self.search.series
        if told is not None and told.principal == series.principal:
            series.medium = told.medium if series.medium == "unspecified" else series.medium
            series.when = series.when or told.when
            series.received |= told.received
        self.search.series = series

    def member(self, index: int) -> None:
        """Read a sentence without a cue as one call of a round: "The first was from X", "X told the President"."""
        series = self.search.series
        if series is None or self.search.is_heading(index) or index - series.sentence > _REACH:
            return
        row = self._is_row(index)
        actors = self._of_row(index) if row else self._callers(index, series)
        whom = [a for a in self.admission.eligible(actors) if a != series.principal]
        first, last = self.search.span(index)
        times = self.timing.times(first, last)
        cues = cues_in(
            self.search.tokens, first, last, heading=True, language=self.search.document.language
        )
        media = [c.medium for c in cues if c.medium != "unspecified"] if row else []
        told = []
        for actor in whom:
            if self.search.cast.people[actor].basis() == "text":
                self.admission.settle([series.principal], [actor])
            if not self.admission.is_international([actor, series.principal]):
                continue
            if not row and self._is_told(actor, series.principal):
                continue
            when = times[0] if row and times else None
            parties = [actor, series.principal]
            caller = actor if series.received else None
            told.append(
                self.frames.add(index, parties, media[0] if media else series.medium, when, caller)
            )
        if told:
            series.sentence = index
            cue = Cue(first, first + 1, "noun", series.medium, False, "series:one-of")
            self.search.found.events.append(Event(index, cue, told))
            self.groups.latest = list(self.search.found.frames[told[-1]].parties)

    def _is_told(self, actor: int, principal: int) -> bool:
        return any({actor, principal} <= set(frame.parties) for frame in self.search.found.frames)

    def _is_row(self, index: int) -> bool:
        """Whether a line is an entry of a list or the row of a table."""
        first, last = self.search.span(index)
        words = self.search.tokens.words[first:last]
        return words[0] in ("-", "–", "—", "•", "*", "·") or "|" in words

    def _of_row(self, index: int) -> list[int]:
        first, last = self.search.span(index)
        if not self.words["no_call"].isdisjoint(self.search.tokens.lower[first:last]):
            return []
        for group in self.groups.of(index):
            actors = self.groups.actors(group)
            if self.admission.eligible(actors) and group.first - first < _ROW:
                return actors
        return []

    def _callers(self, index: int, series: Series) -> list[int]:
        """Who in a sentence of prose is told to have been on the line with the principal of the round."""
        lower = self.search.tokens.lower
        first, last = self.search.span(index)
        groups = self.groups.of(index)
        for group in groups:
            if group.role == OBJECT and lower[group.governor] in self.words["tell"]:
                teller = (
                    self.groups.subject(group.governor)
                    if series.principal in self.groups.actors(group)
                    else []
                )
                if teller:
                    return teller
        if not series.received or not self.words["no_call"].isdisjoint(lower[first:last]):
            return []
        if not self.words["one"].isdisjoint(lower[first : first + 3]):
            return [
                a for g in groups[:1] if g.role in ("from", SUBJECT) for a in self.groups.actors(g)
            ]
        if "callers" in lower[first:last]:
            return [a for g in groups for a in self.groups.actors(g)]
        speaks = (
            self.words["said"] | self.words["tell"] | self.words["saying"] | self.words["conveys"]
        )
        for group in [g for g in groups if g.role == SUBJECT and g.first - first < _HEAD][:1]:
            people = self.search.cast.people
            if not speaks.isdisjoint(lower[group.last : last]):
                return [a for a in self.groups.actors(group)[:1] if people[a].kind in STATELY]
        return []

    def joined(self, index: int) -> None:
        """ "They were joined by X", "X joined the call": one more party of the call just told."""
        event = self.search.found.events[-1] if self.search.found.events else None
        if event is None or not 0 < index - event.sentence < 3 or len(event.frames) != 1:
            return
        lower = self.search.tokens.lower
        first, last = self.search.span(index)
        for i in range(first, min(last, first + 40)):
            if lower[i] not in ("joined", "joins"):
                continue
            more: list[int] = []
            if lower[i + 1 : i + 2] == ["by"]:
                more = [a for g in self.groups.after(index, i)[:1] for a in self.groups.actors(g)]
            elif lower[i + 1 : i + 3] in (["the", "call"], ["the", "conversation"], ["them", "on"]):
                more = self.groups.subject(i)
            frame = self.search.found.frames[event.frames[0]]
            frame.parties += [a for a in self.admission.eligible(more) if a not in frame.parties]
            frame.conference = len(frame.parties) > 2
            if more:
                self.search.found.told_in[event.frames[0]].add(index)
            return

    def opens_conference(self, cue: Cue, index: int) -> bool:
        """Whether a call is of many whom its sentence does not name: "held a video call with allies"."""
        first, last = self.search.span(index)
        near = self.search.tokens.lower[max(first, cue.first - 25) : min(last, cue.last + 25)]
        singular = cue.medium != "unspecified" and not cue.plural and cue.kind != "direct"
        return singular and not self.words["many"].isdisjoint(near)

    def participants(self, index: int) -> bool:
        """Read "Joining the President on the call were ...": those named took part in the open conference."""
        begun: Conference | None = self.search.conference
        if begun is None or index - begun.sentence > _PARTICIPANTS:
            self.search.conference = None
            return False
        first, last = self.search.span(index)
        if self.words["participants"].isdisjoint(self.search.tokens.lower[first:last]):
            return False
        group = list(begun.left)
        for ref in self.groups.refs_between(first, last):
            if ref.kind != "place" and ref.kind != "pronoun":
                group.extend(a for a in self.admission.eligible(list(ref.actors)) if a not in group)
        if len(group) < 3 or not self.admission.is_international(group):
            return False
        frame = self.frames.add(index, group, begun.medium, begun.when, None)
        self.search.found.told_in[frame].add(begun.sentence)
        self.search.found.frames[frame].conference = True
        self.search.conference = None
        return True
