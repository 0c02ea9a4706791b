"""Layer 3d: which sentences tell of which call.

What belongs here: the scope of each call, from where it is told on to where the text turns to something else. What
does not: what the sentences say.
"""

from __future__ import annotations

from itertools import groupby, pairwise

from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.calls import frames, timing
from readouts.parse.calls.elsewhere import goes_on, is_elsewhere, main_clause, met_beside
from readouts.parse.calls.found import Search, Unread
from readouts.parse.calls.held import listed
from readouts.parse.document import CallFrame, Sentence
from readouts.parse.text.dates import may_begin

_READOUT = 3
"""A text that tells of a call in its headline or its first sentences is about that call."""
_LATE = 6
"""A text that tells of its call so many sentences down tells of something else before."""
_MARK = 5
"""A sentence of so few words is a dateline's: "OSLO, May 30." or "/Agency/."."""
_SHORT = 14
_ORDER = 3
"""Among so many first words of a sentence stands with whom the call was that it is about."""
_REMARK = 16
"""Among so many first words a sentence says that what stands before was said in a call."""
_REACH = 6
"""A story about more than a call says no more of it so many sentences after it spoke of it last."""


class Scopes:
    """Walks through a text's sentences and keeps which calls it is about."""

    def __init__(self, search: Search) -> None:
        self.search, self.frames = search, search.frames
        self.told: dict[int, list[int]] = {}
        self.whose: dict[int, list[int]] = {}
        for at, sentences in enumerate(self.search.told_in):
            for index in sentences:
                self.told.setdefault(index, []).append(at)
        for at, frame in enumerate(self.frames):
            for actor in frame.parties:
                self.whose.setdefault(actor, []).append(at)
        self.begun = [min(sentences) for sentences in self.search.told_in]
        lines = search.document.sentences
        spans = [search.span(i) for i in range(len(lines))]
        opening = [i for i, (first, last) in enumerate(spans) if last - first > _MARK][:_READOUT]
        self.readout = search.headed or any(lines[i].heading or i in opening for i in self.told)
        headed = self.told.get(0, []) if lines[0].heading else []
        self.many = [at for at in headed if len(self.frames[at].parties) > 2]
        begun = [n.sentence for n in search.events] + [n.sentence for n in search.unread]
        headlined = bool(headed) or (lines[0].heading and 0 in begun)
        about = headlined or search.cast.official or (self.readout and len(lines) <= _SHORT)
        self.reach = len(lines) if about else _REACH
        self.spoken_of = self.paragraph = self.away = -1
        self.met = met_beside(search)
        self.unread = {n.sentence for n in search.unread if self._is_apart(n)} | search.conferences
        self.others = self._other_entries()

    def fill(self) -> None:
        """Fill ``sentences`` of each call."""
        scopes: list[set[int]] = [set() for _ in self.frames]
        beside: list[set[int]] = [set() for _ in self.frames]
        sentences = self.search.document.sentences
        current: list[int] = []
        for index, sentence in enumerate(sentences):
            if sentence.heading:
                if index and sum(begun <= index for begun in self.begun) != 1:
                    current = []
                elif not index and len(self.frames) == 1 and not self._begins_late():
                    current, self.spoken_of = list(self.told.get(0, [])), 0
                continue
            if index not in self.told and (
                index in self.unread or self._is_of_next(index) or self._heads_a_matter(index)
            ):
                current = []  # of a call that could not be read
                continue
            if self._is_away(index):
                self.away = index
                for at in self._whole(index).union(current):
                    if self._names_another(index, at):
                        beside[at].add(index)
                continue
            current = self._about(index, sentence, current)
            for at in current:
                scopes[at].add(index)
            if current:
                self.paragraph = sentence.paragraph
        for at, scope in enumerate(scopes):
            scope |= self._lead(at)
        for at, frame in enumerate(self.frames):
            told = self.search.told_in[at]
            if at in self.search.talked_of and len(self.frames) > 1:
                told = told - {index for other in scopes for index in other}
            frame.beside = frozenset(beside[at])
            inside = scopes[at] | beside[at] | {i for i in told if not sentences[i].heading}
            frame.sentences = sorted(inside or told)

    def _lead(self, at: int) -> set[int]:
        """What stands before a call and was said in it: "A told B that", "A and B agreed", "He said so in a call"."""
        search = self.search
        begun = min((i for i in search.told_in[at] if not search.is_heading(i)), default=0)
        back = range(begun - 1, max(-1, begun - 1 - _READOUT), -1)
        none = (i for i in back if search.is_heading(i) or i in self.told or self._is_away(i))
        before = range(next(none, min(back, default=0) - 1) + 1, begun)
        first, last = search.span(begun)
        said_so = listed("elsewhere", search.document.language)["lead", "opens"]
        if said_so.is_in(search.lower[first:last], _REMARK):
            return set(before)
        alone = len(self.frames) == 1 and begun <= _READOUT and begun - 1 in before
        parties = set(self.frames[at].parties)
        tells = alone and self._tells_the_other(begun - 1, parties)
        tells = tells or (alone and self._both_act(begun - 1, parties))
        tells = tells and not search.has("gone_by", first, last)
        if tells:
            self._date(at, begun - 1)
        return {begun - 1} if tells else set()

    def _date(self, at: int, lede: int) -> None:
        """Date a call by the only day of the sentence before it, in which it was told what was said in it."""
        frames.add_day(self.search, at, timing.only_day(self.search, [lede]))

    def _tells_the_other(self, index: int, parties: set[int]) -> bool:
        """Whether in a sentence one party tells the other something, and they do not meet."""
        search, (first, last) = self.search, self.search.span(index)
        named = [r for r in search.refs_between(first, last) if r.kind in PERSONS]
        meetings = ("in_person", "meeting_title", "told_of_meeting")
        return not any(search.has(words, first, last) for words in meetings) and any(
            len(a.actors) == len(b.actors) == 1
            and {*a.actors, *b.actors} == parties
            and search.has("told_another", a.last, b.first)
            for a, b in pairwise(named)
        )

    def _both_act(self, index: int, parties: set[int]) -> bool:
        """Whether both parties, and nobody else, do something together in a sentence: "A and B pledged"."""
        search, (first, last) = self.search, self.search.span(index)
        people = [r for r in search.refs_between(first, last) if r.kind in PERSONS]
        both = any(search.is_a(r.first - 1, "and") for r in people[1:2])
        alone = both and {a for r in people for a in r.actors} == parties
        return alone and not search.has("met", first, last) and not is_elsewhere(search, index)

    def _other_entries(self) -> set[int]:
        """The sentences of a list's dated entries that tell of no call: "Friday: lunch with Soto. She thanked him"."""
        search, lines = self.search, self.search.document.sentences
        entries = list[list[int]]()
        for _, paragraph in groupby(range(len(lines)), key=lambda i: lines[i].paragraph):
            entry = list(paragraph)
            first, last = search.span(entry[0])
            times = timing.times_in(search, first, last)
            dated = any(w.first == first and search.lower[w.last] in (":", ".") for w in times)
            if dated or not search.entries.keys().isdisjoint(entry):
                entries.append(entry)
        apart = [entry for entry in entries if self.told.keys().isdisjoint(entry)]
        return {i for entry in apart for i in entry} if len(apart) < len(entries) else set()

    def _whole(self, index: int) -> set[int]:
        """The calls told so far all of whose parties a sentence names."""
        named = {
            a for ref in self.search.refs_between(*self.search.span(index)) for a in ref.actors
        }
        calls = enumerate(self.frames)
        return {at for at, f in calls if self.begun[at] <= index and named.issuperset(f.parties)}

    def _begins_late(self) -> bool:
        """Whether the one call that a headline tells is told in the text only after it has spoken of something else."""
        body = [i for i in self.search.told_in[0] if not self.search.is_heading(i)]
        return bool(body) and min(body) > _LATE

    def _is_apart(self, unread: Unread) -> bool:
        """Whether words for a call that could not be read are of one of its own: "A call from Oslo", "with Z"."""
        search, of_one = self.search, unread.cue.kind == "noun" and not unread.cue.plural
        rang = unread.cue.kind == "direct" or unread.cue.medium != "unspecified"
        if rang and unread.reason == "no_official":
            return True  # "She also telephoned the head of the station"
        at, bare = unread.cue.first - 1, not search.is_a(unread.cue.last, "link")
        dated = bare and search.is_a(at, "genitive") and may_begin(search.lower[at - 1])
        # "the call", "yesterday's call"
        told = (search.is_a(at, "the") or dated) and unread.reason != "no_official"
        return of_one and not told

    def _heads_a_matter(self, index: int) -> bool:
        """Whether a numbered line begins another matter: "2. On the situation in Kenya"."""
        search, (first, last) = self.search, self.search.span(index)
        number, mark, word = (*search.lower[first : first + 3], "", "", "")[:3]
        numbered = (
            number.isdigit() and mark in (".", ")") and word in search.words["heads_a_matter"]
        )
        return numbered and search.lower[last - 1] not in (".", "!", "?", ":", ";")

    def _is_of_next(self, index: int) -> bool:
        """Whether a sentence begins with a call that comes behind the one told so far: "The second call was"."""
        search, first = self.search, self.search.span(index)[0]
        return search.is_a(first + 1, "later_one") and search.is_a(first + 2, "call_noun")

    def _is_away(self, index: int) -> bool:
        """Whether a sentence tells of no call, but of another occasion, or goes on with what one before told of it."""
        search = self.search
        refers = index in search.references and search.references[index].kind != "direct"
        if index in self.told or refers or index in search.shared:
            return False
        return (
            index in self.others
            or self._is_of_meeting(index)
            or is_elsewhere(search, index)
            or (self.away == index - 1 >= 0 and goes_on(search, index))
        )

    def _is_of_meeting(self, index: int) -> bool:
        """Whether a sentence names somebody whom a party met, and one party at most: "She met Soto", "thanked Soto"."""
        if not self.met:
            return False
        refs = self.search.refs_between(*main_clause(self.search, index))
        named = {a for ref in refs if ref.kind != "pronoun" for a in ref.actors}
        return bool(named & self.met) and len(named & self.whose.keys()) <= 1

    def _names_another(self, index: int, at: int) -> bool:
        """Whether a sentence that was said elsewhere names another party of a call, or its country."""
        refs, parties = self.search.refs_between(*self.search.span(index)), self.frames[at].parties
        sides = [side for ref in refs for side in (ref.side, *ref.countries) if side]
        places = {country or organisation for country, organisation in sides}
        named = {a for ref in refs for a in ref.actors} & set(parties)
        return len(named) > 1 or any(self.search.place(a) in places for a in set(parties) - named)

    def _about(self, index: int, sentence: Sentence, current: list[int]) -> list[int]:
        """The calls that a sentence tells of, given those of the sentence before."""
        if index in self.search.shared:
            sharers = {a for at in current for a in self.frames[at].parties}
            begun = [at for at in range(len(self.frames)) if self.begun[at] <= index]
            calls = [at for at in begun if not current or sharers & set(self.frames[at].parties)]
            last = self.told.get(self.spoken_of, [])
            first = self.search.span(index)[0]
            both = "both" in self.search.lower[first : first + _ORDER]
            return sorted(last) if both and len(last) == 2 < len(calls) else calls
        refers = index in self.search.references
        if index in self.told or refers:
            self.spoken_of = index
        if index in self.told:
            told = self.told[index]  # "a call with A after an earlier call with B" goes on about A
            if current and self.search.talked_of.issuperset(told):
                return current  # "He also gave a readout of his call with B and condemned"
            return [at for at in told if at not in self.search.earlier] or told
        if index - self.spoken_of > self.reach:
            return []
        if len(self.frames) > 1 and (led := self._led(index)) is not None:
            return led
        if to_all := self._to_all(index) or self._of_both(index, current):
            return to_all
        refs = self.search.refs_between(*self.search.span(index))
        refs = [r for r in refs if not self.search.cast.is_a(r.last, "of_a_leader")]
        actors = {a for ref in refs for a in ref.actors}
        named = [at for a in actors for at in self.whose.get(a, ()) if self.begun[at] <= index]
        if not current:
            return self._fewest(actors, index) if refers and named else []
        # "He held a call with Y. He condemned the raid on Peru": right behind one call's telling it is of that.
        behind = len(self.told.get(index - 1, ())) == 1
        if not behind and (one := self._by_place(set(named), actors, refs)) is not None:
            return [one]
        own = [at for at in named if at in current]
        whole = [at for at in set(named) if actors.issuperset(self.frames[at].parties)]
        if whole and not set(whole) & set(current):
            return sorted(whole)
        if by_name := self._called_by_name(refs, index, current):
            return by_name  # "Mirel told him": whoever "him" was taken for
        if named and not own:
            return self._fewest(actors, index)
        if len(current) > 1 and own:
            apart = {a for r in refs for a in r.actors}
            return _narrow(own, self.frames, apart) or current  # "the leaders" are not those of one
        plural = any(ref.plural for ref in refs)
        if self.many and plural:
            return self.many
        grouped = plural or any(ref.kind in ("group", "pronoun") for ref in refs)
        if not named and not grouped and sentence.paragraph != self.paragraph and not self.readout:
            return []
        return current

    def _called_by_name(self, refs: list[Ref], index: int, current: list[int]) -> list[int]:
        """The calls of those whom a sentence names, where those gone into so far are of none of them."""
        actors = {a for ref in refs if ref.name for a in ref.actors if a in self.whose}
        calls = {at for a in actors for at in self.whose[a] if self.begun[at] <= index}
        return self._fewest(actors, index) if calls and calls.isdisjoint(current) else []

    def _led(self, index: int) -> list[int] | None:
        """The calls of whom a sentence begins with: "With Quen she"; none for "To the latter"; None if otherwise."""
        search = self.search
        first, last = search.span(index)
        faces = search.is_a(first, "with_whom")
        head = first + 1, min(last, first + _ORDER)
        if faces:
            faced = next((r for r in search.refs_between(*head) if len(r.actors) == 1), None)
            if faced is not None:
                calls = self.whose.get(faced.actors[0], [])
                return calls if len(calls) == 1 and self.begun[calls[0]] <= index else None
        counts = search.has("former_or_latter", *head) or search.has("one", *head)
        return [] if counts and (faces or search.is_a(first, "inside")) else None

    def _to_all(self, index: int) -> list[int]:
        """The calls of whoever in a sentence speaks to all he had calls with: "thanked all three", "told his peers"."""
        search = self.search
        first, last = search.span(index)
        at = next((k for k in range(first + 1, last) if self._is_all(k)), first)
        if at == first:
            return []
        subject = next((r for r in search.refs_between(first, at) if len(r.actors) == 1), None)
        calls = self.whose.get(subject.actors[0], []) if subject is not None else []
        calls = [call for call in calls if self.begun[call] <= index]
        counted = search.lower[at]
        many = 2 if counted == "both" else search.number(at, at + 3) or len(calls)
        return calls if len(calls) == many > 1 else []

    def _of_both(self, index: int, current: list[int]) -> list[int]:
        """The two calls, told in one go, of which one was gone into: "rang A and B. A was glad. Both condemned"."""
        first = self.search.span(index)[0]
        bare = self.search.lower[first] == "both"
        bare = bare and any(r.last == first + 1 for r in self.search.refs_between(first, first + 1))
        two = self.told.get(self.spoken_of, [])
        if not bare or len(two) != 2 or len(current) != 1 or current[0] not in two:
            return []
        host = set.intersection(*(set(self.frames[at].parties) for at in two))
        return [] if host & self.search.told_by(index - 1) else two  # not "With A she agreed. Both"

    def _is_all(self, at: int) -> bool:
        """Whether all whom somebody had calls with begin at a token: "each", "both", "the four leaders"."""
        search = self.search
        if not search.is_a(at - 1, "tell", "with_whom"):
            return False
        counted = search.number(at + 1, at + 2) is not None
        peers = at + 1 + counted
        those = counted or search.lower[at] != "the" or search.is_a(peers, "callers")
        those = those and search.is_a(at, "the")
        several = search.is_a(peers, "peers", "callers") and search.lower[peers].endswith("s")
        return search.is_a(at, "all_of") or (those and several)

    def _by_place(self, named: set[int], actors: set[int], refs: list[Ref]) -> int | None:
        """The call whose other party's country a sentence names: "Minister Quen thanked Kenya" after calls with two."""
        if len(named) < 2 or any(r.plural for r in refs):
            return None
        places = {
            r.country or r.organisation for r in refs if r.kind == "place" and not r.adjectival
        }
        others = {at: set(self.frames[at].parties) - actors for at in named}
        fit = [at for at in named if any(self.search.place(a) in places for a in others[at])]
        return fit[0] if len(fit) == 1 and actors <= set(self.frames[fit[0]].parties) else None

    def _fewest(self, actors: set[int], index: int) -> list[int]:
        """The calls told so far of those of the named who took part in the fewest."""
        known = (self.whose[a] for a in actors if a in self.whose)
        of_each = [[at for at in calls if self.begun[at] <= index] for calls in known]
        few = min(map(len, filter(None, of_each)), default=0)
        return sorted({at for calls in of_each if len(calls) == few for at in calls})


def _narrow(own: list[int], frames: list[CallFrame], actors: set[int]) -> list[int]:
    """Of calls that share a party, those whose other party the sentence names."""
    calls = set(own)
    shared = [p for p in actors if sum(p in frames[at].parties for at in calls) == 1]
    return sorted(at for at in calls if any(p in frames[at].parties for p in shared))
