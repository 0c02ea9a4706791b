"""The people of one article while it is read, and what each of its references means.

What belongs here: the record, looking into it, joining two of its people, and its references as mentions with offsets
for the layers to come. What does not: deciding who is who (``resolve``, ``pronouns``), and who is of which country
(``countries``).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise

from readouts.parse.actors.people import same_name
from readouts.parse.actors.people.person import MANY, Person, office_words
from readouts.parse.actors.references.record import NO_SIDE, Ref, Side
from readouts.parse.actors.sources import Source
from readouts.parse.document import Actor, Document, Mention, MentionKind
from readouts.parse.text.tokens import BULLETS, Tokens, quoted_tokens, unescaped
from readouts.reference.word_classes import word_classes

_LABEL_ENDS = frozenset(":.–—-|")
_BRACKETS = str.maketrans("", "", "[]()")


class Cast:
    """The actors of one article and, for each reference, which of them it means.

    ``source`` is the country the report comes from, ``organisation`` the body, ``official`` whether it speaks itself.
    ``writer`` is whose statement in the first person the text is; ``author`` words for whose page it stands on.
    ``links`` are the sentences that only lead to other stories; no reference stands in one.
    ``by_word`` has people by the words of their names, ``by_place`` by country or organisation.
    """

    def __init__(self, document: Document, tokens: Tokens, refs: list[Ref], source: Source) -> None:
        self.text, self.tokens = document.text, tokens
        self.source, self.day = document.source_country, document.published
        self.organisation, self.official = source.organisation, source.official
        self.words = word_classes("small_words", document.language)
        lines = document.sentences
        self.links = frozenset(i for i in range(len(lines)) if self._is_link(tokens.first[i]))
        self.refs = [r for r in refs if tokens.sentence[r.first] not in self.links]
        self.headings = frozenset(i for i, line in enumerate(lines) if line.heading)
        before = [-1, *(line.paragraph for line in lines)]
        self.paragraph_starts = frozenset(
            i for i, line in enumerate(lines) if line.paragraph != before[i]
        )
        self.people: list[Person] = []
        self.by_word: dict[str, list[Person]] = {}
        self.by_place: dict[str, list[Person]] = {}
        self.writer: int | None = None
        self.author: tuple[Ref, str] | None = None
        self._firsts = [r.first for r in self.refs]

    def refs_between(self, first: int, last: int) -> list[Ref]:
        """Return the references that begin at tokens from ``first`` up to ``last``."""
        low = bisect_left(self._firsts, first)
        return self.refs[low : bisect_left(self._firsts, last, low)]

    def is_a(self, i: int, *names: str) -> bool:
        """Whether the word at a token is in one of some sets of ``small_words.tsv``."""
        return any(self.tokens.lower[i] in self.words[name] for name in names)

    def sentence(self, ref: Ref) -> int:
        """Return the index of the sentence that a reference stands in."""
        return self.tokens.sentence[ref.first]

    def span(self, ref: Ref) -> tuple[int, int]:
        """Return the tokens of the sentence that a reference stands in, the second exclusive."""
        sentence = self.sentence(ref)
        return self.tokens.first[sentence], self.tokens.last[sentence]

    def _is_link(self, first: int) -> bool:
        """Whether a sentence only leads to another story: "READ MORE: Quen and Velt speak by phone"."""
        leads = self.is_a(first, "link_to_more") and self.is_a(first + 1, "link_to_more")
        return leads and self.tokens.lower[first + 2] == ":"

    @cached_property
    def quoted(self) -> bytearray:
        """For each token whether it stands in quotation marks."""
        return quoted_tokens(self.tokens, self.paragraph_starts)

    @cached_property
    def last_names(self) -> frozenset[str]:
        """What stands behind another word in any name, also a bare one."""
        names = (self.tokens.words[r.name[0] + 1 : r.name[1]] for r in self.refs if r.name)
        return frozenset(same_name.fold(word) for name in names for word in name)

    @cached_property
    def place_heads(self) -> dict[int, Side]:
        """Lines below the first that name a country or a body and say no more, and what each heads a passage on."""
        heads: dict[int, Side] = {}
        for index in self.headings - {0}:
            begin, end = self.tokens.first[index], self.tokens.last[index]
            told = self.refs_between(begin, end)
            one = told[0] if len(told) == 1 and told[0].kind == "place" else None
            if one and one.side:
                beside = self.tokens.lower[begin : one.first] + self.tokens.lower[one.last : end]
                if not any(word.isalpha() and word != "the" for word in beside):
                    heads[index] = one.side
        return heads

    @cached_property
    def entries(self) -> dict[int, tuple[int, Side]]:
        """The sentences of a list by country, with the token where each one's passage begins and what heads that.

        A line of its own heads the paragraph below, "Peru: ..." its own.
        """
        found: dict[int, tuple[int, Side]] = {}
        starts = sorted(self.paragraph_starts | self.headings)
        for index, after in pairwise([*starts, len(self.tokens.first)]):
            side = self.place_heads.get(index - 1) or self._label(index)
            if side is not None:
                found |= dict.fromkeys(range(index, after), (self.tokens.first[index], side))
        return found if len(set(found.values())) > 1 else {}

    def _label(self, index: int) -> Side | None:
        """What a paragraph is about that begins with a country, behind a bullet, a number or the time of day."""
        words, begin, end = self.tokens.lower, self.tokens.first[index], self.tokens.last[index]
        first = begin
        while first < end and not (words[first].isalpha() and words[first] != "the"):
            first += 1
        begun = self.refs_between(first - 1, first + 1)[:1]
        for place in begun:
            # "MOSCOW — Minister Quen": a town before words of its sentence is where they come from, and no label.
            town = (
                words[begin - 1] in BULLETS and words[place.last] == ":" and place.form == "capital"
            )
            named = place.kind == "place" and (place.form == "name" or town)
            named = named and not place.adjectival
            whole = place.last >= end - (words[end - 1] == ".")
            if named and (whole or words[place.last] in _LABEL_ENDS):
                return place.side
        return None

    def is_headed(self, person: Person) -> bool:
        """Whether only headlines speak of somebody."""
        return all(self.sentence(self.refs[i]) in self.headings for i in person.refs[:MANY])

    def written(self, ref: Ref) -> str:
        """The name as the text has it, without an editor's brackets; "Quen, Ilvar" and "@IlvarQuen" as "Ilvar Quen"."""
        assert ref.name is not None
        name = self.text[self.tokens.starts[ref.name[0]] : self.tokens.ends[ref.name[1] - 1]]
        if ref.name[1] - ref.name[0] == 1:
            name = " ".join(same_name.parts(name))
        if ref.form == "surname first":
            name = " ".join(reversed(name.split(", ")))
        return " ".join(unescaped(name).translate(_BRACKETS).split())

    def name_within(self, actor: int, start: int, end: int) -> str | None:
        """Return the name of an actor as it stands between two offsets of the text."""
        starts = self.tokens.starts
        refs = self.refs_between(bisect_left(starts, start), bisect_left(starts, end))[:60]
        return next((self.written(r) for r in refs if actor in r.actors and r.name), None)

    def add(
        self,
        kind: str = "",
        words: frozenset[str] = frozenset(),
        office: str | None = None,
        side: Side = NO_SIDE,
    ) -> Person:
        """Take up somebody of whom the text has not spoken before."""
        person = Person(Actor(len(self.people), None, office, *side), kind=kind, words=words)
        self.people.append(person)
        return person

    def index_place(self, person: Person) -> None:
        """Let a person be found by the country or organisation."""
        place = place_key((person.actor.country, person.actor.organisation))
        if place and place not in person.indexed:
            self.by_place.setdefault(place, []).append(person)
            person.indexed.add(place)

    def body_of(self, usual: str, ref: Ref) -> str | None:
        """The body whose an office without one is: the one that heads it ("NATO - Secretary General"), or the usual.

        ``usual`` is as offices have it ("~UN"). A ministry's own page speaks of its own "Secretary-General", unless it
        names the body; where only others are named, whose he is is not known.
        """
        body = usual.removeprefix("~")
        label = next(iter(self.refs_between(ref.first - 2, ref.first - 1)), None)
        if (
            label is not None
            and label.organisation
            and self.tokens.lower[label.last] in _LABEL_ENDS
        ):
            return label.organisation
        named = {other.organisation for other in self.refs if other.organisation}
        of_state = self.official and self.source is not None
        return body if body in named or not (of_state or named) else None

    @cached_property
    def narrator(self) -> int:
        """The source's own official who writes in the first person: whose page it is, else one without a name."""
        if self.author is None:
            return self.add("minister", side=(self.source, None)).actor.id
        ref, name = self.author
        key = same_name.key(name.split())
        known = (p for p in self.people if p.key == key and p.actor.place in ("", ref.country))
        person = next(known, None)
        if person is None:
            person = self.add(ref.office_kind or "", office_words(ref.office or ""), ref.office)
            person.actor.name, person.key = name, key
        person.actor.country, person.weak = ref.country, False
        return person.actor.id

    def rename(self, unnamed: int, weak: int) -> int:
        """Say that an unnamed holder of an office is the person of a bare name; return the one kept."""
        self.people[weak].weak = False
        self.join(self.people[unnamed], self.people[weak])
        return weak

    def join(self, unnamed: Person, named: Person) -> None:
        """Say that an unnamed holder of an office is the person named: all its mentions become hers."""
        gone, kept = unnamed.actor, named.actor
        kept.office = kept.office or gone.office
        named.kind = named.kind or unnamed.kind
        named.words |= unnamed.words
        kept.country, kept.organisation = gone.country, gone.organisation
        for index in unnamed.refs:
            ref = self.refs[index]
            ref.actors = tuple(kept.id if a == gone.id else a for a in ref.actors)
            named.refs.append(index)
        unnamed.refs.clear()
        unnamed.joined = kept.id

    def kept(self, actor: int) -> int:
        """Return who somebody proved to be: the person of a name, for an office without one."""
        while (joined := self.people[actor].joined) is not None:
            actor = joined
        return actor


def place_key(side: Side) -> str:
    """Return what people are indexed by: "NOR", or "~UN" for an organisation, "" for neither."""
    country, organisation = side
    return country or (f"~{organisation}" if organisation else "")


def mentions(document: Document, cast: Cast) -> list[Mention]:
    """Return the references as mentions with offsets, groups resolved to the parties of their call."""
    told_in = {i: frame for frame in reversed(document.frames) for i in frame.sentences}
    parties = {party for frame in document.frames for party in frame.parties}
    found: list[Mention] = []
    for ref in cast.refs:
        actors = ref.actors
        weak = len(actors) == 1 and cast.people[actors[0]].weak and actors[0] not in parties
        if ref.kind == "name" and weak:
            continue
        frame = told_in.get(cast.sentence(ref))
        if (ref.kind == "group" or ref.plural) and not actors and frame is not None:
            actors = tuple(frame.parties)
        found.append(_mention(ref, actors, cast))
    return found


def _mention(ref: Ref, actors: tuple[int, ...], cast: Cast) -> Mention:
    side = cast.people[actors[0]].actor if len(actors) == 1 else ref
    tokens = cast.tokens
    kind: MentionKind
    if ref.kind == "place":
        kind = "country" if ref.country else "organisation"
    else:
        kind = "group" if ref.plural else "person" if ref.kind == "name" else ref.kind
    owner = ref.kind != "place" and cast.is_a(ref.first, "his_or_their")
    return Mention(
        tokens.starts[ref.first],
        tokens.ends[ref.last - 1],
        kind,
        actors,
        side.country,
        side.organisation,
        tokens.lower[ref.last] == "'s" or owner,
        ref.adjectival,
    )
