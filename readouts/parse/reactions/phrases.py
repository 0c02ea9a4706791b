"""Noun phrases around a mention: whose people, whose opposition, who only counts those named before.

What belongs here: what the words beside one mention make of it, whatever the verb. What does not: which of them is a
verb's subject (``subjects``).
"""

from __future__ import annotations

from readouts.parse.reactions.lines import Line


def people_of(line: Line, p: int) -> int:
    """Return whose people the words up to ``p`` name, as in "the people of Norway", "the Norwegian people"; or -1."""
    m = line.mention_ending(p)
    if m >= 0:
        begin = line.spans[m][0]
        begin -= line.is_any(begin - 1, "determiner")
        return m if line.is_any(begin - 1, "of") and line.is_any(begin - 2, "folk") else -1
    m = line.mention_ending(p - 1) if line.is_any(p, "folk") else -1
    return m if m >= 0 and (line.mentions[m].adjectival or line.possessive[m]) else -1


def is_of_state(line: Line, m: int) -> bool:
    """Return whether a mention is a party, its state or an office of it: "Norway", not "Norway's opposition"."""
    end = line.spans[m][1]
    if not line.possessive[m]:
        return True
    end += line.word(end) in ("'s", "'")
    return line.has(range(end, end + 4), "government", "office", "person")


def only_counts(line: Line, m: int) -> bool:
    """Return whether "both" only counts those named before it: "Spain and Portugal have both condemned"."""
    begin, end = line.spans[m]
    alone = end == begin + 1 and line.is_any(begin, "everyone") and not line.is_any(end, "of")
    opens = begin == 0 or line.is_any(begin - 1, "clause", "adverb", "preposition", "speaker")
    return alone and not opens


def is_everybody(line: Line, i: int) -> bool:
    """Whether the plural noun at word ``i`` means all parties: "the leaders", "both sides", "participants"."""
    noun = i
    if not line.is_any(i, "parties"):
        return False
    i -= 1
    while i >= noun - 4 and i >= 0 and not line.is_any(i, "clause", "preposition"):
        if line.is_any(i, "number"):
            return True
        i -= 1
    return i == noun - 1 and line.is_any(noun, "bare")
