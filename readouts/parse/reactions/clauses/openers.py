"""Who can be the subject of a verb: somebody who stands free at the head of a clause, or is told behind the verb.

What belongs here: which mentions go together ("A, B and C"), which of them can act, who opens a clause, and who is told
behind a verb ("was condemned by Quen", "praise came from Quen"). What does not: whose a verb is (``subjects``).
"""

from __future__ import annotations

from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import UNKNOWN, Predicate, Subject

SHARED = frozenset({"state", "agree", "discuss"})
"""Classes of verbs that speak for all parties where nobody is named: "it was agreed", "the call touched on"."""

ONE_SIDED = frozenset({"gift", "promise"})
"""Classes of verbs that not both sides do: of "four pumps were promised" nobody tells who did."""

_OURS = ("parties", "nations", "government", "retinue", "conversation", "call", "everyone")
"""Classes of nouns that are of the parties themselves: "the governments of both states", "each of the two"."""


def oblique(line: Line, begin: int) -> bool:
    """Whether the mention that begins at ``begin`` hangs on a preposition."""
    owned = line.is_any(begin - 1, "determiner") and not line.is_any(begin, "own")
    i = begin - 2 if owned else begin - 1  # "to the minister", not "to both she"
    return line.is_any(i, "preposition")


def says_where(line: Line, i: int) -> bool:
    """Whether "both sides" that end at a word only say where others are: "traders on both sides", not "leaders on"."""
    link = line.back(i, "all", "parties", "the")
    return line.is_any(link, "preposition") and not line.is_any(link - 1, *_OURS)


def is_bygone(line: Line, subject: Subject) -> bool:
    """Whether a subject is whoever held office before: "Norway's previous government", "the then Turkish minister"."""
    if not subject.mentions or line.kind(subject.mentions[0]) in ("pronoun", "group"):
        return False
    begin, end = line.spans[subject.mentions[0]]
    aside = next((k for k in range(begin, end) if line.word(k) == ","), end + 1)
    for k in range(max(0, begin - 1), aside):  # not "Quen, a former minister,"
        held = line.is_any(k + 1, "government", "office", "person") or line.mention_at(k + 1) >= 0
        if line.is_any(k, "in_office_before") and held:
            return True
    return False


def _is_free(line: Line, m: int) -> bool:
    """Whether a mention stands for somebody who can act: not possessive, adjectival or in an oblique case."""
    begin, end = line.spans[m]
    if line.possessive[m] or line.mentions[m].adjectival or oblique(line, begin):
        return False
    return end > begin + 1 or not line.is_any(begin, "accusative")


def acts(line: Line, m: int) -> bool:
    """Whether a mention is somebody who may be the subject of a verb."""
    return line.mentions[m].kind in ("person", "nominal", "pronoun") and _is_free(line, m)


def joined(line: Line, m: int) -> tuple[int, ...]:
    """Mentions joined before ``m``: "A, B and C" from C."""
    found, several = [m], False
    place = line.kind(m) == "country"
    while len(found) < 12:
        i = line.spans[found[0]][0] - 1
        left = line.mention_ending(i)
        if line.kind(left) != "group":
            i = line.back(i, "determiner")
            several = several or line.is_any(i, "and")
            if not several or not (line.is_any(i, "and") or line.word(i) in (",", ";")):
                break
            i -= 2 if line.is_any(i, "and") and line.word(i - 1) in (",", ";") else 1
            left = line.mention_ending(i)
            if left < 0 or (line.kind(left) == "country") != place:
                break
        found.insert(0, left)
    return tuple(found)


def _joined(line: Line, m: int) -> tuple[int, ...]:
    """Mentions joined before ``m``, with the first of them not hanging on a preposition."""
    found = joined(line, m)
    apart = len(found) > 1 and oblique(line, line.spans[found[0]][0])
    if apart and found[0] == 0 and len(found) > 2 and line.is_any(0, "preposition"):
        return found[1:]  # "In a call to Quen, A and B"
    return (m,) if apart else found


def listed(line: Line, m: int) -> Subject:
    """Return the subject that a mention is with those joined to it before: "A, B and C" from C.

    Alone where something is done to those before it: of "Quen rang A and B condemned it" A is no subject.
    """
    found = _joined(line, m)
    done_to = line.back(line.spans[found[0]][0] - 1, "determiner")
    found = (m,) if line.is_any(done_to, "does_to") else found
    begin = line.spans[found[0]][0]
    article = line.is_any(begin - 1, "determiner") and not line.is_any(begin - 1, "that")
    return Subject("mention", found, begin - 1 if article else begin)


def opener(line: Line, at: int, floor: int) -> Subject | None:
    """Return the nearest subject before ``at`` and after ``floor`` that opens a clause with some verb.

    All of a list with it: in "rang A, B and C and condemned" none of those who were rung opens one.
    """
    last = line.mention_before(at)
    m = last + 1
    while m > max(0, last - 12):
        m -= 1
        begin, end = line.spans[m]
        if begin < floor:
            return None
        if not _is_free(line, m) or line.word(end) in (".", ")"):
            continue
        found = _joined(line, m)
        begin = line.back(line.spans[found[0]][0] - 1, "determiner") + 1
        if line.is_any(begin, "that"):
            begin += 1
        if begin and not line.is_any(begin - 1, "clause"):
            m = found[0]
            continue
        ahead = line.back(begin - 1, "conjunction")  # "rang A and then B", "rang A, then B"
        ahead -= line.word(ahead) == "," and not line.is_any(begin - 1, "and")
        if not line.is_any(begin - 1, "conjunction") or line.mention_ending(ahead) < 0:
            return Subject("mention", found, begin)
    return None


def of_each(line: Line, m: int) -> Subject | None:
    """All, where a mention is of each of them: "Each minister", "Each of the two"; None where it is not."""
    begin = line.spans[m][0]
    of = line.back(begin - 1, "article", "number")
    one = line.kind(m) == "nominal" and line.is_any(line.spans[m][1] - 1, "person")
    each = begin - 1 if one else of - 1
    told = each == begin - 1 or (line.is_any(of, "of") and line.kind(m) == "group")
    opens = each == 0 or line.is_any(each - 1, "clause")
    whole = told and opens and line.is_any(each, "everyone")
    return Subject("all", (), each) if whole else None


def alone(line: Line, m: int) -> Subject:
    """The subject that a mention is without those joined to it; unknown for -1."""
    return Subject("mention", (m,), line.spans[m][0]) if m >= 0 else UNKNOWN


def source(line: Line, m: int) -> Subject:
    """Who is told to have given or said something: "praise came from Quen", not "according to Norwegian media"."""
    if m < 0:
        return UNKNOWN
    end = line.spans[m][1]
    end += line.is_any(end, "possessive_end")
    bare = line.kind(m) != "country" or not line.mentions[m].adjectival
    aside = line.word(end) == "," and line.is_any(end + 1, "relative")  # "Quen, who rang Orhu,"
    if bare and line.is_any(end, "view_noun", "put_it"):
        return alone(line, m)  # "in Quen's view", "as Quen put it"
    plain = (
        bare
        and not (line.possessive[m] or aside)
        and line.word(end) in ("", ".", ",", ";", ":", '"', "that")
    )
    return alone(line, m) if plain else UNKNOWN


def agent(line: Line, predicate: Predicate) -> Subject:
    """The one by whom something is done; all, where nobody is named and the verb is one of sharing."""
    for i in range(predicate.at + 1, min(len(line.words) - 1, predicate.at + 12)):
        if line.is_any(i, "by"):
            j = line.over(i + 1, "determiner", "number")
            m = line.cover[j]
            if m < 0:
                every = line.is_everybody(j) and not line.is_any(j + 1, "of", "in")
                return Subject("all", (), j) if every else UNKNOWN  # "by both sides"
            behind = range(line.spans[m][1], line.spans[m][1] + 3)
            faction = line.is_attribute(m) and line.has(behind, "faction", "outsider")
            end = behind.start
            faction |= line.is_any(end, "parties") and line.is_any(end + 1, "of")
            if faction or not line.is_of_state(m):
                return UNKNOWN  # "by Norway's ruling party", "by both sides of the house"
            group = list[int]()
            while m >= 0:
                group.append(m)
                end = line.spans[m][1]
                joined = line.is_any(end, "and")
                m = line.mention_behind(end + 1, "determiner") if joined else -1
            return Subject("mention", tuple(group))
    at = predicate.at  # "required that the matter be clarified": nobody has
    asked = line.word(at - 1) == "be" and not line.is_any(
        at - 2, "auxiliary", "modal", "adverb", "to"
    )
    given = not predicate.classes.isdisjoint(ONE_SIDED)
    return Subject("all") if predicate.classes & SHARED and not (asked or given) else UNKNOWN
