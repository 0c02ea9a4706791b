"""One sentence as words: positions, mentions on them, tagged phrases, quotations.

What belongs here: turning a sentence of the document into parallel arrays that the layers above index by word.
What does not: verbs and subjects (``clauses.py``), stances, and any word of a language.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from readouts.parse.document import Document, Mention, Sentence
from readouts.reference.stances import Lexicon

_WORD = re.compile(r"['’](?:s|t|re|ve|ll|d|m)\b|[^\W_]+(?:[-.‑‐]{1,2}[^\W_]+)*|\S", re.IGNORECASE)
_FOLD = {ord("’"): "'", ord("‘"): "'", ord("‑"): "-", ord("‐"): "-", ord("“"): '"', ord("”"): '"'}


class Line:
    """The words of one sentence.

    ``words`` are lower-case with typographic quotes and hyphens made plain; ``starts`` and ``ends`` are their
    offsets in the article's text. ``cover[i]`` is the index in ``mentions`` of the outermost mention over word i,
    or -1; ``spans`` are the mentions' word ranges (end exclusive, a possessive "'s" counted in). ``countries``
    are (word, mention) for every mention that names a country, nested ones too. ``tags[i]`` maps the name of
    each set with a phrase that begins at word i to where that phrase ends. ``quoted[i]`` is True inside
    quotation marks. ``vocabulary`` are the words as a set,
    ``grammar`` the language's function words by class.
    """

    __slots__ = (
        "countries",
        "cover",
        "ends",
        "first",
        "grammar",
        "heading",
        "index",
        "last",
        "mentions",
        "possessive",
        "quoted",
        "spans",
        "starts",
        "tags",
        "vocabulary",
        "words",
    )

    def __init__(self, document: Document, index: int, lexicon: Lexicon, opens: bool) -> None:
        sentence = document.sentences[index]
        self.grammar = lexicon.grammar
        text = document.text
        self.index, self.first, self.last = index, sentence.start, sentence.end
        self.heading = sentence.heading
        base = sentence.start
        folded = text[base : sentence.end].translate(_FOLD)
        spans = [found.span() for found in _WORD.finditer(folded)]
        self.starts = [base + start for start, _ in spans]
        self.ends = [base + end for _, end in spans]
        self.words = [folded[start:end].lower() for start, end in spans]
        self.vocabulary = frozenset(self.words)
        self._place(document, sentence, lexicon)
        self.tags = lexicon.tag(self.words, self.cover, self.vocabulary)
        for at, mention in self.countries:
            end = self.spans[self.cover[at]][1] if self.cover[at] >= 0 else at + 1
            kind = "country" if mention.kind in ("country", "organisation") else "whom"
            self.tags[at] = {**self.tags[at], kind: end, "whom": end}
        for mention, (begin, end) in zip(self.mentions, self.spans, strict=True):
            if mention.kind != "country":
                self.tags[begin] = {**self.tags[begin], "whom": end}
        self._quote(text, opens)

    def _place(self, document: Document, sentence: Sentence, lexicon: Lexicon) -> None:
        """Lay the mentions over the words."""
        waters, namesakes = lexicon.grammar["water"], lexicon.grammar["namesake"]
        first, last = sentence.start, sentence.end
        count = len(self.words)
        self.cover = [-1] * count
        self.mentions: list[Mention] = []
        self.spans: list[tuple[int, int]] = []
        self.possessive: list[bool] = []
        self.countries: list[tuple[int, Mention]] = []
        mentions = document.mentions
        at = bisect_left(mentions, first, key=lambda m: m.start)
        covered = -1
        while at < len(mentions) and mentions[at].start < last:
            mention = mentions[at]
            at += 1
            begin = bisect_left(self.starts, mention.start)
            end = bisect_left(self.starts, mention.end, lo=begin)
            if begin >= end:
                continue
            after = self.words[end] if end < count else ""
            water = after in waters or (after in namesakes and not mention.adjectival)
            if (mention.country or mention.organisation) and not water:
                self.countries.append((begin, mention))
            if begin < covered:
                continue
            owns = self.words[end - 1] == "'s" or (mention.possessive and end == begin + 1)
            after = self.words[end] if end < count and self.starts[end] == mention.end else ""
            if after == "'s" or (after == "'" and self.words[end - 1].endswith("s")):
                owns = True
                end += 1
            elif after == "." and end + 1 < count:
                end += 1
            for i in range(begin, end):
                self.cover[i] = len(self.mentions)
            self.mentions.append(mention)
            self.spans.append((begin, end))
            self.possessive.append(owns)
            covered = end

    def _quote(self, text: str, opens: bool) -> None:
        """Mark the words inside quotation marks; ``opens`` says that the sentence begins inside."""
        self.quoted = [opens] * len(self.words)
        if '"' not in self.vocabulary:
            return
        inside = opens
        for i, word in enumerate(self.words):
            if word == '"':
                mark = text[self.starts[i]]
                inside = True if mark == "“" else False if mark == "”" else not inside
                continue
            self.quoted[i] = inside

    @property
    def open_at_end(self) -> bool:
        """Whether the sentence ends inside a quotation."""
        for i in range(len(self.words) - 1, -1, -1):
            if self.words[i] != '"':
                return self.quoted[i] and '"' not in self.words[i + 1 : i + 2]
        return False

    def mention_before(self, at: int) -> int:
        """Return the index of the last mention that begins before word ``at``, or -1."""
        return bisect_left(self.spans, (at, -1)) - 1

    def mention_ending(self, at: int) -> int:
        """Return the index of the mention whose last word is ``at``, or -1."""
        m = self.cover[at] if at >= 0 else -1
        return m if m >= 0 and self.spans[m][1] == at + 1 else -1
