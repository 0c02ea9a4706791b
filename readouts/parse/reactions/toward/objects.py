"""Whom words for others are for: the other party, the speaker's own people, or nobody in particular.

What belongs here: telling "thanked Norwegian volunteers", said by Norway, and "thanked the firefighters", said by
anybody, from "thanked him"; and a stance that a speaker only carries for another. What does not: the countries that
a claim names as its target (``targets.py``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward.named import named
from readouts.reference.stances.taxonomy import stances_of

OF_ONESELF = stances_of("praise") | {"condolence"}
"""Stances that a speaker may voice to his own people as well as to the other party."""

THEIRS = (
    "counterpart",
    "counterparts",
    "government",
    "office",
    "person",
    "folk",
    "parties",
    "host",
)
"""Classes of nouns that mean the other party or its country where nobody is named."""

PRAISED = ("quality", "helpers", "folk", "bereaved")
"""Classes of nouns whose "of" names who is praised, or whose they are: "the courage of", "the families of"."""

TO_OTHERS = stances_of("to_others")
PRAISE = stances_of("praise")

OF_A_STATE = "support.importance"
"""The rule whose words say something of a state; of one's own it is no support: "stressed Norway's sovereignty"."""

SEVERAL = 2
"""So many calls that a sentence tells of are a round."""

PHRASE = 12
"""How many words the noun phrase of an object has at most."""


def is_of_own(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether praise, sorrow or contact is for one's own: "thanked Norwegian volunteers", "the attack on Oslo"."""
    stance = claim.rule.stance
    if stance == "cooperation" and line.is_any(claim.end, "with"):
        return _is_people(line, claim.end + 1)  # "in contact with the families"
    if stance == "support":
        return _is_own_defence(claim, line)
    if stance not in OF_ONESELF:
        return False
    if stance == "condolence" and (_own_struck(claim, line, own) or _mourns(claim, line)):
        return True
    ours = line.over(claim.end, "facing")
    if stance == "commendation" and line.is_any(ours, "our") and _is_people(line, ours + 1):
        return True
    for at, mention in line.countries:
        if at < claim.end:
            continue
        if at >= claim.last or mention.place not in own:
            return False
        if line.mentions[line.cover[at]].kind != "country" or "-" in line.words[at]:
            return False
        reached = _mourned if stance == "condolence" else _praised
        return reached(line, claim.end, at)
    return False


def is_of_each(claim: Claim, line: Line, sheet: Sheet, own: set[str]) -> bool:
    """Whether words of a round's host are for each of those he called: "thanked both", "urged each of them to"."""
    shared = sheet.shared.get(line.index, frozenset())
    host = [sheet.document.actors[actor].place for actor in shared]
    if len(host) != 1 or host[0] not in own or sheet.calls_told[line.index] < SEVERAL:
        return False
    asked = claim.rule.stance == "restraint"
    if not asked and claim.rule.stance not in TO_OTHERS:
        return False
    at = line.over(claim.after if asked else claim.end, "facing", "on_a_day")
    end = line.over(at + 1, "number")
    alone = end >= len(line.words) or line.is_any(end, "of", "facing", "preposition", "clause")
    return line.is_any(at, "everyone") and (alone or line.words[end] == ".")


def _praised(line: Line, first: int, at: int) -> bool:
    """Whether the words between a praise and a country make it the country of whoever is praised."""
    return not any(
        line.cover[i] >= 0 or line.is_any(i, "preposition", "clause", "accusative")
        for i in range(first, at)
        if not (line.is_any(i, "of") and line.is_any(i - 1, *PRAISED, "host"))
    )


def _mourned(line: Line, first: int, at: int) -> bool:
    """Whether the words between a condolence and a country make it that of the dead, not of whoever condoles."""
    if line.is_any(first, "of"):
        return False  # "the condolences of Norway"
    return not any(
        line.cover[i] >= 0 or line.is_any(i, "clause", "by", "from", "bearer")
        for i in range(first, at)
    )


def _own_struck(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the sentence told before of a blow to the speaker's own: "told him of the attack on Oslo and voiced"."""
    struck = [
        mention.country in own
        for at, mention in line.countries
        if at < claim.at
        and line.is_any(at - 1, "against", "struck")
        and line.tagged(range(max(0, at - 3), at), "crisis")
    ]
    return any(struck) or (not struck and _told_of_blow(claim, line))


def _told_of_blow(claim: Claim, line: Line) -> bool:
    """Whether the speaker himself has just told of an attack: "told her about the attack and expressed"."""
    for k in range(max(claim.subject.start, claim.at - 30, 0), claim.at):
        m = line.mention_at(k + 1)
        end = line.spans[m][1] if m >= 0 else k + 2
        if line.is_any(k, "told") and line.is_any(end, "blow"):
            return line.tagged(range(end, min(end + 8, claim.at)), "crisis")
    return False


def _mourns(claim: Claim, line: Line) -> bool:
    """Whether a whole country mourns: with nobody, its own dead: "Norway is in mourning"."""
    if not line.has(range(claim.at, claim.end), "mourning"):
        return False
    country = line.kind(claim.subject.only) == "country"
    # "said the country was in mourning"
    stated = line.is_any(claim.end - 2, "in")
    stated = stated and line.has(range(claim.end - 5, claim.end - 2), "be")
    with_others = any(
        line.is_any(i, "with", "to") or (line.is_any(i, "for") and not line.is_any(i + 1, "those"))
        for i in range(claim.at, min(claim.last, len(line.words)))
    )
    named = any(claim.end <= k < claim.last for k, _ in line.countries)
    return (country or stated) and not (with_others or named)


def is_of_nobody(claim: Claim, line: Line) -> bool:
    """Whether those praised or backed are neither the other party nor anybody known: "thanked the firefighters"."""
    if claim.rule.stance == "condolence":  # "mourned the fallen"
        return line.is_any(claim.end - 1, "mourning") and _is_people(line, claim.end)
    if claim.rule.stance == "support":
        return _is_of_a_thing(claim, line)
    if claim.rule.stance != "commendation":
        return False
    grateful = line.has(range(claim.at, claim.end), "thankful")
    facing = line.is_any(claim.end, "to")
    begin = claim.end + facing
    phrase = range(begin, phrase_end(line, begin))
    known = any(line.cover[i] >= 0 for i in phrase)
    if not phrase or known or line.has(phrase, "accusative", "former", "latter"):
        return False
    direct = line.is_any(claim.end - 1, "thanked")
    if (direct or (grateful and facing)) and not line.is_any(begin, "mutual", "everyone"):
        return not line.has(phrase, *THEIRS)
    return _is_people(line, begin)


def _is_own_defence(claim: Claim, line: Line) -> bool:
    """Whether a state only stands up for itself: "Norway will defend its sovereignty", "the rights of its people"."""
    if not line.has(range(claim.at, claim.end), "defends"):
        return False
    last = min(claim.end + PHRASE, len(line.words))
    ends = (k for k in range(claim.end, last) if line.is_any(k, "clause") or line.words[k] in ",.;")
    phrase = range(claim.end, next(ends, last))
    known = any(line.cover[k] >= 0 and line.kind(line.cover[k]) != "pronoun" for k in phrase)
    return not known and line.has(phrase, "its_or_our")


def _is_of_a_thing(claim: Claim, line: Line) -> bool:
    """Whether support is for what is nobody's: "support for freedom of navigation", "for pauses in the fighting"."""
    if line.has(range(claim.at, claim.end + PHRASE), "universal"):
        return True
    at = claim.end - line.is_any(claim.end - 1, "for")
    if not line.is_any(at, "for") or not line.is_any(at - 1, "backing"):
        return False
    phrase = range(at + 1, phrase_end(line, at + 1))
    # "offered Quen his full support for the search"
    told = (line.cover[i] for i in (*range(claim.first + 1, at), *phrase))
    known = any(m >= 0 and line.kind(m) != "pronoun" for m in told)
    return bool(phrase) and not known and not line.has(phrase, *THEIRS, "government")


def _is_people(line: Line, begin: int) -> bool:
    """Whether a noun phrase ends in people of no known country: "the courage of the rescue teams"."""
    end = phrase_end(line, begin)
    while line.is_any(end, "of") and line.is_any(end - 1, *PRAISED):
        if line.is_any(end - 1, "helpers"):
            break  # "the martyrs of the revolution"
        if line.is_any(end - 1, "folk") and line.mention_at(line.over(end + 1, "article")) < 0:
            return True  # "the people of the south"
        end = phrase_end(line, end + 1)
    return line.is_any(end - 1, "helpers") and line.cover[end - 1] < 0


def phrase_end(line: Line, begin: int) -> int:
    """The word behind the noun phrase that begins at a word."""
    end = begin
    stops = ("preposition", "clause", "auxiliary", "relative")
    while end < min(begin + PHRASE, len(line.words)) and line.words[end] != ".":
        if line.cover[end] < 0 and line.is_any(end, *stops):
            break
        end += 1
    return end


def is_carried(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the stance is another's whom the speaker speaks for or quotes: "the thanks of Peru", "on behalf of"."""
    for k in range(max(0, claim.first - PHRASE), min(claim.last, len(line.words))):
        if line.is_any(k, "behalf") and line.is_any(k + 1, "of"):
            return _is_other(line, k + 2, own)
        if _are_words_of_another(line, k, own):
            return True
    if claim.rule.is_verb or not line.has(range(claim.first, claim.at), "carried"):
        return False
    for k in range(claim.at + 1, min(claim.end + 1, len(line.words))):
        if line.is_any(k, "from"):
            return _is_other(line, k + 1, own)
    return False


def _are_words_of_another(line: Line, k: int, own: set[str]) -> bool:
    """Whether it is told at a word in whose words it is said: "in the words of the Pope", "as the Pope put it"."""
    m = line.mention_ending(k - 1)
    begin = line.begin(m) if m >= 0 else k
    if line.is_any(k, "expressed") and line.is_any(k + 1, "of"):
        whose = line.mention_behind(k + 2, "article")
        led = line.is_any(line.back(k - 1, "the"), "in")
    else:
        whose = m
        led = line.is_any(k, "expressed") and line.is_any(begin - 1, "in")
        put = line.is_any(k, "phrased") and line.is_any(k + 1, "it")
        led = led or (put and line.is_any(begin - 1, "as"))
    place = line.mentions[whose].place if whose >= 0 else ""
    return led and bool(place) and place not in own


def _is_other(line: Line, at: int, own: set[str]) -> bool:
    """Whether the words name somebody who is not of the speaker's own, and not only his deed: "of Peru's help"."""
    m = line.mention_behind(at, "article")
    if m < 0 or line.possessive[m]:
        return False
    inner = {named.place for k, named in line.countries if line.cover[k] == m}
    places = inner | {line.mentions[m].place} - {""}
    return bool(places) and own.isdisjoint(places)


def to_oneself(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the first one named behind "with", "to" or "for" is the holder's own country."""
    m = line.mention_behind(claim.end, "article")
    if line.kind(m) in ("person", "nominal") and not line.possessive[m]:
        return False  # "thanked the President for support to Norway"
    for n in named(line, claim.at, claim.last, set()):
        if line.cover[n.at] in claim.subject.mentions:
            continue  # "thanks were voiced by A"
        at = line.back(n.at - 1, "article")
        pronoun = line.mentions[line.cover[n.at]].kind == "pronoun"
        facing = line.is_any(at, "facing", "by") and not pronoun
        return n.country in own and facing and n.end >= claim.end
    return False


def of_oneself(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the holder speaks of his own country: "said that Oslo can rely on Lima", "hailed Norway's restraint"."""
    # "was described by A as courageous": A only says so
    by = [m for m in claim.subject.mentions if claim.at < line.spans[m][0]]
    inside = [n for n in named(line, claim.at, claim.end, set()) if line.cover[n.at] not in by]
    of_state = claim.rule.stance in PRAISE or claim.rule.id == OF_A_STATE
    if of_state and inside and not named(line, claim.at, claim.end, own):
        return True
    m = line.mention_at(claim.at)
    if m < 0 or line.is_attribute(m):
        return False
    return line.mentions[m].place in own and line.is_any(line.spans[m][1], "auxiliary", "adverb")
