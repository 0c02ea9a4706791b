"""The clauses of a sentence: its verbs with their subjects, and how far each one's object reaches.

What belongs here: the whole shallow reading of one ``Line``, and the subjects of infinitives, participles and passives.
What does not: which stance a verb carries (``stances.py``) and to which party of a call its subject belongs
(``holders.py``).
"""

from __future__ import annotations

from readouts.parse.reactions.finite import Subjects
from readouts.parse.reactions.lines import Line
from readouts.parse.reactions.verbs import NOBODY, REACH, UNKNOWN, Predicate, Subject
from readouts.reference.stances import Lexicon

__all__ = ["NOBODY", "Clauses", "Predicate", "Subject"]


class Clauses(Subjects):
    """The predicates of one line, in order, with subjects; built once and shared by all calls."""

    def __init__(self, line: Line, lexicon: Lexicon) -> None:
        super().__init__(line, lexicon)
        for index, predicate in enumerate(self.predicates):
            self._at = index
            predicate.subject = self._subject(index)
            start = predicate.subject.start
            denial = start > 1 and line.words[start - 1] in self.grammar["that"]
            if denial and line.words[start - 2] in self.grammar["denial"]:
                predicate.negated = True

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
        while p > 0 and words[p] in self.grammar["auxiliary"]:
            p = self.before(p)
        begin = -1
        if p > 0 and words[p] in self.grammar["and"] and self.line.cover[at] >= 0:
            mention = self.line.mentions[self.line.cover[at]]
            left = self.line.mention_ending(p - 1)
            if left >= 0 and mention.kind != "pronoun" and words[at] not in self.grammar["all"]:
                return -1
        while p >= 0 and (words[p] in (",", '"') or words[p] in self.grammar["joiner"]):
            begin = p
            p -= 1
        return begin

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
                if q >= 0 and self.line.words[q] in self.grammar["with"]:
                    return Subject("mention", (m,), self.line.spans[m][0])
        return self._inherit(index)

    def _agent(self, predicate: Predicate) -> Subject | None:
        """The one by whom something is done; None where nobody is named."""
        words = self.line.words
        for i in range(predicate.at + 1, min(len(words) - 1, predicate.at + 12)):
            if words[i] in self.grammar["by"]:
                m = self.line.cover[i + 1]
                if m >= 0 and not self.line.possessive[m]:
                    return Subject("mention", self._coordinated_right(m))
                return UNKNOWN
        return None

    def _inherit(self, index: int) -> Subject:
        """The subject of an infinitive or participle: that of the verb it hangs on."""
        predicate = self.predicates[index]
        words, at = self.line.words, predicate.at
        again = predicate.form == "inf" and at > 1 and words[at - 2] in self.grammar["resumes"]
        for k in range(index - 1, -1, -1):
            parent = self.predicates[k]
            if predicate.at - parent.at > REACH:
                break
            if again and parent.form == "inf":
                predicate.parent = parent.parent
                return parent.subject
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
