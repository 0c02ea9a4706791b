"""Layer 3a: whether the words that seem to tell of a call do, and of one that was.

What belongs here: deciding from the words beside a cue whether it is the verb or the noun it seems to be ("called on",
"calls for", "spoke in favour of"), finding what a table (``no_calls.tsv``) lists in its sentence of calls to come,
wished for, put off, denied, played, or only usual, and reading such tables. What does not: the cues (``cues``), talks
in person (``in_person``), and what other sentences take back (``taken_back``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from readouts.parse.text.dates import is_month, may_begin
from readouts.parse.text.tokens import Tokens
from readouts.reference import read_table
from readouts.reference.stances.patterns import Inflection, Pattern, compile_pattern, match
from readouts.reference.word_classes import word_classes

_NAME = re.compile(r"\{(\w+)\}")

_AHEAD = 14
_FAR = 40
"""So many words before and behind a call are asked what they say of it."""
_OWNER = 12
"""Within so many words of a sentence's head stands a call that somebody who opens it owns: "Minister Ilvar Quen's"."""

_LED = 10
"""Within so many words before an infinitive stands what says that it came to it: "slipped out of a debate to speak"."""


@dataclass(slots=True)
class Listed:
    """What rows of one key list: single words, and patterns by their first word."""

    words: set[str] = field(default_factory=set)
    patterns: dict[str, list[Pattern]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pattern: Pattern) -> None:
        """Note one pattern."""
        if len(pattern) == 1:
            self.words |= pattern[0].words
            return
        for word in pattern[0].words:
            self.patterns[word].append(pattern)

    def is_in(self, part: list[str], before: int | None = None) -> bool:
        """Whether words in lower case hold one of them that begins ``before`` one of them."""
        if not self.words.isdisjoint(part[:before]):
            return True
        tags: list[dict[str, int]] = [{}] * len(part)
        return any(
            match(pattern, part, tags, at, len(part)) > 0
            for at, word in enumerate(part[:before])
            for pattern in self.patterns.get(word, ())
        )


@cache
def listed(table: str, language: str) -> Mapping[tuple[str, str], Listed]:
    """Return what a table lists by the words of its first column, each, and by its second; read once.

    The third has patterns, divided by ";". A row whose first cell begins with "=" names words that others write as
    ``{name}``; ``[name]`` is a class of ``call_words.tsv``. Raises ValueError for a pattern that cannot be compiled.
    """
    classes = word_classes("call_words", language)
    rows = [tuple(row.values()) for row in read_table(table, language)]
    named = {name[1:]: words for name, _, words in rows if name[0] == "="}
    found, verbs = defaultdict[tuple[str, str], Listed](Listed), Inflection({})
    for kinds, where, words in rows:
        for text in words.split("; ") if kinds[0] != "=" else ():
            pattern = compile_pattern(_NAME.sub(lambda hit: named[hit[1]], text), verbs, classes)
            for kind in kinds.split():
                found[kind, where].add(pattern)
    return dict(found)


@dataclass(slots=True)
class Around:
    """A cue, tokens ``i`` to ``end``, in its sentence ``first`` to ``last``; ``words`` are the classes of words.

    ``listed`` says that the sentence is an entry of a chronology, which tells in the present what was.
    """

    tokens: Tokens
    words: Mapping[str, frozenset[str]]
    i: int
    end: int
    first: int
    last: int
    heading: bool
    language: str = "en"
    listed: bool = False

    @property
    def lower(self) -> list[str]:
        """The words of the text in lower case."""
        return self.tokens.lower

    @property
    def after(self) -> str:
        """The word behind the cue, "" at the end of the sentence."""
        return self.lower[self.end] if self.end < self.last else ""

    @property
    def before(self) -> str:
        """The word before the cue, "" at the head of the sentence."""
        return self.lower[self.i - 1] if self.i > self.first else ""

    def back(self, count: int) -> list[str]:
        """The last so many words before the cue, the nearest at the end."""
        return self.lower[max(self.first, self.i - count) : self.i]

    def ahead(self, count: int) -> list[str]:
        """The next so many words of the sentence behind the cue."""
        return self.lower[self.end : min(self.last, self.end + count)]

    def has_before(self, name: str, count: int) -> bool:
        """Whether a word of a set is among so many before the cue."""
        return not self.words[name].isdisjoint(self.back(count))


def kind_of(cue: Around, kind: str) -> str:
    """Return the kind of the cue where it stands, given the table's; "" for a trap.

    "Calls" is a noun or a verb by what stands beside it.
    """
    if cue.end > cue.i + 1:
        return kind
    if _is_trap(cue, kind):
        return ""
    if cue.lower[cue.i] != "calls":
        return kind
    if cue.before in ("and", "but") and cue.after in cue.words["the"]:
        return "direct"  # "he denies it and calls the inquiry revenge", not "the calls the minister took"
    return "noun" if _is_noun(cue) or cue.after in cue.words["link"] else "direct"


def _is_trap(cue: Around, kind: str) -> bool:
    """Whether the words beside a cue make it another thing: "to ring", "called on", "spoke of"."""
    word, words, after, before = cue.lower[cue.i], cue.words, cue.after, cue.before
    if word in words["to_call"]:
        return not (before == "to" and cue.has_before("ordinal", 7))
    if word in words["call"]:
        return _is_other_call(cue)
    if word in words["called"]:
        passive = before in words["passive"]
        if passive and "by" in cue.ahead(4) and cue.ahead(2)[1:] != ["by"]:
            return False  # "was called on Monday by", not "was called on by"
        free = after == "on" and _is_dated(cue)
        free |= after == "to" and not words["courtesy"].isdisjoint(cue.ahead(2)[1:])
        return (after in words["after_called"] and not free) or (after == "by" and not passive)
    if word in words["phones"]:
        return not (cue.heading or (cue.listed and cue.tokens.words[cue.i - 1].istitle()))
    if word == "talks":  # "has landed in Rome for talks with X"
        return not cue.heading or before == "for" or after not in words["link"]
    if kind == "with" and _is_speech(cue):
        return True
    return word in words["speaking"] and after in words["after_speaking"]


def _is_speech(cue: Around) -> bool:
    """Whether words are spoken to others: "both spoke in favour of", "spoke at the funeral", not "spoke at length"."""
    words, ahead = cue.words, cue.ahead(_AHEAD)
    if cue.after == "about" and words["stop"].issuperset(ahead[1:2] or ["."]):
        return True  # "the partnership that the two talked about"
    if cue.after in words["link"] or not words["told_by"].isdisjoint(ahead):
        return False
    each = cue.before == "both" and cue.lower[cue.i] in words["spoke"]
    pairs = words["speech_behind"].intersection(ahead[1:2]) and cue.after in words["before_speech"]
    at = cue.after == "at" and not words["at_length"].intersection(ahead[1:2])
    at = at and not "".join(ahead[1:2])[:1].isdigit()
    return each or bool(pairs) or cue.after in words["after_speech"] or at


def _is_dated(cue: Around) -> bool:
    """Whether a day follows "called on": "called on Sunday evening", "called on 1 July", not "called on 27 states"."""
    first, second = [*cue.ahead(3)[1:], "", ""][:2]
    if first[:1].isdigit() or is_month(first):
        return is_month(second) or (is_month(first) and second[:1].isdigit())
    return cue.tokens.words[cue.end + 1].istitle() and may_begin(first) and second != "to"


def _is_noun(cue: Around) -> bool:
    opens = cue.i == cue.first and cue.after in cue.words["call_of_whom"]  # "Call from Minister X"
    return opens or cue.before in cue.words["before_noun_call"] or cue.has_before("got", 3)


def _is_other_call(cue: Around) -> bool:
    """Whether "call" is a demand or a name: "they call", "a call to", "calls on"."""
    words, after, noun = cue.words, cue.after, _is_noun(cue)
    if after in ("on", "to"):
        behind = cue.end + 1
        named = cue.tokens.words[behind][:1].isupper() or cue.lower[behind] in words["determiner"]
        if not noun or (after == "to" and not (named or cue.has_before("holding", 4))):
            return True  # not "a call to Minister X", "held calls to discuss"
    verb = cue.before in words["before_verb_call"] or (after == "from" and not noun)
    return cue.lower[cue.i] == "call" and verb


def is_none(cue: Around, kind: str) -> bool:
    """Whether a cue of a kind tells of no call that was."""
    table, kinds, parts = listed("no_calls", cue.language), _kinds(cue, kind), _parts(cue)
    subject = kinds[0] == "subject" and _is_of_now(cue, parts["till a turn"])
    if subject or _is_ahead(cue) or _is_unreached(cue, kinds[0], parts["before"]):
        return True
    return any(
        table[one, where].is_in(part)
        for where, part in parts.items()
        for one in kinds
        if (one, where) in table
    )


def _is_ahead(cue: Around) -> bool:
    """Whether a bare infinitive tells what is to come: "Leaders of A and B to talk by phone on Monday"."""
    words, before = cue.words, cue.lower[cue.first : cue.i]
    at = max((k for k, word in enumerate(before) if word == "to"), default=0)
    if not at or len(before) - at > _AHEAD or before[at + 1 : at + 2] == ["the"]:
        return False
    if at == 1 and before[0] in words["leads_to"]:
        return False  # "Contrary to custom"
    head, nearest = before[:at], cue.tokens.words[cue.first + at - 1]
    is_bare = words["finite"].isdisjoint(head)
    is_bare = is_bare and not any(word.endswith(("ed", "ing")) for word in head)
    verb = cue.tokens.words[cue.first + at + 1] if at + 1 < len(before) else cue.lower[cue.i]
    return is_bare and verb.islower() and (nearest[:1].isupper() or head[-1] in words["counted"])


def _is_unreached(cue: Around, kind: str, before: list[str]) -> bool:
    """Whether an infinitive leads to "by phone" of which nothing says that it came to it: "hesitates to speak".

    Not "managed to speak by phone", "took the occasion to"; in a call, only of verbs of telling somebody.
    """
    verbs = cue.words.get({"manner": "to_speak", "within": "to_tell"}.get(kind, ""), frozenset())
    ends = (k for k in range(1, len(before)) if before[k - 1] == "to" and before[k] in verbs)
    at = max(ends, default=0)
    return at > 1 and cue.words["came_to"].isdisjoint(before[max(0, at - _LED) : at - 1])


def _is_of_now(cue: Around, behind: list[str]) -> bool:
    """Whether what is said of a call is of today: "is imminent", "seems likely", not "is their first"."""
    verbs = (k for k, word in enumerate(behind) if word in cue.words["of_today"])
    at = next(verbs, len(behind))
    return at < len(behind) and cue.words["of_a_call_that_was"].isdisjoint(behind[at + 1 : at + 3])


def _kinds(cue: Around, kind: str) -> list[str]:
    """What a cue is to the table: a noun that stands within, as the subject, or otherwise, or its own kind."""
    if kind == "noun":
        told = "that" in cue.back(4) or not cue.words["saying"].isdisjoint(cue.back(4))
        subject = told or cue.i - cue.first <= 3 or _is_of_first(cue)
        # "in Friday's call", not "on Thursday a call with Minister Quen is planned"
        near = [*cue.back(3), "", ""]
        led = (near[k + 1 : k + 3] for k, word in enumerate(near) if word in cue.words["within"])
        within = any(not may_begin(one) or two in cue.words["genitive"] for one, two in led)
        kind = "within" if within else "subject" if subject else "object"
    own = cue.lower[cue.end - 1]
    return [kind, "any", f"-{own}", *([own] if cue.end == cue.i + 1 else ())]


def _is_of_first(cue: Around) -> bool:
    """Whether somebody who stands first in a sentence owns the call: "Norwegian Foreign Minister Ilvar Quen's"."""
    words, before = cue.words, cue.back(_OWNER)
    others = words["finite"] | words["preposition"] | words["clause_end"] | words["leading"]
    owned = cue.i - cue.first <= _OWNER and not words["genitive"].isdisjoint(before[-4:])
    return owned and others.isdisjoint(before)


def _parts(cue: Around) -> dict[str, list[str]]:
    """The words before and behind a cue, "@", in its clause, and farther in its sentence, with its ends "^" and "."."""
    ends = cue.words["clause_end"]
    before = (["^"] if cue.i - cue.first <= _FAR else []) + cue.back(_FAR)
    behind, own = [*cue.ahead(_FAR), "."], cue.lower[cue.end - 1]
    begin = max((k + 1 for k, word in enumerate(before) if word in ends), default=0)
    marks, turns = cue.words["clause_mark"], (ends - cue.words["and"]) | cue.words["was_held"]
    mark = max((k + 1 for k, word in enumerate(before) if word in marks), default=0)
    end = next(k for k, word in enumerate(behind) if word in ends)
    turn = next(k for k, word in enumerate(behind) if word in turns)
    return {
        "before": [*before[begin:], "@"],
        "behind": [own, "@", *behind[: end + 1]],
        "since a mark": [*before[mark:], "@"],
        "till a turn": ["@", *behind[: turn + 1]],
        "far before": [*before, "@"],
        "far behind": ["@", *behind],
        "around": [*before, own, "@", *behind],
    }
