"""Whom words for others are for: the other party, the speaker's own people, or nobody in particular.

What belongs here: telling "thanked Norwegian volunteers", said by Norway, and "thanked the firefighters", said by
anybody, from "thanked him"; and a stance that a speaker only carries for another. What does not: the countries that
a claim names as its target (``targets.py``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.toward.named import PHRASE, Named, named, phrase_end
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

BLAME = stances_of("blame")
PRAISE = stances_of("praise")

OF_A_STATE = "support.importance"
"""The rule whose words say something of a state; of one's own it is no support: "stressed Norway's sovereignty"."""


def is_of_own(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether praise or sorrow is for one's own: "thanked Norwegian volunteers", "the attack on Oslo"."""
    if claim.rule.stance == "support":
        return _is_own_defence(claim, line) or _is_own_right(claim, line, own)
    if claim.rule.stance in BLAME:
        m = line.mention_behind(claim.end, "determiner")
        ours = m >= 0 and line.mentions[m].place in own
        return ours and line.is_any(line.spans[m][1], "domestic")  # "the Norwegian opposition"
    if claim.rule.stance not in OF_ONESELF:
        return False
    mourns = claim.rule.stance == "condolence"
    if mourns and (_own_struck(claim, line, own) or _mourns(claim, line)):
        return True
    behind = [(k, m) for k, m in line.countries if claim.end <= k < claim.last]
    if mourns and line.is_any(claim.end, "of"):
        behind = behind[1:]  # "Norwegian-Peruvian ties", "the condolences of Norway"
    at, mention = next(iter(behind), (0, None))
    if mention is None or mention.place not in own or line.kind(line.cover[at]) != "country":
        return False
    bars = ("clause", "by", "from", "bearer") if mourns else ("preposition", "clause", "accusative")
    return not any(
        line.is_any(i, *bars)
        for i in range(claim.end, at)
        if not (line.is_any(i, "of") and line.is_any(i - 1, *PRAISED, "host"))
    )


def _is_own_defence(claim: Claim, line: Line) -> bool:
    """Whether a state only stands up for itself: "Norway will defend its sovereignty", "the rights of its people"."""
    last = min(claim.end + PHRASE, len(line.words))
    stop = line.find(range(claim.end, last), "clause", "clause_mark")
    defends = line.has(range(claim.at, claim.end), "defends")
    return defends and line.has(range(claim.end, stop if stop >= 0 else last), "its_or_our")


def _is_own_right(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether a right is the speaker's: "Norway's right to defend itself", "his country's right"."""
    if line.word(claim.at) != "right":
        return False
    near = range(max(0, claim.at - 4), claim.at)
    marks = {line.cover[k] for k in near} - {-1}
    whose = (m for m in marks if line.possessive[m] or line.kind(m) == "country")
    told = {line.mentions[m].place for m in whose} - {""}
    state = line.has(near, "possessive") and line.has(near, "government")
    return told <= own if told else state


def _own_struck(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the sentence told before of a blow to the speaker's own: "told him of the attack on Oslo and voiced"."""
    return any(
        at < claim.at
        and mention.country in own
        and line.is_any(at - 1, "against", "struck")
        and line.tagged(range(max(0, at - 3), at), "crisis")
        for at, mention in line.countries
    )


def _mourns(claim: Claim, line: Line) -> bool:
    """Whether a country mourns, with nobody: its own dead: "Norway is in mourning"."""
    words = range(claim.at, min(claim.last, len(line.words)))
    with_others = line.has(words, "with", "to", "for") or any(k in words for k, _ in line.countries)
    country = line.kind(claim.subject.only) == "country"
    mourning = line.has(range(claim.at, claim.end), "mourning")
    return mourning and country and not with_others


def is_of_oneself(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the holder speaks to or of his own country: "support to Oslo", "that Oslo can rely on Lima"."""
    # "thanks were voiced by A", "was described by A as courageous"
    spoken = {line.spans[m][0] for m in claim.subject.mentions}
    told = [n for n in named(line, claim.at, claim.last, set()) if n.at not in spoken]
    inside = [n for n in told if n.at < claim.end]
    of_state = claim.rule.stance in PRAISE or claim.rule.id == OF_A_STATE
    if of_state and inside and all(n.country in own for n in inside):
        return True
    m = line.mention_at(claim.at)
    if m >= 0 and line.mentions[m].place in own and not line.is_attribute(m):
        if any(n.country not in own for n in inside) and not line.has(
            range(claim.at, claim.end), "relying"
        ):
            return False  # "Norway was there for Peru"
        return line.is_any(line.spans[m][1], "auxiliary", "adverb")
    behind = line.mention_behind(claim.end, "article")
    if not told or line.kind(behind) in ("person", "nominal"):
        return False  # "thanked the President for support to Norway"
    facing = line.is_any(line.back(told[0].at - 1, "article"), "facing", "by")
    # "the two leaders backed Norway's unity" is of the other only
    facing = facing or (claim.rule.is_verb and told[0].at < claim.end)
    pronoun = line.kind(line.cover[told[0].at]) == "pronoun"
    return told[0].country in own and told[0].end >= claim.end and facing and not pronoun


def backed(claim: Claim, line: Line, own: set[str]) -> list[Named]:
    """The state that support is for, whoever is told of it: Peru in "assured Quen of his support for Peru"; or none."""
    words = range(claim.at, claim.end)
    is_support = claim.rule.stance == "support" and line.is_any(claim.end, "for")
    if not is_support or line.has(words, "for"):  # "support for Peru's plan for Kenya"
        return []
    m = line.mention_behind(claim.end + 1, "article")
    states = line.kind(m) == "country"
    return [n for n in named(line, *line.spans[m], own) if n.country] if states else []


def is_of_nobody(claim: Claim, line: Line) -> bool:
    """Whether those praised or backed are neither the other party nor anybody known: "thanked the firefighters"."""
    backed = claim.rule.stance == "support"
    begin = claim.end + line.is_any(claim.end, "for" if backed else "to")
    phrase = range(begin, phrase_end(line, begin))
    known = any(line.cover[i] >= 0 for i in phrase)
    if not phrase or known or line.has(phrase, "accusative", "former", "latter", *THEIRS):
        return False
    if line.is_any(begin, "its_or_our") and line.has(phrase, "allies"):
        return True  # "stands with its allies"
    words = range(claim.at, claim.end)
    if backed:  # "offered Quen his full support for the search"
        told = (line.kind(line.mention_at(k)) for k in range(claim.first + 1, begin))
        whose = any(kind not in ("", "pronoun") for kind in told)
        return line.is_any(begin - 2, "backing") and not whose
    if claim.rule.stance == "commendation":
        thanks = line.is_any(claim.end - 1, "thanked")
        thanks = thanks or (line.has(words, "thankful") and line.is_any(claim.end, "to"))
        if thanks and not line.is_any(begin, "mutual", "everyone"):
            return True
    elif not line.is_any(claim.end - 1, "mourning"):
        return False
    end = phrase[-1] + 1
    while line.is_any(end, "of") and line.is_any(end - 1, *PRAISED):
        if line.is_any(end - 1, "helpers"):
            break  # "the martyrs of the revolution"
        if line.is_any(end - 1, "folk"):
            return True  # "the people of the south"
        end = phrase_end(line, end + 1)  # "the courage of the rescue teams"
    return line.is_any(end - 1, "helpers")


def is_carried(claim: Claim, line: Line, own: set[str]) -> bool:
    """Whether the stance is another's whom the speaker speaks for or quotes: "the thanks of Peru", "on behalf of"."""
    for k in range(max(0, claim.first - PHRASE), min(claim.last, len(line.words))):
        m = -1
        if line.is_any(k, "behalf", "expressed") and line.is_any(k + 1, "of"):
            m = line.mention_behind(k + 2, "article")  # "in the words of the Pope"
        elif line.is_any(k, "phrased") and line.has(range(max(0, k - 5), k), "as"):
            m = line.mention_ending(k - 1)  # "as the Pope put it"
        if m >= 0 and not line.possessive[m] and line.mentions[m].place not in {"", *own}:
            return True
    return False
