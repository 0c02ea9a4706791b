"""Countries that words name in passing: the other side of a quarrel, whose arms they were, where somebody serves.

What belongs here: telling by the words around a country that the stance is not toward it. The words lie in
``in_passing.tsv``. What does not: who did what is condemned (``doers``), and whom a stance is toward (``targets``).
"""

from __future__ import annotations

from functools import cache

from readouts.domain.records import Stance
from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.toward.named import Named
from readouts.reference.stances.patterns import Candidate, Inflection, compile_pattern
from readouts.reference.stances.taxonomy import taxonomy
from readouts.reference.tables import read_table
from readouts.reference.word_classes import word_classes

_BEFORE, _BEHIND = 12, 8
"""So many words before and behind a country are looked at."""
_BESIDE = 3
"""So many words before a claim may still lead to a country behind it."""


def in_passing(claim: Claim, line: Line, n: Named, language: str) -> str:
    """What is left of a claim (see ``in_passing.tsv``) if a country is named in passing; "" where it is not."""
    rule, said = claim.rule, line.vocabulary
    likely = [
        (left, one)
        for left, one in _patterns(rule.id, rule.stance, rule.toward, language)
        if (one.first.tag or not one.first.words.isdisjoint(said))
        and not any(need.isdisjoint(said) for need in one.needs)
    ]
    if not likely:
        return ""
    m = line.cover[n.at]
    roles = ["it"]
    roles += ["its"] if line.is_attribute(m) else []
    roles += ["him"] if line.kind(m) in ("person", "nominal", "pronoun") else []
    tags = list(line.tags)
    tags[n.at] = {**tags[n.at], **dict.fromkeys(roles, n.end)}
    first = max(0, n.at - _BEFORE, claim.at - _BESIDE if n.at >= claim.at else 0)
    last = min(len(line.words), n.end + _BEHIND)
    found = (left for left, one in likely if one.occurs(line.words, tags, first, last))
    return next(found, "")


@cache
def _patterns(rule: str, stance: Stance, kind: str, language: str) -> list[tuple[str, Candidate]]:
    """What makes a country one in passing for the claims of a rule, with what is left of these."""
    of = {"any", rule, stance, kind, *taxonomy()[stance].traits}
    return [(left, one) for when, left, one in _rows(language) if not when.isdisjoint(of)]


@cache
def _rows(language: str) -> list[tuple[frozenset[str], str, Candidate]]:
    grammar, inflection = word_classes("stance_grammar", language, "; "), Inflection({})
    return [
        (
            frozenset(row["when"].split(",")),
            row["left"],
            Candidate.of(compile_pattern(text, inflection, grammar), 0),
        )
        for row in read_table("in_passing", language)
        for text in row["words"].split("; ")
    ]
