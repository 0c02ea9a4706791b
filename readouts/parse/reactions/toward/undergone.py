"""Whose a thing is that somebody is said to praise or to blame, in the passive.

What belongs here: "Peru's offer was welcomed by Quen", where the words behind the verb name only who holds the stance.
What does not: targets behind the verb (``targets``), and who holds the stance (``subjects``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import is_adverb
from readouts.parse.reactions.toward.named import Named, named

FAR = 24
"""So many words before a verb its subject begins at the earliest."""


def of_undergone(claim: Claim, line: Line, own: set[str]) -> list[str] | None:
    """Return the country whose deed or thing a passive verb's subject is; None for a verb that is none, or of nobody.

    ``own`` are the holder's. Whose a thing is "by", "'s" and an adjective say, and its own name.
    """
    by = [line.spans[m][0] for m in claim.subject.mentions]
    if not (claim.rule.is_verb and by and min(by) > claim.at):
        return None
    end = claim.at
    while end > 0 and line.cover[end - 1] < 0 and _is_auxiliary(line, end - 1):
        end -= 1
    if end == claim.at:
        return None
    begin = end
    while begin > max(0, end - FAR) and not line.is_any(begin - 1, "clause", "clause_mark"):
        begin -= 1
    found = named(line, begin, end, own)
    doers = [n for n in found if line.is_any(line.back(n.at - 1, "article"), "by")]
    owners = [n for n in found if _owns(line, n, end)]
    whose = (doers or owners)[:1]
    return [n.country for n in whose if n.country] or None


def _is_auxiliary(line: Line, at: int) -> bool:
    """Whether a word only leads to a passive verb: "was", "has been", "warmly"."""
    return line.is_any(at, "be", "perfect") or is_adverb(line, at)


def _owns(line: Line, n: Named, end: int) -> bool:
    """Whether a country's word says whose what follows is, or is itself the subject that ends at a word."""
    m = line.cover[n.at]
    behind = line.spans[m][1]
    bare = line.word(behind).isalpha() and not line.is_any(
        behind, "preposition", "auxiliary", "and"
    )
    return line.is_attribute(m) or behind == end or bare  # "US tariffs"
