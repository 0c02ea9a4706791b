"""Layer 3c: from cues and parties to calls, each told once.

What belongs here: joining what several sentences say of one call, series and conferences, and which passages
stay unread. What does not: finding cues (``cues``), reading parties (``parties``), dates (``dates``), who rang
(``initiator``), and which sentences belong to a call (``scope``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from readouts.model import DateBasis, Medium
from readouts.parse.coreference import Cast
from readouts.parse.cues import Cue, cue_table, cues_in
from readouts.parse.dates import When, whens
from readouts.parse.document import CallFrame, Document
from readouts.parse.homes import described, elsewhere
from readouts.parse.parties import Reader, Sides
from readouts.parse.people import LEADERS, MANY, STATELY, Person
from readouts.parse.tokens import Tokens

_MEDIUM_RANK: dict[Medium, int] = {"unspecified": 0, "phone": 1, "video": 2}
_BACK = 60
"""How many calls back a further telling of one is looked for."""
_LEDE = 90
"""The words of a report's opening, where a bare name that rings a foreign official is the source's own."""
_GOT = frozenset({"received", "receives", "took", "takes", "fielded", "got"})
_ONE = frozenset({"first", "second", "third", "fourth", "fifth", "last", "another", "other", "one"})
_MET = frozenset({"met", "meeting", "hosted", "received", "welcomed"})
_ANNOUNCED = frozenset(
    {
        "said",
        "announced",
        "posted",
        "wrote",
        "tweeted",
        "told",
        "reported",
        "added",
        "reporters",
        "confirmed",
    }
)
_PUBLISHED = frozenset(
    {
        "post",
        "statement",
        "tweet",
        "interview",
        "briefing",
        "conference",
        "speech",
        "message",
        "note",
    }
)
_HIGH = frozenset({"president", "pm", "royal", "fm", "leader", "dpm"})
_CUES = 12
"""How many cues of one sentence are read."""
_CLAUSE = frozenset({",", ";", ".", "“", "”", "that", "—", "who", "and", "after", "which"})
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_LIST_WORDS = frozenset(
    {
        "joined",
        "joining",
        "participants",
        "participated",
        "participating",
        "attended",
        "included",
        "line",
        "part",
    }
)


@dataclass(slots=True)
class Event:
    """What one cue tells of: frames it opened or touched, in one sentence."""

    sentence: int
    cue: Cue
    frames: list[int]
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Unread:
    """A cue that yielded no call, with the reason."""

    sentence: int
    cue: Cue
    reason: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Series:
    """A round of calls announced in one go: what is said of all holds for each that follows."""

    principal: int
    medium: Medium
    when: When | None
    received: bool = False


@dataclass(slots=True)
class Found:
    """Everything layer 3 finds before scope is decided."""

    frames: list[CallFrame] = field(default_factory=list)
    told_in: list[set[int]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    references: dict[int, Cue] = field(default_factory=dict)


class Finder:
    """Finds the calls of one article."""

    def __init__(self, document: Document, tokens: Tokens, cast: Cast) -> None:
        self.document = document
        self.tokens = tokens
        self.cast = cast
        self.reader = Reader(tokens, cast)
        self.words = cue_table(document.language)[1]
        self.found = Found()
        self.principal: int | None = None
        self.anchor: date | None = None
        self.open: tuple[list[int], Cue, int] | None = None
        self.series: Series | None = None
        self.headed = False
        self.manner: tuple[int, Medium] = (-1, "unspecified")
        self.label: tuple[int, When | None] = (-1, None)

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
        for noted in (*self.found.events, *self.found.unread):
            noted.start = tokens.starts[noted.cue.first]
            noted.end = tokens.ends[noted.cue.last - 1]
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

    def _drop_meetings(self) -> None:
        """Drop talks without a word on distance where the text says that the two met."""
        frames = self.found.frames
        open_ = [
            at for at, f in enumerate(frames) if f.medium == "unspecified" and len(f.parties) == 2
        ][:_BACK]
        if not open_ or self.headed:
            return
        met: set[int] = set()
        for index, sentence in enumerate(self.document.sentences):
            first, last = self.tokens.first[index], self.tokens.last[index]
            if sentence.heading or not any(w in _MET for w in self.tokens.lower[first:last]):
                continue
            here = {a for ref in self.reader.refs_between(first, last) for a in ref.actors}
            for at in open_:
                countries = {self.cast.people[a].actor.country for a in frames[at].parties}
                told = min(self.found.told_in[at])
                if set(frames[at].parties) <= here and abs(index - told) < 8 and len(countries) > 1:
                    met.add(at)
        self._forget(met)

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

    def _label(self, index: int, first: int, last: int) -> None:
        """Note the day that heads an entry: "March 10: ...", or "Monday" on a line of its own."""
        sentence = self.document.sentences[index]
        if sentence.paragraph == self.label[0]:
            return
        self.label = (sentence.paragraph, None)
        begin = first + (self.tokens.words[first] in "-–—•*·")
        head = whens(
            self.tokens,
            begin,
            min(last, begin + 6),
            self.document.published,
            None,
            self.document.language,
        )
        if head and head[0].first == begin and head[0].day:
            end = head[0].last
            if end < last and self.tokens.words[end] in (":", "–", "—"):
                self.label = (sentence.paragraph, head[0])
            elif end == last and sentence.heading:
                self.label = (sentence.paragraph + 1, head[0])

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
        if any(w in _ONE for w in lower[first : first + 3]):
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

    # --- one sentence ---------------------------------------------------------------------------------

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
        sides = self.reader.read(cue, first, last)
        lower = self.tokens.lower
        if self._in_person(cue, medium, first, last):
            return False
        left, right = self._eligible(sides.left), self._eligible(sides.right)
        left, right = self._weak(cue, medium, sides, left, right)
        if sides.left and not left and cue.kind != "noun":
            if right:
                failures.append(Unread(index, cue, "no_official"))
            return False
        if sides.right and not right:
            failures.append(Unread(index, cue, "no_official"))
            return False
        near = lower[max(first, cue.first - 40) : min(last, cue.last + 60)]
        separate = any(w in self.words["separate"] for w in near)
        if not left and right and (cue.kind == "noun" or not sides.left):
            left = (
                [self.principal]
                if self.principal is not None and self.principal not in right
                else []
            )
            left = left or self._before(index, cue.first, right)
        if (
            left
            and not right
            and separate
            and cue.kind == "noun"
            and sides.indefinite
            and not cue.plural
        ):
            if self.principal is not None and self.principal not in left:
                right = [self.principal]
        said_i = self.reader.first_person(cue.first, first)
        if said_i and (not left or set(left) <= set(right)):
            left = (
                [self.principal]
                if self.principal is not None and self.principal not in right
                else []
            )
            left = left or self._narrator(right)
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
                got = any(w in _GOT for w in lower[max(first, cue.first - 8) : cue.first])
                when = self._when(cue, times, first, last) or self._told_before(index)
                self._announce(left[0], medium, when, received=got)
                self.principal = self.principal if self.principal is not None else left[0]
            if (sides.indefinite and cue.kind == "noun" and medium != "unspecified") or right:
                failures.append(Unread(index, cue, "one_party"))
            self.found.references[index] = cue
            return False
        if not left and not sides.left and not self._between(cue, last):
            failures.append(Unread(index, cue, "one_party"))
            return False
        self._far(left, right)
        self._apart(index, left, right)
        more = self.reader.further(sides, last) if len(left) == 1 and right else None
        groups = self._groups(index, cue, left, right, first, last, separate=separate)
        groups = [g for g in groups if self._international(g)]
        if not groups:
            failures.append(Unread(index, cue, "one_country"))
            return False
        when = self._when(cue, times, first, last)
        if more:
            when = self._nearest(times, sides.last, (cue.first, more[1])) or when
        if cue.plural and len(left) == 1 and len(right) > 1:
            self._announce(left[0], medium, when)
        frames = [
            self._one(index, group, medium, when, self._rang(sides, left, right))
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

    def _received(self, left: list[int]) -> bool:
        """Whether the story tells of calls that somebody else received one after the other."""
        return self.series is not None and self.series.principal not in left

    def _told_before(self, index: int) -> When | None:
        """The day that the paragraph has given before it comes to speak of a round of calls."""
        sentences, tokens = self.document.sentences, self.tokens
        if index == 0 or sentences[index - 1].paragraph != sentences[index].paragraph:
            return None
        times = whens(
            tokens,
            tokens.first[index - 1],
            tokens.last[index - 1],
            self.document.published,
            None,
            self.document.language,
        )
        return times[0] if times else None

    def _narrator(self, right: list[int]) -> list[int]:
        """Who writes "I spoke with ..." on an official page that nowhere names the writer."""
        if not self.cast.source or not right:
            return []
        return [self.cast.narrator()]

    def _rang(self, sides: Sides, left: list[int], right: list[int]) -> int | None:
        if sides.by == "left" and len(left) == 1:
            return left[0]
        return right[0] if sides.by == "right" and len(right) == 1 else None

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

    def _one(
        self, index: int, group: list[int], medium: Medium, when: When | None, initiator: int | None
    ) -> int:
        told = self.series
        if told and told.principal in group:
            medium = told.medium if medium == "unspecified" else medium
            when = when or told.when
        return self._frame(index, group, medium, when, initiator)

    def _nearest(self, times: list[When], at: int, within: tuple[int, int]) -> When | None:
        fit = [w for w in times if within[0] <= w.first < within[1]]
        return min(fit, key=lambda w: abs(w.first - at), default=None)

    def _weak(
        self, cue: Cue, medium: Medium, sides: Sides, left: list[int], right: list[int]
    ) -> tuple[list[int], list[int]]:
        """Admit a bare name as a party where the other side is an official and a country is spoken of beside it."""
        people = self.cast.people
        if not left and len(sides.left) == 1:
            weak = sides.left[0]
            person = people[weak]
            if person.weak and not person.actor.country and self._is_name(person):
                unnamed = self._unnamed_principal()
                if unnamed is not None and unnamed not in sides.right:
                    return [self._call_by(unnamed, weak)], right
                source = self._attributed(cue) or self.cast.source
                abroad = source not in {people[a].actor.country for a in right}
                if right and source and abroad and (self.cast.official or cue.first < _LEDE):
                    person.actor.country = source
                    person.guessed, person.weak = True, False
                    return [weak], right
                if right and self._lift(weak, right):
                    return [weak], right
        if not right and len(sides.right) == 1:
            weak = sides.right[0]
            person = people[weak]
            known = left or ([self.principal] if self.principal is not None else [])
            if person.weak and not person.actor.country and person.actor.name:
                slot = self._open_slot(known)
                if slot is not None and len(person.key) > 1:
                    return left, [self._call_by(slot, weak)]
                if (
                    known
                    and (medium != "unspecified" or cue.kind == "noun")
                    and self._lift(weak, known)
                ):
                    return left, [weak]
        return left, right

    def _attributed(self, cue: Cue) -> str | None:
        """The country of "the Colombian president's office said" in the sentence of a cue."""
        lower = self.tokens.lower
        sentence = self.tokens.sentence[cue.first]
        for ref in self.reader.refs_between(cue.last, self.tokens.last[sentence])[-4:]:
            after = lower[ref.last : ref.last + 5]
            country = ref.country or (
                self.cast.people[ref.actors[0]].actor.country if len(ref.actors) == 1 else None
            )
            if (
                country
                and "said" in after
                and {"office", "ministry", "presidency", "government"} & set(after)
            ):
                return country
        return None

    def _is_name(self, person: Person) -> bool:
        """A single capitalised word is a name where it stands elsewhere than at the head of a sentence."""
        if len(person.key) > 1:
            return True
        for index in person.refs[:20]:
            at = self.cast.refs[index].first
            head = self.tokens.first[self.tokens.sentence[at]]
            if at - head > 1 or (at > head and self.tokens.words[at - 1].isalnum()):
                return True
        return False

    def _unnamed_principal(self) -> int | None:
        """The source's own official whom the text so far names by office alone."""
        if self.principal is None or not self.cast.official:
            return None
        actor = self.cast.people[self.principal].actor
        return self.principal if actor.name is None and actor.country == self.cast.source else None

    def _open_slot(self, known: list[int]) -> int | None:
        """The one party of a call with ``known`` that has an office and a country but no name."""
        people = self.cast.people
        slots = {
            p
            for frame in self.found.frames[-_BACK:]
            if set(known) & set(frame.parties)
            for p in frame.parties
            if people[p].actor.name is None and people[p].kind != "group"
        }
        return slots.pop() if len(slots) == 1 else None

    def _call_by(self, unnamed: int, weak: int) -> int:
        """Give an unnamed party the name; the calls it took part in keep their place."""
        kept = self.cast.rename(unnamed, weak)
        for frame in self.found.frames:
            frame.parties = [kept if p == unnamed else p for p in frame.parties]
            if frame.initiator == unnamed:
                frame.initiator = kept
        if self.principal == unnamed:
            self.principal = kept
        if self.series is not None and self.series.principal == unnamed:
            self.series.principal = kept
        return kept

    def _lift(self, weak: int, others: list[int]) -> bool:
        """Guess the country of a bare name that is spoken of as an official's interlocutor."""
        people = self.cast.people
        if not any(people[a].kind in _HIGH for a in others):
            return False
        person = people[weak]
        if len(person.key) < 2 and (len(person.refs) < 2 or (person.actor.name or "").isupper()):
            return False
        if described(self.cast, person):
            return False
        taken = {people[a].actor.country for a in others}
        taken |= {
            p.actor.country
            for p in people[:MANY]
            if p.actor.name and p.kind in LEADERS and not p.guessed
        }
        country = elsewhere(self.cast, person, taken, wide=False)
        if country is None:
            return False
        person.actor.country, person.guessed, person.weak = country, True, False
        return True

    def _in_person(self, cue: Cue, medium: Medium, first: int, last: int) -> bool:
        if medium != "unspecified" or self.headed:
            return False
        lower, words = self.tokens.lower, self.tokens.words
        low, high = cue.first, cue.last
        while low > max(first, cue.first - 12) and words[low - 1] not in _CLAUSE:
            low -= 1
        while high < min(last, cue.last + 18) and words[high] not in _CLAUSE:
            high += 1
        for j in range(low, high):
            if lower[j] in self.words["inperson"] and not any(
                w in self.words["aside"] for w in lower[max(low, j - 6) : j]
            ):
                return True
        return False

    def _eligible(self, actors: list[int]) -> list[int]:
        return [a for a in actors if self._may_take_part(self.cast.people[a])]

    def _may_take_part(self, person: Person) -> bool:
        if not person.may_be_party() or (person.former and not person.actor.office):
            return False
        if not person.guessed or self.cast.official:
            return True
        if not person.kind:
            return not described(self.cast, person)
        return person.kind in STATELY

    def _between(self, cue: Cue, last: int) -> bool:
        return "between" in self.tokens.lower[cue.last : min(last, cue.last + 10)]

    def _apart(self, index: int, left: list[int], right: list[int]) -> None:
        """Two bare holders of one office are of two countries: the second, of another that the sentence speaks of."""
        people = self.cast.people
        both = [*left, *right]
        if len(both) != 2 or not all(people[a].guessed for a in both):
            return
        one, two = people[both[0]], people[both[1]]
        if one.actor.country != two.actor.country or one.rank() != two.rank():
            return
        home = one.actor.country
        for ref in self.reader.refs_between(self.tokens.first[index], self.tokens.last[index])[:30]:
            if ref.country and ref.country != home:
                two.actor.country = ref.country
                return

    def _far(self, left: list[int], right: list[int]) -> None:
        """Whoever the source's own official rang is of another country than was guessed for want of a better."""
        people = self.cast.people
        if not self.cast.official:
            return
        home = {people[a].actor.country for a in left}
        if len(home) != 1 or None in home:
            return
        for actor in right:
            person = people[actor]
            if person.guessed and person.actor.country in home and person.kind:
                person.actor.country = elsewhere(self.cast, person, home)
                person.guessed = False

    def _before(self, index: int, before: int, right: list[int]) -> list[int]:
        """Who was spoken of just before, for a call told without its subject."""
        here = self.tokens.first[index]
        spans = [(here, before)]
        if index:
            spans.append((self.tokens.first[index - 1], here))
        for begin, end in spans:
            for ref in self.reader.refs_between(begin, end)[:40]:
                if ref.kind not in ("person", "name", "nominal", "pronoun") or len(ref.actors) != 1:
                    continue
                if not self._eligible(list(ref.actors)) or ref.actors[0] in right:
                    continue
                if self._international([*ref.actors, *right]):
                    return list(ref.actors)
        return []

    def _international(self, group: list[int]) -> bool:
        actors = [self.cast.people[a].actor for a in group]
        if any(a.organisation for a in actors):
            return True
        return len({a.country for a in actors}) > 1

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
        when = self._when(cue, times, self.tokens.first[index], self.tokens.last[index])
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
        if not any(w in _LIST_WORDS for w in self.tokens.lower[first:last]):
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

    # --- who was in one call with whom ------------------------------------------------------------------

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
        if any(f.conference and whole <= set(f.parties) for f in self.found.frames[-20:]):
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

    # --- frames -----------------------------------------------------------------------------------------

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
        ):
            if all(
                self.document.sentences[s].heading for s in self.found.told_in[at] if s != index
            ):
                frame.start, frame.end = (
                    self.document.sentences[index].start,
                    self.document.sentences[index].end,
                )
        return at

    def _match(self, group: list[int], day: date | None) -> int | None:
        wanted = set(group)
        undated = None
        for at in range(len(self.found.frames) - 1, max(-1, len(self.found.frames) - _BACK), -1):
            frame = self.found.frames[at]
            have = set(frame.parties)
            told = self.found.told_in[at]
            grown = (
                len(wanted) > 2
                and have < wanted
                and all(self.document.sentences[i].heading for i in told)
            )
            if grown:
                frame.parties = list(group)
                frame.conference = True
                return at
            if not (wanted == have or (len(have) > 2 and wanted < have)):
                continue
            if day is None or frame.date is None:
                if undated is None:
                    undated = at
                continue
            if frame.date == day:
                return at
        return undated

    # --- when ---------------------------------------------------------------------------------------------

    def _when(self, cue: Cue, times: list[When], first: int, last: int) -> When | None:
        """The expression of time nearest to the cue in its sentence."""
        best: When | None = None
        distance = 40
        lower = self.tokens.lower
        for when in times:
            if when.last <= cue.first and any(
                w in ("after", "following", "before") for w in lower[when.last : cue.first]
            ):
                eve = lower[when.last : when.last + 4]
                if when.day and eve in ([",", "a", "day", "after"], [",", "one", "day", "after"]):
                    return When(when.first, when.last, when.day - timedelta(days=1), "relative")
                continue
            if self._of_saying(when, cue, first):
                continue
            gap = when.first - cue.last if when.first >= cue.last else cue.first - when.last
            if gap < distance:
                best, distance = when, gap
        return self._labelled(cue, best)

    def _of_saying(self, when: When, cue: Cue, first: int) -> bool:
        """Whether a day tells when something was said, and not when the call was: "the EU said on Monday"."""
        lower = self.tokens.lower
        head = when.first - 1 - (lower[when.first - 1] in ("on", "late", "early"))
        if when.first > cue.last:
            return head > cue.last and lower[head] in _ANNOUNCED
        between = lower[when.last : cue.first]
        head = lower[max(first, when.first - 8) : when.first]
        if any(w in _PUBLISHED for w in head) and any(w in _ANNOUNCED for w in between):
            return True
        return "that" in between and any(
            w in _ANNOUNCED for w in lower[max(first, when.first - 12) : when.first]
        )

    def _labelled(self, cue: Cue, best: When | None) -> When | None:
        """Under a day that heads the entry, words such as "this evening" count from it."""
        lower = self.tokens.lower
        label = self.label[1]
        if label is not None:
            headed = best is None or best.first == label.first
            if headed and any(
                w in ("has", "have", "'s") for w in lower[max(0, cue.first - 3) : cue.first]
            ):
                return None
            if best is None or best.basis == "relative":
                return label
        near = lower[max(0, cue.first - 6) : cue.first]
        if best is None and self.anchor and "later" in near:
            return When(cue.first, cue.first, self.anchor, "relative")
        return best


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
