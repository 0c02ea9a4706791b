"""Claims: which stance rule fires on which words of a sentence, on whose behalf.

What belongs here: applying the lexicon's rules to the ``Clauses`` of one sentence, independent of any call; which verb
governs which word: over its object, back to what stands before it ("a truce was discussed"), and through conditions.
What does not: what keeps a rule silent (``silence``), who the holder is among a call's parties (``holders.py``), toward
whom (``toward``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.openers import SHARED, acts, alone, joined, oblique
from readouts.parse.reactions.clauses.subjects import Clauses, scope_end
from readouts.parse.reactions.clauses.verbs import NOBODY, Predicate, Subject, ends_clause
from readouts.parse.reactions.silence import bars
from readouts.parse.reactions.silence.suppositions import (
    conditions,
    is_announced,
    is_supposed,
)
from readouts.reference.stances.lexicon import Rule
from readouts.reference.stances.patterns import match
from readouts.reference.stances.taxonomy import stances_of

FREE, RELAYED = "free", "relayed"
MUTUAL = stances_of("shared_matter") & stances_of("of_anybody")
"""What all talk about who discuss it: "spoke with B about the need for a truce"."""
BY_SAYING = stances_of("by_saying")
OF_SOMEBODY = frozenset({"worry", "mediate", "sympathy"})
"""Sets of nouns whose "of" names who has them: "the fears of Oslo", "the mediation of Luanda"."""

PASSED_ON = frozenset({"ready", "agree", "hope"})
"""Classes of governors that reach through an infinitive: "was ready to send"."""
NONE_YET, BACKGROUND = -2, -1
_DID_SO = 16
"""Within so many words behind a stance stands who holds it, too: ", as did Quen"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One stance found in one sentence, not yet tied to a call.

    ``at`` and ``end`` are the words that the rule matched, ``first`` and ``last`` the words of the evidence
    (``last`` exclusive). ``subject`` holds the stance; ``reporter`` is who is said to report it, where that is
    somebody else; ``owner`` is the mention whose commitment, concern or deed the words name, -1 for none.
    ``governor`` is the index of the governing predicate, -1 where the rule needs none, and ``after`` the word behind
    it. ``rank`` is 0 for the plainest wording. ``mutual`` says that it is of both sides, whoever is said to have
    raised it.
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
    after: int
    mutual: bool = False


def find_claims(clauses: Clauses) -> list[Claim]:
    """Return the claims of one sentence, in the order of the words."""
    found = [*_of_verbs(clauses), *_of_nouns(clauses)]
    offers = [c for c in found if c.rule.stance in ("mediation_offer", "cooperation")]
    kept = [c for c in found if not any(_within(c, offer) for offer in offers)]
    kept = [c for c in kept if not any(_is_owned_as(c, other) for other in kept)]
    kept += [c for claim in kept for c in _of_who_did_so(clauses.line, claim)]
    return sorted(kept, key=lambda claim: (claim.at, claim.end))


def _of_who_did_so(line: Line, claim: Claim) -> Iterator[Claim]:
    """The same claim of who did the same: "condemned the raid, as did Quen"."""
    for k in range(claim.end, min(claim.end + _DID_SO, len(line.words) - 2)):
        m = line.mention_behind(k + 2, "article") if line.is_any(k, "likewise") else -1
        does = line.is_any(k + 1, "do") and not line.is_any(k + 1, "not")
        if does and acts(line, m):
            yield replace(claim, subject=alone(line, m), reporter=None, owner=-1, rank=2)
            return


def _within(claim: Claim, offer: Claim) -> bool:
    """Whether a claim only restates what another is about: "ready to facilitate dialogue", "deepen dialogue"."""
    if claim.governor != offer.governor or offer.governor < 0:
        return False
    if offer.rule.stance == "cooperation":
        inside = offer.at <= claim.at and claim.end <= offer.end
        return claim.rule.stance == "restraint" and inside
    # "offered help in settling the conflict"
    return claim.rule.stance in ("support", "restraint", "cooperation")


def _is_owned_as(claim: Claim, other: Claim) -> bool:
    """Whether a claim that names no owner is of the words of one that does: "(support of Peru for (Kenya's unity))"."""
    inside = other.at <= claim.at and claim.end <= other.end and other.governor == claim.governor
    return inside and claim.rule.stance == other.rule.stance and claim.owner < 0 <= other.owner


def _of_verbs(clauses: Clauses) -> Iterator[Claim]:
    """Claims of rules whose words are the verb itself: "condemned the raid"."""
    for index, predicate in enumerate(clauses.predicates):
        if not predicate.rules or bars.verb_is_silent(clauses, index):
            continue
        last = scope_end(clauses, index)
        for number, end in predicate.rules:
            rule, stop = clauses.lexicon.rules[number], max(last, end)
            if (
                bars.unless(clauses, rule, predicate.at, stop)
                or bars.echoes(clauses, rule, predicate)
                or bars.is_of_a_people(clauses, rule, index)
                or (rule.stance in BY_SAYING and is_announced(clauses, index))
            ):
                continue
            yield Claim(
                rule,
                predicate.at,
                end,
                _begin(clauses, predicate),
                stop,
                predicate.subject,
                _reporter(clauses, index),
                -1,
                index,
                0 if predicate.form == "finite" else 1,
                predicate.at + 1,
            )


def _of_nouns(clauses: Clauses) -> Iterator[Claim]:
    """Claims of rules whose words stand under a verb: "voiced his concern"."""
    line, index = clauses.line, clauses.lexicon.noun_rules
    heads = [i for i, word in enumerate(line.words) if line.tags[i] or word in index.by_word]
    govern = governors(clauses) if heads else []
    conditional = conditions(line) if heads else []
    for i in heads:
        governor = govern[i]
        if governor == -1 or conditional[i]:
            continue
        predicate = clauses.predicates[governor] if governor >= 0 else None
        if predicate is not None and predicate.barred:
            continue
        if predicate is not None and predicate.end <= i and "whose" in line.words[i - 2 : i]:
            continue  # "who pledged aid, and with Minister Bor, whose sympathy he found"
        candidates = list(index.by_word.get(line.words[i], ()))
        for tag in line.tags[i]:
            candidates += index.by_tag.get(tag, ())
        limit = min(len(line.words), i + 30, clauses.stops[i + 1])
        if predicate is not None and predicate.end <= i:
            limit = min(limit, max(scope_end(clauses, governor), i + 1))
        done: set[int] = set()
        for candidate in candidates:
            rule = clauses.lexicon.rules[candidate.ident]
            if candidate.ident in done or not candidate.may_begin(line.words, i, line.vocabulary):
                continue
            if not _governed(clauses, rule, predicate, line.quoted[i]):
                continue
            end = match(candidate.pattern, line.words, line.tags, i, limit)
            if end >= 0 and (claim := _claim(clauses, rule, i, end, governor, predicate)):
                done.add(candidate.ident)
                yield claim


def _governed(clauses: Clauses, rule: Rule, predicate: Predicate | None, quoted: bool) -> bool:
    if predicate is None:
        return FREE in rule.governors or (quoted and "say" in rule.governors)
    classes = predicate.classes
    if predicate.form == "inf" and predicate.parent >= 0:
        classes = classes | clauses.predicates[predicate.parent].classes & PASSED_ON
    return not rule.governors.isdisjoint(classes)


def _claim(
    clauses: Clauses, rule: Rule, i: int, end: int, governor: int, predicate: Predicate | None
) -> Claim | None:
    line = clauses.line
    if predicate is None:
        first, after, low = 0, 0, max(0, i - 8)
        last = min(len(line.words), end + 40, clauses.stops[end])
        subject, reporter = _narrated(clauses, i), None
    else:
        behind = end <= predicate.at
        first = i if behind else _begin(clauses, predicate)
        passed = behind and predicate.form != "passive"  # "Thanks were voiced to A for its help"
        last = max(end, predicate.end if passed else scope_end(clauses, governor))
        after, low = (predicate.end,) * 2 if predicate.end <= i else (first, max(0, i - 8))
        subject, reporter = predicate.subject, _reporter(clauses, governor)
        above = (p for p in clauses.predicates[:governor] if "hope" in p.classes)
        if "agree" in predicate.classes and any(p.end <= subject.start for p in above):
            return None  # "Quen hoped that the two sides would agree to a truce"
    voiced = predicate is not None and line.is_any(predicate.at, "voicing")
    said = rule.stance in BY_SAYING or voiced
    supposed = governor >= 0 and is_supposed(clauses, governor)
    if (
        (said and governor >= 0 and is_announced(clauses, governor))
        or supposed
        or (governor >= 0 and bars.is_not_now(clauses, governor))
        or bars.of_nobody(line, end)
        or any(bars.is_a_name(line, k) for k in range(i, end))
        or bars.only_looks_like(line, rule, i, end)
        or bars.noun_is_silent(clauses, rule, i, low, predicate)
        or bars.unless(clauses, rule, max(low, i - 8), min(last, end + 8))
    ):
        return None
    owner = _owner(clauses, rule, i, end, predicate)
    if predicate is not None and RELAYED in predicate.classes:
        if owner < 0 or line.has(range(predicate.at, end), "letter"):
            return None
        subject, reporter = alone(line, owner), None  # "was assured of Peru's support": Peru's
    group = joined(line, owner) if predicate is None and owner >= 0 else ()
    if len(group) > 1 and not (line.is_attribute(owner) or oblique(line, line.begin(group[0]))):
        # "A and B will deepen"
        subject, owner = Subject("mention", group, line.begin(group[0])), -1
    talks = predicate is not None and predicate.classes == {"discuss"}
    mutual = talks and rule.stance in MUTUAL and (owner < 0)
    return Claim(rule, i, end, first, last, subject, reporter, owner, governor, 0, after, mutual)


def _narrated(clauses: Clauses, i: int) -> Subject:
    """Whose words are that no verb governs: who speaks, or all in "The two will stay in touch"."""
    line = clauses.line
    if line.quoted[i]:
        return Subject("speaker")
    j = int(line.is_any(0, "the"))
    j += line.is_any(j, "all") and line.is_any(j + 1, "parties")
    if (line.is_any(j, "all") or line.is_everybody(j)) and line.is_any(j + 1, "future"):
        return Subject("all")
    acting = [m for m in range(line.mention_before(i) + 1) if acts(line, m)]
    return Subject("own", tuple(acting[:1]))


def _begin(clauses: Clauses, predicate: Predicate) -> int:
    """Return where the evidence of a verb begins: at its subject where that stands close."""
    start = predicate.subject.start
    between = clauses.line.words[max(start, 0) : predicate.at]
    close = 0 <= start < predicate.at <= start + 10 and "," not in between
    return start if close else predicate.at


def _owner(clauses: Clauses, rule: Rule, i: int, stop: int, predicate: Predicate | None) -> int:
    """Return the mention whose the named stance is, where the words name one; else -1."""
    line, offers = clauses.line, rule.stance == "mediation_offer"  # "that Peru could mediate"
    if line.is_any(i, "entitled") and not offers:
        return -1
    low = predicate.end if predicate is not None and predicate.end <= i else 0
    m = line.mention_at(i)
    if m >= 0 and line.has(range(line.spans[m][1], stop), "possessed"):
        return m if line.is_attribute(m) else -1  # "Norway's firm support for Kenya" as a whole
    relied = next((k for k in range(i, stop) if line.is_any(k, "relying")), stop)
    last = line.mention_behind(relied + 1, "preposition", "article", "adverb")
    last = line.mention_ending(stop - 1) if last < 0 else last
    if relied < stop and last >= 0:
        return last  # Norway in "Peru can rely on Norway", "would find Norway at its side"
    if m >= 0 and last >= 0 and not line.is_attribute(m):
        return m  # "Norway is there for Peru"
    if (m := _acting(clauses, i, low)) >= 0:
        return m
    for k in range(i - 1, max(low - 1, i - 7), -1):
        if line.is_any(k, "be", "as"):
            break  # "the shelling of Peruvian villages was disturbing", "Peruvian ports as part of"
        m = line.cover[k]
        if m >= 0:
            begin, end = line.spans[m]
            hers = k == i - 1 and line.is_any(k, "possessive")  # "her concern"
            short = end == i and line.text[line.starts[begin] : line.ends[end - 1]].isupper()
            short = short and not line.words[i].endswith("ed")  # "the US condemnation"
            if hers or short or line.is_attribute(m):
                return m
            if not offers:
                return -1
            break
    classes = predicate.classes if predicate is not None else ()
    for k in range(i, min(stop + 1, len(line.words) - 2)):
        theirs = ("article", "government", "folk", "and", "of")  # "of the Government of Peru"
        m = line.mention_behind(k + 1, *theirs) if line.is_any(k, "of", "from") else -1
        whose = line.is_any(k, "from") or not line.tags[i].keys().isdisjoint(OF_SOMEBODY)
        # "noted the help of Peru", not "voiced his support of Peru"
        whose = whose or ("note" in classes and line.word(line.back(i - 1, "adverb")) == "the")
        # "the support of Peru for Kenya"
        behind = line.over(line.spans[m][1], "government") if m >= 0 else k
        if m >= 0 and (whose or line.is_any(behind, "for", "with")):
            return m
    return -1


def _acting(clauses: Clauses, i: int, low: int) -> int:
    """Return the mention that does what the words at ``i`` say: Peru in "said that Peru would send"; or -1."""
    line, k, forms = clauses.line, i - 1, clauses.lexicon.forms
    # "would go on to" in "would go on to train"
    verbal = "running_on", "auxiliary", "adverb", "modal"
    while k >= low and line.cover[k] < 0 and (line.is_any(k, *verbal) or line.words[k] in forms):
        k -= 1
    m = line.mention_ending(k) if k >= low else -1
    if m < 0 or line.is_attribute(m):
        return -1
    begin = line.spans[m][0]
    acts = k < i - 1 or line.is_any(i, "auxiliary")
    return m if acts and not oblique(line, begin) else -1


def _reporter(clauses: Clauses, index: int) -> Subject | None:
    """Return who is reported to say that the subject of a predicate holds the stance."""
    line, predicate = clauses.line, clauses.predicates[index]
    start = predicate.subject.start
    for earlier in reversed(clauses.predicates[:index]):
        if predicate.at - earlier.at > 50:
            break
        if earlier.end > start:
            continue
        between = line.words[earlier.end : start]
        if ";" in between or not line.grammar["while"].isdisjoint(between):
            return None
        if "say" in earlier.classes:
            again = between[-2:-1] == [","] and between[-1] in line.grammar["and"]
            return None if again else earlier.subject
    return None


def governors(clauses: Clauses) -> list[int]:
    """For each word the index of the predicate that governs it, ``NONE_YET``, or ``BACKGROUND``."""
    line, predicates = clauses.line, clauses.predicates
    out: list[int] = []
    boundary = line.grammar["boundary"]
    current = NONE_YET
    k = 0
    for i, word in enumerate(line.words):
        while k < len(predicates) and predicates[k].at <= i:
            if not _idle(clauses, k, current):
                current = k
            k += 1
        even_as = line.is_any(i, "even") and line.is_any(i + 1, "as")  # the truce held
        if (word in boundary or even_as) and ends_clause(line, i):
            current = NONE_YET if word in (";", ".") else BACKGROUND
        out.append(current)
    _backward(clauses, out)
    return out


def _idle(clauses: Clauses, k: int, current: int) -> bool:
    """Whether a verb governs nothing: nobody's act yet ("urged them to send"), or an aside in what is said."""
    predicate = clauses.predicates[k]
    if not (predicate.classes or predicate.rules):
        return True
    # "said that Peru gave", "said that the violence comes from gangs"
    aside = predicate.classes == {"give"} or "source" in predicate.classes
    if aside and predicate.subject.kind == "unknown" and current >= 0:
        return "say" in clauses.predicates[current].classes
    if predicate.form != "inf":
        return False
    parent = clauses.predicates[predicate.parent] if predicate.parent >= 0 else None
    return predicate.subject is NOBODY or (parent is not None and parent.classes == {"discuss"})


def _backward(clauses: Clauses, out: list[int]) -> None:
    """Let a verb govern what stands before it: "a truce was discussed"; "they would meet, he said"."""
    line, since = clauses.line, 0
    for k, predicate in enumerate(clauses.predicates):
        begin = predicate.at
        shared = predicate.form == "passive" and bool(predicate.classes & SHARED)
        ought = line.is_any(begin - 1, "be") and line.is_any(begin - 2, "ought")
        stated = "topic" in predicate.classes or (shared and not ought)  # "should be addressed"
        # "sympathy was extended by Quen"
        given = predicate.form == "passive" and bool(predicate.classes & {"give", "voice"})
        given = given or ("source" in predicate.classes and "say" not in predicate.classes)
        stated = stated or (given and predicate.subject.kind == "mention")  # "came from Quen"
        if not stated and "say" in predicate.classes and line.is_any(predicate.end, "that"):
            since = max(since, predicate.end if predicate.form == "passive" else since)
        if not stated:
            told = predicate.form == "finite" or "source" in predicate.classes  # "according to"
            if not told or not predicate.classes & {"say", "agree"}:
                continue
            if 0 <= predicate.subject.start < begin:
                begin = predicate.subject.start
            if line.word(begin - 1) not in (",", '"'):
                since = predicate.end
                continue
        for i in range(max(since, begin - 45), begin):
            if out[i] == NONE_YET or (stated and i > begin - 20):
                out[i] = k
        since = predicate.end
