"""What was told before of that which a claim only points at: "the launches", "it", "the situation", "the victims".

What belongs here: finding the event of an earlier sentence that a definite noun or a pronoun goes back to, and whose
it was or where. What does not: countries that the claim's own sentence names (``targets``, ``towns``), what makes a
country a doer (``doers``), and who is called "he" (``actors``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from operator import eq

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.doers import doer_of, doers
from readouts.parse.reactions.toward.towns import towns

LOOK_BACK = 12
"""How many sentences back the doer of "the attack" is looked for."""

LATELY = 3
"""How many sentences back it was told what befell those who are mourned."""

NEAR = 4
"""How many words behind a blow the place may stand that it befell: "the floods and landslides in the south of"."""

ROOT, ENDING = 4, 3
"""Letters that a verb and its noun share at least, and that the verb may have more: "closed" and "closure"."""


def deed_of(claim: Claim, line: Line, sheet: Sheet, own: set[str]) -> list[str]:
    """Return who did what a claim only points at: "condemned the launches", "denounced it"; none where it is not told.

    A deed of the same name counts before any other; terror is of no state.
    """
    words = range(claim.at, min(claim.last, len(line.words)))
    if line.tagged(words, "terror"):
        return []
    if noun := _pointed_at(claim, line):
        for other in _before(sheet, line, LOOK_BACK):
            found, is_another = _deed(other, noun)
            if found:
                return list(found) if len(found) == 1 and found.isdisjoint(own) else []
            if is_another:
                return []  # "a proposal of her own": not the one that was told of before
    if line.tagged(words, "crisis"):
        for other in (line, *_before(sheet, line, LOOK_BACK)):
            for code in reversed(doers(other)):
                if code not in own:
                    return [code]
    it = claim.rule.is_verb and line.is_any(claim.end, "that_thing")
    for other in _before(sheet, line, 1) if it and claim.rule.toward == "agent" else ():
        found = frozenset(doers(other))  # what is rejected is what was said, not what was done
        return list(found) if len(found) == 1 and found.isdisjoint(own) else []
    return []


def struck_before(claim: Claim, line: Line, sheet: Sheet) -> list[str] | None:
    """Return the country of the blow just told of, whose victims are mourned: "condolences to the victims".

    None where none was told, and where somebody else is mourned ("on the death of her father"); no country where it
    befell several.
    """
    behind = range(claim.end, min(claim.last, len(line.words)))
    said = any(line.words[k].isalpha() for k in behind)
    if said and not line.has(behind, "mourned", "disaster", "calamity"):
        return None
    if line.has(range(len(line.words)), "call") and line.index:
        lines: tuple[Line, ...] = (line,)
    else:
        lines = (line, *_before(sheet, line, LATELY))
    peoples = {code for other in lines[1:] for code in peoples_killed(other)}
    if len(peoples) == 1:
        return list(peoples)
    for other in lines:
        last = claim.at if other is line else len(other.words)
        if found := _befallen(other, last, sheet):
            return [code for code in found if code] if len(found) == 1 else []
        if other is not line and other.has(range(len(other.words)), "call"):
            break
    return None


def peoples_killed(line: Line) -> Iterator[str]:
    """Whose people the dead of a sentence are, wherever they died: "killed three Peruvian soldiers"."""
    for m, (at, end) in enumerate(line.spans):
        before = line.find(range(at - 1, max(-1, at - NEAR), -1), "killed", "clause", "preposition")
        killed = line.is_any(before - line.is_any(before, "of"), "killed")
        country = line.mentions[m].country
        themselves = line.mentions[m].adjectival and line.word(end - 1).endswith("s")  # "Peruvians"
        people = line.is_any(end, "nationals") or themselves
        if killed and country and people and line.is_attribute(m):
            yield country


def _before(sheet: Sheet, line: Line, many: int) -> Iterator[Line]:
    """The sentences before one, the nearest first."""
    for index in range(line.index - 1, max(-1, line.index - 1 - many), -1):
        yield sheet.read(index).line


def _pointed_at(claim: Claim, line: Line) -> str:
    """The noun of the definite phrase that a claim is about: "closure" in "criticised the sudden closure"; else ""."""
    spoken_of = claim.rule.toward == "blamed" and claim.after < claim.at
    begin = claim.after if spoken_of or not claim.rule.is_verb else claim.end
    begin = max(begin, claim.end) if claim.rule.toward in ("theme", "agent") else begin
    begin = line.over(begin, "preposition", "adverb", "that")
    if not line.is_any(begin, "the", "such", "those", "demonstrative"):
        return ""
    end = begin + 1
    stops = ("preposition", "clause", "auxiliary", "relative", "modal")
    while end < len(line.words) and line.cover[end] < 0 and not line.is_any(end, *stops):
        if not line.words[end][0].isalpha():
            break
        end += 1
    more = line.mention_at(end) >= 0 or line.is_any(end, "of", "by")
    return "" if end == begin + 1 or more else line.words[end - 1]


@lru_cache(4 * LOOK_BACK)
def _deed(line: Line, noun: str) -> tuple[frozenset[str], bool]:
    """Who by a sentence did what a noun names, and whether it tells of another of the name."""
    told = _told(line, noun)
    found = frozenset(doer for k in told if (doer := doer_of(line, k)))
    return found, not found and any(_is_introduced(line, k) for k in told)


def _told(line: Line, noun: str) -> list[int]:
    """Where a sentence tells of what a noun names: the noun itself, or its verb: "the closure", "had closed"."""
    words = {word for word in line.vocabulary if _names(word, noun)}
    return (
        [k for k, w in enumerate(line.words) if w in words and line.cover[k] < 0] if words else []
    )


def _names(word: str, noun: str) -> bool:
    if word[0] != noun[0]:
        return False
    root = sum(1 for _ in takewhile(bool, map(eq, word, noun)))
    verb = word.endswith("ed") and root >= ROOT and len(word) - root <= ENDING
    return verb or _singular(word) == _singular(noun)


def _is_introduced(line: Line, k: int) -> bool:
    """Whether a noun is of something that is told of for the first time: "a proposal", "her plan", not "the raid"."""
    near = range(k - 1, max(-1, k - NEAR), -1)
    at = line.find(near, "determiner", "preposition", "clause")
    again = line.is_any(at, "the", "such", "those", "demonstrative")
    return line.is_any(at, "determiner") and not again


def _singular(noun: str) -> str:
    return noun.removesuffix("s").removesuffix("e")


@lru_cache(2 * LATELY)
def _befallen(line: Line, last: int, sheet: Sheet) -> frozenset[str]:
    """The countries in which, by the words before ``last``, something happened that is mourned."""
    return frozenset(_blows(line, last, sheet))


def _blows(line: Line, last: int, sheet: Sheet) -> Iterator[str]:
    for k in range(min(last, len(line.words))):
        if line.cover[k] >= 0 or not line.is_any(k, "disaster", "calamity"):
            continue
        first = bisect_left(line.countries, k, key=lambda c: c[0])
        for at, mention in line.countries[first : first + NEAR]:
            between = range(k + 1, line.back(at - 1, "article", "compass"))
            if line.is_any(line.spans[line.cover[at]][1], "overhead"):
                yield ""  # "the crash of the plane in Peruvian airspace": whose it was is not told
                continue
            near = len(between) <= NEAR and not line.has(between, "clause", "by", "from")
            if k < at <= last and near and line.is_any(between.stop, "struck") and mention.country:
                yield mention.country
        yield from (
            code for at, _, code in towns(line, k, min(last, k + NEAR + 3), sheet.countries)
        )
        m = line.mention_at(k - 1)
        if (
            m >= 0
            and line.is_attribute(m)
            and line.is_any(k, "disaster")
            and (country := line.mentions[m].country)
        ):
            yield country
