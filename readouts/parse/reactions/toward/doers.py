"""Whether the words beside a country make it who did what is condemned: "Peru's raid", "carried out by Peru".

What belongs here: telling a doer from whoever is only named in the same breath: the dead, the owner of a ship, whose
missiles they were, where it was. What does not: which countries a claim names, and every other relation (``targets``).
"""

from __future__ import annotations

from functools import lru_cache

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.toward.named import Named

_PHRASE = 5
"""A noun phrase is looked through for so many words behind whose it is."""

_FAR = 10
"""How many words before what was done its doer may stand: "Peru's March 1 and March 2 ballistic missile launches"."""


def is_doer(claim: Claim, line: Line, at: int, end: int) -> bool:
    """Whether the country at words ``at`` to ``end`` is who did it."""
    before = line.back(at - 1, "determiner")
    if before <= claim.end - (not line.is_any(before, "preposition")):
        return True  # "condemned Peru's", "condemnation of Peru's"
    if line.is_any(before, "and") or line.word(before) == ",":
        m = line.mention_ending(before - 1)
        if line.kind(m) == "country":  # "of Peru and Chile"
            return is_doer(claim, line, *line.spans[m])
    if line.is_any(before, "by"):
        # "fields operated by a Peruvian firm", "militants armed by Peru"
        return not line.is_any(before - 1, "kept", "sponsored")
    owns = line.cover[at] >= 0 and line.possessive[line.cover[at]]
    if line.is_any(before, "of") and not (owns and _did(line, end)):
        return line.is_any(before - 1, "deed", "office") or "crisis" in line.tags[before - 1]
    if line.is_any(before, "preposition") and not line.is_any(before, "from", "of"):
        return False  # "with Peruvian missiles"
    if line.has(range(claim.end, before), "which"):
        return False  # "the base, which hosts Peruvian troops"
    acts = line.is_any(end, "auxiliary") or line.word(end).endswith("ed")  # "that Peru had fired"
    return acts or _did(line, end)


@lru_cache(64)
def doers(line: Line) -> tuple[str, ...]:
    """The countries that a sentence names as doers of an attack: "Peru's strikes", "by Peru", "that Peru fired"."""
    out: list[str] = []
    for at, mention in line.countries:
        if not mention.country or _is_means(line, at):
            continue
        m = line.cover[at]
        near = range(max(0, at - 4), at) if line.is_any(at - 1, "by") else range(0)
        if line.possessive[m] or mention.adjectival:
            end = line.spans[m][1]
            near = range(end, min(_phrase_end(line, end), len(line.words)))
            if any(_is_place(line, k) for k in near):
                continue
        elif line.is_any(line.over(line.spans[m][1], "auxiliary"), "imposed"):
            before = line.spans[m][0] - line.is_any(line.spans[m][0] - 1, "relative")
            near = range(max(0, before - 1), before)
        if line.tagged(near, "crisis"):
            out.append(mention.country)
    return tuple(out)


def _phrase_end(line: Line, begin: int) -> int:
    """Return where the noun phrase that goes on at a word ends, so far as it is looked through."""
    near = range(begin, begin + _PHRASE)
    stops = "preposition", "article", "auxiliary"
    ends = (k for k in near if line.is_any(k, *stops) or line.word(k) == ",")
    return next(ends, begin + _PHRASE)


def doer_of(line: Line, k: int) -> str | None:
    """The country that did what word ``k`` tells: "Peru's closure", "closure of it by Peru", "Peru has closed"."""
    for i in range(k - 1, max(-1, k - 1 - _FAR), -1):
        if _is_place(line, i):
            return None
        m = line.cover[i]
        if m >= 0:
            mention, begin = line.mentions[m], line.spans[m][0]
            whose = line.is_attribute(m)
            acts = line.word(k).endswith("ed") and not line.has(range(i, k), "be")
            joint = line.back(begin - 1, "article")
            shared = line.is_any(joint, "and") and line.mention_ending(joint - 1) >= 0
            alone = (whose or acts) and not shared and not _is_means(line, begin)
            return mention.country if alone else None
        if line.is_any(i, "preposition", "determiner", "relative") or line.words[i] == ",":
            break
    for i in range(k + 1, min(k + 1 + _FAR, len(line.words))):
        if line.is_any(i, "by") or (line.is_any(i, "from") and line.is_any(k + 1, "of")):
            m = line.mention_behind(i + 1, "determiner")
            return line.mentions[m].country if m >= 0 else None
        if line.is_any(i, "clause", "auxiliary") or line.words[i] == ".":
            break
    return None


def is_attacker(line: Line, at: int, end: int) -> bool:
    """Whether the country at words ``at`` to ``end`` is only who struck: "the Peruvian raid", "the raid by Peru"."""
    m = line.cover[at]
    if line.is_any(line.back(at - 1, "determiner"), "by"):
        return True
    if m < 0 or not line.is_attribute(m):
        return False
    for k in range(end, min(end + _PHRASE, len(line.words))):
        if line.is_any(k, "preposition", "clause", "article"):
            return False
        if line.is_any(k, "onslaught"):
            return True
    return False


def _is_place(line: Line, k: int) -> bool:
    """Whether a word names a place, whose the deed is not: "el-Obeid" in "Sudan's el-Obeid bombing"."""
    written = line.text[line.starts[k] : line.ends[k]]
    named = line.cover[k] < 0 and written != written.lower() and not written.isupper()
    return named and k > 0 and not line.is_any(k, "weekday", "month", "government", "deed")


def _is_means(line: Line, at: int) -> bool:
    """Whether a country only says whose arms they were: "with Peruvian missiles", "buys Peruvian drones"."""
    before = line.back(at - 1, "determiner")
    of = line.is_any(before, "of") and line.is_any(before - 1, "kept")
    return of or line.is_any(before, "with", "traded")


def _did(line: Line, end: int) -> bool:
    """Whether the noun phrase that goes on behind a country is of a deed: "Peruvian air strikes"."""
    stop = min(_phrase_end(line, end), len(line.words))
    phrase = range(end, next((k for k in range(end, stop) if _is_place(line, k)), stop))
    return line.tagged(phrase, "crisis") or line.has(phrase, "deed", "government")


def is_spared(claim: Claim, line: Line, n: Named) -> bool:
    """Whether a country is only whom a deed is for, against or said of: "aid to Peru", "attempts to isolate Peru"."""
    p = n.at - 1
    while line.is_any(p, "determiner") and not line.is_any(p, "that"):
        p -= 1
    if claim.at <= p < claim.end:
        return False
    if line.is_any(p, "to") and line.has(range(claim.at, p), "complaining"):
        return line.is_any(n.end, "that")  # "complained to her that Peru"
    if line.is_any(p, "done_to"):
        return True  # "a deal that forces Peru to yield"
    given = line.is_any(p, "receiving") and line.has((p - 1, p - 2), "given")
    tried = line.is_any(p - 1, "to") and line.is_any(p - 2, "undertaking")
    if given or tried or line.is_any(p - 1, "comparison"):
        return True  # "the lies spread about Peru", "rejected the comparison with Peru"
    said = range(claim.end + 1, n.at)  # "the accusation that Peru supports"
    return any(line.is_any(k, "that") and line.is_any(k - 1, "blame", "rumour") for k in said)
