"""Layer 3a: words for a call that tell of none that was: to come, wished for, put off, denied, played, or only usual.

What belongs here: finding what a table (``no_calls.tsv``) lists in the sentence before and behind such words. What does
not: the table's words, whether words mean a call at all (``traps``), and what other sentences take back
(``calls/taken_back``).
"""

from __future__ import annotations

from readouts.parse.calls.held.around import Around
from readouts.parse.calls.held.listed import listed

_FAR = 40
"""So many words before and behind a call are asked what they say of it."""
_OWNER = 12
"""Within so many words of a sentence's head stands a call that somebody who opens it owns: "Minister Ilvar Quen's"."""


def is_none(cue: Around, kind: str) -> bool:
    """Whether a cue of a kind tells of no call that was."""
    table, kinds = listed("no_calls", cue.language), _kinds(cue, kind)
    return any(
        table[one, where].is_in(part)
        for where, part in _parts(cue).items()
        for one in kinds
        if (one, where) in table
    )


def _kinds(cue: Around, kind: str) -> list[str]:
    """What a cue is to the table: a noun that stands within, as the subject, or otherwise, or its own kind."""
    if kind == "noun":
        told = "that" in cue.back(4) or not cue.words["saying"].isdisjoint(cue.back(4))
        subject = told or cue.i - cue.first <= 3 or _is_of_first(cue)
        within = cue.has_before("within", 3)
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
    end = next(k for k, word in enumerate(behind) if word in ends)
    return {
        "before": [*before[begin:], "@"],
        "behind": [own, "@", *behind[: end + 1]],
        "far before": [*before, "@"],
        "far behind": ["@", *behind],
        "around": [*before, own, "@", *behind],
    }
