"""The clauses of a sentence: its verbs with their subjects, without a parser.

What belongs here: walking from a verb over adverbs, asides, lists of verbs, relative clauses and noun phrases to the
words that are its subject, and how far its object reaches. What does not: finding the verbs (``verbs.py``), which
stance they carry (``claims.py``), and to which party of a call a subject belongs (``holders.py``).
"""

from __future__ import annotations

from bisect import bisect_left

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.openers import (
    SHARED,
    agent,
    alone,
    is_bygone,
    joined,
    listed,
    oblique,
    of_each,
    opener,
    says_where,
    source,
)
from readouts.parse.reactions.clauses.verbs import (
    NOBODY,
    REACH,
    UNKNOWN,
    Predicate,
    Subject,
    are_apart,
    before,
    clause_ends,
    find_verbs,
    is_adverb,
    is_of_another,
)
from readouts.reference.stances.lexicon import Lexicon
from readouts.reference.stances.patterns import BASE, S
from readouts.reference.stances.taxonomy import stances_of

_THEIRS = 8
"""So many words behind "who" at most stands whose it is that they all do: "who voiced their"."""
_RELATED = 7
"""Within so many words behind "who" hangs what somebody did to do it: "who called early on Monday to condole"."""

PRAISE = stances_of("praise")
BLAME_AND_PRAISE = stances_of("blame", "praise")


class Clauses:
    """The predicates of one line, in order, with subjects; built once and shared by all calls."""

    def __init__(self, line: Line, lexicon: Lexicon) -> None:
        self.line, self.lexicon, self.grammar = line, lexicon, line.grammar
        self.stops = clause_ends(line)
        self.predicates = find_verbs(line, lexicon, self.stops)
        for index, predicate in enumerate(self.predicates):
            predicate.subject = self._subject(index)

    def around(self, low: int, high: int) -> list[Predicate]:
        """The predicates that begin at words from ``low`` to ``high`` (exclusive)."""
        first = bisect_left(self.predicates, low, key=lambda p: p.at)
        return self.predicates[first : bisect_left(self.predicates, high, key=lambda p: p.at)]

    # Whose a verb is, by its form.

    def _subject(self, index: int) -> Subject:
        """Whose a verb is; unknown where it is joined to another whose doer speaks to its subject."""
        found, passive = self._of_form(index), self.predicates[index].form == "passive"
        heard = any(
            "source" in earlier.classes and earlier.form == "finite" and earlier.subject is found
            for earlier in self.predicates[:index]
        )  # "heard from Quen and condoled"
        return UNKNOWN if is_bygone(self.line, found) or (heard and not passive) else found

    def _of_form(self, index: int) -> Subject:
        predicate = self.predicates[index]
        if predicate.form == "passive":
            said = "say" in predicate.classes and self.line.is_any(predicate.end, "to")
            said = said and self.line.is_any(predicate.end + 1, "have", "be")
            return self._finite(index) if said else agent(self.line, predicate)
        if "topic" in predicate.classes:
            return Subject("all")
        if "source" in predicate.classes:
            # "praise came from Quen"
            return source(self.line, self.line.mention_behind(predicate.end, "determiner"))
        if predicate.form == "finite":
            return self._finite(index)
        line, p = self.line, before(self.line, predicate.at)
        cited = line.mention_ending(p - 1) if line.is_any(p, "as") else -1
        if predicate.form == "ing" and cited >= 0 and line.is_any(line.begin(cited) - 1, "citing"):
            return alone(line, cited)  # "quoted Quen as saying"
        m = line.mention_ending(p)
        if predicate.form == "ing" and m >= 0:
            led = line.begin(m) - 1
            if line.word(led) == "," or line.is_any(led, "with", "had"):
                return alone(self.line, m)  # "The two spoke, Quen saying", "Norway had Quen saying"
            group = joined(line, m)
            if line.is_any(line.begin(group[0]) - 1, "from"):
                return Subject("mention", group, line.spans[group[0]][0])  # "a call from A voicing"
        return self._inherited(index)

    def _inherited(self, index: int) -> Subject:
        """The subject of an infinitive or participle: that of the verb it hangs on."""
        predicate, line = self.predicates[index], self.line
        gerund, at = predicate.form == "gerund", predicate.at
        if is_of_another(line, predicate):
            return NOBODY
        for k in range(index - 1, -1, -1):
            parent = self.predicates[k]
            if predicate.at - parent.at > REACH:
                break
            if predicate.form in ("inf", "gerund"):
                predicate.parent = k
                praises = {self.lexicon.rules[r].stance for r, _ in parent.rules}
                done_to = BLAME_AND_PRAISE if gerund else PRAISE
                if praises & done_to or parent.classes & {"appeal", "opaque"}:
                    return NOBODY
                if "hope" in parent.classes:
                    return NOBODY  # "wants African states to condemn it"
                return opener(self.line, predicate.at, parent.end) or parent.subject
            if parent.form in ("finite", "passive", "inf"):
                predicate.parent = k
                inner = opener(line, predicate.at, parent.end) if "say" in parent.classes else None
                # "Quen said she had been kind, putting a ship at his disposal": who did is not told
                return UNKNOWN if inner else parent.subject
        near = range(at - 1, max(0, at - _RELATED), -1)
        who = next((k for k in near if line.is_any(k, "clause")), 0)
        bare = all(m < 0 for m in line.cover[who : predicate.at])
        if bare and line.is_any(who, "relative") and not line.is_any(who, "whom"):
            return self._related(who)  # "spoke with Quen, who rang to condole"
        if found := opener(self.line, predicate.at, -1):
            return found
        i = next((k for k in range(predicate.at, -1, -1) if line.is_any(k, "speaker")), -1)
        verb = next((k for k in range(i + 1, predicate.at) if line.is_any(k, "does_to")), -1)
        rang = 0 <= i < verb <= i + 3 and (not i or line.is_any(i - 1, "clause"))
        if predicate.form == "inf" and rang and not line.has(range(i, verb), "modal"):
            return Subject("speaker", (), i)  # "I have rung Quen to say how sorry I am"
        later = range(index + 1, min(index + 9, len(self.predicates)))
        finite = (self._finite(k) for k in later if self.predicates[k].form == "finite")
        heads = ((s, line.back(s.start - 1, "article", "number")) for s in finite)
        return next((s for s, k in heads if line.word(k) == ","), UNKNOWN)

    def _finite(self, index: int) -> Subject:
        predicate, line = self.predicates[index], self.line
        i, floor = predicate.at - 1, max(-1, predicate.at - REACH)
        while i > floor:
            m = line.cover[i]
            stops = line.words[i] == "." and (m < 0 or i + 1 == line.spans[m][1])
            if stops and line.quoted[i]:  # '"Spoke with Quen of Norway. Condemned the raid"'
                return Subject("speaker")
            if m >= 0:
                begin = line.spans[m][0]
                if line.only_counts(m):
                    i = begin - 1
                    continue
                if (each := of_each(line, m)) is not None:
                    return each
                opens = line.is_any(line.back(begin - 1, "determiner"), "clause")
                if not oblique(self.line, begin) or (opens and i == predicate.at - 1):
                    return listed(self.line, m)  # also "since Norway announced"
                if line.people_of(i) >= 0:
                    return alone(self.line, m)
                i = line.back(begin - 1, "determiner") - 1
                continue
            word = line.words[i]
            opens = i == 0 or line.is_any(i - 1, "clause")
            if opens and word in self.grammar["everyone"]:
                return Subject("all", (), i)
            opens = word == '"' and line.word(i - 1) in ("", ":", ",")
            if opens and line.quoted[predicate.at]:  # '"Condemned ..."'
                return Subject("speaker")
            if line.is_any(i, "auxiliary", "bracket") or is_adverb(line, i):
                i -= 1
                continue
            told = self.predicates[index - 1] if line.is_any(i, "to") and index else predicate
            if told.end == i and told.form == "passive":
                return told.subject  # "is said to have condemned"
            theirs = line.is_any(i - 1, "possessive") and line.is_any(i - 2, "and")
            if theirs and line.is_any(i, "retinue"):
                i -= 3  # "The ministers and their teams agreed"
                continue
            return self._by_word(index, i, floor)
        if i < 0 and line.is_any(0, "participle"):
            return self._of_opening(index)
        bare = i < 0 and all(m < 0 for m in line.cover[: predicate.at])
        return Subject("speaker") if bare else UNKNOWN  # as in a post: "Expressed condolences"

    def _of_opening(self, index: int) -> Subject:
        """Whose the participle is that opens a sentence: "Having thanked Quen, the minister asked"; not "earlier"."""
        line, at = self.line, self.predicates[index].at
        comma = next((k for k in range(at, len(line.words)) if line.words[k] == ","), -1)
        m = line.mention_behind(comma + 1, "article") if comma > 0 else -1
        earlier = line.has(range(at, comma), "adverb", "time")
        done = at == 1 and line.is_any(0, "auxiliary") and not earlier
        return alone(line, m) if done and m >= 0 and not line.possessive[m] else UNKNOWN

    def _by_word(self, index: int, i: int, floor: int) -> Subject:
        """The subject of a finite verb, told by the nearest word before it that says something."""
        predicate, line = self.predicates[index], self.line
        agrees = "agree" in predicate.classes
        if line.word(i) == "i" and line.words[i - 1].isalpha() and line.is_capital(i - 1):
            return UNKNOWN  # "Commission I criticised"
        if line.is_any(i, "speaker"):
            return Subject("all" if agrees and line.is_any(i, "we") else "speaker", (), i)
        if line.is_any(i, "own", "it"):
            return Subject("all" if agrees and line.is_any(i, "it") else "own", (), i)
        if line.is_any(i, "all") or line.is_everybody(i):
            return UNKNOWN if says_where(line, i) else Subject("all", (), i)
        if line.is_any(i, "relative"):
            return self._related(i)
        if line.is_any(i, "conjunction"):
            return self._shared(index)
        if line.words[i] == ":" and line.kind(m := line.mention_ending(i - 1)) == "person":
            return alone(self.line, m)  # "• Minister Quen: condemned the raid, and thanked"
        if line.words[i] == ",":
            return self._inverted(predicate) or self._aside(index, i, floor)
        return self._phrase(predicate, i, floor)

    def _related(self, i: int) -> Subject:
        """Whom "who" or "which" goes back to; nobody for "he who condemns", but for "it was he who"."""
        i -= 1
        if self.line.kind(m := self.line.mention_ending(i)) == "pronoun":
            return alone(self.line, m) if self.line.is_any(i - 1, "be", "adverb") else UNKNOWN
        all_ = self.line.word(i) == "of" and self.line.is_any(i - 1, "everyone")
        end, i = i, i - 2 * all_  # "A and B, all of whom"
        while self.line.word(i) in (",", '"', ")"):
            i -= 1
        m = self.line.mention_ending(i)
        theirs = all_ or self.line.has(range(end + 1, end + _THEIRS), "theirs")
        if m >= 0 and i < end and theirs:
            found = joined(self.line, m)  # "calls from A, B and C, who voiced their solidarity"
            return Subject("mention", found, self.line.spans[found[0]][0])
        of = (k for k in range(i, i - _RELATED, -1) if self.line.is_any(k, "of", "from"))
        group = self.line.mention_ending(next(of, 0) - 1) if self.line.cover[i] < 0 else -1
        # "counterparts of several continents, who"
        return alone(self.line, group if self.line.kind(group) == "group" else m)

    def _inverted(self, predicate: Predicate) -> Subject | None:
        """The subject behind a verb of saying that follows a quotation: '..., said Minister X'."""
        line = self.line
        m = line.mention_behind(predicate.end, "determiner")
        if "say" not in predicate.classes or m < 0:
            return None
        end = line.spans[m][1]
        closed = not line.word(end) or line.is_any(end, "inverted")
        return Subject("mention", (m,)) if closed else None

    def _shared(self, index: int) -> Subject:
        """The subject shared with an earlier verb: "A condemned ... and expressed"."""
        predicate, forms, line = self.predicates[index], self.lexicon.forms, self.line
        mask = forms.get(line.words[predicate.at], 0)
        mask |= BASE if mask & S else 0
        reports = bool(predicate.classes & (SHARED | {"say"}))
        chosen: Predicate | None = None
        for earlier in reversed(self.predicates[:index]):
            if predicate.at - earlier.at > REACH + REACH:
                break
            alike = forms.get(line.words[earlier.at], 0) & mask
            if alike and earlier.form in ("finite", "passive"):
                related = line.is_any(earlier.at - 1, "relative")
                # "denounced the raid, the note said, and resolved"
                aside = line.word(earlier.end) == "," in line.words[earlier.at - 4 : earlier.at]
                if earlier.subject is UNKNOWN and (related or (aside and _says(earlier))):
                    continue  # "mourned those who lost their lives and condemned the attack"
                chosen = chosen or earlier
                # Its own subject may stand in the complement of an earlier verb of saying.
                at, begin = earlier.at, earlier.subject.start
                if not (reports and self._is_said(at - 2 * REACH, at, begin)):
                    chosen = chosen if earlier.subject is UNKNOWN else earlier
                    break
        other = opener(self.line, predicate.at, chosen.at if chosen else -1)
        if chosen is None:
            return other or UNKNOWN
        inner = (
            chosen.classes & {"say", "state", "agree"} and other and other.start <= chosen.end + 6
        )
        said_by = range(max(0, chosen.subject.start), chosen.at)
        told = self.line.has(said_by, "teller")  # "a spokesman said that Quen"
        # "agreed that they were late, condemned the raid": who agreed
        listed_verb = self.line.word(before(self.line, predicate.at)) == ","
        if other is None or ((reports or listed_verb) and inner and not told):
            return chosen.subject
        apart = not told and are_apart(line, chosen, other)
        return UNKNOWN if apart else other  # "Serbia said Norway was to blame and thanked Peru"

    def _is_said(self, low: int, high: int, at: int) -> bool:
        """Whether a verb of saying that begins from word ``low`` up to ``high`` ends before word ``at``."""
        return any("say" in p.classes and p.end <= at for p in self.around(low, high))

    def _aside(self, index: int, i: int, floor: int) -> Subject:
        """The word before the verb is a comma: an aside to step over, or an item of a list of verbs."""
        line = self.line
        commas = (j for j in range(i - 1, floor, -1) if line.words[j] == "," and line.cover[j] < 0)
        comma = next(commas, 0)
        m = line.mention_ending(comma - 1)
        if m >= 0 and not oblique(self.line, line.spans[m][0]) and not line.is_dateline(m):
            return listed(self.line, m)
        opens = comma + 1 + line.is_any(comma + 1, "preposition")
        if m < 0 and comma and line.is_any(opens, "which"):
            return UNKNOWN  # "The bloc, of which Norway is a member, condemned"
        return self._shared(index)

    def _phrase(self, predicate: Predicate, i: int, floor: int) -> Subject:
        """The subject where other words stand before the verb: its noun phrase begins the clause."""
        line = self.line
        around = self.around(floor, i + 1)
        verbs, ends = {p.at for p in around}, {p.end for p in around if "say" in p.classes}
        ends_before = (
            k
            for k in range(i, floor, -1)
            if line.cover[k] < 0 and (line.is_any(k, "clause") or k in verbs)
        )
        start = next(ends_before, floor) + 1
        while start <= i and line.is_any(start, "adverb", "bracket"):
            start += 1
        state, told = line.is_any(i, "government"), line.mention_at(start)
        if state and told >= 0 and line.is_any(line.spans[told][1], "possessive") and start in ends:
            return Subject("own", (), line.spans[told][1])  # "told him his government was"
        j = line.over(start, "determiner")
        m = line.cover[j]
        if m >= 0 and j <= i:
            if line.possessive[m] and line.is_any(i, "faction"):
                return UNKNOWN  # "Quen's party": not he
            if (
                state
                and line.is_any(j, "possessive")
                and self._is_said(start - REACH, start, start)
            ):
                return Subject("own", (), start)  # "said that his side was concerned"
            behind = line.spans[m][1]  # and "Quen had during the call condemned", not "in the past"
            behind += line.is_any(behind, "auxiliary") and line.is_any(i, "call")
            whole = line.is_any(behind, "preposition", "time", "and", "adverb", "bracket")
            # "Quen's office said"
            whole = whole or (line.possessive[m] and line.is_any(i, "own_office"))
            return Subject("mention", (m,), start) if state or whole else UNKNOWN
        topical = "discuss" in predicate.classes
        topical = topical or ("state" in predicate.classes and line.is_any(j, "call"))
        reached = "agree" in predicate.classes and line.is_any(i, "accord")
        if reached or (topical and line.is_any(j, "conversation")):
            return Subject("all", (), start)  # also "an understanding was reached to"
        own = line.is_any(i, "world") or (state and line.is_any(start, "possessive"))
        # "said that the alliance stood", of its own
        whole = line.is_any(i, "own_body")
        own = own or (whole and self._is_said(start - REACH, start, start))
        return Subject("own", (), start) if own else UNKNOWN


def scope_end(clauses: Clauses, index: int) -> int:
    """Return the word (exclusive) up to which the object of a predicate reaches."""
    predicate, line = clauses.predicates[index], clauses.line
    limit = min(len(line.words), predicate.at + REACH + REACH)
    for later in clauses.predicates[index + 1 :]:
        if later.at >= limit:
            break
        again = later.form == predicate.form == "inf" and bool(later.rules)
        if later.form in ("finite", "ing") or again:  # "to offer support and condemn the raid"
            begin = later.subject.start
            begin = begin if predicate.end < begin < later.at else later.at
            if (
                later.subject is UNKNOWN
            ):  # ", and the families thanked", ", a Norwegian official said"
                since = range(begin - 1, max(predicate.end, begin - 8), -1)
                behind = (k for k in since if line.word(k - 1) == ",")
                k = next((k for k in behind if line.is_any(k, "joiner") or _says(later)), begin - 1)
                begin = k + line.is_any(k, "joiner") if k < begin - 1 else begin
            joint = _joint(line, begin)
            if joint >= 0:
                limit = min(limit, joint)
                break
    if line.is_any(before(line, predicate.at), "relative"):
        # "spoke with A, who pledged aid, and with President B"
        ands = (k for k in range(predicate.end, limit) if line.is_any(k, "and"))
        faced = (
            (k, line.mention_behind(k + 2, "article")) for k in ands if line.is_any(k + 1, "facing")
        )
        limit = next((k for k, m in faced if line.kind(m) in ("person", "nominal")), limit)
    return min(clauses.stops[predicate.end], limit)


def _says(predicate: Predicate) -> bool:
    return "say" in predicate.classes


def _joint(line: Line, at: int) -> int:
    """Return where the coordination or comma before word ``at`` begins, or -1 for an embedded clause."""
    p = before(line, at)
    while p > 0 and line.is_any(p, "auxiliary", "article"):
        p = before(line, p)
    if line.is_any(p, "relative") and line.is_any(p - 1, "preposition") and line.word(p - 2) == ",":
        return p - 2  # "voiced concern over the border, to which Minister Quen replied"
    begin = p + 1
    while begin > 0 and (line.words[begin - 1] in (",", '"') or line.is_any(begin - 1, "joiner")):
        begin -= 1
    return begin if begin <= p else -1
