"""What keeps a rule silent: words that are there, and yet are nobody's stance in the call.

What belongs here: what is denied, of another time or occasion, said by nobody known, planned, asked for, only thanked
for, or said again in other words. What does not: the words of the stances, and wordings that can be looked up
(``reference/LANGUAGE/``), and what is supposed or hoped (``suppositions``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import UNKNOWN, Predicate, are_apart
from readouts.parse.reactions.silence.suppositions import is_hoped, is_prized, is_supposed
from readouts.parse.reactions.silence.wordings import silences
from readouts.reference.stances.lexicon import Rule
from readouts.reference.stances.patterns import S
from readouts.reference.stances.taxonomy import stances_of

BLAME = stances_of("blame")
FOR_OTHERS = stances_of("in_favour", "to_others")
_SAID = 10
"""So many verbs back it is looked for who says so."""
_THANKED, _THANKED_AS_WELL = 20, 50
"""So many words back stand thanks for what somebody did, and for this "as well as" that."""


def verb_is_silent(clauses: Clauses, index: int) -> bool:
    """Whether a verb's own stance is none: negated, supposed, nobody's, told of another time or place."""
    predicate, line = clauses.predicates[index], clauses.line
    subject, at = predicate.subject, predicate.at
    parent = clauses.predicates[predicate.parent] if predicate.parent >= 0 else predicate
    stance = clauses.lexicon.rules[predicate.rules[0][0]].stance
    dated = line.word(at - 1) == "," and line.is_any(at - 2, "weekday")  # "spoke on Monday, saying"
    return (
        predicate.barred
        or subject.kind in ("none", "unknown")
        or is_hoped(clauses, index)
        or is_not_now(clauses, index)
        or silences(clauses, "verb", at, subject.start, stance)
        or of_nobody(line, at + 1)
        or _is_only_cited(line, at)
        or (predicate.form != "finite" and "discuss" in parent.classes and not dated)
        or is_supposed(clauses, index)
    )


def is_not_now(clauses: Clauses, index: int) -> bool:
    """Whether what stands under a verb is only told by others, denied, done, or of another time."""
    predicate = clauses.predicates[index]
    return (
        silences(clauses, "told", predicate.at, predicate.subject.start)
        or _is_hearsay(clauses, index)
        or is_prized(clauses, index)
        or _is_in_passing(clauses, index)
    )


def _is_hearsay(clauses: Clauses, index: int) -> bool:
    """Whether nobody known says it of somebody: "villagers said that they condemned", "a baker said that she"."""
    line, start, said = clauses.line, clauses.predicates[index].subject.start, _said(clauses, index)
    of = line.kind(line.mention_behind(start, "determiner"))
    near = range(start, start + 2)  # "Bor said the two leaders agreed"
    both = line.has(near, "parties") and not line.has(near, "camps", "possessive")
    if said is None or start > said.end + 4 or of in ("person", "nominal"):
        return False
    if both and not line.is_any(said.at - 1, "pundit"):
        return False
    hearer = line.mention_ending(line.back(said.at - 1, "auxiliary", "adverb"))
    told = said.form == "passive" and not line.is_any(said.at + 1, "by")
    if told and hearer >= 0 and line.mentions[hearer].actors:
        # "She was assured that Norway", not her own state
        return line.mentions[hearer].country == line.mentions[line.mention_at(start)].country
    m = said.subject.only
    if line.kind(m) == "group":  # "business leaders said that they"
        begin = line.begin(m)  # "said the two men told him that they"
        begin -= not line.is_any(begin, "determiner")
        known = line.is_any(begin, "clause", "determiner", "number")
        return line.word(begin).isalpha() and not known
    known = line.word(said.at - 1) == ")"  # "Foreign Minister Quen (Left) said that"
    known = known or line.has(range(said.at - 10, start), "teller", "government")
    return said.subject is UNKNOWN and not known


def _is_in_passing(clauses: Clauses, index: int) -> bool:
    """Whether a clause only tells in passing what somebody does, or a state did: "Quen, who supports Peru, asked"."""
    predicate, line = clauses.predicates[index], clauses.line
    link = line.back(predicate.subject.start - 1, "article")
    if index and line.has((link, link + 1), "what"):  # "he rejected what she called accusations"
        return are_apart(line, clauses.predicates[index - 1], predicate.subject)
    if _said(clauses, index) is not None:
        return False
    if clauses.lexicon.forms.get(line.words[predicate.at], 0) & S:
        aside = line.is_any(link, "granted") or (not link and line.is_any(0, "while"))
        return aside or line.is_any(predicate.at - 1, "relative")
    led = line.is_any(link, "which") and not line.is_any(link - 1, "preposition")
    # "the coup, which Oslo condemned"
    return line.kind(predicate.subject.only) == "country" and led


def is_of_a_people(clauses: Clauses, rule: Rule, index: int) -> bool:
    """Whether a state would hold what only its people feels: "the people of Peru are worried".

    What is in favour of another its people may feel for it, if nobody of another state says so.
    """
    line, subject = clauses.line, clauses.predicates[index].subject
    m, said = subject.only, _said(clauses, index)
    folk = m >= 0 and (line.is_folk(m) or line.is_any(line.spans[m][1], "folk"))
    return folk and (
        rule.stance not in FOR_OTHERS or (said is not None and are_apart(line, said, subject))
    )


def _said(clauses: Clauses, index: int) -> Predicate | None:
    """The last verb of saying before the subject of a verb."""
    start = max(clauses.predicates[index].subject.start, 0)
    before = reversed(clauses.predicates[max(0, index - _SAID) : index])
    return next((p for p in before if "say" in p.classes and p.end <= start), None)


def are_some(line: Line, m: int) -> bool:
    """Whether words without "the" or a number say which people are meant: "local officials", "senior diplomats"."""
    begin, end = line.spans[m]
    told = line.has(range(begin - 1, end - 1), "determiner", "number", "all", "possessive")
    some = end - begin > 1 and line.is_any(end - 1, "anybody")
    return (some or line.is_any(end - 1, "pundit")) and not told  # "diplomats hoped for calm"


def of_nobody(line: Line, behind: int) -> bool:
    """Whether words have nobody for their object: "condemned nothing", "sided with no one"; not "nothing but"."""
    led = line.is_any(behind, "with", "to", "for")
    at = behind + led
    if line.is_any(at, "no") and line.is_any(at + 1, "one"):
        return True
    return line.is_any(at, "neither") and (led or not line.is_any(at + 1, "except"))


def echoes(clauses: Clauses, rule: Rule, predicate: Predicate) -> bool:
    """Whether a participle only spells out the stance above it: "condemned the raid, calling it a crime"."""
    if predicate.form not in ("ing", "gerund", "inf") or predicate.parent < 0:
        return False
    above = {clauses.lexicon.rules[r].stance for r, _ in clauses.predicates[predicate.parent].rules}
    return rule.stance in above or (rule.stance == "criticism" and "condemnation" in above)


def noun_is_silent(
    clauses: Clauses, rule: Rule, i: int, low: int, predicate: Predicate | None
) -> bool:
    """Whether the words of a rule under a verb are no stance of its subject; ``low`` is where its object begins."""
    line = clauses.line
    object_at = low if predicate is None or predicate.form != "passive" else 0
    discussed = predicate is not None and "discuss" in predicate.classes
    return (
        silences(clauses, "noun", i, -1, rule.stance)
        or (discussed and silences(clauses, "discussed", i, -1, rule.stance))
        or (
            predicate is None
            and not line.quoted[i]
            and silences(clauses, "free", i, -1, rule.stance)
        )
        or (rule.stance in BLAME and line.word(i).endswith("ed") and line.is_any(i + 1, "by"))
        or (rule.stance == "support" and _of_another(clauses, i, low))
        or _is_only_cited(line, i)
        or (rule.id == "support.aid" and line.tagged(range(max(low, i - 30), i), "need"))
        or _thanked_for(line, rule, i, object_at)
    )


def only_looks_like(line: Line, rule: Rule, i: int, end: int) -> bool:
    """Whether words name a kind of thing, or settle an everyday matter: "a solidarity tax", "a solution to fees"."""
    if rule.stance == "restraint":
        return line.tagged(range(i, end), "everyday")
    return line.mention_at(end - 1) < 0 and line.is_any(end, "compound")


def is_a_name(line: Line, i: int) -> bool:
    """Whether a word is the name of something: "through Concern", "Solidarity International"."""
    if i == 0 or line.cover[i] >= 0 or not line.is_capital(i) or line.is_capital(i - 1):
        return False
    return line.is_any(i - 1, "leading_to_a_name") or line.is_any(i + 1, "naming_a_body")


def _is_only_cited(line: Line, i: int) -> bool:
    """Whether words are quoted as words that people use: 'phrases such as "both sides must show restraint"'."""
    at = next((k for k in range(i, 0, -1) if line.words[k] == '"'), 0) if line.quoted[i] else 0
    return at > 0 and line.is_any(at - 1, "as", "wording")


def _of_another(clauses: Clauses, i: int, low: int) -> bool:
    """Whether somebody else would do it, or does not: "costs for whoever provides", "that they do not stand for"."""
    line = clauses.line
    if line.mention_at(i) >= 0:
        return False  # "that Peru can rely on": who it is has been said
    verb = line.mention_at(i - 1) < 0 and line.word(i - 1) in clauses.lexicon.forms
    which = i - 1 - verb
    others = line.word(i).endswith("ing") and line.is_any(i - 1, "people_noun", "nations")
    other = others or (line.is_any(which, "relative") and which > low)
    return other or line.has(range(max(low, i - 8), i), "not")


def _thanked_for(line: Line, rule: Rule, i: int, low: int) -> bool:
    """Whether the words are what thanks are for: "appreciation for Kenya's support for the talks"."""
    if rule.stance == "commendation":
        return False
    feared = rule.id in ("criticism.say_bad", "criticism.penalty") or rule.stance == "support"
    reach = _THANKED_AS_WELL if line.has(range(low, i), "well") else _THANKED
    for k in range(i - 1, max(low - 1, i - reach), -1):
        if feared and ("worry" in line.tags[k] or line.is_any(k, "rueing")):
            return True  # "alarm at the blocking of aid", "regret for its support of Peru"
        if "thanks" in line.tags[k]:
            begin = i - line.is_any(i - 1, "determiner")
            again = line.is_any(begin - 1, "and") and line.word(begin - 2) == ","
            return not again and line.has(range(k, i + 2), "for", "of")
    return False


def unless(clauses: Clauses, rule: Rule, first: int, last: int) -> bool:
    """Whether words that bar the rule occur from ``first`` to ``last``, or to "before they turned to trade"."""
    line, last = clauses.line, min(last, first + 60)
    last = next((k for k in range(first, last) if line.is_any(k, "before_they")), last)
    return any(
        candidate.occurs(line.words, line.tags, first, last)
        for candidate in rule.unless
        if not candidate.first.words or not candidate.first.words.isdisjoint(line.vocabulary)
    )
