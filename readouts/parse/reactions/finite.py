"""The subject of a finite verb, without a parser.

What belongs here: walking left from a verb over adverbs, asides, lists of verbs, relative clauses and noun phrases to
the mention that is its subject. What does not: infinitives, participles and passives (``clauses.py``).
"""

from __future__ import annotations

from readouts.parse.reactions.joined import Joined
from readouts.parse.reactions.verbs import REACH, UNKNOWN, Predicate, Subject
from readouts.reference.patterns import BASE, ED, S


class Subjects(Joined):
    """The predicates of one line, with what it takes to find the subject of a finite one."""

    _at = 0

    def _finite(self, index: int) -> Subject:
        predicate = self.predicates[index]
        line, words, grammar = self.line, self.line.words, self.grammar
        floor = max(-1, predicate.at - REACH)
        i = predicate.at - 1
        hops = 0
        while i > floor and hops < 6:
            word = words[i]
            m = line.cover[i]
            if m >= 0:
                begin = line.spans[m][0]
                if line.possessive[m]:
                    return UNKNOWN
                if self.oblique(begin):
                    hops += 1
                    i = begin - 1
                    while i > floor and words[i] in grammar["determiner"]:
                        i -= 1
                    i -= 1
                    continue
                return self._named(m)
            opens = i == 0 or words[i - 1] in grammar["clause"]
            if opens and word in grammar["mutual"]:
                return Subject("all", (), i)
            if (
                word in self.adverbs
                or word in grammar["auxiliary"]
                or (word.endswith("ly") and len(word) > 4)
            ):
                i -= 1
                continue
            if word in grammar["speaker"]:
                together = word in grammar["we"] and "agree" in predicate.classes
                return Subject("all" if together else "speaker", (), i)
            if word in grammar["own"]:
                agreed = "agree" in predicate.classes and words[predicate.at] in grammar["be"]
                return Subject("all" if agreed and word in grammar["it"] else "own", (), i)
            if word in grammar["it"] and "agree" in predicate.classes:
                return Subject("all", (), i)
            if word in grammar["all"] or (word in grammar["parties"] and self._everybody(i)):
                return Subject("all", (), i)
            if word in grammar["relative"]:
                return self._antecedent(i)
            if word in grammar["conjunction"]:
                return self._coordinated_verb(index)
            if word == ",":
                return self._after(index) or self._comma(index, i, floor)
            if word == '"':
                after = self._after(index)
                if after is not None:
                    return after
                opens = i == 0 or words[i - 1] in (":", ",")
                if opens and i + 1 == predicate.at and line.quoted[predicate.at]:
                    return self._opening(index)
            if word in ('"', "(", ")", "-", "—", "–"):
                i -= 1
                continue
            return self._phrase(i, floor)
        return self._opening(index) if i <= -1 else UNKNOWN

    def _everybody(self, i: int) -> bool:
        """Whether the plural noun at word ``i`` means all parties: "the leaders", "both sides", "participants"."""
        words, grammar = self.line.words, self.grammar
        noun, after = words[i], words[i + 1] if i + 1 < len(words) else ""
        if after in grammar["preposition"] and after not in grammar["time"]:
            return False
        i -= 1
        steps = 0
        while i >= 0 and steps < 4 and words[i] not in grammar["clause"]:
            if words[i] in grammar["number"]:
                return True
            if self.line.cover[i] >= 0 or words[i] in grammar["preposition"]:
                return False
            i -= 1
            steps += 1
        opens = i < 0 or (words[i] in (",", '"') or words[i] in grammar["opening"])
        return steps == 0 and opens and noun in grammar["bare"]

    def _after(self, index: int) -> Subject | None:
        """The subject behind a verb of saying that follows a quotation: '..., said Minister X'."""
        predicate = self.predicates[index]
        if "say" in predicate.classes and predicate.end < len(self.line.words):
            m = self.line.cover[predicate.end]
            if m < 0 or self.line.possessive[m]:
                return None
            end = self.line.spans[m][1]
            words, grammar = self.line.words, self.grammar
            after = words[end] if end < len(words) else "."
            if (
                after in grammar["inverted"]
                or after in grammar["preposition"]
                or after in grammar["time"]
            ):
                return Subject("mention", (m,))
        return None

    def _opening(self, index: int) -> Subject:
        """A verb that opens the sentence or the quotation, as in a post: "Expressed condolences"."""
        at = self.predicates[index].at
        after = self.line.words[at + 1] if at + 1 < len(self.line.words) else ""
        if after in self.grammar["be"]:
            return Subject("all")
        return Subject("speaker") if self.lexicon.forms[self.line.words[at]] & ED else UNKNOWN

    def _antecedent(self, i: int) -> Subject:
        """The mention that "who" or "which" at word ``i`` goes back to."""
        words = self.line.words
        j = i - 1
        while j >= 0 and words[j] in (",", '"', ")"):
            j -= 1
        m = self.line.mention_ending(j)
        if m < 0 or self.line.possessive[m]:
            return UNKNOWN
        if words[i] in self.grammar["thing"] and self.line.mentions[m].kind == "person":
            return UNKNOWN
        return Subject("mention", (m,), self.line.spans[m][0])

    def _coordinated_verb(self, index: int) -> Subject:
        """The subject shared with an earlier verb: "A condemned ... and expressed"."""
        predicate = self.predicates[index]
        mask = self.lexicon.forms[self.line.words[predicate.at]]
        mask |= BASE if mask & S else 0
        reporting = bool(predicate.classes & {"say", "state", "agree", "discuss"})
        chosen: Predicate | None = None
        for k in range(index - 1, -1, -1):
            earlier = self.predicates[k]
            if predicate.at - earlier.at > REACH + REACH:
                break
            if earlier.form not in ("finite", "passive"):
                continue
            if not self.lexicon.forms[self.line.words[earlier.at]] & mask:
                continue
            if chosen is None:
                chosen = earlier
            if reporting and self._embedded(earlier) and k > 0:
                continue
            if earlier.subject.kind != "unknown":
                chosen = earlier
            break
        floor = chosen.at if chosen is not None else -1
        other = self._main(predicate.at, floor)
        if other is not None and (
            chosen is None or not reporting or not self._is_object(other, chosen)
        ):
            return other
        return chosen.subject if chosen is not None else UNKNOWN

    def _is_object(self, subject: Subject, earlier: Predicate) -> bool:
        """Whether a mention opens the clause that an earlier reporting verb governs."""
        return bool(earlier.classes & {"say", "state"}) and subject.start <= earlier.end + 6

    def _embedded(self, predicate: Predicate) -> bool:
        """Whether the verb's own subject stands in the complement of an earlier reporting verb."""
        for earlier in self._around(predicate.at - REACH - REACH, predicate.at):
            if "say" in earlier.classes and earlier.end <= predicate.subject.start:
                return True
        return False

    def _comma(self, index: int, i: int, floor: int) -> Subject:
        """The word before the verb is a comma: an aside to step over, or an item of a list of verbs."""
        words, line = self.line.words, self.line
        opening = i
        for j in range(i - 1, floor, -1):
            if words[j] == "," and line.cover[j] < 0:
                opening = j
                break
        inner = [p for p in self._around(opening + 1, i) if p.form == "finite"]
        aside = opening < i and (
            words[opening + 1] in self.grammar["aside"]
            or words[opening + 1] in self.grammar["relative"]
            or line.cover[opening + 1] >= 0
            or not inner
        )
        if aside:
            m = line.mention_ending(opening - 1)
            if m >= 0 and not line.possessive[m] and not self.oblique(line.spans[m][0]):
                return self._named(m)
            if m >= 0 and not line.possessive[m]:
                head = self._phrase(opening - 1, floor)
                if head.kind == "mention":
                    return head
        return self._coordinated_verb(index)

    def _phrase(self, i: int, floor: int) -> Subject:
        """The subject where other words stand before the verb: its noun phrase begins the clause."""
        words, line, grammar = self.line.words, self.line, self.grammar
        predicates = {p.at for p in self._around(floor, i + 1)}
        start = i
        while start > floor and start >= 0:
            word = words[start]
            if line.cover[start] < 0 and (word in grammar["clause"] or start in predicates):
                break
            start -= 1
        start += 1
        while start <= i and (words[start] in self.adverbs or words[start] in ('"', "(")):
            start += 1
        if start > i:
            return UNKNOWN
        j = start
        while j <= i and words[j] in grammar["determiner"]:
            j += 1
        if j <= i and line.cover[j] >= 0:
            m = line.cover[j]
            end = line.spans[m][1]
            head = words[i] in grammar["government"]
            if head and (
                line.possessive[m] or line.mentions[m].adjectival or line.mentions[m].country
            ):
                return Subject("mention", (m,), start)
            if (
                not line.possessive[m]
                and not line.mentions[m].adjectival
                and (
                    end > i
                    or words[end] in grammar["preposition"]
                    or words[end] in grammar["time"]
                    or words[end] == "("
                    or words[end] in grammar["and"]
                    or words[end] in self.adverbs
                )
            ):
                last = m
                while end + 1 <= i and words[end] in grammar["and"] and line.cover[end + 1] >= 0:
                    last = line.cover[end + 1]
                    end = line.spans[last][1]
                return Subject("mention", tuple(range(m, last + 1)), start)
            return UNKNOWN
        classes = self.predicates[self._at].classes
        topical = "discuss" in classes or ("state" in classes and words[j] in grammar["call"])
        if topical and words[j] in grammar["conversation"]:
            return Subject("all", (), start)
        for j in range(start, i + 1):
            plural = words[j] in grammar["parties"] and self._everybody(j)
            if words[j] in grammar["all"] or plural:
                return Subject("all", (), start)
            if words[j] in grammar["preposition"]:
                if (
                    words[j] in grammar["of"]
                    and j + 1 <= i
                    and words[j - 1] in grammar["government"]
                ):
                    m = line.cover[j + 1] if line.cover[j + 1] >= 0 else -1
                    if m < 0 and j + 2 <= i:
                        m = line.cover[j + 2]
                    if m >= 0:
                        return Subject("mention", (m,), start)
                break
        if words[start] in grammar["possessive"] and words[i] in grammar["government"]:
            return Subject("own", (), start)
        if words[i] in grammar["world"]:
            return Subject("own", (), start)
        if words[start] in grammar["speaker"]:
            return Subject("speaker", (), start)
        return UNKNOWN
