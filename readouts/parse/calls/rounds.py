"""Layer 3c: calls of many: rounds told one by one, and conferences whose participants follow.

What belongs here: sentences without a cue that add a call to a round or a party to a call. What does not: sentences
with a cue (``calls``).
"""

from __future__ import annotations

from readouts.model import Medium
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import Event
from readouts.parse.calls.frames import Frames
from readouts.parse.text.dates import When


class Rounds(Frames):
    """Reads on where a round or a conference was announced."""

    def _joined(self, index: int, first: int, last: int) -> None:
        """ "They were joined by X", "X joined the call": one more party of the call just told."""
        event = self.found.events[-1] if self.found.events else None
        if (
            event is None
            or index - event.sentence > 2
            or len(event.frames) != 1
            or index == event.sentence
        ):
            return
        lower = self.tokens.lower
        for i in range(first, min(last, first + 40)):
            if lower[i] not in ("joined", "joins"):
                continue
            if i + 1 < last and lower[i + 1] == "by":
                more = self.reader.list_at(i + 2, last)[0]
            elif lower[i + 1 : i + 3] in (["the", "call"], ["the", "conversation"], ["them", "on"]):
                more = self.reader.subject(i, first)
            else:
                return
            frame = self.found.frames[event.frames[0]]
            frame.parties += [a for a in self._eligible(more) if a not in frame.parties]
            frame.conference = len(frame.parties) > 2
            self.found.told_in[event.frames[0]].add(index)
            return

    def _one_of_series(self, index: int, first: int, last: int) -> None:
        """ "The first was from X", "X told the President": one call of a round that was announced."""
        series, lower = self.series, self.tokens.lower
        assert series is not None
        if self.document.sentences[index].heading or not series.received:
            return
        caller: list[int] = []
        if any(w in self.words["one"] for w in lower[first : first + 3]):
            at = next((j for j in range(first, min(last, first + 8)) if lower[j] == "from"), None)
            caller = self.reader.list_at(at + 1, last)[0] if at else []
        else:
            for j in range(first, min(last, first + 40)):
                if lower[j] in self.words["tell"]:
                    told = self.reader.refs_between(j + 1, min(last, j + 5))
                    if told and series.principal in told[0].actors:
                        caller = self.reader.subject(j, first)
                    break
        caller = [a for a in self._eligible(caller) if a != series.principal]
        if len(caller) != 1 or not self._international([*caller, series.principal]):
            return
        if any(set(f.parties) == {*caller, series.principal} for f in self.found.frames):
            return
        frame = self._one(index, [*caller, series.principal], series.medium, None, caller[0])
        cue = Cue(first, first + 1, "noun", series.medium, False, "series:one-of")
        self.found.events.append(Event(index, cue, [frame]))

    def _group_call(self, cue: Cue, first: int, last: int) -> bool:
        return cue.medium != "unspecified" and any(
            w
            in (
                "leaders",
                "allies",
                "partners",
                "ministers",
                "counterparts",
                "conference",
                "colleagues",
                "ministries",
            )
            for w in self.tokens.lower[max(first, cue.first - 25) : min(last, cue.last + 25)]
        )

    def _note_open(
        self, index: int, cue: Cue, medium: Medium, left: list[int], times: list[When]
    ) -> None:
        when = self._when(cue, times, self.tokens.first[index])
        self.open_state = (left, medium, when, index)
        if when and when.day:
            self.anchor = when.day

    def _participants(self, index: int, first: int, last: int) -> bool:
        """ "Joining the President on the call were ...": those named take part in the open conference."""
        assert self.open is not None
        left, medium, when, begun = self.open_state
        if index - begun > 12:
            self.open = None
            return False
        if not any(w in self.words["list_words"] for w in self.tokens.lower[first:last]):
            return False
        group = list(left)
        for ref in self.reader.refs_between(first, last):
            if ref.kind in ("person", "nominal", "name", "group"):
                group.extend(a for a in self._eligible(list(ref.actors)) if a not in group)
        if len(group) < 3 or not self._international(group):
            return False
        frame = self._frame(index, group, medium, when, None)
        self.found.told_in[frame].add(begun)
        self.found.frames[frame].conference = True
        self.open = None
        return True
