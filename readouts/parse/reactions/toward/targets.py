"""Toward whom: the country that a claim is about.

What belongs here: reading the target of a claim from the countries and persons named in its words, by the rule's
``toward`` column. What does not: which party holds the stance (``holders.py``).
"""

from __future__ import annotations

from collections.abc import Set

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.openers import oblique
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward import asides
from readouts.parse.reactions.toward.bounds import clause_start, look_from, own_clause
from readouts.parse.reactions.toward.doers import is_attacker, is_doer, is_spared
from readouts.parse.reactions.toward.earlier import deed_of, peoples_killed, struck_before
from readouts.parse.reactions.toward.matters import is_nobodys, is_ware, was_blamed
from readouts.parse.reactions.toward.named import Named, last_of, named, pair
from readouts.parse.reactions.toward.objects import (
    OF_A_STATE,
    PRAISE,
    TO_OTHERS,
    is_carried,
    is_of_each,
    is_of_nobody,
    is_of_own,
    of_oneself,
    to_oneself,
)
from readouts.parse.reactions.toward.towns import country_within, is_elsewhere, towns
from readouts.parse.reactions.toward.undergone import of_undergone
from readouts.reference.stances.taxonomy import stances_of

COUNTERPART = "*"
"""Stands for the country of the other party until the claim is tied to a call."""

NEAR = 8
"""How many words before a passive whoever it is done to is looked for."""

DEEDS = frozenset({"agent", "blamed", "answered"})
"""Kinds of targets that did something: of those named, the ones to whom it was done do not count."""

BLAME = stances_of("blame")
AGAINST_OR_FOR = BLAME | (TO_OTHERS - {"condolence"})
"""Stances that are no state's where they are toward those who oppose it."""
OF_PLACES = stances_of("of_places")
BEFALLEN = OF_PLACES & stances_of("courtesy")
"""What is said over what befell a place: "condolences for the attack in Brussels"."""
OF_A_DEED = "criticism.say_bad"
"""The rule whose words are a deed, which is whose they say: "Peru's continued aggression against Chile"."""

OPEN = frozenset({"criticism.reject", "criticism.object"})
"""Rules whose words, where they name nobody, may as well be about a third party that was spoken of."""

BESIDE = "solidarity.noun"
"""The rule of those whom one stands by: "solidarity with the victims"; its verbs may be of each other."""

SAID_AGAINST = 6
"""Among so many words behind a denial stands against whom it was said, by whomever: "the charges made against it"."""

LATELY = 2
"""How many sentences back a third party is looked for."""


def toward(claim: Claim, line: Line, sheet: Sheet, own: set[str]) -> list[str] | None:
    """Return the target countries of a claim: codes, or COUNTERPART; empty where the text leaves it open.

    ``own`` are the holder's country or organisation, which are never the target; None where the claim is about
    the holder alone, and so is no reaction.
    """
    kind = claim.rule.toward
    if is_of_own(claim, line, own) or is_carried(claim, line, own):
        return None
    denied = claim.rule.id in OPEN and line.is_any(claim.end - 1, "that_thing")
    if denied and claim.end == claim.at + 2 and not was_blamed(claim, line, sheet):
        return None  # "asked whether it was so. He denied it"
    if is_of_each(claim, line, sheet, own):
        return [COUNTERPART]
    if claim.rule.stance == "restraint":
        asked = _addressee(claim, line, own) if kind == "addressee" else []
        within = country_within(claim, line, sheet) if not asked else None
        return [within] if within else asked
    if claim.rule.stance in OF_PLACES and asides.is_for_a_family(claim, line, sheet.callers):
        return []
    if kind in ("none", "counterpart"):
        if kind == "counterpart" and asides.is_with_allies(claim, line):
            return None
        third = asides.of_a_third(claim, line, own) if kind == "counterpart" else None
        return [third or COUNTERPART] if kind == "counterpart" else []
    to_others = claim.rule.stance in TO_OTHERS
    if to_others and (to_oneself(claim, line, own) or of_oneself(claim, line, own)):
        return None
    if claim.rule.id == OF_A_DEED and claim.owner >= 0 and line.possessive[claim.owner]:
        doer, end = line.mentions[claim.owner].country, line.spans[claim.owner][1]
        if doer and doer not in own and not line.is_any(end, "insurgents"):
            return [doer]
    doing = max(line.mention_at(claim.at), line.mention_ending(claim.at - 1))
    if claim.rule.id == OF_A_DEED and line.kind(doing) == "country":
        acts = not (line.is_attribute(doing) or oblique(line, line.spans[doing][0]))
        if acts and line.mentions[doing].place in own:
            return None  # "said that Norway backs the rebels"
    if (whose := of_undergone(claim, line, own)) is not None:
        return whose
    last = own_clause(claim, line, sheet)
    found = named(line, claim.at, last, own, as_places=claim.rule.stance in BEFALLEN)
    found = [n for n in found if not asides.is_source(line, n)]
    if claim.rule.stance in BEFALLEN:
        found = [n for n in found if not is_attacker(line, n.at, n.end)]
        abroad = {code for code in peoples_killed(line) if code not in own}
        found = [
            n
            for n in found
            if not abroad or n.country in abroad or not line.is_any(n.at - 1, "placing")
        ]
    if claim.rule.stance in AGAINST_OR_FOR:
        states = [n for n in found if not asides.is_foe_of_state(claim, line, n)]
        if found and not states and claim.rule.id != OF_A_DEED:
            return []
        found = states
    if claim.rule.stance in BLAME:
        found = [n for n in found if not asides.is_of_two(line, n.at)]
        found = [n for n in found if not asides.is_scene(claim, line, n.at)]
    if claim.rule.stance == "concern":
        found = [n for n in found if not asides.is_voiced_to(line, n.at)]
    if claim.rule.id == OF_A_STATE and any(asides.is_bound(line, n, claim.end) for n in found):
        found = [n for n in found if n.country and not asides.is_bound(line, n, claim.end)]
        if not found:
            return None  # "said that Peru must respect the independence of its judges"
    if claim.rule.is_verb and claim.rule.stance in BLAME and _is_somebody(line, claim.end):
        return []
    praised = claim.rule.is_verb and claim.rule.stance in PRAISE
    sits = bool(found) and all(line.is_any(n.at - 1, "placing") for n in found)
    stranger = asides.is_stranger(line, claim.end, sheet.callers)
    if praised and (stranger or (sits and _is_somebody(line, claim.end))):
        return []  # "thanked the Red Cross in Lima"
    if not to_others:
        found = [n for n in found if not asides.is_on_the_line(line, n.at)]
    if (aside := _aside(claim, line, found, own)) is not None:
        return aside
    found = [n for n in found if not asides.is_border(line, n.at, n.end)]
    if claim.rule.stance == "mediation_offer":
        found = [n for n in found if asides.is_helped(claim, line, n.at, alone=len(found) == 1)]
    if claim.rule.stance == "commendation":
        about = [n for n in found if line.is_any(line.back(n.at - 1, "article"), "on_a_matter")]
        if found and about == found:
            found = []  # "thanks for the conference on Peru"
        if found and all(asides.is_post(line, n.at) for n in found):
            return []
        found = [n for n in found if not asides.is_beside_praise(claim, line, n)]
    if not found and kind == "object" and is_of_nobody(claim, line):
        return []
    if kind == "named" and claim.rule.is_verb and line.is_any(claim.at - 1, "be"):
        # "Norway was accused by her of helping Peru"
        before = named(line, max(0, claim.at - NEAR), claim.at, own)
        return [n.country for n in before[-1:] if n.country]
    if not found and kind in ("blamed", "threatened"):
        found = named(line, clause_start(claim, line), claim.at, own)
        if line.is_any(claim.after, "placing"):
            found = [
                n for n in found if n.at - 1 != claim.after
            ]  # "announced in Lima new sanctions"
        found = [n for n in found if not _is_target(line, n.at)]
        found = [n for n in found if not asides.is_foe_of_state(claim, line, n)]
    if not found and kind not in ("blamed", "threatened"):
        found = last_of(
            line, named(line, look_from(claim, line, again=kind == "theme"), claim.at, own)
        )
        # not whom it is told: "voiced to A his concern", "told her that Peru would mediate"
        if kind == "theme" or claim.rule.stance == "mediation_offer":
            found = [n for n in found if line.mentions[line.cover[n.at]].kind == "country"]
        if kind == "object" and len(found) > 1:
            return [n.country for n in found if n.country]
    if (place := _place(claim, line, sheet, found, own)) is not None:
        return place
    if kind == "theme":
        return _theme(line, found)
    if kind == "answered" and any(_is_defended(claim, line, n.at) for n in found):
        return []
    inside = any(n.at >= claim.at for n in found)
    if kind in DEEDS:
        if found and not any(n.country for n in pair(line, found, 0)) and found[0].at >= claim.end:
            return []  # "blamed the Union for her death"
        found = [
            n
            for n in found
            if n.country
            and (_is_aimed_at(claim, line, n.at) or not _is_target(line, n.at))
            and not is_spared(claim, line, n)
            and not asides.is_told(claim, line, n)
            and (kind != "agent" or is_doer(claim, line, n.at, n.end))
        ]
        # "Rejected Western accusations", "dismissed reports of" are of nobody in the call.
        accused = line.over(claim.end, "article", "sweeping")
        outside = inside or line.is_any(accused, "foreign", "hearsay")
        outside = outside or line.has(range(accused, accused + SAID_AGAINST), "against")
        if kind == "answered" and not found and outside:
            return []
    if to_others:
        found = [n for n in found if not asides.is_owner(claim, line, n)]
        kept = [n for n in found if not _opposed(line, n.at)]
        if found and not kept:
            return None if found[0].at < claim.end else []
        found = kept
    found = [n for n in found if n.country or line.mentions[line.cover[n.at]].kind != "pronoun"]
    if found and not (kind == "named" and len(pair(line, found, 0)) > 1):
        return [n.country for n in pair(line, found, 0, kind == "object") if n.country]
    if kind in DEEDS and (deed := deed_of(claim, line, sheet, own)):
        return deed
    if claim.rule.stance == "condolence" and kind == "object":
        struck = struck_before(claim, line, sheet)
        if struck is not None and own.isdisjoint(struck):
            return struck
    words = range(claim.at, claim.end)
    any_ = line.has(words, "not") and line.has(words, "sweeping")  # "will not recognise any"
    sweeping = kind == "answered" and (any_ or line.is_any(claim.end, "sweeping"))
    mutual = sweeping or _of_all(claim, line)
    to_him = kind in ("object", "answered") or (_is_protest(claim, line) and not inside)
    to_him = to_him and not is_elsewhere(line, claim.at, claim.last, sheet.countries)
    to_him = to_him and not (kind == "answered" and is_nobodys(claim, line, sheet))
    return [COUNTERPART] if to_him and not mutual else []


def _aside(claim: Claim, line: Line, found: list[Named], own: set[str]) -> list[str] | None:
    """Whom a claim is toward that names only countries in passing; None where it names others, or none."""
    stance = claim.rule.stance
    kind = line.kind(line.mention_at(claim.end))
    him = line.is_any(claim.end, "accusative") and kind in ("", "pronoun")
    if stance == "commendation" and found and him:
        return [COUNTERPART]  # "thanked him for the release of those held in Peru"
    if found and all(asides.is_other_side(line, n.at) for n in found):
        return [COUNTERPART] if stance in TO_OTHERS else []
    if stance == "concern" and found and asides.of_own_people(claim, line, found[0].at, own):
        return []
    if stance == "support" and asides.of_a_pact(claim, line):
        return []
    if stance in PRAISE and found and all(asides.is_place_of_deal(line, n.at) for n in found):
        return []
    return None


def _place(
    claim: Claim, line: Line, sheet: Sheet, found: list[Named], own: set[str]
) -> list[str] | None:
    """Return the country of the one town that the words behind a claim name: "the flood in Antakya"; else None."""
    if claim.rule.stance not in OF_PLACES or any(n.at >= claim.at for n in found):
        return None
    theirs = {country for _, _, country in towns(line, claim.at, claim.last, sheet.countries)}
    theirs -= own if claim.rule.toward == "object" else set()
    return list(theirs) if len(theirs) == 1 else None


def _is_somebody(line: Line, at: int) -> bool:
    """Whether a name of no state begins at a word: "blamed Hezbollah"."""
    at = line.over(at, "article")
    known = line.mention_at(at) >= 0 or at >= len(line.words)
    return not known and line.text[line.starts[at]].isupper()


def is_of_a_matter(claim: Claim, line: Line) -> bool:
    """Whether praise is of something, not said to somebody: "noted with satisfaction", not "thanked"."""
    thanks = line.has(range(claim.at, claim.end), "thanked", "thankful", "each_other")
    thanks = thanks or line.has(range(claim.end, claim.end + 2), "each_other")
    return claim.rule.stance == "commendation" and not thanks


def is_of_thirds(claim: Claim, line: Line) -> bool:
    """Whether both mourn others' dead, or stand by others: "both grieved", "support for integrity", "with the victims".

    Not "exchanged condolences", "support for each other's integrity", "solidarity with each other".
    """
    of_thirds = claim.rule.stance in ("condolence", "support") or claim.rule.id == BESIDE
    return of_thirds and not line.has(range(claim.end + 2), "each_other")


def is_open(claim: Claim, line: Line) -> bool:
    """Whether the words of a claim, where they name nobody, leave open whom of those spoken of they are about."""
    return claim.rule.id in OPEN or _is_protest(claim, line)


def _is_protest(claim: Claim, line: Line) -> bool:
    """Whether it is lodged with the other party, whoever else is not named: "to protest at the boarding"."""
    return claim.rule.is_verb and line.is_any(claim.at, "protesting")


def tells_of_thirds(sheet: Sheet, index: int, parties: Set[str | None]) -> bool:
    """Whether a sentence, or one shortly before it, names a country of neither party, or somebody's opposition."""
    lately = (sheet.read(k).line for k in range(max(0, index - LATELY), index + 1))
    if any(line.has(range(len(line.words)), "faction") for line in lately):
        own = sheet.read(index).line
        if own.has(range(len(own.words)), "demand"):
            return True  # "The opposition has demanded it. Quen rejected the demand"
    told = sheet.mentions(index, LATELY, sheet.document.sentences[index].end)
    return any(m.country and m.country not in parties for m in told)


def _of_all(claim: Claim, line: Line) -> bool:
    """Whether what is told is of all sides, or the dead are those of a fight: "the deaths in the war"."""
    begin = claim.at + line.is_any(claim.at, "number")  # "offered all necessary help"
    words = range(begin, min(claim.last, len(line.words)))
    fight = claim.rule.stance == "condolence" and line.has(words, "strife")
    return fight or line.has(words, "mutual")


def _opposed(line: Line, at: int) -> bool:
    """Whether a country is whom something is done against: "against Peru's raids", "costs imposed on Peru".

    Also whose attack it is, or where it comes from: "from Peruvian aggression", "against rockets from groups in Peru".
    """
    m = line.cover[at]
    behind = line.spans[m][1]
    struck = line.is_any(line.over(behind, "of_strikes"), "onslaught")
    if line.is_any(behind, "accountable") or (line.is_attribute(m) and struck):
        return True  # "to hold Peru accountable", "to fend off Peruvian air attacks"
    if line.is_any(at - 1, "placing", "from"):
        clause = line.find(range(at - 1, max(-1, at - 14), -1), "clause_mark", "that")
        within = range(max(0, at - 14, clause + 1), at)
        if line.has(within, "onslaught") and line.has(within, "against"):
            return True
    for i in range(at - 1, max(-1, at - 5), -1):
        if line.is_any(i, "by") and line.is_any(i - 1, "imposed"):
            return True  # "the blockade imposed by Peru"
        if line.is_any(i, "against", "preposition", "clause"):
            costly = line.tagged(range(max(0, i - 6), i), "penalty")
            against = line.is_any(i, "against") and not line.is_any(i, "from")
            return against or (costly and line.is_any(i, "struck"))
    return False


def _is_defended(claim: Claim, line: Line, at: int) -> bool:
    """Whether what is rejected was said of a country: "rejected the criticism of Kenya", "accusations against it"."""
    at -= 2 if line.is_any(at - 1, "article") else 1
    blamed = line.has(range(claim.end, at), "blame")
    said_of = line.is_any(at, "against") or (blamed and line.is_any(at, "of"))
    return said_of and at >= claim.end


def _theme(line: Line, found: list[Named]) -> list[str]:
    """What a worry is about: the first country named, unless it is the quarrel of several."""
    kept = [n for n in found if n.country]
    if not kept or len(pair(line, kept, 0)) > 1:
        return []
    m = line.cover[kept[0].at]
    if "-" in line.words[kept[0].at] and m >= 0 and line.mentions[m].adjectival:
        return []  # "Thai-Cambodian", not "Port-au-Prince"
    if is_ware(line, kept[0]) or asides.is_sponsor(line, kept[0].at):
        return []
    before = line.words[max(0, kept[0].at - 6) : kept[0].at]
    if not line.grammar["looming"].isdisjoint(before):  # "the threat of an attack on A"
        kept = [n for n in kept if _is_target(line, n.at)] or kept
    return [kept[0].country]


def _is_target(line: Line, at: int) -> bool:
    """Whether the words beside a country make it what was struck, not who struck: "the raid on A", "inside A's soil".

    Also whoever says so of somebody's deed himself: "a raid, which A condemns".
    """
    end = line.spans[line.cover[at]][1] if line.cover[at] >= 0 else at + 1
    if line.is_any(end, "own_ground") and line.is_any(line.back(at - 1, "article"), "placing"):
        return True
    if line.is_any(at - 1, "which") and line.has(range(end, end + 2), "blaming"):
        return True
    i = line.find(range(at - 1, max(-1, at - 5), -1), "of", "struck", "preposition", "clause")
    return line.is_any(i - 1, "struck_of") if line.is_any(i, "of") else line.is_any(i, "struck")


def _is_aimed_at(claim: Claim, line: Line, at: int) -> bool:
    """Whether the verb's own words lead to a country: "railed at Peru"."""
    at -= 2 if line.is_any(at - 1, "article") else 1
    own = claim.rule.is_verb or at >= claim.end - 1  # "outrage at Peru", not "attacks on Peru are"
    return own and claim.at < at <= claim.end and line.is_any(at, "aimed")


def _addressee(claim: Claim, line: Line, own: set[str]) -> list[str]:
    """Who is asked: a single named party followed by "to", a modal or a verb, before the words asked for."""
    found = named(line, max(claim.after, claim.first), claim.end, own)
    for k, n in enumerate(found):
        within = line.back(n.at - 1, "article")
        if line.is_any(n.at, "disputed_city"):
            continue  # "for Jerusalem to be a place of peace": nobody is asked
        if line.is_any(within, "placing") and not line.is_any(within - 1, "own_parties"):
            continue  # "the war in Peru had to end"
        if line.is_any(within, "with"):
            continue  # "wanted its boundary with Peru to be settled"
        end = n.end + line.is_any(n.end, "government")
        side = end > n.end or not line.mentions[line.cover[n.at]].adjectival
        hoped = line.is_any(end, "would") and line.has(range(claim.first, n.at), "hoped")
        if (hoped or line.is_any(end, "asked")) and side:
            several = (k and len(pair(line, found, k - 1)) > 1) or asides.is_beside_a_name(line, n)
            return [] if several or not n.country else [n.country]
    return []
