"""Claims: which stance rule fires on which words of a sentence, on whose behalf.

What belongs here: applying the lexicon's rules to the ``Clauses`` of one sentence, independent of any call. What
does not: who the holder is among a call's parties (``holders.py``), toward whom (``targets.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from readouts.parse.reactions.clauses import NOBODY, Predicate, Subject
from readouts.parse.reactions.governing import Governing
from readouts.reference.patterns import match
from readouts.reference.stances import Rule

FREE = "free"
FAR = 60
"""How many words behind its governor something still belongs to it."""

PASSED_ON = frozenset({"ready", "agree", "hope"})
"""Classes of governors that reach through an infinitive: "was ready to send"."""


@dataclass(slots=True)
class Claim:
    """One stance found in one sentence, not yet tied to a call.

    ``at`` and ``end`` are the words that the rule matched, ``first`` and ``last`` the words of the evidence
    (``last`` exclusive). ``subject`` holds the stance; ``reporter`` is who is said to report it, where that is
    somebody else; ``owner`` is the mention whose commitment, concern or deed the words name, -1 for none.
    ``governor`` is the index of the governing predicate, -1 where the rule needs none, and ``after`` the word behind
    it.
    """

    rule: Rule
    at: int
    end: int
    first: int
    last: int
    subject: Subject
    reporter: Subject | None
    owner: int
    governor: int
    rank: int
    after: int = 0


def _within(claim: Claim, offer: Claim) -> bool:
    """Whether a claim only restates what another is about: "ready to facilitate dialogue", "deepen dialogue"."""
    if claim.governor != offer.governor:
        return False
    if offer.rule.stance == "cooperation":
        inside = offer.at <= claim.at and claim.end <= offer.end
        return claim.rule.stance == "restraint" and inside
    if claim.rule.stance not in ("restraint", "cooperation"):
        return False
    return claim.at < offer.end + 6 and offer.at - 6 < claim.end


class Reader(Governing):
    """Finds the claims of one sentence."""

    def claims(self) -> list[Claim]:
        """Return the claims, in the order of the words."""
        found = [*self._of_verbs(), *self._of_nouns()]
        found += self._seconded(found)
        found.sort(key=lambda claim: (claim.at, claim.end))
        taking = ("mediation_offer", "cooperation")
        offers = [c for c in found if c.rule.stance in taking and c.governor >= 0]
        return (
            [c for c in found if not any(_within(c, offer) for offer in offers)]
            if offers
            else found
        )

    def _seconded(self, found: list[Claim]) -> Iterator[Claim]:
        """What somebody else agrees to in so many words: "..., and the President agreed"."""
        words = self.words
        for index, predicate in enumerate(self.clauses.predicates):
            after = words[predicate.end] if predicate.end < len(words) else "."
            if "agree" not in predicate.classes or after not in self.line.grammar["seconded"]:
                continue
            subject = predicate.subject
            begin = subject.start
            if (
                subject.kind != "mention"
                or begin < 2
                or words[begin - 1] not in self.line.grammar["seconding"]
            ):
                continue
            for claim in found:
                earlier = claim.end <= begin and begin - claim.end < FAR
                if earlier and claim.subject.kind == "mention" and claim.subject != subject:
                    yield replace(claim, subject=subject, owner=-1, governor=index)

    def _of_verbs(self) -> Iterator[Claim]:
        for index, predicate in enumerate(self.clauses.predicates):
            if not predicate.rules or predicate.negated or predicate.unreal:
                continue
            if predicate.subject is NOBODY or predicate.subject.kind == "unknown":
                continue
            if predicate.form == "gerund" and predicate.parent < 0:
                continue
            start = predicate.subject.start
            if start > 0 and self.words[start - 1] in self.lexicon.grammar["elsewhere"]:
                continue
            if predicate.form == "inf" and predicate.parent >= 0:
                parent = self.clauses.predicates[predicate.parent]
                if "discuss" in parent.classes and "say" not in parent.classes:
                    continue
            if self.conditional[predicate.at] or self._would(predicate.at):
                continue
            last = self.clauses.scope_end(index)
            for number, end in predicate.rules:
                rule = self.lexicon.rules[number]
                stop = max(last, end)
                if self._barred(rule, predicate.at, stop) or self._echo(rule, predicate):
                    continue
                yield Claim(
                    rule,
                    predicate.at,
                    end,
                    self._begin(predicate),
                    stop,
                    predicate.subject,
                    self._reporter(index),
                    -1,
                    index,
                    0 if predicate.form == "finite" else 1,
                    predicate.at + 1,
                )

    def _echo(self, rule: Rule, predicate: Predicate) -> bool:
        """Whether a participle only spells out the stance above it: "condemned the raid, calling it a crime"."""
        if predicate.form not in ("ing", "gerund", "inf") or predicate.parent < 0:
            return False
        parent = self.clauses.predicates[predicate.parent]
        above = {self.lexicon.rules[r].stance for r, _ in parent.rules}
        return rule.stance in above or (rule.stance == "criticism" and "condemnation" in above)

    def _of_nouns(self) -> Iterator[Claim]:
        governors = self._governors()
        by_words = self.lexicon.noun_rules.by_word
        by_word = by_words.get
        by_tag = self.lexicon.noun_rules.by_tag
        clauses, words, tags = self.clauses, self.words, self.tags
        vocabulary = self.line.vocabulary
        reach: dict[int, int] = {}
        count = len(words)
        heads = [i for i, word in enumerate(words) if tags[i] or word in by_words]
        governors = self._governors() if heads else []
        for i in heads:
            word = words[i]
            governor = governors[i]
            if governor == -1 or self.conditional[i]:
                continue
            predicate = clauses.predicates[governor] if governor >= 0 else None
            if predicate is not None and (
                predicate.negated
                or predicate.unreal
                or (not predicate.classes and predicate.form != "inf")
            ):
                continue
            found = list(by_word(word, ()))
            for tag in tags[i]:
                found += by_tag.get(tag, ())
            if not found:
                continue
            limit = min(count, i + 30)
            limit = clauses.boundary(i + 1, limit)
            if predicate is not None and predicate.end <= i:
                if governor not in reach:
                    reach[governor] = clauses.scope_end(governor)
                limit = min(limit, max(reach[governor], i + 1))
            done: set[int] = set()
            for candidate in found:
                number = candidate.ident
                if number in done or not candidate.may_begin(words, i, vocabulary):
                    continue
                rule = self.lexicon.rules[number]
                if not self._governed(rule, predicate, self.line.quoted[i]):
                    continue
                end = match(candidate.pattern, words, tags, i, limit)
                if end < 0:
                    continue
                claim = self._claim(rule, i, end, governor, predicate)
                if claim is not None:
                    done.add(number)
                    yield claim

    def _governed(self, rule: Rule, predicate: Predicate | None, quoted: bool) -> bool:
        if predicate is None:
            return FREE in rule.governors or (quoted and "say" in rule.governors)
        if not rule.governors.isdisjoint(predicate.classes):
            return True
        if predicate.form != "inf" or predicate.parent < 0:
            return False
        above = self.clauses.predicates[predicate.parent].classes & PASSED_ON
        return not rule.governors.isdisjoint(above)

    def _claim(
        self, rule: Rule, i: int, end: int, governor: int, predicate: Predicate | None
    ) -> Claim | None:
        words = self.words
        forward = predicate is not None and predicate.end <= i
        low = predicate.end if predicate is not None and forward else max(0, i - 8)
        if predicate is None:
            first, last = 0, self.clauses.boundary(end, min(len(words), end + 40))
            subject, reporter = Subject("speaker" if self.line.quoted[i] else "own"), None
        else:
            if predicate.subject is NOBODY:
                return None
            first = self._begin(predicate)
            if i - predicate.at > 60:
                first = i
            last = max(end, self.clauses.scope_end(governor))
            subject, reporter = predicate.subject, self._reporter(governor)
            if end <= predicate.at:
                first, last = i, max(end, predicate.end)
        grammar = self.lexicon.grammar
        negation = grammar["negation"]
        if rule.stance not in ("criticism", "condemnation") and any(
            words[k] in grammar["contrary"] for k in range(max(low, i - 4), i)
        ):
            return None
        asked_for = rule.id in ("support.assist", "support.aid") and any(
            "need" in self.tags[k] for k in range(max(low, i - 30), i)
        )
        if asked_for or self._only_planned(rule, i, predicate) or self._thanked_for(rule, i, low):
            return None
        relative = words[i] in grammar["modal"] and i and words[i - 1] in grammar["relative"]
        if relative and (predicate is None or i - 1 > predicate.end + 2):
            return None
        if any(words[k] in negation for k in range(max(i - 2, 0), i)) and rule.stance not in (
            "condemnation",
            "criticism",
        ):
            return None
        if self._barred(rule, max(low, i - 8), min(last, end + 8)):
            return None
        owner = self._owner(i, end, predicate)
        after = predicate.end if predicate is not None and predicate.end <= i else first
        return Claim(rule, i, end, first, last, subject, reporter, owner, governor, 0, after)

    def _owner(self, i: int, end: int, predicate: Predicate | None) -> int:
        """Return the mention whose the named stance is, where the words name one; else -1."""
        line, words, grammar = self.line, self.words, self.clauses.grammar
        if words[i] in grammar["entitled"]:
            return -1
        low = predicate.end if predicate is not None else 0
        if predicate is not None and "hope" in predicate.classes and low < len(words) - 1:
            m = line.cover[low] if line.cover[low] >= 0 else line.cover[low + 1]
            end_of = line.spans[m][1] if m >= 0 else len(words)
            if end_of < i and words[end_of] in self.line.grammar["to"]:
                return m
        for k in range(i - 1, max(low - 1, i - 7), -1):
            m = line.cover[k]
            if m >= 0:
                begin = line.spans[m][0]
                if line.possessive[m] or line.mentions[m].adjectival:
                    return m
                if k == i - 1 and line.mentions[m].kind == "country":
                    return m
                if self.clauses.oblique(begin):
                    return -1
                return m if begin >= low and words[begin - 1] in grammar["clause"] else -1
            if words[k] in grammar["clause"] or words[k] in grammar["preposition"]:
                break
        for k in range(i, min(end + 1, len(words) - 2)):
            if words[k] in grammar["of"]:
                m = line.cover[k + 1] if line.cover[k + 1] >= 0 else line.cover[k + 2]
                if m >= 0 and line.spans[m][1] < len(words):
                    worry = "worry" in self.tags[i]
                    return m if worry or words[line.spans[m][1]] in grammar["purpose"] else -1
        for m in range(line.mention_before(low) + 1, line.mention_before(i) + 1):
            begin = line.spans[m][0]
            if begin < low + FAR and words[begin - 1] in grammar["that"] and not line.possessive[m]:
                return m
        return -1

    def _barred(self, rule: Rule, first: int, last: int) -> bool:
        last = min(last, first + 60)
        for candidate in rule.unless:
            starts = candidate.first.words
            if starts and starts.isdisjoint(self.line.vocabulary):
                continue
            if candidate.occurs(self.words, self.tags, first, last):
                return True
        return False

    def _reporter(self, index: int) -> Subject | None:
        """Return who is reported to say that the subject of a predicate holds the stance."""
        predicates = self.clauses.predicates
        predicate = predicates[index]
        start = predicate.subject.start
        if start < 0 or (start and self.words[start - 1] in self.line.grammar["which"]):
            return None
        for k in range(index - 1, -1, -1):
            earlier = predicates[k]
            if predicate.at - earlier.at > 50:
                break
            if earlier.end > start:
                continue
            between = self.words[earlier.end : start]
            if ";" in between or not self.line.grammar["while"].isdisjoint(between):
                return None
            if "say" in earlier.classes and earlier.form in ("finite", "ing", "inf"):
                if (
                    len(between) >= 2
                    and between[-2] == ","
                    and between[-1] in self.line.grammar["and"]
                ):
                    return None
                return earlier.subject
        return None
