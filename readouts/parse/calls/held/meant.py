"""Layer 3a: calls that somebody only means to have, is asked to have, or took for one.

What belongs here: "was urged to raise it in a call with", "believed that he was speaking to", "toyed with the idea of
telephoning". What does not: every other call that did not take place (``unheld``), and what denies one (``denied``).
"""

from __future__ import annotations

from readouts.parse.calls.around import Around

_BACK = 9
"""So many words before a call stands that it is only taken for one."""
_NEAR = 8
"""Within so many words before "to" stands who is asked, or means, to do what it leads to."""


def is_believed(cue: Around) -> bool:
    """Whether somebody only took it for a call with whom it was not: "believed that he was speaking to X"."""
    words, before = cue.words, cue.back(_BACK)
    for at, word in enumerate(before):
        if word in words["mistaken"]:
            who = at + 1 + (before[at + 1 : at + 2] == ["that"])
            does = before[who + 1 : who + 2] or [cue.lower[cue.i]]
            he = before[who : who + 1] != [] and before[who] in words["subject_pronoun"]
            return he and does[0] in words["was_or_had"]
    return False


def is_put_to(cue: Around, j: int) -> bool:
    """Whether what "to" leads to is asked of somebody, or meant: "was urged to raise it in a call", "is keen to"."""
    words, before = cue.words, cue.back(_NEAR, j)
    if before[-1:] and before[-1] in words["meant_to"]:
        return True
    asked = max((k for k, word in enumerate(before) if word in words["put_to"]), default=0)
    return asked > 0 and before[asked - 1] in words["passive"]


def is_only_thought(cue: Around, verb: int) -> bool:
    """Whether the verb of "telephoning X" hangs on what is done instead: "avoided calling X", "delayed".

    Also "toyed with the idea of telephoning X", "put off telephoning X"; not "X, who enjoyed telephoning Y".
    """
    words, near = cue.words, cue.back(2, verb)
    before = near[-1:]
    thought = before == ["of"] and not words["thought"].isdisjoint(near)
    leads = "_".join(near) in words["leading_to_none"]
    none = words["not_doing"] | words["done_to_none"]
    return thought or leads or not none.isdisjoint(before)


def was_to_have(cue: Around) -> bool:
    """Whether it was only meant to be: "was to have called", "were to have held a call", not "is said to have"."""
    lower, words = cue.lower, cue.words
    for j in range(cue.i - 1, max(cue.first + 1, cue.i - _NEAR) - 1, -1):
        if lower[j] in words["clause_end"]:
            return False
        if lower[j] == "have" and lower[j - 1] == "to":
            return lower[j - 2] in words["passive"] or lower[j - 2] in words["scheduled"]
    return False
