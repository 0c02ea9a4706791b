"""Countries that a claim names in passing: the other side of a quarrel, where one's own people are, a border, a pact.

What belongs here: telling by the words beside a country that the stance is not toward it. What does not: who did what
is condemned (``doers``), and whom a stance is toward (``targets``).
"""

from __future__ import annotations

from collections.abc import Set

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.toward.named import Named, named, pair

BARE = "support.bare"
"""The rule whose words are the noun, with whose it is before it."""

BETWEEN = 5
"""So many words before the second of two "between" stands."""


_BEFORE_SOURCE = frozenset({",", '"', "”"})
"""Behind these it is told who said what stands before."""
_SOURCE = 8
"""Among so many words who is the source says something: "the Norwegian foreign ministry's spokesman said"."""


_PHRASE = 5
"""Among so many words behind a state stands which of its people are meant: "Iranian women protesters"."""


ACCUSED = "criticism.accuse"
"""The rule whose words are followed by those who are blamed."""


def is_other_side(line: Line, at: int) -> bool:
    """Whether a country is the other side of what is spoken of: "the ceasefire with Peru", "mediate with Peru"."""
    before = line.back(at - 1, "determiner")
    quarrel = line.is_any(before - 1, "quarrel") or "crisis" in line.tags[before - 1]
    return before > 0 and quarrel and line.is_any(before, "with")


def is_on_the_line(line: Line, at: int) -> bool:
    """Whether a country is only that of whom it was said to: "denied the charge in a phone call with Peru's Quen"."""
    m = line.mention_at(at)
    before = line.back((line.spans[m][0] if m >= 0 else at) - 1, "determiner")
    while line.is_any(before, "and") and (m := line.mention_ending(before - 1)) >= 0:
        before = line.back(line.spans[m][0] - 1, "determiner")
    return line.is_any(before, "with") and line.is_any(before - 1, "conversation")


def is_stranger(line: Line, at: int, callers: Set[int]) -> bool:
    """Whether the name of somebody begins at a word who is of no call and of no state: "praised Moss's"."""
    m, end = line.mention_behind(at, "article"), at
    if line.kind(m) == "person" and not line.mentions[m].place:
        return set(line.mentions[m].actors).isdisjoint(callers)
    while (
        line.mention_at(end) < 0
        and line.word(end).isalpha()
        and line.text[line.starts[end]].isupper()
    ):
        written = line.text[line.starts[end] : line.ends[end]]
        title = line.is_any(end, "person", "government", "host", "folk", "counterpart")
        if title or (len(written) > 1 and written.isupper()):
            return False  # "thanked Minister Quen", "DFM Quen"
        end += 1
    return end > at and line.mention_at(end) < 0


def is_for_a_family(claim: Claim, line: Line, callers: Set[int]) -> bool:
    """Whether sympathy is for the family of somebody by name, of no call: "condolences to Ms Halder's family"."""
    for k in range(claim.end, min(claim.last, len(line.words) - 1)):
        whose = line.is_any(k + 1, "bereaved") and line.word(k) in ("'s", "'")
        if whose and line.text[line.starts[k - 1]].isupper():
            m = line.mention_at(k - 1)
            mention = line.mentions[m] if m >= 0 else None
            return mention is None or not (mention.country or set(mention.actors) & callers)
    return False


def is_of_two(line: Line, at: int) -> bool:
    """Whether a country is one of two between whom something is: "poor coordination between Oslo and Lima"."""
    begin = line.back(at - 1, "article")
    second = line.is_any(begin, "and") and line.has(range(max(0, at - BETWEEN), at - 1), "between")
    return second or line.is_any(begin, "between")


def is_border(line: Line, at: int, end: int) -> bool:
    """Whether a country only says which border it was near: "near the Peruvian border"."""
    return line.is_any(end, "border") and line.is_any(line.back(at - 1, "determiner"), "placing")


def is_helped(claim: Claim, line: Line, at: int, *, alone: bool) -> bool:
    """Whether good offices are for a country: not for two of which one is not told, nor of what follows a comma."""
    before = range(claim.at, at)
    one_of_two = alone and line.has(before, "between") and line.has(before, "and")
    return not (one_of_two or "," in line.words[claim.at : at])


def is_place_of_deal(line: Line, at: int) -> bool:
    """Whether a country only says where something was agreed: "the ceasefire reached in Doha", "the talks in Doha"."""
    there = line.is_any(at - 1, "in") and line.is_any(at - 2, "concluded", "assembly")
    return there and not line.is_any(at - 3, "auxiliary")  # "which Peru had hosted in Lima"


def is_post(line: Line, at: int) -> bool:
    """Whether a country only says where people serve: "the dedication of their personnel in Lima"."""
    before = line.back(at - 1, "article")
    return line.is_any(before, "in") and line.is_any(before - 1, "posted")


def is_with_allies(claim: Claim, line: Line) -> bool:
    """Whether it is done with others than the other party: "in full coordination with our allies and partners"."""
    end = min(claim.end + 2, len(line.words))
    with_ = line.find(range(claim.at, end), "with")
    others = line.find(range(with_ + 1, min(with_ + 6, len(line.words))), "allies")
    if with_ < 0 or others < 0 or line.has(range(claim.at, with_), "mutual", "jointly"):
        return False
    return all(line.kind(line.cover[k]) in ("", "pronoun", "group") for k in range(with_, others))


def is_owner(claim: Claim, line: Line, n: Named) -> bool:
    """Whether a country only says whose support it is: "assured him of Norway's and Peru's resolute support"."""
    m, supports = line.cover[n.at], claim.rule.stance == "support"
    whose = line.possessive[m] or line.is_attribute(m)
    if supports and whose and line.is_any(n.end, "help_given", "pledge"):
        return True  # "repeated Norway's commitment to Peru's borders"
    given = supports and line.is_any(claim.end - 1, "help_given")
    if not (claim.rule.id == BARE or given) or not line.possessive[m]:
        return False
    return n.end < claim.end and not line.has(range(n.end, claim.end), "preposition")


def is_of_others(claim: Claim, line: Line, parties: Set[str]) -> bool:
    """Whether others do what is told of, none of ``parties``: "said that Peru and Chile would work together"."""
    begin = line.over(claim.after, "that", "article")
    doers = named(line, begin, claim.at, set())
    if not doers or doers[0].at != begin:
        return False
    doers = pair(line, doers, 0)
    states = all(line.kind(line.cover[n.at]) == "country" for n in doers)
    acts = states and not line.is_attribute(line.cover[doers[-1].at])
    return acts and parties.isdisjoint(n.country for n in doers)


def of_a_third(claim: Claim, line: Line, own: Set[str]) -> str | None:
    """The country that stands right behind the words, and is not one's own: "praised the friendship of Peru"."""
    m = line.mention_behind(claim.end + 1, "article") if line.is_any(claim.end, "of") else -1
    country = line.mentions[m].country if line.kind(m) == "country" else None
    return country if country not in own else None


def of_own_people(claim: Claim, line: Line, at: int, own: Set[str]) -> bool:
    """Whether a country is where the holder's own people are: "the safety of Norwegian nationals in Peru"."""
    return any(
        mention.adjectival or line.is_any(line.spans[line.cover[k]][1], "nationals")
        for k, mention in line.countries
        if claim.end <= k < at and mention.place in own
    )


def of_a_pact(claim: Claim, line: Line) -> bool:
    """Whether it is about a pact or a plan by its name: "the Good Friday Agreement"."""
    words = range(claim.end, min(claim.last, len(line.words)))
    allied = line.has(words, "alliance")  # "the Mutual Defense Treaty"
    return not allied and any(
        line.is_any(k, "pact") and line.text[line.starts[k]].isupper() for k in words
    )


def is_beside_praise(claim: Claim, line: Line, n: Named) -> bool:
    """Whether praise is of others, in or for a country: "thanked the Baltic states for support of Peru".

    Also where only a place is told: "welcomed the decision of two firms to suspend service in Peru".
    """
    at = line.back(n.at - 1, "article")
    if n.at < claim.end or line.mentions[line.cover[n.at]].kind != "country":
        return False
    if line.is_any(at, "placing", "receiving") and line.has(range(claim.end, at), "by"):
        return True  # "appreciation for the support provided by others to Peru"
    behind = line.over(claim.end, "article")
    for_ = line.find(range(behind, n.at), "for")
    whom = line.words[behind:for_] if for_ > behind + 1 else []
    unnamed = bool(whom) and all(line.cover[k] < 0 for k in range(behind, for_))
    thanked = line.has(range(claim.at, claim.end), "thanked") and claim.rule.is_verb
    return thanked and unnamed and line.is_any(for_ - 1, "nations")


def is_told(claim: Claim, line: Line, n: Named) -> bool:
    """Whether it is only to whom a stance is conveyed: "conveyed to Quen the condemnation of the raid"."""
    told = line.is_any(line.back(n.at - 1, "article"), "to")
    return claim.rule.stance == "condemnation" and told and n.end <= claim.at


def is_voiced_to(line: Line, at: int) -> bool:
    """Whether somebody only hears of a worry: "expressed her concern to Minister Quen over the raid"."""
    before = line.back(at - 1, "article")
    return line.is_any(before, "to") and line.kind(line.cover[at]) in (
        "person",
        "nominal",
        "pronoun",
    )


def is_beside_a_name(line: Line, n: Named) -> bool:
    """Whether a country is asked together with a name that is no state's: "urged Hezbollah and Israel to"."""
    before = line.back(n.at - 1, "article")
    return line.is_any(before, "and") and line.cover[before - 1] < 0 and line.is_capital(before - 1)


def is_source(line: Line, n: Named) -> bool:
    """Whether a country only stands in who is the source: ", the Oslo press office said"."""
    said = line.find(range(n.end, n.end + _SOURCE), "reporting")
    opens = line.word(line.back(n.at - 1, "article")) in _BEFORE_SOURCE
    return opens and said > 0 and not line.has(range(n.end, said), "pause")


def is_scene(claim: Claim, line: Line, at: int) -> bool:
    """Whether a country is only where those blamed are, or did it: "accused rebels in Peru".

    Also "to hold those responsible for the bombing in Peru".
    """
    within = line.back(at - 1, "article")
    others = claim.rule.id == ACCUSED and within > claim.end
    others = others and not line.has(range(claim.end, within), "government")  # "the junta in Lima"
    culprits = line.has(range(claim.at - 2, at), "culprits")
    return line.is_any(within, "placing") and (others or culprits)


def is_foe_of_state(claim: Claim, line: Line, n: Named) -> bool:
    """Whether those meant stand against the state that is named: "the Syrian opposition", "the rebels in Sudan".

    Not where they only undergo what is meant: "the release of dissidents in Cuba", "talks with the rebels in Sudan".
    """
    before = line.back(n.at - 1, "determiner")
    ahead = range(n.at, n.at + _PHRASE)
    stops = ("preposition", "clause", "be", "has", "had", "modal", "determiner", "insurgents")
    end = next((k for k in ahead if line.is_any(k, *stops)), n.at)
    theirs = line.is_any(end, "insurgents") and not line.is_any(end + 1, "to")
    there = line.is_any(before, "placing", "of", "from")
    there = line.is_any(before, "insurgents") or (
        there and line.has((before - 1, before - 2), "insurgents")
    )
    last = before if there and not theirs else n.at
    by = line.find(range(last - 1, claim.end - 1, -1), "by")  # "the attack by Laotian rebels"
    between = range(line.over(max(claim.end, by + 1), "facing", "article"), last)
    return (
        (theirs or there)
        and n.at != claim.at
        and not any(
            line.is_any(k, "preposition", "clause")
            and not (line.is_any(k, "of") and line.is_any(k - 1, "quality", "office", "demand"))
            for k in between
        )
    )


def is_sponsor(line: Line, at: int) -> bool:
    """Whether a country only says who is behind those who did it: "the advance of rebels backed by Peru"."""
    before = line.back(at - 1, "determiner")
    return line.is_any(before, "by") and line.is_any(before - 1, "sponsored")


def is_bound(line: Line, n: Named, end: int) -> bool:
    """Whether a country has to heed, or fails, what makes another a state: "Peru must respect the sovereignty of".

    Not "Peru must restore its sovereignty".
    """
    what = next((k for k in range(n.end, end) if "statehood" in line.tags[k]), -1)
    own = line.is_any(what - 1, "possessive")
    return what >= 0 and not own and line.has(range(n.end, what), "honouring")
