"""One sentence as words: positions, the mentions on them, tagged phrases, quotations, noun phrases around a mention.

What belongs here: turning a sentence of the document into parallel arrays that the modules beside this one index by
word. What does not: verbs (``verbs.py``), stances, and any word of a language.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from readouts.parse.document import Document, Mention
from readouts.reference.stances.lexicon import Lexicon
from readouts.reference.stances.patterns import PERSON

_WORD = re.compile(r"['’](?:s|t|re|ve|ll|d|m)\b|[^\W_]+(?:[-.‑‐]{1,2}[^\W_]+)*|\S", re.IGNORECASE)
_FOLD = {ord("’"): "'", ord("‘"): "'", ord("‑"): "-", ord("‐"): "-", ord("“"): '"', ord("”"): '"'}
PLAIN = re.compile(r"[^\W_]+(?:[-‑‐][^\W_]+)*")
"""A word without marks, of a text in lower case: enough to see whether anything can be found in it."""
_MARKS = re.compile('[“”"]|\n')


class Line:
    """The words of one sentence.

    ``words`` are lower-case with typographic quotes and hyphens made plain; ``starts`` and ``ends`` are their
    offsets in the article's text. ``cover[i]`` is the index in ``mentions`` of the outermost mention over word i,
    or -1; ``spans`` are the mentions' word ranges (end exclusive, a possessive "'s" counted in). ``countries``
    are (word, mention) for every mention that names a country, nested ones too. ``tags[i]`` maps the name of
    each set with a phrase that begins at word i to where that phrase ends. ``quoted[i]`` is True inside
    quotation marks. ``vocabulary`` are the words as a set, ``grammar`` the language's function words by class, ``text``
    is the article's.
    """

    def __init__(self, document: Document, index: int, lexicon: Lexicon, opens: bool) -> None:
        sentence = document.sentences[index]
        self.text = document.text
        self.index, self.heading, self.grammar = index, sentence.heading, lexicon.grammar
        text, base = document.text, sentence.start
        folded = text[base : sentence.end].translate(_FOLD)
        found = [hit.span() for hit in _WORD.finditer(folded)]
        self.starts = [base + start for start, _ in found]
        self.ends = [base + end for _, end in found]
        self.words = [folded[start:end].lower() for start, end in found]
        self.vocabulary = frozenset(self.words)
        self.cover = [-1] * len(self.words)
        self.mentions: list[Mention] = []
        self.spans: list[tuple[int, int]] = []
        self.possessive: list[bool] = []
        self.countries: list[tuple[int, Mention]] = []
        self._place(document.mentions, base, sentence.end)
        self.tags = lexicon.tag(self.words, self.cover, self.vocabulary)
        for at, mention in self.countries:
            end = self.spans[self.cover[at]][1]
            kind = "country" if mention.kind in ("country", "organisation") else "whom"
            self.tags[at] = {**self.tags[at], kind: end, "whom": end}
        for mention, (begin, end) in zip(self.mentions, self.spans, strict=True):
            if mention.kind != "country":
                person = {} if mention.kind == "organisation" else {PERSON: end}
                self.tags[begin] = {**self.tags[begin], "whom": end, **person}
        self.quoted = self._quoted(text, opens)

    def _place(self, mentions: list[Mention], first: int, last: int) -> None:
        """Lay the mentions over the words, the outermost first."""
        covered, count = -1, len(self.words)
        for k in range(bisect_left(mentions, first, key=lambda m: m.start), len(mentions)):
            mention = mentions[k]
            if mention.start >= last:
                break
            begin = bisect_left(self.starts, mention.start)
            end = bisect_left(self.starts, mention.end, lo=begin)
            if begin >= end:
                continue
            after = self.words[end] if end < count else ""
            the = self.words[begin - 1 : begin] == self.words[end + 1 : end + 2] == ["the"]
            other = end + 2 + the
            joined = after == "and" and self.has(range(other, other + 1), "namesakes")
            # "the Oslo process", "the Oslo and Lima processes", "the Oslo and the Lima processes"
            bears_name = (joined or after in self.grammar["namesake"]) and not mention.adjectival
            # Also one of several countries, of which nothing tells which: "Congo", not "the Kingdom".
            told = mention.place or (
                mention.kind == "organisation" and self.words[end - 1] not in self.grammar["host"]
            )
            if told and not (bears_name or after in self.grammar["water"]):
                self.countries.append((begin, mention))
            if begin < covered:
                continue
            owns = mention.possessive and end == begin + 1
            touching = after and self.starts[end] == mention.end
            if touching and (after == "'s" or (after == "'" and self.words[end - 1][-1] == "s")):
                owns = True
                end += 1
            elif touching and after == "." and end + 1 < count:
                end += 1
            self.cover[begin:end] = [len(self.mentions)] * (end - begin)
            self.mentions.append(mention)
            self.spans.append((begin, end))
            self.possessive.append(owns)
            covered = end

    def _quoted(self, text: str, opens: bool) -> list[bool]:
        """Mark the words inside quotation marks; ``opens`` says that the sentence begins inside."""
        if '"' not in self.vocabulary:
            return [opens] * len(self.words)
        out, inside = [], opens
        for word, start in zip(self.words, self.starts, strict=True):
            out.append(inside and word != '"')
            if word == '"':
                inside = text[start] == "“" or (text[start] != "”" and not inside)
        return out

    def is_dateline(self, m: int) -> bool:
        """Whether a place only says where a report is from: "Oslo, May 3 – The minister", "OSLO – The minister"."""
        begin, end = self.spans[m]
        dated = any(word.isdigit() for word in self.words[end + 1 : end + 4])
        return not begin and (dated)

    def word(self, at: int) -> str:
        """Return the word at ``at``, "" outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def is_any(self, at: int, *classes: str) -> bool:
        """Whether the word at ``at`` is of one of the classes of function words."""
        if not 0 <= at < len(self.words):
            return False
        word, grammar = self.words[at], self.grammar
        for name in classes:  # noqa: SIM110 (a generator costs twice the time here)
            if word in grammar[name]:
                return True
        return False

    def has(self, where: Iterable[int], *classes: str) -> bool:
        """Whether any of some words is of one of the classes of function words."""
        return any(self.is_any(at, *classes) for at in where)

    def find(self, where: Iterable[int], *classes: str) -> int:
        """Return the first of some words that is of one of the classes of function words, or -1."""
        return next((at for at in where if self.is_any(at, *classes)), -1)

    def tagged(self, where: Iterable[int], name: str) -> bool:
        """Whether a phrase of a set of ``stance_sets.tsv`` begins at any of some words."""
        return any(name in self.tags[at] for at in where)

    def mention_before(self, at: int) -> int:
        """Return the index of the last mention that begins before word ``at``, or -1."""
        return bisect_left(self.spans, (at, -1)) - 1

    def mention_at(self, at: int) -> int:
        """Return the index of the mention over word ``at``, or -1; words outside the sentence have none."""
        return self.cover[at] if 0 <= at < len(self.cover) else -1

    def mention_ending(self, at: int) -> int:
        """Return the index of the mention whose last word is ``at``, or -1."""
        m = self.mention_at(at)
        return m if m >= 0 and self.spans[m][1] == at + 1 else -1

    def mention_behind(self, at: int, *classes: str) -> int:
        """Return the index of the mention over the first word from ``at`` on that is of none of the classes, or -1."""
        return self.mention_at(self.over(at, *classes))

    def kind(self, m: int) -> str:
        """Return the kind of a mention by its index, "" for -1."""
        return self.mentions[m].kind if m >= 0 else ""

    def is_attribute(self, m: int) -> bool:
        """Whether a mention says whose or of what state something is: "Norway's", "Norwegian"."""
        return self.possessive[m] or self.mentions[m].adjectival

    def begin(self, m: int) -> int:
        """Return the word that a mention begins at, with the article before it."""
        begin = self.spans[m][0]
        return begin - self.is_any(begin - 1, "determiner")

    def is_folk(self, m: int) -> bool:
        """Whether it is the people of a state that a mention names: "the people of Norway"."""
        begin = self.begin(m)
        return self.is_any(begin - 1, "of") and self.is_any(begin - 2, "folk")

    def people_of(self, at: int) -> int:
        """Return whose people the words up to ``at`` name: "the people of Norway", "the Norwegian people"; or -1."""
        if (m := self.mention_ending(at)) >= 0:
            return m if self.is_folk(m) else -1
        m = self.mention_ending(at - 1) if self.is_any(at, "folk") else -1
        return m if m >= 0 and self.is_attribute(m) else -1

    def is_of_state(self, m: int) -> bool:
        """Whether a mention is a party, its state or an office of it: "Norway", not "Norway's opposition"."""
        end = self.spans[m][1]
        end += self.word(end) in ("'s", "'")
        office = self.has(range(end, end + 4), "government", "office", "person")
        return not self.possessive[m] or office

    def only_counts(self, m: int) -> bool:
        """Whether "both" only counts those named before it: "Spain and Portugal have both condemned"."""
        begin, end = self.spans[m]
        alone = end == begin + 1 and self.is_any(begin, "everyone") and not self.is_any(end, "of")
        opens = self.is_any(begin - 1, "clause", "adverb", "preposition", "speaker")
        return alone and begin > 0 and not opens

    def is_everybody(self, at: int) -> bool:
        """Whether the plural noun at a word means all parties: "the leaders", "both sides", "participants"."""
        if not self.is_any(at, "parties"):
            return False
        stop = self.find(range(at - 1, max(-1, at - 5), -1), "clause", "preposition", "number")
        if stop >= 0 and not self.is_any(stop, "clause", "preposition"):
            return True
        return stop == at - 1 and self.is_any(at, "bare")

    def is_capital(self, at: int) -> bool:
        """Whether a word begins with a capital letter; False before the sentence."""
        return at >= 0 and self.text[self.starts[at]].isupper()

    def over(self, at: int, *classes: str) -> int:
        """Return the first word from ``at`` on that is of none of the classes: "the" in "to the minister"."""
        while at < len(self.words) - 1 and self.cover[at] < 0 and self.is_any(at, *classes):
            at += 1
        return at

    def back(self, at: int, *classes: str) -> int:
        """Return the last word up to ``at`` that is of none of the classes: "on" in "on the"; -1 where none is."""
        while at >= 0 and self.is_any(at, *classes):
            at -= 1
        return at


def quoted_at_start(document: Document) -> list[bool]:
    """For each sentence whether it begins inside quotation marks; a new line closes what was left open."""
    out: list[bool] = []
    inside, at = False, 0
    for sentence in document.sentences:
        for mark in _MARKS.finditer(document.text, at, sentence.start):
            inside = mark.group() == "“" or (mark.group() == '"' and not inside)
        out.append(inside)
        at = sentence.start
    return out
