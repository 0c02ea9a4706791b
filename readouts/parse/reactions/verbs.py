"""The verbs of a sentence that can carry a stance: which words are verbs, their form and their mood.

What belongs here: finding the lexicon's verbs in one ``Line``, telling "calls" the verb from "calls" the noun, negation
and condition before it, and where a clause ends. What does not: whose verbs they are (``finite.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from readouts.parse.reactions.lines import Line
from readouts.reference.patterns import BASE, ED, ING, S, match
from readouts.reference.stances import Lexicon

REACH = 40
"""How many words a search looks back for a subject, so that one endless sentence stays linear."""


@dataclass(slots=True)
class Subject:
    """Who does what a verb says.

    ``mentions`` are indices into the line's mentions; ``kind`` is "mention", "speaker" (I, we in a quotation),
    "own" (it, his country: whoever is reported to speak), "other" (whoever
    thanked the mentions), "all" (a bare "both", "they"), "unknown" (words that
    name no party) or "none". ``start`` is the word the subject begins at, -1 where it stands elsewhere.
    """

    kind: str
    mentions: tuple[int, ...] = ()
    start: int = -1


@dataclass(slots=True)
class Predicate:
    """One verb: words ``at`` to ``end``, its ``form`` ("finite", "passive", "inf", "ing", "gerund").

    ``classes`` are those of the governors' table, ``rules`` (rule index, end of its match) the stance rules
    that the verb itself satisfies. ``negated`` and ``unreal`` (if, whether, would-be) bar any stance.
    ``parent`` is the index of the predicate that an infinitive or participle hangs on, -1 for none.
    """

    at: int
    end: int
    form: str
    classes: frozenset[str]
    rules: list[tuple[int, int]]
    negated: bool = False
    unreal: bool = False
    parent: int = -1
    subject: Subject = field(default_factory=lambda: Subject("none"))


MARKS = frozenset(',;:"')
NOBODY = Subject("none")
UNKNOWN = Subject("unknown")
NO_CLASSES: frozenset[str] = frozenset()


class Verbs:
    """The predicates of one line, in order, without their subjects."""

    def __init__(self, line: Line, lexicon: Lexicon) -> None:
        self.line = line
        self.lexicon = lexicon
        self.grammar = lexicon.grammar
        self.adverbs = lexicon.grammar["adverb"]
        self.predicates: list[Predicate] = []
        self._stops = self._boundaries()
        self._find()

    def _find(self) -> None:
        words, lexicon, line = self.line.words, self.lexicon, self.line
        forms = lexicon.forms
        count = len(words)
        governors = lexicon.governor_index.by_word
        verb_rules = lexicon.verb_rules.by_word
        free = 0
        for i, word in enumerate(words):
            if i < free or word not in forms or line.cover[i] >= 0:
                continue
            candidates = governors.get(word, ())
            stances = verb_rules.get(word, ())
            if not candidates and not stances:
                continue
            form = self._form(i)
            if not form:
                continue
            limit = min(count, i + REACH)
            end, classes = i, NO_CLASSES
            for candidate in candidates:
                if not candidate.may_begin(words, i, line.vocabulary):
                    continue
                k = candidate.ident
                stop = match(candidate.pattern, words, line.tags, i, limit)
                if stop > end:
                    end, classes = stop, lexicon.governors[k].classes
                elif stop == end and stop > i:
                    classes = classes | lexicon.governors[k].classes
            rules: list[tuple[int, int]] = []
            stop_at = self.boundary(i + 1, limit)
            for candidate in stances:
                if not candidate.may_begin(words, i, line.vocabulary):
                    continue
                stop = match(candidate.pattern, words, line.tags, i, stop_at)
                if stop > 0:
                    rules.append((candidate.ident, stop))
            if end == i and not rules and word in self.grammar["light"]:
                continue
            predicate = Predicate(i, max(end, i + 1), form, classes, rules)
            free = predicate.end if words[i] in self.grammar["light"] else i + 1
            self._mood(predicate)
            self.predicates.append(predicate)

    def before(self, at: int) -> int:
        """Return the nearest word before ``at`` that is no adverb, or -1."""
        words = self.line.words
        at -= 1
        floor = at - 5
        while at >= 0 and at > floor:
            word = words[at]
            if self.line.cover[at] >= 0 or not (
                word == '"' or word in self.adverbs or (word.endswith("ly") and len(word) > 4)
            ):
                break
            at -= 1
        return at

    def _form(self, at: int) -> str:
        """Say as which form of a verb the word stands, "" where it is none (a noun, an adjective)."""
        words, line, grammar = self.line.words, self.line, self.grammar
        mask = self.lexicon.forms[words[at]]
        if words[at] in grammar["parties"]:
            return ""
        p = self.before(at)
        prev = words[p] if p >= 0 else ""
        owned = p >= 0 and line.cover[p] >= 0 and line.possessive[line.cover[p]]
        named = p >= 0 and line.mention_ending(p) >= 0 and not owned
        if named:
            mention = line.mentions[line.cover[p]]
            begin = line.spans[line.cover[p]][0]
            person = begin > 0 and words[begin - 1] in grammar["article"] and self._sure(at)
            named = not mention.adjectival or person
            owned = not named
        owned = owned or prev == "'"
        if prev in grammar["accusative"]:
            named, owned = False, True
        stop = owned or (prev in grammar["determiner"] and line.cover[p] < 0)
        after = words[at + 1] if at + 1 < len(words) else ""
        if mask & ED and not (mask & BASE and prev in grammar["to"]):
            if prev in grammar["be"]:
                return "finite" if words[at] in grammar["be"] else "passive"
            if stop or (prev in grammar["preposition"] and not named):
                return ""
            late = after in self.adverbs or after.endswith("ly")
            if late and at + 2 < len(words):
                after = words[at + 2]
            if p >= 0 and not named and self._reduced(p):
                return ""
            if after in grammar["by"] and not named:
                return ""
            return "finite"
        if mask & ING:
            if prev in grammar["be"]:
                return "finite"
            if stop:
                return ""
            if prev in grammar["preposition"] and prev not in grammar["adverbial"] and not named:
                return "gerund"
            if named:
                return "ing"
            return (
                "ing" if p < 0 or prev in grammar["clause"] or prev in grammar["by"] else "gerund"
            )
        if mask & BASE:
            if prev in grammar["to"]:
                return "inf"
            if prev in grammar["modal"] or prev in grammar["do"]:
                return "finite"
            if (named and line.mentions[line.cover[p]].kind in ("pronoun", "group")) or (
                prev in grammar["plural"]
            ):
                return "finite"
            if prev in grammar["conjunction"] and any(
                q.form == "inf" and q.at > at - 25 for q in self.predicates[-3:]
            ):
                return "inf"
            if p >= 0 and words[at] in grammar["be"] and not stop:
                return "finite"
            return ""
        if mask & S:
            if words[at] in grammar["be"]:
                return "finite"
            if named or prev in grammar["singular"]:
                return "finite"
            if (prev == "," or prev in grammar["conjunction"]) and any(
                self.lexicon.forms[words[q.at]] & (S | BASE) and q.form == "finite"
                for q in self.predicates[-2:]
            ):
                return "finite"
            if prev in grammar["office"] and not stop:
                return "finite"
            if self._sure(at) and not stop and prev not in grammar["preposition"]:
                return "finite"
        return ""

    def _reduced(self, p: int) -> bool:
        """Whether a past form behind the common noun ``p`` is a participle: "steps aimed at", with a verb before."""
        words, grammar, line = self.line.words, self.grammar, self.line
        if line.cover[p] >= 0 or words[p] in grammar["clause"] or words[p] in grammar["auxiliary"]:
            return False
        if (
            words[p] in grammar["speaker"]
            or words[p] in grammar["own"]
            or words[p] in grammar["all"]
        ):
            return False
        if words[p] in grammar["office"] or words[p] in grammar["parties"] or not self.predicates:
            return False
        last = self.predicates[-1]
        if last.form not in ("finite", "ing", "inf") or "say" in last.classes or last.end > p:
            return False
        between = words[last.end : p + 1]
        return p - last.end < 25 and not any(w in grammar["clause"] or w == "." for w in between)

    def _sure(self, at: int) -> bool:
        """Whether the word can be nothing but a verb."""
        word = self.line.words[at]
        mask = self.lexicon.forms[word]
        return bool(mask & (S | ED)) and word not in self.grammar["noun_like"]

    def _mood(self, predicate: Predicate) -> None:
        """Note negation before the verb, and clauses of condition, wish or question around it."""
        words, grammar = self.line.words, self.grammar
        at = predicate.at
        for i in range(at - 1, max(-1, at - 5), -1):
            word = words[i]
            if word in grammar["negation"]:
                predicate.negated = True
            if self.line.cover[i] >= 0 or word in grammar["clause"]:
                break
        if at + 1 < len(words) and words[at] in grammar["be"] and words[at + 1] in grammar["not"]:
            predicate.negated = True
        for i in range(at - 1, max(-1, at - 12), -1):
            word = words[i]
            if word in grammar["condition"]:
                predicate.unreal = True
                break
            if word in MARKS or word in grammar["that"] or word in grammar["conjunction"]:
                break

    def boundary(self, at: int, limit: int) -> int:
        """Return where the clause that runs at word ``at`` ends: a background clause, a stop, or ``limit``."""
        return min(self._stops[at], limit) if at < limit else limit

    def _boundaries(self) -> list[int]:
        """For each word (and the end) the next one at which a clause ends."""
        words, cover = self.line.words, self.line.cover
        ends = self.grammar["boundary"]
        after = len(words)
        out = [after] * (after + 1)
        for i in range(len(words) - 1, -1, -1):
            if words[i] in ends and cover[i] < 0 and not self.flows(i):
                after = i
            out[i] = after
        return out

    def flows(self, i: int) -> bool:
        """Whether a word that mostly ends a clause does not: "that, while ..., we", "was following"."""
        words = self.line.words
        if i > 1 and words[i - 1] == "," and words[i - 2] in self.grammar["that"]:
            return True
        before = words[i - 1] if i > 0 else ""
        return before in self.grammar["be"] or before in self.grammar["nothing"]
