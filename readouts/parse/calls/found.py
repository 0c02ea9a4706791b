"""What layer 3 finds on its way: the data that its modules share.

What belongs here: the records, and the state of one article's search. What does not: any rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from readouts.domain.records import Medium
from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.pronouns import signer
from readouts.parse.actors.references.record import Ref
from readouts.parse.calls.cues import Cue, call_words, cues_of, true_cues
from readouts.parse.document import CallFrame, Document
from readouts.parse.text.dates import When, may_begin
from readouts.parse.text.tokens import BULLETS, Tokens, is_picture

SUBJECT, OBJECT, OWNER, KIN = "subject", "object", "owner", "kin"


_TITLE = 5
"""The title of a page of what is to come has so many words at most: "The week ahead"."""


@dataclass(slots=True)
class Group:
    """References that stand together; ``role`` is SUBJECT, OBJECT, OWNER, KIN or a preposition, at token ``governor``.

    ``last`` is where it ends, with an apposition that holds no name; ``joins`` has for each reference but the first
    what joins it, "," or "and".
    """

    refs: list[Ref]
    role: str
    governor: int
    last: int
    joins: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Where the first reference begins."""
        return self.refs[0].first


@dataclass(slots=True)
class Event:
    """What one cue tells of: frames it opened or touched, in one sentence."""

    sentence: int
    cue: Cue
    frames: list[int]


@dataclass(slots=True)
class Unread:
    """A cue that yielded no call, with the reason."""

    sentence: int
    cue: Cue
    reason: str


@dataclass(slots=True)
class Series:
    """A round of calls announced in one go: what is said of all holds for each that follows.

    ``open`` says that those on the other side were not named: "spoke by phone with several colleagues"; ``among`` are
    the countries of the group they were said to be of, none where that is not known, None where no group was told;
    ``count`` is how many they were said to be: "held three calls", "took calls from four presidents". ``lead`` is the
    sentence that announced it, ``sentence`` the latest that told one of its calls.
    """

    principal: int
    sentence: int
    medium: Medium
    when: When | None
    received: bool = False
    open: bool = False
    among: frozenset[str] | None = None
    count: int | None = None
    opened: int = -1
    lead: int = field(init=False)

    def __post_init__(self) -> None:
        self.lead = self.sentence


@dataclass(slots=True)
class Conference:
    """A call of many announced in one sentence, whose participants another names."""

    sentence: int
    left: list[int]
    medium: Medium
    when: When | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an entry of a list begins behind the day or the hour that heads it, and its day where it gives one."""

    first: int
    when: When | None


class Search:
    """The search through one article: its text, its people, and what has been found so far.

    ``told_in`` has for each of ``frames`` the sentences that tell of it; ``principal`` is whose calls the story tells;
    ``earlier`` are calls only told of as background, ``talked_of`` those that another call was about;
    ``label`` the day that heads a paragraph, ``section`` that of the heading above it;
    ``entries`` are those of a page told entry by entry, by the sentence that tells each, ``page_day`` the day of all,
    ``owner`` whose they are, ``has_been`` whether the page says that they were;
    ``rung_by_all`` whom all those of a list by country rang;
    ``rung`` those whom one side spoke with in turn; ``lost_round`` says that a round was told whose calls could not be
    read; ``conferences`` are the sentences that tell of a call of many; ``anchor`` is the day of the call told last,
    ``latest`` its parties; ``here`` the sentence that is being read, ``times`` its expressions of time.
    """

    def __init__(self, document: Document, tokens: Tokens, cast: Cast) -> None:
        self.document, self.tokens, self.cast = document, tokens, cast
        self.lower, self.people, self.sentences = tokens.lower, cast.people, document.sentences
        self.words = call_words(document.language)
        self._cues = cues_of(tokens, document.language)
        self.frames: list[CallFrame] = []
        self.told_in: list[set[int]] = []
        self.events: list[Event] = []
        self.unread: list[Unread] = []
        self.failures: list[Unread] = []
        self.shared: set[int] = set()
        self.rung: list[set[int]] = []
        self.earlier: set[int] = set()
        self.talked_of: set[int] = set()
        self.references: dict[int, Cue] = {}
        self.lost_round = False
        self.groups: dict[int, list[Group]] = {}
        self.latest: list[int] = []
        self.principal: int | None = None
        self.anchor: date | None = None
        self.label: tuple[int, When | None] = (-1, None)
        self.section: When | None = None
        self.entries: dict[int, Entry] = {}
        self.page_day: When | None = None
        self.owner: int | None = None
        self.has_been = False
        self.rung_by_all: int | None = None
        self.series: Series | None = None
        self.conference: Conference | None = None
        self.conferences: set[int] = set()
        self.headed = False
        self.here = 0
        self.times: list[When] = []

    @cached_property
    def signer(self) -> int | None:
        """Whose statement the text is as a whole."""
        return signer(self.cast)

    @cached_property
    def is_diary(self) -> bool:
        """Whether days stand on lines of their own, each above what was done on it."""
        heads = (
            self.lower[self.tokens.first[i]]
            for i in range(1, len(self.sentences))
            if self.is_heading(i)
        )
        return sum(may_begin(word, self.document.language) for word in heads) > 1

    @cached_property
    def asked(self) -> frozenset[int]:
        """The sentences of those who only ask: "QUESTION: Did X ring Y?", up to who answers or the paragraph's end."""
        out, asking = set[int](), -1
        for i, sentence in enumerate(self.sentences):
            first = self.tokens.first[i]
            marked = self.is_a(first + 1, "label_end")
            alone = len(self.lower[first]) <= 2 or self.lower[first + 1] == "."  # "Q", "Q."
            if self.is_a(first, "asker") and (marked or alone):
                asking = sentence.paragraph
            elif marked or sentence.paragraph != asking:
                asking = -1
            out |= {i} if asking >= 0 else set()
        return frozenset(out)

    def cues(self, sentence: int, *, heading: bool) -> list[Cue]:
        """Return the words of a sentence that tell of calls that were; a ``heading`` does in the present."""
        found = self._cues.get(sentence) if sentence not in self.asked else None
        language, entry = self.document.language, self.entries.get(sentence)
        begin = entry.first if entry is not None else 0
        return true_cues(self.tokens, found or [], language, heading=heading, begin=begin)

    def speaks_of_call(self, sentence: int) -> bool:
        """Whether words for a call stand in a sentence, also for one that was none."""
        return bool(self._cues.get(sentence))

    def told_by(self, sentence: int) -> set[int]:
        """Return the actors whom the references of a sentence mean."""
        return {a for ref in self.refs_between(*self.span(sentence)) for a in ref.actors}

    def place(self, actor: int) -> str:
        """Return the country or organisation an actor speaks for, "" where it is not known."""
        return self.people[actor].actor.place

    def is_heading(self, sentence: int) -> bool:
        """Whether a sentence is a headline."""
        return self.sentences[sentence].heading

    def is_row(self, sentence: int) -> bool:
        """Whether a sentence is an entry of a list or the row of a table."""
        first, last = self.span(sentence)
        words = self.tokens.words[first:last]
        # the mark of a line's entry is of no sentence
        bare = self.tokens.words[first - 1] if self.tokens.sentence[first - 1] < 0 else ""
        return bool(words) and (
            "|" in words or bool({bare, words[0]} & BULLETS) or self._is_numbered(words)
        )

    def is_list(self, lead: int) -> bool:
        """Whether entries behind a lead are a list that it announces: not where it is one of them."""
        entry = self.is_row(lead) and not self.is_heading(lead)
        return not entry or self.lower[self.span(lead)[1] - 1] == ":"

    def _is_numbered(self, words: list[str]) -> bool:
        """Whether an entry's number stands before whom it is with: "1) With the Minister", "2. Ilvar Quen"."""
        number, mark, role = (*words[words[0] == "(" :][:3], "", "", "")[:3]
        own = mark in (")", ".") and (number.isdigit() or len(number) == 1)
        return own and (role.istitle() or role.lower() in self.words["with_whom"])

    def untold_rows(self) -> list[int]:
        """Rows of two sides below a headline of calls that told none; of lists, where nothing did: they may tell on."""
        lines = range(len(self.sentences))
        of_calls = (i for i in lines if self.is_heading(i) and self.speaks_of_call(i))
        told = {i for sentences in self.told_in for i in sentences}
        rows = [i for i in lines[next(of_calls, len(lines)) + 1 :] if self.is_row(i)]
        rows = [i for i in rows if not told or "|" in self.tokens.words[slice(*self.span(i))]]
        two_sided = (i for i in rows if len({*map(self.place, self.told_by(i))} - {""}) > 1)
        return [i for i in two_sided if i not in told]

    def is_ahead(self) -> bool:
        """Whether a headline says that the page tells what is to come: "The week ahead", "Upcoming events"."""
        heads = [i for i in range(min(2, len(self.sentences))) if self.is_heading(i)]
        spans = (self.span(i) for i in heads if not self.speaks_of_call(i))
        return any(
            last - first <= _TITLE and self.has("ahead", first, last) for first, last in spans
        )

    def span(self, sentence: int) -> tuple[int, int]:
        """Return the tokens of a sentence, the second exclusive."""
        return self.tokens.first[sentence], self.tokens.last[sentence]

    def is_a(self, i: int, name: str, *more: str) -> bool:
        """Whether the word at a token is in a set of ``call_words.tsv``, or in one of more."""
        word, sets = self.lower[i], self.words
        return word in sets[name] or (more != () and any(word in sets[other] for other in more))

    def find(self, where: Iterable[int], *names: str, none: int = -1) -> int:
        """Return the first of some tokens whose word is in one of the sets; ``none`` where there is none."""
        return next((i for i in where if self.is_a(i, *names)), none)

    def back(self, i: int, *names: str) -> int:
        """Return the last token up to ``i`` whose word is in none of the sets."""
        while self.is_a(i, *names):
            i -= 1
        return i

    def has(self, name: str, first: int, last: int) -> bool:
        """Whether a word of a set of ``call_words.tsv`` is among the tokens."""
        return not self.words[name].isdisjoint(self.lower[max(0, first) : last])

    def number(self, first: int, last: int) -> int | None:
        """Return the number from 2 to 8 that is written among the tokens."""
        return next((n for n in range(2, 9) if self.has(f"number_{n}", first, last)), None)

    def head(self) -> int:
        """Return the first token of the sentence being read behind a post's number or signs: "2/6 Rang", "📞 Rang"."""
        first, last = self.span(self.here)
        at = next((k for k in range(first, last) if not is_picture(self.lower[k])), last)
        numbered = self.lower[at].isdigit() and self.lower[at + 1] == "/"
        return at + numbered * (2 + self.lower[at + 2].isdigit())

    def opening(self, i: int) -> int:
        """Return the first token of the sentence of a token."""
        return self.tokens.first[self.tokens.sentence[i]]

    def refs_between(self, first: int, last: int) -> list[Ref]:
        """Return the references that begin at tokens from ``first`` up to ``last``."""
        return self.cast.refs_between(first, last)
