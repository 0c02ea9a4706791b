"""Layer 3c: from cues and parties to the calls of an article.

What belongs here: the way through an article's sentences, and what one cue comes to, step by step. What does not:
finding cues (``cues``), reading parties (``parties``), who is admitted (``admission``), days (``timing``), sentences
without a cue (``rounds``), joining what is told twice (``frames``), and which sentences belong to a call (``scope``).
"""

from __future__ import annotations

from readouts.model import Medium
from readouts.parse.actors.coreference import Cast
from readouts.parse.calls.admission import Admission
from readouts.parse.calls.cues import Cue, cues_in
from readouts.parse.calls.found import Conference, Event, Found, Search, Series, Unread
from readouts.parse.calls.frames import Frames
from readouts.parse.calls.groups import SUBJECT
from readouts.parse.calls.initiator import initiators
from readouts.parse.calls.parties import Parties, Sides
from readouts.parse.calls.rounds import Rounds
from readouts.parse.calls.scope import scope
from readouts.parse.calls.speakers import Speakers
from readouts.parse.calls.timing import Timing
from readouts.parse.document import Document
from readouts.parse.text.dates import When
from readouts.parse.text.tokens import Tokens

_CUES = 12
"""How many cues of one sentence are read."""
_BESIDE = 30
"""Within so many words "by phone" says how "spoke with" was."""


def find_calls(document: Document, tokens: Tokens, cast: Cast) -> Found:
    """Return the calls of an article, in the order of the text, with what was found on the way."""
    finder = Finder(document, tokens, cast)
    for index in range(len(document.sentences)):
        finder.read(index)
    finder.finish()
    return finder.search.found


class Finder:
    """Finds the calls of one article."""

    def __init__(self, document: Document, tokens: Tokens, cast: Cast) -> None:
        self.search = Search(document, tokens, cast)
        self.tokens, self.cast = tokens, cast
        self.words = self.search.words
        self.speakers = Speakers(self.search.groups)
        self.parties = Parties(self.search.groups, self.speakers)
        self.admission = Admission(self.search)
        self.timing = Timing(self.search)
        self.frames = Frames(self.search)
        self.rounds = Rounds(self.search, self.admission, self.frames, self.timing)
        self._failures: list[Unread] = []

    def read(self, index: int) -> None:
        """Read one sentence; the sentences before it must have been read."""
        first, last = self.search.span(index)
        if first >= last:
            return
        self.timing.head(index)
        cues = self._cues(index)
        if cues and index == 0 and self.search.is_heading(0):
            self.search.headed = any(c.medium != "unspecified" for c in cues)
        if self.search.conference is not None and self.rounds.participants(index):
            return
        self.rounds.joined(index)
        before = len(self.search.found.events)
        if cues:
            self._sentence(index, cues)
        if len(self.search.found.events) == before:
            self.rounds.member(index)

    def finish(self) -> None:
        """Decide what only the whole text tells: what was no call, who rang, and each call's sentences."""
        for noted in self.search.found.noted():
            noted.start, noted.end = (
                self.tokens.starts[noted.cue.first],
                self.tokens.ends[noted.cue.last - 1],
            )
        self.frames.merge_unnamed()
        self.frames.drop_untrue()
        self.frames.drop_meetings()
        self._medium_of_heading()
        initiators(self.search)
        scope(self.search)

    def _cues(self, index: int) -> list[Cue]:
        heading, language = self.search.is_heading(index), self.search.document.language
        return cues_in(self.tokens, *self.search.span(index), heading=heading, language=language)

    def _sentence(self, index: int, cues: list[Cue]) -> None:
        times = self.timing.times(*self.search.span(index))
        manner = [c for c in cues if c.kind == "manner"][:_CUES]
        others = [c for c in cues if c.kind != "manner"][:_CUES]
        opened = False
        self._failures = []
        for cue in others or manner:
            near = [c.medium for c in manner if abs(c.first - cue.first) < _BESIDE]
            medium = near[-1] if near and cue.medium == "unspecified" else cue.medium
            opened |= self._cue(index, cue, medium, times)
        if not opened and others:
            for cue in manner:
                opened |= self._cue(index, cue, cue.medium, times)
        if not opened:
            self.search.found.unread.extend(self._failures)

    def _cue(self, index: int, cue: Cue, medium: Medium, times: list[When]) -> bool:
        """Follow up one cue; return whether it tells of a call."""
        if self._is_of_every_call(cue):
            self.search.found.shared.add(index)
            return True
        face = (
            self.tokens.lower[cue.first] in ("speaking", "talking") and self.search.series is None
        )
        if face and medium == "unspecified":
            return False  # "speaking to the club", "were speaking in Geneva"
        sides = self.parties.read(cue)
        if medium == "unspecified" and not self.search.headed and self._is_in_person(cue, sides):
            return False
        left, right = self.admission.admit(cue, sides)
        if (sides.left and not left and cue.kind != "noun") or (sides.right and not right):
            if right or not sides.left or left or cue.kind == "noun":
                self._failures.append(Unread(index, cue, "no_official"))
            return False
        left = self._caller(index, cue, sides, self._title(cue, left, right), right)
        right = right if set(right) != set(left) else []
        right = right or self._partner(cue, left)
        left = [a for a in left if a not in right]
        if len(left) + len(right) < 2 or not left or (cue.kind == "direct" and not right):
            return self._with_one(index, cue, sides, medium, times, left or right)
        return self._with_all(index, cue, sides, medium, times, left, right)

    def _is_of_every_call(self, cue: Cue) -> bool:
        """ "In each call", "in all of these calls": said of all calls told so far, no new one."""
        near = self.tokens.lower[max(0, cue.first - 4) : cue.first]
        if not near or len(self.search.found.frames) < 2 or cue.kind != "noun":
            return False
        return near[-1] in ("each", "every") or (
            cue.plural and "all" in near and near[-1] in self.words["determiner"] | {"all", "these"}
        )

    def _is_in_person(self, cue: Cue, sides: Sides) -> bool:
        """Whether the clause of a cue speaks of a meeting, or the talks were "in Jerusalem"."""
        lower = self.tokens.lower
        first, last = self.search.span(self.tokens.sentence[cue.first])
        low, high = cue.first, cue.last
        while low > max(first, cue.first - 12) and lower[low - 1] not in self.words["clause_end"]:
            low -= 1
        while high < min(last, cue.last + 18) and lower[high] not in self.words["clause_end"]:
            high += 1
        for j in range(low, high):
            if lower[j] in self.words["in_person"] and self.words["aside"].isdisjoint(
                lower[max(low, j - 6) : j]
            ):
                return True
        if not self.words["margins"].isdisjoint(lower[first : first + 6]):
            return True
        i = sides.last
        places = (
            self.search.groups.refs_between(i + 1, i + 2) if sides.right and i + 1 < last else []
        )
        return bool(places) and lower[i] == "in" and places[0].form == "capital"

    def _caller(
        self, index: int, cue: Cue, sides: Sides, left: list[int], right: list[int]
    ) -> list[int]:
        """Fill in a side that is left out: who says "I", whose calls the story tells, who was just named."""
        if right and self.speakers.is_first_person(cue.first) and set(left) <= set(right):
            return self.speakers.narrator(cue.first, len(self.search.document.sentences))
        if left or not right or (cue.kind != "noun" and sides.left) or self._is_of_many(cue, sides):
            return left
        principal = self.search.principal
        if principal is not None and principal not in right:
            return [principal]
        return self._just_named(index, cue.first, right)

    def _title(self, cue: Cue, left: list[int], right: list[int]) -> list[int]:
        """Take a bare title ("the Prime Minister also spoke with X") for the one whose calls the story tells."""
        principal, people = self.search.principal, self.cast.people
        groups = [g for g in self.search.groups.before(cue.first) if g.role == SUBJECT]
        ref = groups[-1].refs[0] if groups and len(groups[-1].refs) == 1 else None
        if ref is None or principal is None or len(left) != 1 or principal in (*left, *right):
            return left
        bare = ref.kind == "nominal" and not (
            ref.country or ref.organisation or ref.plural or ref.counterpart
        )
        partner = any(
            {principal, left[0]} <= set(frame.parties) for frame in self.search.found.frames
        )
        alike = people[left[0]].rank() == people[principal].rank() and ref.actors == tuple(left)
        return [principal] if bare and partner and alike else left

    def _just_named(self, index: int, before: int, right: list[int]) -> list[int]:
        here = self.tokens.first[index]
        for sentence in (index, index - 1):
            for group in self.search.groups.of(sentence)[:40] if sentence >= 0 else ():
                who = (
                    self.search.groups.actors(group)[:1]
                    if group.first < before or sentence < index
                    else []
                )
                known = self.admission.eligible(who) and who[0] not in right and here >= 0
                if known and self.admission.is_international([*who, *right]):
                    return who
        return []

    def _partner(self, cue: Cue, left: list[int]) -> list[int]:
        """Whose round of calls it is, for a call of it that names one party: "the Prime Minister of X also rang"."""
        series, principal = self.search.series, self.search.principal
        behind = self.tokens.words[cue.last : cue.last + 1]
        if behind in (["him"], ["her"]) and principal is not None and principal not in left:
            return [principal]
        if behind in (["me"], ["us"]) and self.cast.official:
            return [] if principal is None else [principal]
        if series is None or not left or series.principal in left or cue.kind == "with":
            return []
        return [series.principal] if series.received or cue.kind != "manner" else []

    def _with_one(
        self,
        index: int,
        cue: Cue,
        sides: Sides,
        medium: Medium,
        times: list[When],
        known: list[int],
    ) -> bool:
        """What is left of a cue with no second party: a conference or a round that is told on, or an open passage."""
        when = self.timing.when(cue, times)
        if self.rounds.opens_conference(cue, index):
            left = known if not sides.right else []
            self.search.conference = Conference(index, left, medium, when)
            self.search.anchor = when.day if when and when.day else self.search.anchor
            return True
        if (cue.plural or self._is_of_many(cue, sides)) and known:
            near = self.tokens.lower[max(0, cue.first - 8) : cue.first]
            behind = self.tokens.lower[cue.last : cue.last + 1]
            received = (
                bool(sides.right) or behind == ["from"] or not self.words["got"].isdisjoint(near)
            )
            when = when or self.timing.told_before(index)
            self.rounds.announce(Series(known[0], index, medium, when, received))
            if self.search.principal is None:
                self.search.principal = known[0]
        distant = medium != "unspecified" and cue.kind in ("noun", "with") and sides.indefinite
        if sides.right or (distant and (known or cue.kind == "noun")):
            self._failures.append(Unread(index, cue, "one_party"))
        self.search.found.references[index] = cue
        definite = not sides.indefinite and medium != "unspecified" and cue.kind == "noun"
        if definite and not known and self._told_before(index, cue, medium, when):
            return True
        if not sides.indefinite:
            self.frames.tell_more(index, medium, when, known if sides.by == "left" else [])
        return False

    def _told_before(self, index: int, cue: Cue, medium: Medium, when: When | None) -> bool:
        """ "A discussed X with B. In the telephone conversation they ...": the sentence before has the parties."""
        before = index - 1 - (index > 1 and self.search.is_heading(index - 1))
        if before < 0 or any(e.sentence >= before for e in self.search.found.events[-2:]):
            return False
        first, last = self.search.span(before)
        groups = self.search.groups.of(before)
        left = [g for g in groups if g.role == SUBJECT][:1]
        right = [g for g in groups if g.role == "with"][:1]
        if not left or not right or self.words["talked"].isdisjoint(self.tokens.lower[first:last]):
            return False
        parties = [
            a
            for g in (*left, *right)
            for a in self.admission.eligible(self.search.groups.actors(g))
        ]
        if len(parties) != 2 or not self.admission.is_international(parties):
            return False
        days = self.timing.times(first, last)
        frame = self.frames.add(before, parties, medium, when or (days[0] if days else None), None)
        self.search.found.told_in[frame].add(index)
        self.search.found.events.append(Event(index, cue, [frame]))
        return True

    def _is_of_many(self, cue: Cue, sides: Sides) -> bool:
        """ "World leaders phoned X": a round of calls that X received."""
        many = [g for g in self.search.groups.before(cue.first) if g.role == SUBJECT][-1:]
        nobody = bool(many) and many[0].refs[-1].plural and not self.search.groups.actors(many[0])
        return cue.kind == "direct" and nobody and bool(sides.right)

    def _with_all(
        self,
        index: int,
        cue: Cue,
        sides: Sides,
        medium: Medium,
        times: list[When],
        left: list[int],
        right: list[int],
    ) -> bool:
        """Note the calls of a cue with all its parties."""
        self.admission.settle(left, right)
        first, last = self.search.span(index)
        near = self.tokens.lower[max(first, cue.first - 40) : min(last, cue.last + 60)]
        days = self._days(sides, times, last) if len(right) > 1 else {}
        allied = len(left) > 1 and len({self.search.place(a) for a in left}) == 1
        apart = (
            (cue.kind == "direct" and not allied)
            or bool(days)
            or not self.words["separate"].isdisjoint(near)
        )
        groups = self.frames.separate(index, cue, left, right, apart=apart)
        groups = [g for g in groups if self.admission.is_international(g)]
        if not groups:
            self._failures.append(Unread(index, cue, "one_country"))
            return False
        when = self.timing.when(cue, times)
        if cue.plural and len(left) == 1 and len(right) > 1:
            self.rounds.announce(Series(left[0], index, medium, when))
        frames = [
            self.frames.add(
                index, group, medium, days.get(group[-1]) or when, _rang(sides, left, right, group)
            )
            for group in groups
        ]
        self.search.found.events.append(Event(index, cue, frames))
        self.search.groups.latest = list(self.search.found.frames[frames[-1]].parties)
        if self.search.principal is None and left:
            self.search.principal = left[0]
        if when and when.day:
            self.search.anchor = when.day
        return True

    def _days(self, sides: Sides, times: list[When], last: int) -> dict[int, When]:
        """The day of each of several calls that a sentence dates one by one: "A on Monday and B on Tuesday"."""
        found: dict[int, When] = {}
        ends = [*sides.ends.values(), min(last, sides.last + 8)]
        for at, actor in enumerate(sides.ends):
            own = self.timing.own(times, ends[at - 1] if at else ends[at], ends[at], ends[at + 1])
            if own is not None:
                found[actor] = own
        shared = len(found) == 1 and next(iter(found.values())).first >= ends[-2]
        return {} if shared else found  # "A and B on Monday"

    def _medium_of_heading(self) -> None:
        """Let a headline ("Secretary Quen's Call with ...") tell the medium of calls the body leaves open."""
        found, headings = self.search.found, self.search.is_heading
        lines = range(min(2, len(self.search.document.sentences)))
        cues = [c for index in lines if headings(index) for c in self._cues(index)]
        media = [c.medium for c in cues if c.medium != "unspecified"]
        if not media:
            return
        of_headings = [
            at for event in found.events if headings(event.sentence) for at in event.frames
        ]
        headed = {actor for at in of_headings for actor in found.frames[at].parties}
        for frame in found.frames:
            if frame.medium == "unspecified" and (not headed or headed & set(frame.parties)):
                frame.medium = media[0]


def _rang(sides: Sides, left: list[int], right: list[int], group: list[int]) -> int | None:
    """Who of ``group`` rang, where the cue says which side did."""
    if sides.by == "left" and len(left) == 1:
        return left[0]
    callers = [a for a in right if a in group] if sides.by == "right" else []
    return callers[0] if len(callers) == 1 else None
