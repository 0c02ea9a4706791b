"""Layer 3c: from cues and parties to the calls of an article.

What belongs here: the way through an article's sentences, and what one cue comes to. What does not: finding cues
(``cues``), reading parties (``parties``), days (``timing``), who is admitted (``admission``), who rang by a phrase
beside the cue (``initiator``), and which sentences belong to a call (``scope``).
"""

from __future__ import annotations

from readouts.model import Medium
from readouts.parse.calls.cues import Cue, cues_in
from readouts.parse.calls.found import Event, Found, Unread
from readouts.parse.calls.parties import Sides
from readouts.parse.calls.rounds import Rounds
from readouts.parse.document import Document
from readouts.parse.text.dates import When, whens
from readouts.parse.text.tokens import Tokens

_CUES = 12
"""How many cues of one sentence are read."""


class Finder(Rounds):
    """Finds the calls of one article."""

    def find(self) -> Found:
        """Return the calls of the article, in the order of the text."""
        document, tokens = self.document, self.tokens
        for index, sentence in enumerate(document.sentences):
            first, last = tokens.first[index], tokens.last[index]
            if first >= last:
                continue
            self._label(index, first, last)
            cues = cues_in(
                tokens, first, last, heading=sentence.heading, language=document.language
            )
            times = None
            if cues and sentence.heading and index == 0:
                self.headed = any(c.medium != "unspecified" for c in cues)
            if self.open is not None and self._participants(index, first, last):
                continue
            self._joined(index, first, last)
            if cues:
                times = whens(
                    tokens, first, last, document.published, self.anchor, document.language
                )
                self._sentence(index, cues, first, last, times)
            if self.series is not None and not any(
                e.sentence == index for e in self.found.events[-4:]
            ):
                self._one_of_series(index, first, last)
        for noted in self.found.noted():
            noted.start = tokens.starts[noted.cue.first]
            noted.end = tokens.ends[noted.cue.last - 1]
        self._merge_headlines()
        self._drop_meetings()
        heading = self.document.sentences
        self._forget(
            {
                at
                for at, frame in enumerate(self.found.frames)
                if frame.medium == "unspecified"
                and all(heading[i].heading for i in self.found.told_in[at])
            }
        )
        return self.found

    def _sentence(
        self, index: int, cues: list[Cue], first: int, last: int, times: list[When]
    ) -> None:
        manner = [c for c in cues if c.kind == "manner"]
        others = [c for c in cues if c.kind != "manner"]
        opened = False
        failures: list[Unread] = []
        if len(others) > _CUES:
            others = others[:_CUES]
        for cue in others or manner[:_CUES]:
            medium = cue.medium
            for near in manner:
                if medium == "unspecified" and abs(near.first - cue.first) < 30:
                    medium = near.medium
            if (
                medium == "unspecified"
                and self.manner[0] == self.document.sentences[index].paragraph
            ):
                medium = self.manner[1]
            opened |= self._cue(index, cue, medium, first, last, times, failures)
        paragraph = self.document.sentences[index].paragraph
        if manner and not opened:
            self.manner = (paragraph, manner[0].medium)
        if not opened and others and manner:
            for cue in manner:
                opened |= self._cue(index, cue, cue.medium, first, last, times, failures)
        if not opened:
            self.found.unread.extend(failures)

    def _cue(
        self,
        index: int,
        cue: Cue,
        medium: Medium,
        first: int,
        last: int,
        times: list[When],
        failures: list[Unread],
    ) -> bool:
        if self._of_every_call(cue, first):
            self.found.shared.add(index)
            return True
        sides = self.reader.read(cue, first, last)
        lower = self.tokens.lower
        if self._in_person(cue, medium, first, last) or self._in_town(sides, medium, last):
            return False
        left, right = self._eligible(sides.left), self._eligible(sides.right)
        left, right = self._weak(cue, sides, left, right)
        self._settle(sides.left, sides.right)
        left = left or self._eligible(sides.left)
        right = right or self._eligible(sides.right)
        if sides.left and not left and cue.kind != "noun":
            if right:
                failures.append(Unread(index, cue, "no_official"))
            return False
        if cue.kind == "with" and lower[cue.first] in ("speaking", "talking") and not sides.right:
            return False  # "A and B were speaking", each to others
        if sides.right and not right:
            failures.append(Unread(index, cue, "no_official"))
            return False
        near = lower[max(first, cue.first - 40) : min(last, cue.last + 60)]
        separate = any(w in self.words["separate"] for w in near)
        said_i = self.reader.first_person(cue.first, first)
        if said_i and (not left or set(left) <= set(right)):
            left = self._narrator(cue, right)
            if not left:
                failures.append(Unread(index, cue, "no_speaker"))
                return False
        if not left and right and (cue.kind == "noun" or not sides.left):
            left = (
                [self.principal]
                if self.principal is not None and self.principal not in right
                else []
            )
            left = left or self._before(index, cue.first, right)
        if (
            (
                left
                and not right
                and separate
                and cue.kind == "noun"
                and sides.indefinite
                and not cue.plural
            )
            and self.principal is not None
            and self.principal not in left
        ):
            right = [self.principal]
        if (
            self.series is not None
            and self.series.received
            and lower[cue.first - 1] in ("he", "she")
            and self.series.principal not in right
        ):
            left = [self.series.principal]
        if left and not right and cue.kind == "direct" and self._received(left):
            right = [self.series.principal]  # type: ignore[union-attr]
        left = [a for a in left if a not in right]
        if len(left) + len(right) < 2:
            if not cue.plural and self._group_call(cue, first, last):
                self.open = (left, cue, index)
                self._note_open(index, cue, medium, left, times)
                return True
            if cue.plural and left:
                got = any(
                    w in self.words["got"] for w in lower[max(first, cue.first - 8) : cue.first]
                )
                when = self._when(cue, times, first) or self._told_before(index)
                self._announce(left[0], medium, when, received=got)
                self.principal = self.principal if self.principal is not None else left[0]
            distant = medium != "unspecified" and cue.kind in ("noun", "with")
            if right or (distant and sides.indefinite and (left or cue.kind == "noun")):
                failures.append(Unread(index, cue, "one_party"))
            self.found.references[index] = cue
            if not sides.indefinite:
                self._tells_medium(index, medium)
            return False
        if not left and not self._between(cue, last):
            failures.append(Unread(index, cue, "one_party"))
            return False
        self._settle(left, right)
        more = (
            self.reader.further(sides.last, [*sides.left, *sides.right], last)
            if len(left) == 1 and right
            else None
        )
        groups = self._groups(index, cue, left, right, first, last, separate=separate)
        groups = [g for g in groups if self._international(g)]
        if not groups:
            failures.append(Unread(index, cue, "one_country"))
            return False
        when = self._when(cue, times, first)
        if more:
            when = self._nearest(times, sides.last, (cue.first, more[1])) or when
        if cue.plural and len(left) == 1 and len(right) > 1:
            self._announce(left[0], medium, when)
        frames = [
            self._one(index, group, medium, when, self._rang(sides, left, right, group))
            for group in groups
        ]
        if more:
            others = self._eligible(more[0])
            when = self._nearest(times, more[2], (more[1], last))
            frames += [
                self._one(
                    index, [left[0], b], medium, when, left[0] if sides.by == "left" else None
                )
                for b in others
                if self._international([left[0], b])
            ]
        self.found.events.append(Event(index, cue, frames))
        self.reader.latest = list(self.found.frames[frames[-1]].parties)
        if self.principal is None and left:
            self.principal = left[0]
        if when and when.day:
            self.anchor = when.day
        return True

    def _rang(
        self, sides: Sides, left: list[int], right: list[int], group: list[int]
    ) -> int | None:
        """Who of ``group`` rang, where the cue says which side did."""
        if sides.by == "left" and len(left) == 1:
            return left[0]
        callers = [a for a in right if a in group] if sides.by == "right" else []
        return callers[0] if len(callers) == 1 else None

    def _between(self, cue: Cue, last: int) -> bool:
        return "between" in self.tokens.lower[cue.last : min(last, cue.last + 10)]

    def _of_every_call(self, cue: Cue, first: int) -> bool:
        """ "In each call", "in all of these calls": said of all calls told so far, no new one."""
        lower = self.tokens.lower
        near = lower[max(first, cue.first - 4) : cue.first]
        if not near or len(self.found.frames) < 2 or cue.kind != "noun":
            return False
        if near[-1] in ("each", "every"):
            return True
        return (
            cue.plural
            and "all" in near
            and near[-1] in ("these", "the", "those", "his", "her", "all")
        )


def medium_of_heading(found: Found, document: Document, tokens: Tokens) -> None:
    """Let a headline ("Secretary Quen's Call with ...") tell the medium of calls the body leaves open."""
    cues: list[Cue] = []
    for index, sentence in enumerate(document.sentences[:2]):
        if sentence.heading:
            cues += cues_in(
                tokens,
                tokens.first[index],
                tokens.last[index],
                heading=True,
                language=document.language,
            )
    media = [c.medium for c in cues if c.medium != "unspecified"]
    if not media:
        return
    headed = {
        actor
        for event in found.events
        if document.sentences[event.sentence].heading
        for at in event.frames
        for actor in found.frames[at].parties
    }
    for frame in found.frames:
        if frame.medium == "unspecified" and (not headed or headed & set(frame.parties)):
            frame.medium = media[0]
