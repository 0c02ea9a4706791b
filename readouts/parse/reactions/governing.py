"""Which verb governs which word of a sentence, and on what condition.

What belongs here: carrying each verb's reach over its object, back to what stands before it ("a truce was
discussed"), and through conditions. What does not: the rules that ask for a governor (``stances.py``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses import NOBODY, Clauses, Predicate
from readouts.reference.stances import Lexicon, Rule


class Governing:
    """One sentence's clauses, and for each word the verb it stands under."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.line = clauses.line
        self.lexicon: Lexicon = clauses.lexicon
        self.words = clauses.line.words
        self.tags = clauses.line.tags
        self.conditional = self._conditions()

    def _conditions(self) -> list[bool]:
        """For each word whether it stands in a clause that begins with "if" or "whether"."""
        opens, closes = (
            self.clauses.grammar["supposition"],
            {",", ";"} | self.line.grammar["conclusion"],
        )
        if opens.isdisjoint(self.line.vocabulary):
            return [False] * len(self.words)
        out: list[bool] = []
        inside = False
        for word in self.words:
            if word in opens:
                inside = True
            elif inside and word in closes:
                inside = False
            out.append(inside)
        return out

    def _would(self, at: int) -> bool:
        """Whether the verb says what somebody would do if: "if A attacks, B would support C"."""
        before = self.words[max(0, at - 3) : at]
        return not self.line.grammar["would"].isdisjoint(before) and any(
            self.conditional[max(0, at - 25) : at + 25]
        )

    def _governors(self) -> list[int]:
        """For each word the predicate that governs it; -2 where there is none yet, -1 in the background."""
        clauses = self.clauses
        boundary = clauses.grammar["boundary"]
        resumes = clauses.grammar["resumes"]
        out = [-2] * len(self.words)
        current, k, kept, saying = -2, 0, -2, -2
        predicates = clauses.predicates
        for i, word in enumerate(self.words):
            while k < len(predicates) and predicates[k].at <= i:
                controlled = predicates[k].form == "inf" and self._controlled(k)
                aside = (
                    predicates[k].classes == {"give"} and predicates[k].subject.kind == "unknown"
                )
                controlled = controlled or (
                    aside and current >= 0 and "say" in predicates[current].classes
                )
                if (predicates[k].classes or predicates[k].rules) and not controlled:
                    current = kept = k
                    if predicates[k].classes & {"say", "agree"}:
                        saying = k
                k += 1
            if word in boundary and self.line.cover[i] < 0 and not clauses.flows(i):
                current = -1
            elif word in resumes and current == -1:
                current = kept if kept >= 0 else -1
            elif (
                word in self.line.grammar["that"]
                and i
                and self.words[i - 1] in self.line.grammar["and"]
                and saying >= 0
            ):
                current = kept = saying
            elif word == "," and self._breaks(i):
                current = kept = -1
            out[i] = current
        self._backward(out)
        return out

    def _controlled(self, k: int) -> bool:
        """Whether an infinitive is nobody's act yet: "urged them to send", "discussed efforts to send"."""
        predicate = self.clauses.predicates[k]
        if predicate.subject is NOBODY:
            return True
        at = self.clauses.before(predicate.at) - 1
        if at >= 0 and self.words[at] in self.lexicon.grammar["effort"]:
            return True
        parent = self.clauses.predicates[predicate.parent] if predicate.parent >= 0 else None
        return parent is not None and parent.classes == {"discuss"}

    def _breaks(self, i: int) -> bool:
        """Whether a new clause with a subject of its own begins right behind a comma."""
        line, words = self.line, self.words
        m = line.cover[i + 1] if i + 1 < len(words) else -1
        if m < 0 or line.possessive[m] or line.mentions[m].kind not in ("pronoun", "group"):
            return False
        end = line.spans[m][1]
        return end < len(words) and words[end] not in line.grammar["running"]

    def _backward(self, governors: list[int]) -> None:
        """Let a verb govern what stands before it: "a truce was discussed"; "they would meet, he said"."""
        words, clauses = self.words, self.clauses
        since = 0
        for k, predicate in enumerate(clauses.predicates):
            topical = "topic" in predicate.classes
            stated = predicate.form == "passive" and predicate.classes & {
                "state",
                "agree",
                "discuss",
            }
            if topical or stated:
                begin = predicate.at
            elif predicate.form == "finite" and predicate.classes & {"say", "agree"}:
                begin = predicate.subject.start if predicate.subject.start >= 0 else predicate.at
                after = words[predicate.end] if predicate.end < len(words) else "."
                closed = begin > 0 and words[begin - 1] in (",", '"')
                if not closed or (
                    after in self.line.grammar["announcing"] and words[begin - 1] != '"'
                ):
                    since = predicate.end
                    continue
            else:
                continue
            for i in range(max(since, begin - 45), begin):
                if governors[i] == -2 or ((stated or topical) and i > begin - 20):
                    governors[i] = k
            since = predicate.end

    def _only_planned(self, rule: Rule, i: int, predicate: Predicate | None) -> bool:
        """Whether efforts or plans are merely talked about: "discussed efforts to end the fighting"."""
        if predicate is None or "discuss" not in predicate.classes or "state" in predicate.classes:
            return False
        if rule.stance == "cooperation" or rule.id == "restraint.measures":
            return False
        effort = self.lexicon.grammar["effort"]
        return any(self.words[k] in effort for k in range(max(predicate.end, i - 8), i))

    def _thanked_for(self, rule: Rule, i: int, low: int) -> bool:
        """Whether the words are what thanks are for: "appreciation for Kenya's support for the talks"."""
        if rule.stance == "commendation":
            return False
        for k in range(i - 1, max(low - 1, i - 20), -1):
            if rule.id == "criticism.say_bad" and "worry" in self.tags[k]:
                return self.line.grammar["and"].isdisjoint(self.words[k:i])
            if "thanks" in self.tags[k]:
                return not self.line.grammar["for"].isdisjoint(
                    self.words[k:i]
                ) and self.line.grammar["and"].isdisjoint(self.words[max(k, i - 3) : i])
        return False

    def _begin(self, predicate: Predicate) -> int:
        """Return where the evidence of a verb begins: at its subject where that is a group or stands close."""
        start = predicate.subject.start
        if 0 <= start < predicate.at and predicate.at - start <= 10:
            between = self.words[start : predicate.at]
            if "," not in between and ";" not in between:
                return start
        return predicate.at
