"""The stance lexicon: a language's rules, sets, governing verbs and grammar words, as data.

What belongs here: reading the tables of ``reference/LANGUAGE/`` into plain compiled objects, once per process. What
does not: what a stance means (``taxonomy``), and applying words to a text (``parse/``).

Tables of a language, tab-separated with a header; ``#`` begins a comment line:

- ``stances.tsv``: the rules (``rule``, ``stance``, ``governor``, ``words``, ``unless``, ``toward``, ``example``);
- ``stance_sets.tsv``: named sets of phrases that rules refer to as ``{name}``;
- ``stance_governors.tsv``: verbs by class that carry somebody's stance to what stands in their object;
- ``stance_grammar.tsv``: function words by class;
- ``irregular_verbs.tsv``: forms that spelling rules do not yield.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from readouts.domain.records import Stance
from readouts.reference.stances.patterns import (
    Candidate,
    Index,
    Inflection,
    Pattern,
    compile_pattern,
    match,
)
from readouts.reference.tables import read_table
from readouts.reference.word_classes import word_classes

TOWARD = frozenset(
    {"agent", "blamed", "answered", "threatened", "object", "named", "theme", "addressee"}
    | {"faction", "counterpart", "none"}
)
NO_TAGS: dict[str, int] = {}
NOTHING: frozenset[str] = frozenset()
COMMON = ("auxiliary", "preposition", "determiner", "adverb", "clause", "own", "all", "modal")
IMPERSONAL = frozenset({"state", "agree", "discuss", "topic"})
"""Classes of governors that speak for all parties where nobody is named: "concern was voiced"."""

MASK = "mask"
"""The set whose phrases hide every other phrase that begins within them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the lexicon; see the header of ``stances.tsv`` for what the columns mean."""

    id: str
    stance: Stance
    governors: frozenset[str]
    patterns: tuple[Pattern, ...]
    unless: tuple[Candidate, ...]
    toward: str
    example: str

    @property
    def is_verb(self) -> bool:
        """Whether the words are themselves the verb whose subject holds the stance."""
        return "self" in self.governors


@dataclass(frozen=True, slots=True)
class Governor:
    """Verbs of one kind (``classes``) whose subject holds what their object says."""

    classes: frozenset[str]
    pattern: Pattern


class Lexicon:
    """The compiled tables of one language, ``without`` some of its rules where their worth is asked for."""

    def __init__(self, language: str, without: Set[str] = frozenset()) -> None:
        irregular = {
            r["verb"]: (r["past"], r["ing"]) for r in read_table("irregular_verbs", language)
        }
        inflection = Inflection(irregular)
        self.language = language
        self.grammar = word_classes("stance_grammar", language, "; ")
        rows = read_table("stances", language)
        self.rules = [_rule(r, inflection) for r in rows if r["rule"] not in without]
        self.governors = [
            Governor(frozenset(r["classes"].split(",")), compile_pattern(p, inflection))
            for r in read_table("stance_governors", language)
            for p in _split(r["words"])
        ]
        self._sets(language, inflection)
        self.forms = inflection.forms
        verbs = [(p, k) for k, rule in enumerate(self.rules) if rule.is_verb for p in rule.patterns]
        nouns = [
            (p, k) for k, rule in enumerate(self.rules) if not rule.is_verb for p in rule.patterns
        ]
        self.verb_rules = Index(verbs)
        self.noun_rules = Index(nouns)
        self.governor_index = Index((g.pattern, k) for k, g in enumerate(self.governors))
        self.requirements = self._requirements()
        self.impersonal = frozenset().union(
            *(g.pattern[0].words for g in self.governors if g.classes & IMPERSONAL)
        )

    def _sets(self, language: str, inflection: Inflection) -> None:
        """Index the phrases of the sets by first word; a set may take in others by {name}."""
        members: dict[str, list[str]] = {}
        for row in read_table("stance_sets", language):
            members.setdefault(row["set"], []).extend(_split(row["phrases"]))
        self._phrases: list[dict[str, list[tuple[Candidate, tuple[str, ...]]]]] = [{}, {}]
        owners: dict[str, set[str]] = {}
        for name in members:
            for phrase in _expand(name, members, frozenset()):
                owners.setdefault(phrase, set()).add(name)
        for phrase, names in owners.items():
            pattern = compile_pattern(phrase, inflection)
            layer = self._phrases[any(element.tag for element in pattern)]
            candidate = Candidate.of(pattern, 0)
            for word in pattern[0].words:
                layer.setdefault(word, []).append((candidate, tuple(sorted(names))))
        self.sets = frozenset(members)

    def _requirements(self) -> dict[str, list[tuple[frozenset[str], ...]]]:
        """For each word that can be the rarest of a match, the sets of words that must occur besides."""
        common = frozenset().union(*(self.grammar[name] for name in COMMON))
        heads: dict[str, frozenset[str]] = {}
        for layer in self._phrases:
            for candidates in layer.values():
                for candidate, names in candidates:
                    head = _needed(candidate.pattern, heads, common)[0]
                    for name in names:
                        heads[name] = heads.get(name, frozenset()) | head
        verbs: dict[str, frozenset[str]] = {}
        for governor in self.governors:
            for name in governor.classes:
                verbs[name] = verbs.get(name, frozenset()) | governor.pattern[0].words
        out: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for rule in self.rules:
            governing = frozenset().union(*(verbs.get(name, NOTHING) for name in rule.governors))
            free = "free" in rule.governors or rule.is_verb
            for pattern in rule.patterns:
                head, *rest = _needed(pattern, heads, common)
                needs = tuple(rest if free else [*rest, governing])
                for word in head:
                    if needs not in out.setdefault(word, []):
                        out[word].append(needs)
        return out

    def relevant(self, words: Set[str]) -> bool:
        """Whether any rule can fire in a sentence of these words; most of a long story says no."""
        for word in words:
            for needs in self.requirements.get(word, ()):
                if all(not need.isdisjoint(words) for need in needs):
                    return True
        return False

    def tag(
        self, words: Sequence[str], cover: Sequence[int], vocabulary: Set[str]
    ) -> list[dict[str, int]]:
        """Return, for each word, the sets with a phrase beginning there and where it ends at the latest."""
        count = len(words)
        out: list[dict[str, int]] = [NO_TAGS] * count
        for layer in self._phrases:
            hidden = -1
            find = layer.get
            for i, word in enumerate(words):
                candidates = find(word)
                if candidates is None or cover[i] >= 0 or i < hidden:
                    continue
                found = dict(out[i])
                after = words[i + 1] if i + 1 < count else ""
                for candidate, names in candidates:
                    end = i + 1
                    if candidate.longer:
                        second = candidate.second
                        if second is not None and after not in second and after != '"':
                            continue
                        if not candidate.may_begin(words, i, vocabulary):
                            continue
                        end = match(candidate.pattern, words, out, i, count)
                    if end >= 0:
                        for name in names:
                            if end > found.get(name, -1):
                                found[name] = end
                if MASK in found:
                    hidden = found[MASK]
                    found = {MASK: hidden}
                if found:
                    out[i] = found
        return self._unmask(out)

    @staticmethod
    def _unmask(tags: list[dict[str, int]]) -> list[dict[str, int]]:
        """Drop the phrases that begin or end within a phrase of the set ``mask``."""
        hidden: set[int] = set()
        for i, found in enumerate(tags):
            if MASK in found:
                hidden.update(range(i, found[MASK]))
        if hidden:
            for i, found in enumerate(tags):
                if found and (i in hidden or any(end - 1 in hidden for end in found.values())):
                    tags[i] = {
                        name: end
                        for name, end in found.items()
                        if i not in hidden and end - 1 not in hidden
                    }
        return tags


def _needed(
    pattern: Pattern, heads: Mapping[str, frozenset[str]], common: frozenset[str]
) -> list[frozenset[str]]:
    """For each element that every match contains the words it may be, the least common first."""
    options: list[frozenset[str]] = []
    for element in pattern:
        if element.gap or element.optional:
            continue
        if element.words:
            options.append(element.words)
        elif element.tag in heads:
            options.append(heads[element.tag])
    return sorted(options, key=lambda words: (len(words & common), len(words)))


def _rule(row: dict[str, str], inflection: Inflection) -> Rule:
    if row["toward"] not in TOWARD:
        raise ValueError(f"rule {row['rule']}: toward is one of {', '.join(sorted(TOWARD))}")
    if row["stance"] not in get_args(Stance):
        raise ValueError(f"rule {row['rule']}: no stance {row['stance']!r}")
    return Rule(
        row["rule"],
        cast(Stance, row["stance"]),
        frozenset(row["governor"].split(",")),
        tuple(compile_pattern(p, inflection) for p in _split(row["words"])),
        tuple(Candidate.of(compile_pattern(p, inflection), 0) for p in _split(row["unless"])),
        row["toward"],
        row["example"],
    )


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _expand(name: str, members: dict[str, list[str]], seen: frozenset[str]) -> Iterator[str]:
    if name in seen:
        return
    for phrase in members[name]:
        if phrase.startswith("{") and phrase.endswith("}") and " " not in phrase:
            yield from _expand(phrase[1:-1], members, seen | {name})
        else:
            yield phrase


@cache
def lexicon(language: str) -> Lexicon:
    """Return the compiled lexicon of a language; raises FileNotFoundError where there is none."""
    return Lexicon(language)
