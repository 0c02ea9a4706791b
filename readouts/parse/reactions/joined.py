"""Mentions in a sentence as subjects: joined by "and", hanging on a preposition, opening a clause.

What belongs here: which mentions of a ``Line`` go together, and which can be a subject at all. What does not: the
subject of a given verb (``finite.py``).
"""

from __future__ import annotations

from bisect import bisect_left

from readouts.parse.reactions.verbs import REACH, UNKNOWN, Predicate, Subject, Verbs


class Joined(Verbs):
    """The predicates of one line, and its mentions as they are joined."""

    def oblique(self, begin: int) -> bool:
        """Whether the mention that begins at ``begin`` hangs on a preposition, itself or in a list."""
        words = self.line.words
        i = begin - 1
        if i >= 0 and words[i] in self.grammar["determiner"]:
            i -= 1
        return i >= 0 and words[i] in self.grammar["preposition"]

    def _coordinated_left(self, m: int) -> tuple[int, ...]:
        """Mentions joined before ``m``: "A, B and C" from C, with "A" not hanging on a preposition."""
        line, words = self.line, self.line.words
        found = [m]
        joined = False
        while len(found) < 12:
            i = line.spans[found[0]][0] - 1
            beside = line.mention_ending(i)
            if beside >= 0 and line.mentions[beside].kind == "group":
                found.insert(0, beside)
                continue
            while i >= 0 and words[i] in self.grammar["determiner"]:
                i -= 1
            if i < 1:
                break
            if words[i] in self.grammar["and"]:
                joined = True
                i -= 1
                if i >= 1 and words[i] == ",":
                    i -= 1
            elif words[i] == "," and joined:
                i -= 1
            else:
                break
            left = line.mention_ending(i)
            if left < 0 or line.possessive[left]:
                break
            if line.mentions[left].adjectival or self._place(left) != self._place(m):
                break
            found.insert(0, left)
        if len(found) > 1 and self.oblique(line.spans[found[0]][0]):
            return (m,)
        return tuple(found)

    def _place(self, m: int) -> bool:
        """Whether a mention is a country's name rather than somebody."""
        return self.line.mentions[m].kind == "country"

    def _coordinated_right(self, m: int) -> tuple[int, ...]:
        line, words = self.line, self.line.words
        found = [m]
        while len(found) < 12:
            end = line.spans[found[-1]][1]
            if (
                end + 1 < len(words)
                and (words[end] == "," or words[end] in self.grammar["and"])
                and line.cover[end + 1] >= 0
            ):
                found.append(line.cover[end + 1])
            else:
                break
        return tuple(found)

    def _named(self, m: int) -> Subject:
        found = self._coordinated_left(m)
        begin = self.line.spans[found[0]][0]
        article = self.line.words[begin - 1] if begin else ""
        if article in self.grammar["determiner"] and article not in self.grammar["that"]:
            begin -= 1
        return Subject("mention", found, begin)

    def _main(self, at: int, floor: int, *, embedded: bool = True) -> Subject | None:
        """Return the nearest subject before ``at`` and after ``floor`` that opens a clause with some verb.

        With ``embedded`` False those of clauses with "that", "which" or "who" do not count.
        """
        line, words, grammar = self.line, self.line.words, self.grammar
        seen = 0
        for m in range(line.mention_before(at), -1, -1):
            begin, end = line.spans[m]
            if begin < floor or at - begin > REACH + REACH or seen > 12:
                return None
            seen += 1
            if line.possessive[m] or line.mentions[m].adjectival or self.oblique(begin):
                continue
            if words[begin] in grammar["accusative"]:
                continue
            while begin and words[begin - 1] in grammar["determiner"]:
                begin -= 1
            after = words[end] if end < len(words) else ""
            if after in ("'s", "of", ".", ")", "and", '"') or end >= at:
                continue
            before = words[begin - 1] if begin else ""
            told = bool(begin) and embedded and self._says_before(begin)
            if begin and not told and (before not in grammar["clause"] or before == '"'):
                continue
            if not embedded and (before in grammar["embedding"] or begin == floor):
                continue
            if after == "," and begin and before not in grammar["that"]:
                continue
            listed = (
                begin > 1
                and (before == "," or before in grammar["and"])
                and self.line.mention_ending(begin - 2) >= 0
            )
            if listed and line.mentions[m].kind not in ("pronoun", "group"):
                first = self._coordinated_left(m)[0]
                if first == m:
                    continue
            return Subject("mention", self._coordinated_left(m), begin)
        return None

    def _says_before(self, begin: int) -> bool:
        """Whether a verb of saying ends right before a word: "the ministry said X called"."""
        if self.line.words[begin - 1] in self.grammar["tell"]:
            return False
        around = self._around(begin - 4, begin)
        return bool(around) and around[-1].end == begin and "say" in around[-1].classes

    def _first_after(self, at: int) -> Subject:
        """The subject of a main clause that follows an opening participle: the mention after the comma."""
        words, line = self.line.words, self.line
        for m in range(line.mention_before(at) + 1, len(line.spans)):
            begin = line.spans[m][0]
            if begin > at + REACH:
                break
            if begin > at and words[begin - 1] == "," and not line.possessive[m]:
                return Subject("mention", (m,), begin)
        return UNKNOWN

    def _around(self, low: int, high: int) -> list[Predicate]:
        """The predicates that begin at words from ``low`` to ``high`` (exclusive)."""
        first = bisect_left(self.predicates, low, key=lambda p: p.at)
        last = bisect_left(self.predicates, high, lo=first, key=lambda p: p.at)
        return self.predicates[first:last]
