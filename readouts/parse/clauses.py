"""The verbs of a sentence that can carry a stance, their form, their mood and their subject.

What belongs here: a shallow reading of one ``Line`` without a parser: which known verbs stand in it, whether a
word such as "calls" is one at all, what negates it, and which mention is its subject across coordination,
participles, infinitives, relative clauses and passives. What does not: which stance a verb carries
(``stances.py``) and to which party of a call the subject belongs (``holders.py``).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from readouts.parse.lines import Line
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


NOBODY = Subject("none")
INVERTED = (".", ",", '"', ";", "and", "who", "after", "(")
"""What may stand behind the subject of "..., said Minister X"."""
EMBEDDING = ("that", "which", "who", "whom", "whose", "what", "how", "if", "as", "where")
UNKNOWN = Subject("unknown")
NO_CLASSES: frozenset[str] = frozenset()


class Clauses:
    """The predicates of one line, in order, with subjects; built once and shared by all calls."""

    def __init__(self, line: Line, lexicon: Lexicon) -> None:
        self.line = line
        self.lexicon = lexicon
        self.grammar = lexicon.grammar
        self.adverbs = lexicon.grammar["adverb"]
        self.predicates: list[Predicate] = []
        self._at = 0
        self._stops = self._boundaries()
        self._find()
        for index, predicate in enumerate(self.predicates):
            self._at = index
            predicate.subject = self._subject(index)
            start = predicate.subject.start
            denial = start > 1 and line.words[start - 1] == "that"
            if denial and line.words[start - 2] in self.grammar["denial"]:
                predicate.negated = True

    # -- finding verbs ----------------------------------------------------------------------------------------

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
            free = predicate.end if words[i] in self.grammar["be"] else i + 1
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
            person = begin > 0 and words[begin - 1] == "the" and self._sure(at)
            named = not mention.adjectival or person
            owned = not named
        owned = owned or prev == "'"
        stop = owned or (prev in grammar["determiner"] and line.cover[p] < 0)
        after = words[at + 1] if at + 1 < len(words) else ""
        if mask & ED and not (mask & BASE and prev == "to"):
            if prev in grammar["be"]:
                return "finite" if words[at] in grammar["be"] else "passive"
            if stop or (prev in grammar["preposition"] and not named):
                return ""
            late = after in self.adverbs or after.endswith("ly")
            if late and at + 2 < len(words):
                after = words[at + 2]
            if p >= 0 and not named and self._reduced(p):
                return ""
            if after == "by" and not named:
                return ""
            return "finite"
        if mask & ING:
            if prev in grammar["be"]:
                return "finite"
            if stop:
                return ""
            if prev in grammar["preposition"] and prev not in ("by", "in") and not named:
                return "gerund"
            if named:
                return "ing"
            return "ing" if p < 0 or prev in grammar["clause"] or prev == "by" else "gerund"
        if mask & BASE:
            if prev == "to":
                return "inf"
            if prev in grammar["modal"] or prev in grammar["do"]:
                return "finite"
            if (named and line.mentions[line.cover[p]].kind in ("pronoun", "group")) or (
                prev in grammar["plural"]
            ):
                return "finite"
            if prev in ("and", "or") and any(
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
            if prev in ("and", ",", "but") and any(
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
        if words[p] in grammar["office"] or words[p] in grammar["parties"] or not self.predicates:
            return False
        last = self.predicates[-1]
        if last.form not in ("finite", "ing", "inf") or "say" in last.classes or last.end > p:
            return False
        between = words[last.end : p + 1]
        return p - last.end < 25 and not any(w in grammar["clause"] for w in between)

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
        if at + 1 < len(words) and words[at] in grammar["be"] and words[at + 1] in ("not", "n't"):
            predicate.negated = True
        for i in range(at - 1, max(-1, at - 12), -1):
            word = words[i]
            if word in grammar["condition"]:
                predicate.unreal = True
                break
            if word in (",", ";", ":", '"', "that", "and", "but"):
                break

    # -- scopes ----------------------------------------------------------------------------------------------

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
        if i > 1 and words[i - 1] == "," and words[i - 2] == "that":
            return True
        before = words[i - 1] if i > 0 else ""
        return before in self.grammar["be"] or before in ("that", "nothing", "anything")

    def scope_end(self, index: int) -> int:
        """Return the word (exclusive) up to which the object of a predicate reaches."""
        predicate = self.predicates[index]
        limit = min(len(self.line.words), predicate.at + REACH + REACH)
        for k in range(index + 1, len(self.predicates)):
            later = self.predicates[k]
            if later.at >= limit:
                break
            if later.form in ("finite", "ing") and later.at > predicate.end:
                begin = later.subject.start if later.subject.start > predicate.end else later.at
                joint = self._joint(begin)
                if joint >= 0:
                    limit = min(limit, joint)
                    break
        return self.boundary(predicate.end, limit)

    def _joint(self, at: int) -> int:
        """Return where the coordination or comma before word ``at`` begins, or -1 for an embedded clause."""
        words = self.line.words
        p = self.before(at)
        begin = -1
        if p > 0 and words[p] == "and" and self.line.cover[at] >= 0:
            mention = self.line.mentions[self.line.cover[at]]
            left = self.line.mention_ending(p - 1)
            if left >= 0 and mention.kind != "pronoun" and words[at] not in self.grammar["all"]:
                return -1
        while p >= 0 and words[p] in ("and", "but", ",", "while", '"', "then"):
            begin = p
            p -= 1
        return begin

    # -- subjects --------------------------------------------------------------------------------------------

    def _subject(self, index: int) -> Subject:
        predicate = self.predicates[index]
        if predicate.form == "passive":
            agent = self._agent(predicate)
            if agent is None and any(
                self.lexicon.rules[r].stance == "commendation" for r, _ in predicate.rules
            ):
                done_to = self._finite(index)
                return Subject("other", done_to.mentions) if done_to.kind == "mention" else UNKNOWN
            shared = predicate.classes & {"state", "agree", "discuss"}
            return Subject("all") if agent is None and shared else agent or UNKNOWN
        if "topic" in predicate.classes:
            return Subject("all")
        if predicate.form == "finite":
            return self._finite(index)
        if predicate.form == "ing":
            p = self.before(predicate.at)
            m = self.line.mention_ending(p)
            if m >= 0 and not self.line.possessive[m]:
                q = self.line.spans[m][0] - 1
                if q >= 0 and self.line.words[q] in self.grammar["determiner"]:
                    q -= 1
                if q >= 0 and self.line.words[q] == "with":
                    return Subject("mention", (m,), self.line.spans[m][0])
        return self._inherit(index)

    def _agent(self, predicate: Predicate) -> Subject | None:
        """The one by whom something is done; None where nobody is named."""
        words = self.line.words
        for i in range(predicate.at + 1, min(len(words) - 1, predicate.at + 12)):
            if words[i] == "by":
                m = self.line.cover[i + 1]
                if m >= 0 and not self.line.possessive[m]:
                    return Subject("mention", self._coordinated_right(m))
                return UNKNOWN
        return None

    def _inherit(self, index: int) -> Subject:
        """The subject of an infinitive or participle: that of the verb it hangs on."""
        predicate = self.predicates[index]
        for k in range(index - 1, -1, -1):
            parent = self.predicates[k]
            if predicate.at - parent.at > REACH:
                break
            predicate.parent = k
            if predicate.form in ("inf", "gerund"):
                if (
                    "appeal" in parent.classes
                    or "opaque" in parent.classes
                    or any(self.lexicon.rules[r].stance == "commendation" for r, _ in parent.rules)
                ):
                    return NOBODY
                other = self._main(predicate.at, parent.end)
                return other if other is not None else parent.subject
            if parent.form in ("finite", "passive", "inf"):
                other = self._main(predicate.at, parent.end, embedded=False)
                return other if other is not None else parent.subject
        main = self._main(predicate.at, -1)
        if main is not None:
            return main
        for later in range(index + 1, min(index + 9, len(self.predicates))):
            if self.predicates[later].form == "finite":
                return self._finite(later)
        return self._first_after(predicate.at)

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
            while begin and words[begin - 1] in grammar["determiner"]:
                begin -= 1
            after = words[end] if end < len(words) else ""
            if after in ("'s", "of", ".", ")", "and", '"') or end >= at:
                continue
            before = words[begin - 1] if begin else ""
            if begin and (before not in grammar["clause"] or before == '"'):
                continue
            if not embedded and (before in EMBEDDING or begin == floor):
                continue
            if after == "," and begin and before != "that":
                continue
            listed = (
                begin > 1 and before in ("and", ",") and self.line.mention_ending(begin - 2) >= 0
            )
            if listed and line.mentions[m].kind not in ("pronoun", "group"):
                first = self._coordinated_left(m)[0]
                if first == m:
                    continue
            return Subject("mention", self._coordinated_left(m), begin)
        return None

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
            if words[i] in ("and", "&"):
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
            if end + 1 < len(words) and words[end] in ("and", ",") and line.cover[end + 1] >= 0:
                found.append(line.cover[end + 1])
            else:
                break
        return tuple(found)

    def _named(self, m: int) -> Subject:
        found = self._coordinated_left(m)
        begin = self.line.spans[found[0]][0]
        article = self.line.words[begin - 1] if begin else ""
        if article in self.grammar["determiner"] and article != "that":
            begin -= 1
        return Subject("mention", found, begin)

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
            if opens and word in ("all", "both"):
                return Subject("all", (), i)
            if (
                word in self.adverbs
                or word in grammar["auxiliary"]
                or (word.endswith("ly") and len(word) > 4)
            ):
                i -= 1
                continue
            if word in grammar["speaker"]:
                together = word == "we" and "agree" in predicate.classes
                return Subject("all" if together else "speaker", (), i)
            if word in grammar["own"]:
                agreed = "agree" in predicate.classes and words[predicate.at] in grammar["be"]
                return Subject("all" if agreed and word == "it" else "own", (), i)
            if word == "there" and "agree" in predicate.classes:
                return Subject("all", (), i)
            if word in grammar["all"] or (word in grammar["parties"] and self._everybody(i)):
                return Subject("all", (), i)
            if word in grammar["relative"]:
                return self._antecedent(i)
            if word in ("and", "but", "or", "then", "yet"):
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
        i -= 1
        steps = 0
        while i >= 0 and steps < 4 and words[i] not in grammar["clause"]:
            if words[i] in grammar["number"]:
                return True
            if self.line.cover[i] >= 0 or words[i] in grammar["preposition"]:
                return False
            i -= 1
            steps += 1
        return steps == 0 and (i < 0 or words[i] in (",", "and", "that", '"'))

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
            if after in INVERTED or after in grammar["preposition"] or after in grammar["time"]:
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
        if words[i] in ("which", "that") and self.line.mentions[m].kind == "person":
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

    def _around(self, low: int, high: int) -> list[Predicate]:
        """The predicates that begin at words from ``low`` to ``high`` (exclusive)."""
        first = bisect_left(self.predicates, low, key=lambda p: p.at)
        last = bisect_left(self.predicates, high, lo=first, key=lambda p: p.at)
        return self.predicates[first:last]

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
                    or words[end] in ("and", "(")
                    or words[end] in self.adverbs
                )
            ):
                last = m
                while end + 1 <= i and words[end] == "and" and line.cover[end + 1] >= 0:
                    last = line.cover[end + 1]
                    end = line.spans[last][1]
                return Subject("mention", tuple(range(m, last + 1)), start)
            return UNKNOWN
        classes = self.predicates[self._at].classes
        topical = "discuss" in classes or (
            "state" in classes and words[j] in ("call", "conversation")
        )
        if topical and words[j] in grammar["conversation"]:
            return Subject("all", (), start)
        for j in range(start, i + 1):
            plural = words[j] in grammar["parties"] and self._everybody(j)
            if words[j] in grammar["all"] or plural:
                return Subject("all", (), start)
            if words[j] in grammar["preposition"]:
                if words[j] == "of" and j + 1 <= i and words[j - 1] in grammar["government"]:
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
