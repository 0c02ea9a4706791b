"""Layer 3c: calls that the whole text takes back.

What belongs here: taking out again what proves to be none by sentences around it: a hoax, a call denied, one to come,
one of years ago, a meeting. What does not: what the words around a cue tell (``held.unheld``).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from readouts.parse.calls.found import Search
from readouts.parse.calls.frames import forget, is_headline
from readouts.parse.text.dates import is_month
from readouts.reference import read_table
from readouts.reference.stances.patterns import Inflection, Pattern, compile_pattern, match

_MET = 8
"""So many sentences from where talks are told it may be told that they were a meeting."""
_NEAR = 4
"""So many sentences from where a call is told it may be called untrue, or one to come."""
_OLD = 2
"""A call that was so many years ago, and has no day, is history."""
_TERSE = 18
"""A sentence of at most so many words, its beginning and end counted, tells of nothing else."""
_KEPT = {":": "=", ",": ",", "“": "“", "”": "“", '"': "“"}
"""Marks that count in such a sentence, as its table writes them."""
_NAME = re.compile(r"\{(\w+)\}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def drop_meetings(s: Search) -> None:
    """Drop talks without a word on distance where the text says that the two met, and those only headlines tell."""
    open_ = (at for at, frame in enumerate(s.frames) if frame.medium == "unspecified")
    headed = bool(s.frames) and s.is_heading(0) and s.has("meeting_title", *s.span(0))
    headed = headed and not s.has("of_a_call", *s.span(0))
    forget(s, {at for at in open_ if headed or is_headline(s, at) or _met(s, at)})


def drop_untrue(s: Search) -> None:
    """Drop what the text calls a hoax: "it was made by a machine; no such call took place", or a call to come.

    Also one of years ago whose day is not told: "In November 1986 the minister rang".
    """
    gone = set()
    alone = len({frozenset(frame.parties) for frame in s.frames}) == 1
    denied = alone and any(_is_taken_back(s, i) for i in range(len(s.sentences)))
    for at, told in enumerate(s.told_in):
        begun = min(told)
        near = range(max(0, begun - 1), min(len(s.document.sentences), begun + _NEAR))
        words = [s.tokens.lower[slice(*s.span(index))] for index in near]
        hoax = any(not s.words["hoax"].isdisjoint(line) for line in words)
        hoax = hoax or any(("posed", "as") in pairwise(line) for line in words)
        hoax = hoax or any({"such", "no", "place"}.issubset(line) for line in words)
        hoax = hoax or denied or _is_taken_back_behind(s, told, begun)
        none = [index for index in near if _says(s, index, {"none"})]
        none = [index for index in none if not _is_of_another(s, index)]
        hoax = hoax or any(begun == _told_last(s, index) for index in none)
        coming = any(
            word == "will" and not s.words["base_form"].isdisjoint(line[k + 1 : k + 4])
            for line in words[1:]
            for k, word in enumerate(line)
        )  # "The President will speak with X"
        old = s.frames[at].date is None and all(_is_of_old(s, index) for index in told)
        if hoax or old or (coming and is_headline(s, at)):
            gone.add(at)
    forget(s, gone)


def _met(s: Search, at: int) -> bool:
    frame = s.frames[at]
    told = min(s.told_in[at])
    for index in range(max(0, told - _MET), min(len(s.document.sentences), told + _MET)):
        first, last = s.span(index)
        if _are_in_one_place(s, first, last):
            return True
        met = (j for j in range(first, last) if s.is_a(j, "met"))
        if s.is_heading(index) or all(s.has("before_met", j - 3, j) for j in met):
            continue
        if s.told_by(index).issuperset(frame.parties):
            return True
    return False


def _are_in_one_place(s: Search, first: int, last: int) -> bool:
    """Whether two are told to have been in one place: "The two were both in Davos for the forum"."""
    were = s.find(range(first + 1, min(last, first + 4)), "were")
    if were < 0 or not (s.has("both_or_two", first, were) or s.is_a(first, "they")):
        return False
    at = were + 1 + s.is_a(were + 1, "both_or_two")
    place = s.tokens.words[at + 1]
    return s.lower[at] == "in" and place.istitle() and not is_month(place.lower())


def _is_taken_back(s: Search, sentence: int) -> bool:
    """Whether a sentence says of the only call of a text that it was none."""
    line = s.tokens.lower[slice(*s.span(sentence))]
    if _is_of_another(s, sentence):
        return False
    if "no" not in line and s.words["negation"].isdisjoint(line):
        return False
    none = _says(s, sentence, {"none", "alone"})
    return none or _was_not_between(s, sentence) or _never_spoke(s, sentence)


@cache
def _sayings(language: str) -> list[tuple[str, Pattern]]:
    """Sentences that take a call back, each with when they do."""
    rows, verbs = read_table("taken_back", language), Inflection({})
    named = {row["when"][1:]: row["words"] for row in rows if row["when"][0] == "="}
    return [
        (row["when"], compile_pattern(_NAME.sub(lambda hit: named[hit[1]], text), verbs))
        for row in rows
        if row["when"][0] != "="
        for text in row["words"].split("; ")
    ]


def _is_taken_back_behind(s: Search, told: set[int], begun: int) -> bool:
    """Whether a sentence behind a call says that it was none: "None of this is true", "There was no answer"."""
    first, last = s.span(begun)
    holds = {
        "unanswered": len(told) == 1,
        "next": True,
        "claim": not (s.has("claim", first, last) or s.has("in_print", first, last)),
        "denied": s.has("put_into_print", first, last) or not s.has("disputable", first, last),
    }
    names = {name for name, held in holds.items() if held}
    return any(_says(s, index + 1, names) for index in told) or any(
        _says(s, index, {"near"}) for index in range(begun + 1, begun + _NEAR)
    )


def _says(s: Search, sentence: int, names: set[str]) -> bool:
    """Whether a sentence says what a saying of one of the names does."""
    if not 0 <= sentence < len(s.sentences):
        return False
    told = s.tokens.lower[slice(*s.span(sentence))]
    line = ["^", *(_KEPT.get(w, w) for w in told if w[0].isalpha() or w in _KEPT), "."]
    tags: list[dict[str, int]] = [{}] * len(line)
    patterns = (p for name, p in _sayings(s.document.language) if name in names)
    return any(
        match(p, line, tags, at, len(line)) > 0
        for p in patterns
        for at, word in enumerate(line)
        if word in p[0].words and (at or len(line) <= _TERSE)
    )


def _is_of_another(s: Search, sentence: int) -> bool:
    """Whether a denial goes on with words for a call that is none: "denied having rung Lima. No such call"."""
    before = sentence - 1
    if before < 0 or s.sentences[before].paragraph != s.sentences[sentence].paragraph:
        return False
    return s.speaks_of_call(before) and not any(before in sentences for sentences in s.told_in)


def _was_not_between(s: Search, sentence: int) -> bool:
    """ "There was no telephone call on Sunday between the presidents of X and Y", the parties of the only call."""
    first, last = s.span(sentence)
    told = s.told_by(sentence)
    at = next((k for k in range(first, last) if s.lower[k : k + 3] == ["there", "was", "no"]), -1)
    if at < 0 or not s.has("such_call", at + 3, at + 6) or not s.has("between", at + 4, last):
        return False
    places = {s.place(actor) for actor in told}
    return all(s.place(party) in places for frame in s.frames for party in frame.parties)


def _never_spoke(s: Search, sentence: int) -> bool:
    """ "The president had not spoken to Mr Quen, on Monday or on any other day", a party of the only call."""
    first, last = s.span(sentence)
    if s.has("before_met", first, last):
        return False  # "has not spoken to him since"
    for at in (k for k in range(first + 1, last - 1) if s.is_a(k, "spoke")):
        whom = {a for ref in s.refs_between(at + 1, at + 4) for a in ref.actors}
        met = s.is_a(at - 1, "negation") and s.is_a(at + 1, "with_whom")
        if met and any(whom & set(frame.parties) for frame in s.frames):
            return True
    return False


def _is_of_old(s: Search, sentence: int) -> bool:
    """Whether a sentence tells of a year long gone: "in 1986", "in November 1986"."""
    published, (first, last) = s.document.published, s.span(sentence)
    if published is None:
        return False
    years = (k for k in range(first + 1, last) if _YEAR.fullmatch(s.lower[k]))
    return any(
        int(s.lower[k]) <= published.year - _OLD
        and (s.lower[k - 1] == "in" or is_month(s.lower[k - 1]))
        for k in years
    )


def _told_last(s: Search, sentence: int) -> int:
    """The sentence that begins the last call told up to one."""
    return max((min(told) for told in s.told_in if min(told) <= sentence), default=-1)
