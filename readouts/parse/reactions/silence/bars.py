"""What keeps a rule silent: words that are there, and yet are nobody's stance in the call.

What belongs here: what is denied, planned, asked for, only thanked for, or said again in other words. What does not:
the words of the stances (``reference/LANGUAGE/``), what is supposed or hoped (``suppositions``), and what is of another
time (``times``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.subjects import Clauses
from readouts.parse.reactions.clauses.verbs import UNKNOWN, Predicate, are_apart
from readouts.parse.reactions.silence.suppositions import is_hoped, is_prized, is_supposed, only_if
from readouts.parse.reactions.silence.times import in_a_year, is_of_another_time, is_said_of_another
from readouts.reference.stances.lexicon import Rule
from readouts.reference.stances.taxonomy import stances_of

BLAME = stances_of("blame")
FOR_OTHERS = stances_of("in_favour", "to_others")
_ASKED = 24
"""So many words back is looked for who is to do it."""
OF_ONESELF = BLAME | {"cooperation"}
"""Stances that nobody voices by asking others for it."""


def verb_is_silent(clauses: Clauses, index: int) -> bool:
    """Whether a verb's own stance is none: negated, supposed, nobody's, told of another time or place."""
    predicate, line = clauses.predicates[index], clauses.line
    subject, at = predicate.subject, predicate.at
    parent = clauses.predicates[predicate.parent] if predicate.parent >= 0 else predicate
    dated = line.word(at - 1) == "," and line.is_any(at - 2, "weekday")  # "spoke on Monday, saying"
    return (
        predicate.barred
        or subject.kind in ("none", "unknown")
        or is_hoped(clauses, index)
        or is_not_now(clauses, index)
        or line.is_any(subject.start, "whose")
        or line.is_any(subject.start - 1, "elsewhere")
        or _is_since(line, subject.start)
        or (line.is_any(subject.start - 1, "as") and line.is_any(subject.start, "they"))
        or (predicate.form == "inf" and (_is_resolved(line, at) or _is_asked_of_others(line, at)))
        or (predicate.form == "inf" and _is_first_of_many(clauses, predicate))
        or of_nobody(line, at + 1)
        or (line.is_any(at - 1, "perfect") and line.is_any(at - 2, "charged_with"))
        or (line.is_any(at - 1, "of") and line.is_any(at - 2, "mourning_time"))
        or only_if(line, at, at + 20)
        or _is_only_cited(line, at)
        or (predicate.form != "finite" and "discuss" in parent.classes and not dated)
        or is_supposed(clauses, index)
    )


def _is_the_call(line: Line, i: int) -> bool:
    """Whether the words are for the talks themselves: "in a telephone dialogue with Minister Quen, she promised"."""
    m = line.mention_at(line.over(i + 2, "article")) if line.is_any(i + 1, "with") else -1
    told = line.is_any(i, "conversation") and line.has(range(i - 3, i), "placing")
    return told and line.kind(m) in ("person", "nominal")


def _is_since(line: Line, start: int) -> bool:
    """Whether a subject opens what happened before: "their first call since Quen condemned the raid"."""
    at = line.back(start - 1, "article")
    return line.is_any(at, "since") and line.word(at - 1).isalpha()


def is_not_now(clauses: Clauses, index: int) -> bool:
    """Whether what stands under a verb is only told by others, denied, done, or of another time."""
    denied = is_hearsay(clauses, index) or is_denied(clauses, index) or is_prized(clauses, index)
    return denied or _another_names(clauses, index) or is_of_another_time(clauses, index)


def _another_names(clauses: Clauses, index: int) -> bool:
    """Whether a verb only says how an outsider calls what he spoke of: "a spokesman condemned what he called"."""
    predicate, line = clauses.predicates[index], clauses.line
    what = predicate.subject.start - (not line.is_any(predicate.subject.start, "what"))
    if not line.is_any(what, "what") or not line.is_any(predicate.at, "naming"):
        return False
    above = (p for p in clauses.predicates[:index] if what - 2 <= p.end <= what)
    for p in above:
        whose = [line.mentions[m] for m in p.subject.mentions]
        if p.subject is UNKNOWN or any(m.kind == "nominal" and not m.actors for m in whose):
            return True  # a spokesman, a third state's minister
        if are_apart(line, p, predicate.subject):
            return True
    return False


def is_of_earlier_text(clauses: Clauses) -> bool:
    """Whether a sentence tells what the text said before it was corrected: "an earlier version said that he condemned".

    Also what an earlier report said, which nobody says now, and what "this article originally said".
    """
    line, said = clauses.line, [p.at for p in clauses.predicates if "say" in p.classes]
    if any(line.is_any(at - 1, "formerly") and line.is_any(at - 2, "printed", "it") for at in said):
        return True
    for at in range(1, len(line.words) if line.has(range(len(line.words)), "former_text") else 0):
        if not line.has(range(at - 2, at), "former_text"):
            continue
        of_another = line.word(at + 1) == "of" and not line.is_any(at + 3, "printed", "own_text")
        if line.is_any(at, "edition") and not of_another:
            return True
        later = line.has(range(at, len(line.words)), "untrue")
        if line.is_any(at, "printed") and (later or any(at < verb <= at + 6 for verb in said)):
            return True
    return False


def is_hearsay(clauses: Clauses, index: int) -> bool:
    """Whether others say it of somebody: "analysts said that Peru supports it", "it was said that Peru condemned"."""
    line, start = clauses.line, clauses.predicates[index].subject.start
    says = [p for p in clauses.predicates[:index] if "say" in p.classes and p.end <= start]
    return _is_of_pundits(line, start) or any(
        _is_of_nobody(line, p, start) for p in says[-1:] if start <= p.end + 4
    )


def _is_of_nobody(line: Line, said: Predicate, start: int) -> bool:
    """Whether nobody known says what a clause that begins at a word tells: "it was said", "villagers said"."""
    before = range(said.at - 3, said.at)
    return (
        (said.form == "passive" and line.has(before, "it"))
        or any(line.is_any(k, "outsider") and line.cover[k] < 0 for k in before)
        or (line.is_any(start, "plural") and _are_people(line, said.at - 1))
        or (said.subject.kind == "unknown" and _is_somebody(line, start, said.at - 1))
    )  # "villagers said that they condemned", "a baker said that she was grateful"


def _is_of_pundits(line: Line, start: int) -> bool:
    """Whether a clause is what nobody's spokesmen say: "experts say Peru is", "according to analysts, Peru fears"."""
    at = start - 1 - line.is_any(start - 1, "determiner")
    said = line.is_any(at, "opining") and line.has((at - 1, at - 2), "pundit")
    source = range(2, start if line.is_any(0, "according") else 0)
    led = line.has(source[:4], "pundit")
    m = line.mention_at(start)  # "according to the institute, Peru fears"
    nobody = bool(source) and line.kind(m) == "country" and all(line.cover[k] < 0 for k in source)
    return said or led or (nobody and not line.has(source, "teller", "government", "call"))


def is_of_a_people(clauses: Clauses, rule: Rule, index: int) -> bool:
    """Whether a state would hold what only its people feels: "the people of Peru are worried".

    What is in favour of another its people may feel for it, if nobody of another state says so.
    """
    line, m = clauses.line, clauses.predicates[index].subject.only
    if m < 0 or not (line.is_folk(m) or line.is_any(line.spans[m][1], "folk")):
        return False
    return rule.stance not in FOR_OTHERS or is_said_of_another(clauses, index)


def _is_somebody(line: Line, start: int, i: int) -> bool:
    """Whether whoever says so of "he" or a state is nobody known and speaks for no other: "a baker said that she"."""
    while line.is_any(i, "adverb", "auxiliary") or line.word(i) == ",":
        i -= 1
    noun = i >= 0 and line.cover[i] < 0 and line.word(i).isalpha()
    noun = noun and line.kind(line.mention_at(start)) in ("pronoun", "country")
    told = line.has(range(i - 3, i + 1), "teller")
    return noun and not told and not line.is_any(i, "speaker", "own", "relative", "and")


def _are_people(line: Line, i: int) -> bool:
    """Whether a plural noun that is nobody known says something of itself; not "sources", who tell of others."""
    i = line.back(i, "adverb", "auxiliary")
    if line.word(i) == ",":  # "rights groups, which had asked for it, said"
        i = next((k for k in range(i - 1, -1, -1) if line.words[k] == ","), 0) - 1
    word, m = line.word(i), line.mention_at(i)
    if (m >= 0 and not line.is_any(i, "anybody")) or not word.endswith("s") or len(word) < 4:
        return False
    begin = line.spans[m][0] if m >= 0 else i
    ours = m >= 0 or line.is_any(i, "parties", "counterparts")
    ours = ours and (not begin or line.is_any(begin - 1, "determiner", "number", "clause"))
    return not ours and not line.is_any(i, "teller", "singular")


def are_some(line: Line, m: int) -> bool:
    """Whether words without "the" or a number say which people are meant: "local officials", "senior diplomats"."""
    begin, end = line.spans[m]
    told = line.has(range(begin - 1, end - 1), "determiner", "number", "all", "possessive")
    some = end - begin > 1 and line.is_any(end - 1, "anybody")
    return (some or line.is_any(end - 1, "pundit")) and not told  # "diplomats hoped for calm"


def of_nobody(line: Line, behind: int) -> bool:
    """Whether words have nobody for their object: "condemned nothing", "sided with no one"; not "nothing but praise".

    "Stood with nobody but the judges" is of nobody either: those who are left out of it have no country.
    """
    led = line.is_any(behind, "with", "to", "for")
    at = behind + led
    if line.is_any(at, "no") and line.is_any(at + 1, "one"):
        return True
    named = line.mention_behind(at + 2, "article") >= 0
    nobody = not line.is_any(at + 1, "except") or (led and not named)
    return nobody and line.is_any(at, "neither")


def is_denied(clauses: Clauses, index: int) -> bool:
    """Whether a clause is denied, or said to be owed: "suggestions that she condemned it", "nor did he condemn".

    Also behind what it is told in ("a fake video in which she condemned it"), and where that is called untrue behind
    it ("the claim that she condemned it is false").
    """
    predicate, line = clauses.predicates[index], clauses.line
    start = predicate.subject.start
    if line.is_any(start - 1, "auxiliary") and line.is_any(start - 2, "neither"):
        return True
    that, which = line.is_any(start - 1, "that"), line.is_any(start - 1, "which")
    if line.is_any(start - 1 - that, "due_time") and line.is_any(start - 2 - that, "overdue"):
        return True  # "it is high time that she condemned it"
    if not (that or which):
        return False
    near = range(start - 6 - 2 * which, start - 1)
    none = line.is_any(start - 3, "no_sign") and line.is_any(start - 2, "sign")
    if none or line.has(near, "denial"):
        return True
    told = line.has(near[-3:], "account")
    if told and line.is_any(0, "responding") and "," not in line.words[:start]:
        return True  # "Asked about a report that Peru had offered"
    return told and line.has(range(predicate.at, len(line.words)), "untrue")


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
    line, blames = clauses.line, rule.stance in BLAME
    reach = 5 if line.is_any(i - 1, "to") else 2  # "was not ready to mediate"
    object_at = low if predicate is None or predicate.form != "passive" else 0
    return (
        line.has(range(i - reach, i), "negation")
        or (line.is_any(i - 2, "joining") and line.has(range(i - 5, i - 2), "negation"))
        or (
            blames and line.word(i).endswith("ed") and line.is_any(i + 1, "by")
        )  # "tariffs condemned by"
        or (not blames and line.has(range(max(low, i - 4), i), "contrary"))
        or (rule.stance == "support" and _of_another(clauses, i, low))
        or _is_only_cited(line, i)
        or _is_the_call(line, i)
        or _is_of_the_bygone(line, i)
        or (rule.stance in OF_ONESELF and _is_asked_of_others(line, i))
        or (predicate is not None and _is_written(line, predicate, i))
        or (rule.stance == "restraint" and _is_greeting(line, predicate, i))
        or _is_noted(line, i)
        or (blames and _is_resolved(line, i))
        or _is_answered(line, i)
        or (rule.stance == "concern" and line.has(range(i - 2, i), "settling"))
        or (rule.stance == "mediation_offer" and line.has(range(max(low, i - 8), i), "role"))
        or (rule.id == "support.aid" and line.tagged(range(max(low, i - 30), i), "need"))
        or (predicate is not None and _is_over(line, predicate))
        or _only_planned(line, rule, i, predicate)
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
    beside = i + 1 < len(line.words) and line.cover[i + 1] < 0 and line.is_capital(i + 1)
    return line.is_any(i - 1, "leading_to_a_name") or (
        beside and line.is_any(i + 1, "naming_a_body")
    )


def _is_over(line: Line, predicate: Predicate) -> bool:
    """Whether a verb is of what was and is no more: "had hoped", "had offered to mediate in 2019"."""
    had = line.is_any(predicate.at - 1, "had")
    return had and ("hope" in predicate.classes or in_a_year(line, predicate.at))


def _is_greeting(line: Line, predicate: Predicate | None, i: int) -> bool:
    """Whether peace is wished to somebody, as at a holiday: "wished the Islamic world peace"."""
    if predicate is None or not line.is_any(predicate.at, "greeting"):
        return False
    return not line.has(range(predicate.end, i), "that", "to", "for", "clause")


def _is_only_cited(line: Line, i: int) -> bool:
    """Whether words are quoted as words that people use: 'phrases such as "both sides must show restraint"'."""
    at = next((k for k in range(i, 0, -1) if line.words[k] == '"'), 0) if line.quoted[i] else 0
    such = line.is_any(at - 1, "as") and line.is_any(at - 2, "such")
    return at > 0 and (such or line.is_any(at - 1, "wording"))


def _is_written(line: Line, predicate: Predicate, i: int) -> bool:
    """Whether it stands in a letter: "sent a message of condolences"."""
    letter = line.has(range(predicate.at + 1, i), "letter")
    return letter and line.is_any(predicate.at, "sending")


def _is_asked_of_others(line: Line, i: int) -> bool:
    """Whether others are to do it: "stressed the need for all sides to condemn"; "all countries" are one's own, too."""
    for whom in range(i - 1, max(0, i - _ASKED), -1):
        if line.is_any(whom, "for") and line.tagged((whom - 1,), "need"):
            sides = line.has(range(whom + 1, whom + 5), "own_parties")
            return sides and line.has(range(whom + 2, i), "to")
    return False


def _is_noted(line: Line, i: int) -> bool:
    """Whether what another feels is only taken note of: "took note of the concern", "was aware of the anger"."""
    begin = line.find(range(i - 1, max(-1, i - 10), -1), "clause")
    near = range(max(0, i - 9, begin + 1), i)
    return any(line.tags[k].get("noting", i + 2) <= i + 1 for k in near)


def _is_answered(line: Line, i: int) -> bool:
    """Whether what another feels is only spoken to: "responding to Peru's criticism", "the concerns were noted"."""
    if line.is_any(0, "responding") and "," not in line.words[:i]:
        return "," in line.words[i:]
    behind = range(i + 1, min(i + 5, len(line.words)))
    been = line.has(behind[:2], "auxiliary")
    return been and line.has(behind, "heeded") and line.is_any(i - 1, "article")


def _is_resolved(line: Line, i: int) -> bool:
    """Whether what is blamed is somebody's resolve to blame: "regretted the decision to condemn"."""
    return line.is_any(i - 1, "to") and line.is_any(i - 2, "resolved")


def _is_first_of_many(clauses: Clauses, predicate: Predicate) -> bool:
    """Whether it is only told who would blame, or did so before others: "would be the first to condemn it"."""
    line, at = clauses.line, predicate.at
    first = line.find(range(at - 2, at - 8, -1), "foremost")
    if first < 0 or not (line.is_any(at - 1, "to") and line.is_any(first - 1, "article")):
        return False
    blames = any(clauses.lexicon.rules[rule].stance in BLAME for rule, _ in predicate.rules)
    return blames or line.has(range(first - 4, first), "would")


def _is_of_the_bygone(line: Line, i: int) -> bool:
    """Whether it was somebody's who is no party, or no more: "recalled the late King's words", "a widow's concern"."""
    whose = next((k for k in range(i - 1, i - 4, -1) if line.word(k) == "'s"), 0)
    return line.is_any(whose - 1, "person_noun") or line.has(range(whose - 3, whose), "bygone")


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


def _only_planned(line: Line, rule: Rule, i: int, predicate: Predicate | None) -> bool:
    """Whether efforts or plans are merely talked about: "discussed efforts to end the fighting"."""
    if predicate is None or "discuss" not in predicate.classes or rule.stance == "cooperation":
        return False
    return line.has(range(max(predicate.end, i - 8), i), "effort")


def _thanked_for(line: Line, rule: Rule, i: int, low: int) -> bool:
    """Whether the words are what thanks are for: "appreciation for Kenya's support for the talks"."""
    if rule.stance == "commendation":
        return False
    feared = rule.id in ("criticism.say_bad", "criticism.penalty") or rule.stance == "support"
    # "appreciation for Kenya's support for the talks, as well as its support for"
    well = line.find(range(i - 1, max(low - 1, i - 8), -1), "well")
    more = well > 0 and line.is_any(well - 1, "as") and line.is_any(well + 1, "as")
    for k in range(i - 1, max(low - 1, i - (50 if more else 20)), -1):
        if feared and "worry" in line.tags[k]:  # "alarm at the blocking of aid"
            return True
        if feared and line.is_any(k, "rueing") and not line.has(range(k, i), "clause"):
            return True  # "regret for its support of Peru"
        if "thanks" in line.tags[k]:
            begin = i - line.is_any(i - 1, "determiner")
            again = line.is_any(begin - 1, "and") and (begin < i or line.word(begin - 2) == ",")
            return not again and line.has(range(k, i + 2), "for", "of")
    return False


def unless(clauses: Clauses, rule: Rule, first: int, last: int) -> bool:
    """Whether words that bar the rule occur from ``first`` to ``last``."""
    line, last = clauses.line, min(last, first + 60)
    return any(
        candidate.occurs(line.words, line.tags, first, last)
        for candidate in rule.unless
        if not candidate.first.words or not candidate.first.words.isdisjoint(line.vocabulary)
    )
