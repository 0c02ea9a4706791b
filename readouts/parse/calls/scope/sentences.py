"""Layer 3d: which sentences tell of which call.

What belongs here: the scope of each call, from where it is told on to where the text turns to something else. What
does not: what the sentences say.
"""

from __future__ import annotations

from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.found import Search, Unread
from readouts.parse.calls.scope.elsewhere import goes_on, is_elsewhere, met
from readouts.parse.document import CallFrame, Sentence

_READOUT = 3
"""A text that tells of a call in its headline or its first sentences is about that call."""
_LATE = 6
"""A text that tells of its call so many sentences down tells of something else before."""
_MARK = 5
"""A sentence of so few words is a dateline's: "OSLO, May 30." or "/Agency/."."""
_SHORT = 14
_ORDER = 3
"""Among so many first words of a sentence stands with whom the call was that it is about."""
_NTH = range(1, 5)
"""The calls told in one sentence that a later one counts: "In the third call she"."""
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
        self.met = met(search)
        self.unread = {n.sentence: n for n in search.unread if self._is_apart(n)}

    def fill(self) -> None:
        """Fill ``sentences`` of each call."""
        scopes: list[set[int]] = [set() for _ in self.frames]
        beside: list[set[int]] = [set() for _ in self.frames]
        sentences = self.search.document.sentences
        current: list[int] = []
        for index, sentence in enumerate(sentences):
            if index in self.search.cast.links:
                continue
            if sentence.heading:
                one = sum(begun <= index for begun in self.begun) == 1
                if index and not (self.readout and one):
                    current = []
                elif not index and len(self.frames) == 1 and not self._begins_late():
                    current, self.spoken_of = list(self.told.get(0, [])), 0
                continue
            if index not in self.told and (index in self.unread or self._is_of_next(index)):
                current = []  # of a call that could not be read
                continue
            if self._is_away(index):
                self.away = index
                for at in current:
                    if self._names_another(index, at):
                        beside[at].add(index)
                continue
            current = self._about(index, sentence, current)
            for at in current:
                scopes[at].add(index)
            if current:
                self.paragraph = sentence.paragraph
        for at, frame in enumerate(self.frames):
            told = self.search.told_in[at]
            frame.beside = frozenset(beside[at])
            if at in self.search.talked_of and len(self.frames) > 1:
                told = told - {index for other in scopes for index in other}
            inside = scopes[at] | beside[at] | {i for i in told if not sentences[i].heading}
            if (back := self._told_back(self.begun[at])) is not None:
                inside.add(back)
            frame.sentences = sorted(inside or told)

    def _begins_late(self) -> bool:
        """Whether the one call that a headline tells is told in the text only after it has spoken of something else."""
        body = [i for i in self.search.told_in[0] if not self.search.is_heading(i)]
        return bool(body) and min(body) > _LATE

    def _told_back(self, index: int) -> int | None:
        """The sentence before a call's, where "this" is what it told: "This came in a call", "said this after".

        Also where it names all parties of the one call that the text tells of, who "also" did in it what follows.
        """
        search, before = self.search, index - 1
        if before < 0 or search.is_heading(before) or before in self.told:
            return None
        met = search.has("in_person", *search.span(before))
        also = len(self.frames) == 1 and search.has("also", *search.span(index)) and not met
        if also and search.told_by(before).issuperset(self.frames[0].parties):
            return before
        first, last = search.span(index)
        if search.is_a(first, "the") and search.is_a(first + 1, "remarks"):
            made = search.is_a(first + 2, "came") and search.has("inside", first + 3, first + 6)
            return before if made else None
        this = search.find(range(first, last), "this", none=last)
        points = this < last and (this == first or search.is_a(this - 1, "saying"))
        came = search.is_a(this + 1, "came") or search.has("occasion", this + 1, this + 3)
        return before if points and came else None

    def _is_apart(self, unread: Unread) -> bool:
        """Whether words for a call that could not be read are of one of its own: "In another call", "with Z"."""
        search, cue = self.search, unread.cue
        before = cue.first - 3, cue.first
        another = search.has("separate", *before) or search.has("one", *before)
        of_one = cue.kind == "noun" and not cue.plural
        unknown = unread.reason == "no_official" and search.is_a(cue.last, "with")
        by_place = search.is_a(cue.last, "call_of_whom") and any(
            ref.kind == "place" for ref in search.refs_between(cue.last + 1, cue.last + 2)
        )  # "A call from Oslo ended badly"
        return of_one and (another or unknown or by_place)

    def _is_of_next(self, index: int) -> bool:
        """Whether a sentence begins with a call that comes behind the only one told so far: "The second call was"."""
        search, first = self.search, self.search.span(index)[0]
        later = search.is_a(first, "the") and search.is_a(first + 1, "later_one")
        only = sum(begun <= index for begun in self.begun) == 1
        return later and search.is_a(first + 2, "call_noun") and only

    def _is_away(self, index: int) -> bool:
        """Whether a sentence tells of no call, but of another occasion, or goes on with what one before told of it."""
        search = self.search
        refers = index in search.references and search.references[index].kind != "direct"
        if index in self.told or refers or index in search.shared:
            return False
        return (
            self._is_of_meeting(index)
            or is_elsewhere(search, index)
            or (self.away == index - 1 >= 0 and goes_on(search, index))
        )

    def _is_of_meeting(self, index: int) -> bool:
        """Whether a sentence names somebody whom a party met, and one party at most: "She met Soto", "thanked Soto"."""
        if not self.met:
            return False
        refs = self.search.refs_between(*self.search.span(index))
        named = {a for ref in refs if ref.kind != "pronoun" for a in ref.actors}
        return bool(named & self.met) and len(named & self.whose.keys()) <= 1

    def _names_another(self, index: int, at: int) -> bool:
        """Whether a sentence that was said elsewhere is toward another party of a call, or names it."""
        refs, parties = self.search.refs_between(*self.search.span(index)), self.frames[at].parties
        actors = {a for ref in refs for a in ref.actors}
        sides = [side for ref in refs for side in (ref.side, *ref.countries) if side]
        places = {country or organisation for country, organisation in sides}
        named = actors & set(parties)
        return len(named) > 1 or any(self.search.place(a) in places for a in set(parties) - named)

    def _about(self, index: int, sentence: Sentence, current: list[int]) -> list[int]:
        """The calls that a sentence tells of, given those of the sentence before."""
        if index in self.search.shared:
            sharers = {a for at in current for a in self.frames[at].parties}
            begun = [at for at in range(len(self.frames)) if self.begun[at] <= index]
            return [at for at in begun if not current or sharers & set(self.frames[at].parties)]
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
        if (one := self._led(index)) is not None:
            return [one]
        if to_all := self._to_all(index):
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
        if named and not own:
            return self._fewest(actors, index)
        if len(current) > 1 and own:
            apart = {a for r in refs for a in r.actors}
            return _narrow(own, self.frames, apart) or current  # "the leaders" are not those of one
        if self.many and not own and any(ref.plural or ref.kind == "group" for ref in refs):
            return self.many
        grouped = any(ref.plural or ref.kind in ("group", "pronoun") for ref in refs)
        if not named and not grouped and sentence.paragraph != self.paragraph and not self.readout:
            return []
        return current

    def _goes_on(self, index: int) -> bool:
        """Whether a sentence goes on with what one told: "The latter offered", "She condemned" behind it."""
        search, (first, last) = self.search, self.search.span(index)
        behind = search.is_a(first, "subject_pronoun") and index - 1 in self.told
        return (
            behind or search.has("former_or_latter", first, last) or search.has("also", first, last)
        )

    def _led(self, index: int) -> int | None:
        """The call that a sentence begins with: "With Minister Quen she ...", "To the latter ...", of those told last.

        Also "With the Norwegian, she ...", "To the second she ...", "In the first call she ...".
        """
        search = self.search
        first, last = search.span(index)
        faces = search.is_a(first, "with_whom")
        if not (faces or search.is_a(first, "inside")):
            return None
        head = first + 1, min(last, first + _ORDER)
        refs = search.refs_between(*head) if faces else []
        faced = next((r for r in refs if len(r.actors) == 1 or r.adjectival), None)
        if faced is not None and search.lower[faced.last] != "'s":
            if faced.adjectival and not search.is_a(faced.last, "comma", "subject_pronoun"):
                return None  # "With Norwegian help she"
            calls = [at for at in range(len(self.frames)) if self._is_with(at, faced)]
            calls = [at for at in calls if self.begun[at] <= index]
            return calls[0] if len(calls) == 1 else None
        told = next((e.frames for e in reversed(search.events) if e.sentence < index), [])
        calls = list(dict.fromkeys(told))
        if faces and len(calls) == 2 and search.has("former_or_latter", *head):
            return calls[-1 if search.has("the_latter", *head) else 0]
        which = (n for n in _NTH if search.has(f"nth_{n}", *head))
        n = next(which, len(calls) + 1) if len(calls) > 1 else len(calls) + 1
        whole = search.is_a(head[1], "comma", "subject_pronoun", "call_noun")
        return calls[n - 1] if whole and n <= len(calls) else None

    def _is_with(self, at: int, faced: Ref) -> bool:
        """Whether whom a reference means is in a call, or a party of the country that it names."""
        parties = self.frames[at].parties
        if faced.actors:
            return faced.actors[0] in parties
        return any(self.search.place(a) == faced.country for a in parties)

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

    def _is_all(self, at: int) -> bool:
        """Whether all whom somebody had calls with begin at a token: "each", "both", "the four leaders"."""
        search = self.search
        if not search.is_a(at - 1, "tell", "with_whom"):
            return False
        counted = search.number(at + 1, at + 2) is not None
        peers = at + 1 + counted
        their = search.is_a(at, "the") and search.is_a(peers, "peers", "callers")
        their = their and search.lower[peers].endswith("s")
        return search.is_a(at, "all_of") or (their and (counted or search.lower[at] != "the"))

    def _by_place(self, named: set[int], actors: set[int], refs: list[Ref]) -> int | None:
        """The call whose other party's country a sentence names: "Minister Quen thanked Kenya" after calls with two."""
        if len(named) < 2 or any(r.plural or r.kind == "group" for r in refs):
            return None
        lower = self.search.lower
        places = {
            r.country or r.organisation
            for r in refs
            if r.kind == "place" and not r.adjectival and lower[r.last] != "'s"
        }
        fit = [
            at
            for at in named
            if any(self.search.place(a) in places for a in set(self.frames[at].parties) - actors)
        ]
        return fit[0] if len(fit) == 1 and actors <= set(self.frames[fit[0]].parties) else None

    def _fewest(self, actors: set[int], index: int) -> list[int]:
        """The calls told so far of those of the named who took part in the fewest."""
        known = (self.whose[a] for a in actors if a in self.whose)
        of_each = [[at for at in calls if self.begun[at] <= index] for calls in known]
        few = min(map(len, filter(None, of_each)), default=0)
        fewest = sorted({at for calls in of_each if len(calls) == few for at in calls})
        return fewest if few < max(2, len(self.frames)) else []


def _narrow(own: list[int], frames: list[CallFrame], actors: set[int]) -> list[int]:
    """Of calls that share a party, those whose other party the sentence names."""
    calls = set(own)
    full = [at for at in calls if all(p in actors for p in frames[at].parties)]
    shared = [p for p in actors if sum(p in frames[at].parties for at in calls) == 1]
    return sorted(full or [at for at in calls if any(p in frames[at].parties for p in shared)])
