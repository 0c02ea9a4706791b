"""Which of the parser's calls and reactions are those that an annotated text has: matched one to one, and counted.

What belongs here: what the corpus and the traps both need to compare. What does not: their texts, formats and bars.
"""

from __future__ import annotations

from collections import Counter


def same_party(one, other):
    if one["name"] and other["name"]:
        words = set(one["name"].casefold().split()) & set(other["name"].casefold().split())
        return any(len(word) > 2 for word in words)
    return one["country"] == other["country"]


def resolved_alike(one, other):
    """As ``same_party``, and a name for a name, and the same country."""
    alike = bool(one["name"]) == bool(other["name"]) and one["country"] == other["country"]
    return alike and same_party(one, other)


def pairs(gold, found):
    """Match the calls of one document one to one, those with most parties in common first."""
    shared = []
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            common = sum(any(same_party(p, q) for q in other["parties"]) for p in one["parties"])
            if common >= 2:
                shared.append((common, one["date"] == other["date"], -i, -j))
    matched, used = {}, set()
    for _, _, i, j in sorted(shared, reverse=True):
        if -i not in matched and -j not in used:
            matched[-i] = -j
            used.add(-j)
    return matched


def side(reaction):
    return reaction["country"] or (reaction["speaker"] or "?").split()[-1].casefold()


class Tally:
    """Counts of what was rightly found, of what was found and of what there is."""

    def __init__(self):
        self.right = self.found = self.there = 0

    def compare(self, there, found):
        there, found = Counter(there), Counter(found)
        self.right += sum((there & found).values())
        self.found += sum(found.values())
        self.there += sum(there.values())

    def ask(self, right):
        self.compare([right], [True])

    @property
    def f1(self):
        return 2 * self.right / (self.found + self.there)
