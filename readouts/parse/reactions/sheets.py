"""What a document's sentences were read as, before any of it is tied to a call.

What belongs here: reading each sentence once, and only those in which a rule can fire. What does not: the rules
(``claims.py``) and the parties of a call (``holders.py``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from readouts.parse.document import Document, Mention
from readouts.parse.reactions.claims import Claim, find_claims
from readouts.parse.reactions.clauses.lines import PLAIN, Line, quoted_at_start
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import Subject
from readouts.parse.text.dates import whens
from readouts.parse.text.tokens import tokenise
from readouts.reference.stances.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Read:
    """One sentence: its words, its claims, and the subjects of its verbs of saying outside quotation marks."""

    line: Line
    claims: list[Claim]
    speakers: list[Subject]


_STATED = 3
"""So many words before a day stands what was said on it: "a statement on Sunday"."""


class Sheet:
    """One document's sentences, each read when it is first asked for."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        self.starts = [sentence.start for sentence in document.sentences]
        self._read: dict[int, Read] = {}
        self._days: dict[int, list[tuple[int, date]]] = {}
        self._relevant: dict[int, bool] = {}
        grammar = lexicon.grammar
        anybody = "all", "everyone", "speaker", "own", "parties", "conversation"
        self._anybody = lexicon.impersonal.union(*(grammar[name] for name in anybody))

    @cached_property
    def opens(self) -> list[bool]:
        """For each sentence whether it begins inside quotation marks."""
        return quoted_at_start(self.document)

    @cached_property
    def shared(self) -> dict[int, frozenset[int]]:
        """For each sentence that tells of several calls the actors who are parties of all of them."""
        out: dict[int, frozenset[int]] = {}
        for frame in self.document.frames:
            for index in frame.sentences:
                out[index] = out.get(index, frozenset(frame.parties)) & frozenset(frame.parties)
        return out

    @cached_property
    def callers(self) -> frozenset[int]:
        """The actors who are parties of any call of the document."""
        return frozenset(actor for frame in self.document.frames for actor in frame.parties)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries that the document names, by themselves or through persons."""
        return frozenset(m.country for m in self.document.mentions if m.country)

    @cached_property
    def calls_told(self) -> Counter[int]:
        """Of how many calls each sentence tells."""
        return Counter(index for frame in self.document.frames for index in set(frame.sentences))

    @cached_property
    def places_of_callers(self) -> frozenset[str]:
        """The countries and organisations of the callers, "" where one's is not known."""
        return frozenset(self.document.actors[a].place for a in self.callers)

    def mentions(self, index: int, back: int, until: int) -> list[Mention]:
        """The mentions from the head of the sentence that is so many before one, up to an offset of the text."""
        mentions, since = self.document.mentions, self.starts[max(0, index - back)]
        first = bisect_left(mentions, since, key=lambda m: m.start)
        return mentions[first : bisect_left(mentions, until, lo=first, key=lambda m: m.start)]

    def days(self, index: int) -> list[tuple[int, date]]:
        """The days that a sentence names, each with the offset of its words."""
        if index not in self._days:
            sentence = self.document.sentences[index]
            published = self.document.published_at(sentence.start)
            tokens = tokenise(self.document.text[sentence.start : sentence.end])
            tokens.sentence, tokens.first, tokens.last = [0] * len(tokens), [0], [len(tokens)]
            words = (
                tokens.lower
            )  # "Having failed to reach him on Sunday, he" is of another day by itself
            begin = words.index(",") if words[0] == "having" and "," in words else 0
            found = whens(tokens, begin, len(tokens), published, language=self.document.language)
            offsets = ((sentence.start + tokens.starts[w.first], w.day) for w in found)
            self._days[index] = [(at, day) for at, day in offsets if day]
        return self._days[index]

    def is_of_a_statement(self, line: Line, at: int, end: int, *, reported: bool = False) -> bool:
        """Whether a day, by its offset, stands behind word ``end`` as that of a statement: "in a post on Sunday".

        ``reported``: of one that may tell of the call: ", his office said in a statement on Sunday".
        """
        k = bisect_left(line.starts, at)
        stated = k >= end and line.has(range(k - _STATED, k), "said_apart")
        comma = next((i for i in range(end, k) if line.word(i) == ","), k)
        return stated and not (reported and line.has(range(comma, k), "saying", "according"))

    def read(self, index: int) -> Read:
        """Read one sentence."""
        if index not in self._read:
            line = Line(self.document, index, self.lexicon, self.opens[index])
            clauses = Clauses(line, self.lexicon)
            speakers = [
                p.subject
                for p in clauses.predicates
                if "say" in p.classes and p.form in ("finite", "ing", "gerund")
                if not line.quoted[p.at]
            ]
            self._read[index] = Read(line, find_claims(clauses), speakers or _attributed(line))
        return self._read[index]

    def relevant(self, index: int) -> bool:
        """Whether a sentence has somebody in it, and words without which no rule fires."""
        if index not in self._relevant:
            document, sentence = self.document, self.document.sentences[index]
            words = frozenset(PLAIN.findall(document.text[sentence.start : sentence.end].lower()))
            at = bisect_left(document.mentions, sentence.start, key=lambda m: m.start)
            peopled = at < len(document.mentions) and document.mentions[at].start < sentence.end
            peopled = peopled or not self._anybody.isdisjoint(words)
            self._relevant[index] = peopled and self.lexicon.relevant(words)
        return self._relevant[index]


def _attributed(line: Line) -> list[Subject]:
    """Who stands with a verb right behind a quotation, whatever the verb: '"I condemn it," she shot back'.

    Nobody where others speak within it, or it goes on behind.
    """
    marks = [k for k, word in enumerate(line.words) if word == '"']
    k = marks[-1] if marks else 0
    if not k or not line.quoted[k - 1] or line.word(k - 1) not in (",", "?", "!"):
        return []
    m, inside = line.mention_behind(k + 1, "determiner"), (i for i in range(k) if line.quoted[i])
    known = line.kind(m) in ("person", "nominal", "pronoun") and not line.possessive[m]
    if not known or any(line.is_any(i, "saying") for i in inside):
        return []
    begin, end = line.spans[m]
    verb = line.word(end).isalpha() and not line.is_any(end, "preposition", "clause", "and")
    return [Subject("mention", (m,), begin)] if verb else []
