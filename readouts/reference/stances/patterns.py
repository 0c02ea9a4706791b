"""Word patterns: the small notation in which the tables of a language say what to look for, and its matcher.

What belongs here: compiling the notation, and matching it against the lower-case words of one sentence. What
does not: any word of a language (``reference/LANGUAGE/``), and what a match means (``lexicon``).

The notation, element by element, separated by spaces:

====================  ===========================================================================
``ceasefire``         this word
``talks|dialogue``    one of these words
``v:urge|press``      any form of one of these verbs (urge, urges, urged, urging)
``n:call|appeal``     singular or plural of one of these nouns
``{peace}``           a phrase of the set of this name (``sets.tsv``)
``[weekday]``         a word of this class of the language, or, with "|", of one of several
``?deep``             this element or nothing
``~``                 up to four words in between, a name with its office as one; ``~~`` up to fourteen
``_``                 up to four words in between, no comma among them
====================  ===========================================================================

Matching is bounded: a pattern looks no further than its elements and gaps allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

BASE, S, ED, ING = 1, 2, 4, 8
GAPS = {"~": 4, "~~": 14, "_": 4}
PERSON = "person"
"""The tag of a person with his office, or of a group."""
NO_CLASSES: Mapping[str, frozenset[str]] = {}

Tags = Sequence[Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Element:
    """One element: words, the name of a set, or (``gap`` above 0) a number of words to pass over.

    A gap ``within`` a phrase passes over no comma.
    """

    words: frozenset[str] = frozenset()
    tag: str = ""
    gap: int = 0
    optional: bool = False
    within: bool = False


Pattern = tuple[Element, ...]


class Inflection:
    """Forms of English verbs and nouns, by spelling rule, with a table of exceptions.

    ``irregular`` maps a verb to its past form(s), separated by "|", and its -ing form ("" where it is
    regular). ``forms`` collects which word can be which form of a verb, for every verb asked for.
    """

    def __init__(self, irregular: Mapping[str, tuple[str, str]]) -> None:
        self._irregular = irregular
        self.forms: dict[str, int] = {}

    def verb(self, lemma: str) -> frozenset[str]:
        """Return the forms of a verb and note them in ``forms``."""
        past, ing = self._irregular.get(lemma, ("", ""))
        third = _plural(lemma)
        stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "ye")) else lemma
        pasts = past.split("|") if past else [_past(lemma)]
        table = [(lemma, BASE), (third, S), *((p, ED) for p in pasts), (ing or stem + "ing", ING)]
        if lemma == "be":
            table = [("be", BASE), ("is", S), ("are", S), ("am", S), ("was", ED), ("were", ED)]
            table += [("been", ED), ("being", ING)]
        if lemma == "have":
            table[1] = ("has", S)
        for word, form in table:
            self.forms[word] = self.forms.get(word, 0) | form
        return frozenset(word for word, _ in table)


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "do", "go")):
        return word + "es"
    return word + "s"


def compile_pattern(
    text: str, inflection: Inflection, classes: Mapping[str, frozenset[str]] = NO_CLASSES
) -> Pattern:
    """Compile one pattern; raises ValueError with the offending element, KeyError with an unknown class."""
    elements: list[Element] = []
    for part in text.split():
        optional = part.startswith("?")
        body = part[1:] if optional else part
        if body in GAPS:
            elements.append(Element(gap=GAPS[body], within=body == "_"))
        elif body.startswith("{"):
            if not body.endswith("}") or len(body) < 3:
                raise ValueError(f"a set is written {{name}}: {part!r} in {text!r}")
            elements.append(Element(tag=body[1:-1], optional=optional))
        elif body.startswith("["):
            named = (classes[name] for name in body.strip("[]").split("|"))
            elements.append(Element(words=frozenset().union(*named), optional=optional))
        else:
            elements.append(Element(words=_words(body, inflection), optional=optional))
    if not elements or elements[0].gap or elements[0].optional or elements[-1].gap:
        raise ValueError(f"a pattern begins and ends with a word or a set: {text!r}")
    return tuple(elements)


def _words(body: str, inflection: Inflection) -> frozenset[str]:
    kind, sep, rest = body.partition(":")
    if not sep or not kind:  # also ":" itself
        return frozenset(body.split("|"))
    if kind == "v":
        return frozenset().union(*(inflection.verb(w) for w in rest.split("|")))
    if kind == "n":
        return frozenset(f for w in rest.split("|") for f in (w, _plural(w)))
    raise ValueError(f"unknown kind of word {kind!r} in {body!r}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern with what lets most sentences be ruled out unread.

    ``ident`` is whatever the index was given with it. ``second`` are the words of which one must follow the
    first, None where anything may, and where the first is a set, whose phrases are of any length; ``needs``
    holds, for each further element, words of which one must occur; ``first`` is the pattern's first element,
    ``longer`` whether it has others.
    """

    pattern: Pattern
    ident: int
    second: frozenset[str] | None
    needs: tuple[frozenset[str], ...]
    first: Element
    longer: bool

    @classmethod
    def of(cls, pattern: Pattern, ident: int) -> Candidate:
        """Read off a pattern what it needs."""
        plain = [e for e in pattern[1:] if e.words and not e.optional]
        following = pattern[1] if len(pattern) > 1 else Element()
        second = following.words if following in plain and pattern[0].words else None
        return cls(
            pattern, ident, second, tuple(e.words for e in plain), pattern[0], len(pattern) > 1
        )

    def may_begin(self, words: Sequence[str], at: int, vocabulary: Set[str]) -> bool:
        """Whether the rest of the pattern can follow at all; ``vocabulary`` are the sentence's words."""
        if self.second is not None:
            after = words[at + 1] if at + 1 < len(words) else ""
            if after not in self.second and after != '"':
                return False
        for need in self.needs:  # noqa: SIM110 (a generator costs twice the time here)
            if need.isdisjoint(vocabulary):
                return False
        return True

    def occurs(self, words: Sequence[str], tags: Tags, first: int, last: int) -> bool:
        """Whether the pattern matches anywhere among the words from ``first`` to ``last`` (exclusive)."""
        starts, tag = self.first.words, self.first.tag
        for i in range(first, last):
            if (words[i] in starts or tag in tags[i]) and match(
                self.pattern, words, tags, i, last
            ) > 0:
                return True
        return False


class Index:
    """Patterns by their first element, so that a sentence is compared with few of them."""

    def __init__(self, patterns: Iterable[tuple[Pattern, int]]) -> None:
        self.by_word: dict[str, list[Candidate]] = {}
        self.by_tag: dict[str, list[Candidate]] = {}
        for pattern, ident in patterns:
            candidate = Candidate.of(pattern, ident)
            if pattern[0].tag:
                self.by_tag.setdefault(pattern[0].tag, []).append(candidate)
            for word in pattern[0].words:
                self.by_word.setdefault(word, []).append(candidate)


def match(pattern: Pattern, words: Sequence[str], tags: Tags, at: int, limit: int) -> int:
    """Return where the match of ``pattern`` that begins at word ``at`` ends (exclusive), or -1.

    No match reaches to ``limit`` or beyond. Quotation marks within are passed over, and gaps are filled
    as sparingly as possible; a gap never passes over a negation.
    """
    return _match(pattern, 0, words, tags, at, limit)


def _match(pattern: Pattern, k: int, words: Sequence[str], tags: Tags, at: int, limit: int) -> int:
    while k < len(pattern):
        element = pattern[k]
        if element.gap:
            left, told = element.gap, at
            for here in range(at, limit + 1):
                end = _match(pattern, k + 1, words, tags, here, limit)
                if end >= 0:
                    return end
                if here == limit or _stops(words, here) or (element.within and words[here] == ","):
                    break
                if (
                    here >= told
                ):  # whoever is named is one word: "wished the (new Prime Minister) luck"
                    if not left:
                        break
                    whole = element.gap == GAPS["~"]
                    left, told = left - 1, tags[here].get(PERSON, 0) if whole else 0
            return -1
        while k and at < limit and words[at] == '"':
            at += 1
        end = -1
        if at < limit:
            if element.tag:
                end = tags[at].get(element.tag, -1)
                end = end if end <= limit else -1
            elif words[at] in element.words:
                end = at + 1
        if end < 0:
            if not element.optional:
                return -1
            end = at
        at = end
        k += 1
    return at


NEGATIONS = frozenset({"not", "n't", "'t", "no", "never", "hardly", "neither"})
"""Words that a pattern says where it means them: "was ~ concerned" is not "was not concerned"."""


_ADDING = frozenset({"and", "in", "with", "through", "as", "which"})


def _stops(words: Sequence[str], at: int) -> bool:
    """Whether a gap ends at a word: a stop, a comma after which something is added, or what turns the meaning."""
    word = words[at]
    if word in NEGATIONS:
        return words[at + 1 : at + 2] != ["only"]
    if word == "far":
        return words[at + 1 : at + 2] == ["from"]
    if word == ",":
        return at + 1 < len(words) and words[at + 1] in _ADDING
    return word in (";", ":")
