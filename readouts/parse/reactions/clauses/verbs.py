"""The verbs of a sentence that can carry a stance: which words are verbs, their form and their mood.

What belongs here: finding the lexicon's verbs in one ``Line``, telling "calls" the verb from "calls" the noun, negation
and condition before it. What does not: whose verbs they are (``subjects.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from readouts.parse.reactions.clauses.lines import Line
from readouts.reference.stances.lexicon import Lexicon
from readouts.reference.stances.patterns import BASE, ED, ING, S, match

_MADE = 8
"""Within so many words before "to" stands who makes somebody do it: "told the Chilean foreign minister to"."""
_VALUED = 14
"""Within so many words behind "gratitude" or "regret" stands what it is for."""
REACH = 40
"""How many words a search looks back for a subject, so that one endless sentence stays linear."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a verb says.

    ``mentions`` are indices into the line's mentions; ``kind`` is "mention", "speaker" (I, we), "own" (it, his country:
    whoever is reported to speak), "all" (a bare "both", "they"), "unknown" (words that name no party) or "none".
    ``start`` is the word the subject begins at, -1 where it stands elsewhere.
    """

    kind: str
    mentions: tuple[int, ...] = ()
    start: int = -1

    @property
    def only(self) -> int:
        """The one mention that it is, -1 where it is none or several."""
        return self.mentions[0] if len(self.mentions) == 1 else -1


SAID_BY = frozenset({"say", "source"})
"""The classes of words that only say whose words others are, as "according to" has them."""
NOBODY = Subject("none")
UNKNOWN = Subject("unknown")


@dataclass(slots=True)
class Predicate:
    """One verb: words ``at`` to ``end``, its ``form`` ("finite", "passive", "inf", "ing", "gerund").

    ``classes`` are those of the governors' table, ``rules`` (rule index, end of its match) the stance rules
    that the verb itself satisfies. ``barred`` says that it is denied, wished for or only supposed.
    ``parent`` is the index of the predicate that an infinitive or participle hangs on, -1 for none.
    """

    at: int
    end: int
    form: str
    classes: frozenset[str]
    rules: list[tuple[int, int]]
    barred: bool = False
    parent: int = -1
    subject: Subject = field(default=NOBODY)


def find_verbs(line: Line, lexicon: Lexicon, stops: list[int]) -> list[Predicate]:
    """Return the predicates of a line, in order, without their subjects; ``stops`` are where its clauses end."""
    words, found, free = line.words, list[Predicate](), 0
    for i, word in enumerate(words):
        if seen := _seen_by(line, i):
            told = line.is_any(i - 2, "that")  # "Quen said that, in Velt's view, it was a crime"
            found.append(Predicate(i, seen, "ing", SAID_BY, [], barred=told))
            continue
        if i < free or word not in lexicon.forms or line.cover[i] >= 0:
            continue
        governors = lexicon.governor_index.by_word.get(word, ())
        stances = lexicon.verb_rules.by_word.get(word, ())
        noun = line.is_any(i, "parties") and not line.is_any(i + 1, "with")  # "sides with Peru"
        noun = noun or not (governors or stances)
        form = "" if noun else _form(line, lexicon, found, i)
        if not form:
            continue
        limit = min(len(words), i + REACH)
        end, classes = i, frozenset[str]()
        a_noun = word in line.grammar["be"] and line.is_any(i + 1, "determiner")
        a_noun = a_noun and not line.is_any(i + 1, "adverb")
        for candidate in governors:
            if a_noun and candidate.pattern[1:2] and candidate.pattern[1].gap:
                continue  # "was a plan prepared in Lima"
            if candidate.may_begin(words, i, line.vocabulary):
                stop = match(candidate.pattern, words, line.tags, i, limit)
                more = lexicon.governors[candidate.ident].classes
                if stop > end:
                    end, classes = stop, more
                elif stop == end and stop > i:
                    classes = classes | more
        stop_at = min(stops[i + 1], limit)
        rules = [
            (candidate.ident, stop)
            for candidate in stances
            if candidate.may_begin(words, i, line.vocabulary)
            and (stop := match(candidate.pattern, words, line.tags, i, stop_at)) > 0
        ]
        if word in line.grammar["be"] and line.is_any(past_adverbs(line, i + 1), "tell"):
            end, classes, rules = i, frozenset(), []  # "Quen was told that Norway was worried"
        light = word in line.grammar["light"]
        if light and end == i and not rules:
            continue
        free = max(end, i + 1) if light else i + 1
        found.append(Predicate(i, max(end, i + 1), form, classes, rules, _barred(line, i)))
    return found


def _seen_by(line: Line, i: int) -> int:
    """Where whose view it is begins in "in Quen's view,", "in the words of Quen,", "as Quen put it,"; 0 elsewhere."""
    if not line.is_any(i, "in", "as") or not (i == 0 or line.word(i - 1) in (",", '"')):
        return 0
    noun = line.over(i + 1, "article")
    if line.is_any(i, "in") and line.is_any(noun, "view_noun") and line.is_any(noun + 1, "of"):
        return noun + 2 if line.mention_behind(noun + 2, "article") >= 0 else 0
    m = line.mention_behind(i + 1, "article")
    end = line.spans[m][1] if m >= 0 else i
    owns = line.is_any(end, "possessive_end") or (m >= 0 and line.possessive[m])
    end += line.is_any(end, "possessive_end")
    viewed = line.is_any(i, "in") and owns and line.is_any(end, "view_noun")
    put = line.is_any(i, "as") and line.is_any(end, "put_it") and line.word(end + 1) == "it"
    return i + 1 if m >= 0 and (viewed or put) else 0


def past_adverbs(line: Line, at: int) -> int:
    """The next word from ``at`` that is no adverb."""
    while at < len(line.words) and is_adverb(line, at):
        at += 1
    return at


def clause_ends(line: Line) -> list[int]:
    """Return, for each word and the end, the next word at which a clause ends: a background clause or a stop."""
    after, boundary = len(line.words), line.grammar["boundary"]
    out = [after] * (after + 1)
    for i in range(len(line.words) - 1, -1, -1):
        if line.words[i] in boundary and ends_clause(line, i):
            after = i
        out[i] = after
    return out


def ends_clause(line: Line, i: int) -> bool:
    """Whether a clause ends at a boundary: not in "said that, while this lasts, we", nor in "was following"."""
    grammar = line.grammar
    if line.cover[i] >= 0:
        return False
    parenthetic = line.word(i - 1) == "," and line.word(i - 2) in grammar["that"]
    return not parenthetic and not line.is_any(i - 1, "be", "nothing")


def before(line: Line, at: int) -> int:
    """Return the nearest word before ``at`` that is no adverb, or -1."""
    floor = max(at - 6, -1)
    at -= 1
    while at > floor and line.cover[at] < 0 and (line.words[at] == '"' or is_adverb(line, at)):
        at -= 1
    return at


def is_adverb(line: Line, at: int) -> bool:
    """Return whether a word is an adverb, by the table or by its ending."""
    word = line.words[at]
    ends_so = word.endswith("ly") and len(word) > 4 and word not in line.grammar["no_adverb"]
    return ends_so or word in line.grammar["adverb"]


def preceding(line: Line, at: int, many: int) -> list[int]:
    """So many words before a word, the nearest first, but for who says so: "could not, he said, offer"."""
    out: list[int] = []
    i = at - 1
    while i >= 0 and len(out) < many:
        if line.words[i] == ",":
            opening = next((j for j in range(i - 1, max(-1, i - 6), -1) if line.words[j] == ","), i)
            told = line.is_any(i - 1, "saying") or line.word(i - 1).endswith("ed")
            if opening < i and (told or line.is_any(opening + 1, "saying")):
                i = opening - 1
                continue
        out.append(i)
        i -= 1
    return out


def _form(line: Line, lexicon: Lexicon, earlier: list[Predicate], at: int) -> str:
    """Say as which form of a verb the word stands, "" where it is none (a noun, an adjective)."""
    words, grammar, mask = line.words, line.grammar, lexicon.forms[line.words[at]]
    p = before(line, at)
    if line.word(p) == ",":  # "could not, he said, offer"
        p = next((k for k in preceding(line, at, 2) if line.is_any(k, "modal")), p)
    prev = line.word(p)
    m = line.mention_ending(p)
    accusative = prev in grammar["accusative"] and (m < 0 or line.mentions[m].kind != "country")
    accusative &= not line.is_any(p - 1, "of")  # "Each of them condemned"
    sure = bool(mask & (S | ED)) and words[at] not in grammar["noun_like"]
    named = m >= 0 and not line.possessive[m] and not accusative
    if named and line.mentions[m].adjectival:  # "the Norwegian said", "Norwegians mourned"
        named = sure and (prev.endswith("s") or line.is_any(line.spans[m][0] - 1, "article"))
    genitive = prev == "'" or (prev == "'s" and m < 0)
    owned = (m >= 0 and not named) or genitive
    stop = owned or (prev in grammar["determiner"] and line.cover[p] < 0)
    if mask & ED and not (mask & BASE and prev in grammar["to"]):
        if prev in grammar["be"]:
            gerund = prev == "being" and line.is_any(p - 1, "preposition")
            return "" if gerund else "passive"  # "congratulations on being confirmed"
        if line.is_any(at, "undergone") and line.is_any(at + 1, "convict"):
            return ""  # "two men accused of the raid"
        bare = not named and (prev in grammar["preposition"] or _reduced(line, earlier, p))
        bare = bare or (bool(earlier) and earlier[-1].end == at)
        acts = named or line.is_any(p, "speaker", "own", "all", "parties", "relative")
        behind = line.word(at + 1)
        slight = behind in grammar["adverb"] or behind.endswith("ly")
        after = line.word(at + 2) if slight else behind
        acts = acts or words[at] in grammar["active"]
        return "" if stop or bare or (after in grammar["by"] and not acts) else "finite"
    if mask & ING:
        if stop or prev in grammar["be"]:
            return "" if stop else "finite"
        if named or p < 0 or prev in grammar["by"]:
            return "ing"
        if line.cover[p] < 0 and line.is_any(p, "people_noun", "nations", "nationals"):
            return ""  # "spoke of the people protesting in Peru"
        return "ing" if prev in grammar["clause"] else "gerund"
    if mask & BASE:
        if prev in grammar["to"]:
            return "inf"
        # "Quen and Orhu want", not "told Quen and Orhu want"
        two = line.kind(m) in ("person", "nominal") and line.is_any(line.begin(m) - 1, "and")
        two = two and line.mention_ending(line.begin(m) - 2) == m - 1 >= 0 == line.begin(m - 1)
        if (
            (named and line.kind(m) in ("pronoun", "group"))
            or line.is_any(p, "modal", "do", "plural")
            or line.people_of(p) >= 0
            or (named and two)
        ):  # "the government and people stand", "the people of Norway stand"
            return "finite"
        again = any(q.form == "inf" and q.at > at - 25 for q in earlier[-3:])
        return "inf" if again and prev in grammar["conjunction"] else ""
    if line.is_any(p, "that") and line.is_any(at, "noun_like") and line.is_any(at + 1, "auxiliary"):
        return ""  # "that disputes should be settled"
    if named or words[at] in grammar["be"] or prev in grammar["singular"]:
        return "finite"
    if prev in grammar["conjunction"] and _goes_on(line, lexicon, earlier, at):
        return "finite"
    return "finite" if (sure or prev in grammar["office"]) and not stop else ""


def is_of_another(line: Line, predicate: Predicate) -> bool:
    """Whether a gerund or infinitive is what another does: "gratitude to Quen for supporting", "told Quen to condemn".

    Nor is it a stance of whoever is sorry for it: "apologised for condemning".
    """
    at = predicate.at
    if predicate.form == "inf":
        return _is_made_to(line, before(line, at))
    near = range(max(0, at - _VALUED), at)
    valued = line.has(near, "thankful", "appreciation", "rueing", "apologising")
    of_another = line.is_any(at - 1, "from") or (line.has(near[-2:], "for") and valued)
    return predicate.form == "gerund" and of_another


def _is_made_to(line: Line, to: int) -> bool:
    """Whether "to" at a word is behind somebody who is made or told to do it: "persuaded Quen to", "for Quen to"."""
    m = line.mention_ending(to - 1)
    if m >= 0 and line.is_any(line.back(line.begin(m) - 1, "article"), "for"):
        return True
    verb = next((k for k in range(to - 2, to - _MADE, -1) if line.is_any(k, "makes_do")), -1)
    between = range(verb + 1, to)
    return verb >= 0 and not any(
        line.cover[k] < 0 and line.is_any(k, "preposition", "clause") for k in between
    )


def _goes_on(line: Line, lexicon: Lexicon, earlier: list[Predicate], at: int) -> bool:
    """Whether a word that may be a noun is the next verb of a row: "opposes the raid and supports Peru".

    Or what it does is done to something: "condemns it and shares Peru's concern", not "prices and shares".
    """
    m = line.mention_at(at + 1)
    whose = m >= 0 and line.possessive[m]
    if whose or (line.is_any(at + 1, "determiner") and not line.is_any(at + 1, "that", "relative")):
        return True
    row = any(
        q.form == "finite" and lexicon.forms[line.words[q.at]] & S and not line.is_any(q.at, "be")
        for q in earlier[-3:]
    )
    return row and m >= 0


def are_apart(line: Line, told: Predicate, other: Subject) -> bool:
    """Return whether whoever says something is not whom it is said of: another person, another state, nobody known."""
    places = [
        {line.mentions[m].country or line.mentions[m].organisation for m in s.mentions}
        for s in (told.subject, other)
    ]
    apart = None not in places[0] | places[1] and places[0].isdisjoint(places[1])
    people = [
        {a for m in s.mentions for a in line.mentions[m].actors} for s in (told.subject, other)
    ]
    return (all(places) and apart) or (all(people) and people[0].isdisjoint(people[1]))


def _reduced(line: Line, earlier: list[Predicate], p: int) -> bool:
    """Whether a past form behind the common noun ``p`` is a participle: "steps aimed at", with a verb before."""
    nouns = ("clause", "auxiliary", "speaker", "own", "all", "office", "parties")
    if p < 0 or line.cover[p] >= 0 or line.is_any(p, *nouns) or not earlier:
        return False
    last = earlier[-1]
    says = "say" in last.classes
    if "voice" in last.classes:
        # "voiced sorrow at the lives lost", not "voiced hope the two agreed"
        says = not line.has(range(last.end, p), "preposition")
    if last.form not in ("finite", "ing", "inf") or says or last.end > p:
        return False
    return line.grammar["clause"].isdisjoint(line.words[last.end : p + 1])


def _barred(line: Line, at: int) -> bool:
    """Whether a verb is negated, or stands in a clause of condition, wish or question."""
    words, grammar = line.words, line.grammar
    shared = line.is_any(at - 1, "in")  # "did not join the other ministers in condemning"
    for i in preceding(line, at, 6 if shared else 4):
        if words[i] in grammar["negation"] and not line.is_any(i + 1, "merely"):
            return True  # not "not only condemned it but"
        if (line.cover[i] >= 0 and not shared) or words[i] in grammar["clause"]:
            break
    stops = grammar["condition"] | grammar["pause"]
    stop = next((words[i] for i in preceding(line, at, 11) if words[i] in stops), "")
    if line.word(at - 1) == ",":  # "had not, contrary to a report, offered"
        opens = max((k for k in range(at - 1) if words[k] == ","), default=0)
        if line.is_any(opens - 1, "negation"):
            return True
    return stop in grammar["condition"] or _is_not_to(line, at)


def _is_not_to(line: Line, at: int) -> bool:
    """Whether it is only planned or thought, nobody's or too early to do it: "it is not for Peru to blame"."""
    to = at - 1 - line.is_any(at - 1, "have")  # "is believed to have condemned"
    unfit = line.word(at) == "blame" or line.is_any(to - 1, "planned")
    return line.is_any(to, "to") and (unfit or line.has(range(to - 4, to), "excess", "negation"))
