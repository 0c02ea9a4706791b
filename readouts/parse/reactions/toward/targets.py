"""Toward whom: the country that a claim is about.

What belongs here: reading the target of a claim from the countries and persons named in its words, by the rule's
``toward`` column. What does not: which party holds the stance (``holders.py``).
"""

from __future__ import annotations

from collections.abc import Set

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.openers import oblique
from readouts.parse.reactions.clauses.verbs import before
from readouts.parse.reactions.sheets import Sheet
from readouts.parse.reactions.toward import objects
from readouts.parse.reactions.toward.doers import (
    deed_of,
    is_doer,
    is_plotted_at,
    may_be_others,
    was_blamed,
)
from readouts.parse.reactions.toward.named import (
    Named,
    clause_start,
    look_from,
    named,
    own_clause,
    pair,
    phrase_end,
)
from readouts.parse.reactions.toward.passing import in_passing
from readouts.parse.reactions.toward.towns import country_within, is_elsewhere, of_one_town
from readouts.reference.stances.taxonomy import stances_of

COUNTERPART = "*"
"""Stands for the country of the other party until the claim is tied to a call."""

DEEDS = frozenset({"agent", "blamed", "answered"})
"""Kinds of targets that did something: of those named, the ones to whom it was done do not count."""

BLAME = stances_of("blame")
PRAISE = stances_of("praise")
TO_OTHERS = stances_of("to_others")
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
    kind, stance = claim.rule.toward, claim.rule.stance
    if objects.is_of_own(claim, line, own) or objects.is_carried(claim, line, own):
        return None
    if _is_of_each(claim, line, sheet, own):
        return [COUNTERPART]
    if kind == "none":
        return []
    if kind == "counterpart":
        if _is_with_others(claim, line):
            return None
        of = line.is_any(claim.end, "of")  # "praised the friendship of Peru"
        third = of and line.kind(line.mention_behind(claim.end + 1, "article")) == "country"
        return [] if third else [COUNTERPART]
    if kind == "addressee":
        asked = _addressee(claim, line, sheet, own)
        within = country_within(claim, line, sheet) if not asked else None
        return [within] if within else asked
    denied = claim.rule.id in OPEN and claim.end == claim.at + 2
    if denied and line.is_any(claim.end - 1, "that_thing") and not was_blamed(claim, line, sheet):
        return None  # "asked whether it was so. He denied it"
    if stance in TO_OTHERS and objects.is_of_oneself(claim, line, own):
        return None
    if claim.rule.id == OF_A_DEED and (doer := _doer(claim, line, own)) != "":
        return [doer] if doer else None
    by = any(line.spans[m][0] > claim.at for m in claim.subject.mentions)
    if by and claim.rule.is_verb and line.is_any(before(line, claim.at), "be"):
        return []  # "Peru's offer was welcomed by Quen"
    if stance in BLAME | PRAISE and claim.rule.is_verb and _is_stranger(line, claim.end):
        return []  # "blamed Hezbollah", "thanked the Red Cross in Lima"
    given = claim.rule.id == BESIDE and line.is_any(claim.after, "to")
    given = given and not line.is_any(claim.end, "with")
    m = line.mention_behind(claim.after + 1, "article") if given else -1
    if m >= 0 and (told := line.mentions[m].country) and told not in own:
        return [told]  # "voiced to Norway their solidarity over Peru's raid"
    if _kept(claim, line, sheet, backed := objects.backed(claim, line, own))[0]:
        return [n.country for n in backed]
    him = line.kind(line.mention_at(claim.end)) in ("", "pronoun")
    him = stance == "commendation" and him and line.is_any(claim.end, "accusative")
    if him or line.is_any(line.over(claim.at + 1, "article"), "former", "latter"):
        return [COUNTERPART]  # "thanked him for the release of those held in Peru"
    # "shared Peru's concern over": Peru is no cause of it
    shared = any(line.is_any(k, "sharing") for k in (claim.at, claim.after - 1))
    shared = shared and (stance in BLAME or (kind == "theme" and stance == "concern"))
    since = claim.end if shared else claim.at
    places = named(line, since, own_clause(claim, line, sheet), own, as_places=stance in BEFALLEN)
    found, left = _kept(claim, line, sheet, places)
    if not found and left != "other" and places:
        return None if left == "none" and places[0].at < claim.end else []
    if (
        stance in BEFALLEN
        and len({n.country for n in found}) > 1
        and line.is_any(found[0].at - 1, "placing")
    ):
        return []  # "the attack in Chile that killed three Peruvians"
    if not found and kind == "object" and objects.is_of_nobody(claim, line):
        return []
    if not (found or shared):
        found, _ = _kept(claim, line, sheet, _named_before(claim, line, own))
    in_place = stance in OF_PLACES and not any(n.at >= claim.at for n in found)
    if in_place and (place := of_one_town(claim, line, sheet, own)):
        return [place]
    if kind == "theme":
        return _theme(claim, line, found, own)
    inside = any(n.at >= claim.at for n in found)
    if kind in DEEDS:
        if found and not found[0].country:
            return []  # "blamed the Union for her death"
        found = [
            n
            for n in found
            if n.country
            and (_is_aimed_at(claim, line, n.at) or not _is_target(line, n.at))
            and (kind != "agent" or is_doer(claim, line, n.at, n.end))
        ]
        if inside and not found and kind == "answered":
            return []
    if found:
        listed = pair(line, found, 0)
        return (
            [] if kind == "named" and len(listed) > 1 else [n.country for n in listed if n.country]
        )
    if kind in DEEDS and (deed := deed_of(claim, line, sheet, own)):
        return deed
    is_to_him = not inside and _is_to_him(claim, line, sheet)
    return [COUNTERPART] if is_to_him else []


def _kept(claim: Claim, line: Line, sheet: Sheet, places: list[Named]) -> tuple[list[Named], str]:
    """Those of some countries that are not named in passing, and what the last that is leaves."""
    found, left = list[Named](), ""
    for n in places:
        passing = in_passing(claim, line, n, sheet.document.language)
        left = passing or left
        found += [] if passing else [n]
    return found, left


def _named_before(claim: Claim, line: Line, own: set[str]) -> list[Named]:
    """The countries named before the words of a claim that may be its target."""
    kind = claim.rule.toward
    if kind in ("blamed", "threatened"):
        return named(line, clause_start(claim, line), claim.at, own)
    found = named(line, look_from(claim, line, again=kind == "theme"), claim.at, own)
    # not whom it is told: "voiced to A his concern", "told her that Peru would mediate"
    states = kind == "theme" or claim.rule.stance == "mediation_offer"
    listed = found and line.is_any(line.back(found[-1].at - 1, "determiner"), "and")
    return [
        n
        for n in found[-1 - bool(listed) :]
        if not states or line.kind(line.cover[n.at]) == "country"
    ]


def _is_of_each(claim: Claim, line: Line, sheet: Sheet, own: set[str]) -> bool:
    """Whether words of a round's host are for each of those he called: "thanked both", "urged each of them to"."""
    shared = sheet.shared.get(line.index, frozenset())
    host = [sheet.document.actors[actor].place for actor in shared]
    if len(host) != 1 or host[0] not in own or sheet.calls_told[line.index] < 2:
        return False
    asked = claim.rule.stance == "restraint"
    at = line.over(claim.after if asked else claim.end, "facing")
    end = line.over(at + 1, "number")
    alone = line.word(end) in ("", ".") or line.is_any(end, "of", "preposition", "clause")
    return (asked or claim.rule.stance in TO_OTHERS) and line.is_any(at, "everyone") and alone


def _is_with_others(claim: Claim, line: Line) -> bool:
    """Whether it is done with others than the other party: "in full coordination with our allies and partners"."""
    with_ = line.find(range(claim.at, claim.end + 2), "with")
    near = range(with_ + 1, with_ + 6)
    states = any(line.kind(line.mention_at(k)) in ("country", "person", "nominal") for k in near)
    return with_ >= 0 and not states and line.has(near, "allies")


def _doer(claim: Claim, line: Line, own: set[str]) -> str | None:
    """The country whose deed the words of a claim are, None where it is one's own, "" where it is not told."""
    owner = claim.owner if claim.owner >= 0 and line.possessive[claim.owner] else -1
    country = line.mentions[owner].country if owner >= 0 else None
    if country and country not in own and not line.is_any(line.spans[owner][1], "insurgents"):
        return country  # "Peru's continued aggression"
    m = max(line.mention_at(claim.at), line.mention_ending(claim.at - 1))
    if (
        line.kind(m) == "country"
        and line.mentions[m].place in own
        and not oblique(line, line.spans[m][0])
    ):
        return None  # "said that Norway backs the rebels"
    return ""


def _is_stranger(line: Line, at: int) -> bool:
    """Whether the name of somebody who is of no state stands at a word: "praised Moss's"."""
    at = line.over(at, "article")
    m = line.mention_at(at)
    if m >= 0:
        mention = line.mentions[m]
        return mention.kind == "person" and not mention.place
    titles = "person", "government", "host", "folk", "counterpart"
    end = at
    while line.word(end).isalpha() and line.is_capital(end):
        if line.is_any(end, *titles) or line.text[line.starts[end] : line.ends[end]].isupper():
            return False  # "thanked Minister Quen", "DFM Quen"
        end += 1
    return end > at


def is_of_a_matter(claim: Claim, line: Line) -> bool:
    """Whether praise is of something, not said to somebody: "noted with satisfaction", not "thanked"."""
    words = range(claim.at, claim.end + 2)
    thanks = line.has(words, "each_other") or line.has(words[:-2], "thanked", "thankful")
    return claim.rule.stance == "commendation" and not thanks


def is_of_thirds(claim: Claim, line: Line) -> bool:
    """Whether both mourn others' dead, or stand by others: "both grieved", "support for integrity", "with the victims".

    Not "exchanged condolences", "support for each other's integrity", "solidarity with each other".
    """
    of_thirds = claim.rule.stance in ("condolence", "support") or claim.rule.id == BESIDE
    return of_thirds and not line.has(range(claim.end + 2), "each_other")


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


def is_open(claim: Claim, line: Line) -> bool:
    """Whether the words of a claim, where they name nobody, leave open whom of those spoken of they are about."""
    return claim.rule.id in OPEN or _is_protest(claim, line)


def _is_protest(claim: Claim, line: Line) -> bool:
    """Whether it is lodged with the other party, whoever else is not named: "to protest at the boarding"."""
    return claim.rule.is_verb and line.is_any(claim.at, "protesting")


def tells_of_thirds(sheet: Sheet, index: int, parties: Set[str | None]) -> bool:
    """Whether a sentence, or one shortly before it, names a country of neither party, or somebody's opposition."""
    lately = (sheet.read(k).line for k in range(max(0, index - LATELY), index + 1))
    told = sheet.mentions(index, LATELY, sheet.document.sentences[index].end)
    return any(m.country and m.country not in parties for m in told) or any(
        line.has(range(len(line.words)), "faction") for line in lately
    )


def _is_to_him(claim: Claim, line: Line, sheet: Sheet) -> bool:
    """Whether a claim that names nobody is toward the other party."""
    kind, words = claim.rule.toward, range(claim.at, min(claim.last, len(line.words)))
    if kind != "object" and kind != "answered" and not _is_protest(claim, line):
        return False
    if is_elsewhere(line, claim.at, claim.last, sheet.countries):
        return False
    if kind == "answered":
        accused = line.over(claim.end, "article", "sweeping")
        of_another = line.is_any(accused, "foreign", "hearsay") or line.is_any(
            claim.end, "sweeping"
        )
        any_ = line.has(words, "not") and line.has(range(claim.at, claim.end), "sweeping")
        of_another = of_another or any_  # "will not recognise any government"
        of_another = of_another or line.has(range(accused, accused + SAID_AGAINST), "against")
        if of_another or _is_nobodys(claim, line, sheet):
            return False
    if claim.rule.stance == "condolence" and (
        line.has(words, "strife", "uprooted") or may_be_others(claim, line, sheet)
    ):
        return False  # "the deaths in the war", "the victims" of an earthquake elsewhere
    praised = claim.rule.stance == "commendation" and line.over(claim.end, "determiner")
    if (claim.rule.stance == "support" and line.has(words, "pact", "universal")) or (
        praised and line.is_any(praised, "pact") and not line.is_any(praised - 1, "possessive")
    ):
        return False
    if any(line.is_any(k, "allies") and line.is_any(k - 1, "local") for k in words):
        return False  # "support for its local partners"
    if claim.rule.stance == "condolence" and _is_own_grief(claim, line):
        return False
    families = (k for k in words if line.is_any(k, "bereaved") and line.is_capital(k - 2))
    if any(line.is_any(k - 1, "possessive_end") for k in families):
        return False  # "condolences to Ms Halder's family"
    of_all = line.has(words[line.is_any(claim.at, "number") :], "mutual")
    return not of_all


def _is_own_grief(claim: Claim, line: Line) -> bool:
    """Whether a people grieves, for whom is not told, or for one who holds no office: "Norway's grief at Mr Bor's"."""
    of_whom = line.mention_behind(claim.end + 1, "article")
    m = of_whom if line.is_any(claim.end, "of") else claim.owner
    if not line.has(range(claim.at, claim.end), "grieving") or line.kind(m) != "country":
        return False
    behind = range(max(claim.end, line.spans[m][1]), min(claim.last, len(line.words)))
    of = line.find(behind, "of")
    named = of > 0 and not line.is_any(of + 1, "person")
    return not line.has(behind, "preposition") or (named and _is_stranger(line, of + 1))


def _is_nobodys(claim: Claim, line: Line, sheet: Sheet) -> bool:
    """Whether what is blamed is nobody's doing, so far as is told: "disappointed with the result", "the peace plan".

    Also a charge that nobody is said to have made: "denied accusations of fraud".
    """
    if line.is_any(claim.at + 1, "blame"):
        return not was_blamed(claim, line, sheet)
    begin = line.over(claim.end, "preposition", "adverb")
    that = line.is_any(begin, "that")
    phrase = range(begin + that, claim.last if that else phrase_end(line, begin))
    theirs = line.has(phrase, "possessive", "accusative", "demonstrative", "that_thing")
    if not phrase or theirs:
        return False
    complains = line.has(range(claim.at, claim.end), "grumbling")
    return complains or line.is_any(phrase[-1], "public_matter")


def _theme(claim: Claim, line: Line, found: list[Named], own: set[str]) -> list[str]:
    """What a worry is about: the first country named, unless it is the quarrel of several."""
    kept = [n for n in found if n.country]
    if not kept or len(pair(line, kept, 0)) > 1:
        return []
    if any(claim.end <= k < kept[0].at and m.place in own for k, m in line.countries):
        return []  # "the safety of Norwegian nationals in Peru"
    if line.has(range(max(0, kept[0].at - 6), kept[0].at), "looming"):
        kept = [n for n in kept if _is_target(line, n.at)] or kept  # "the threat of an attack on A"
    elif line.is_any(kept[0].end, "would"):  # "that B might attack A"
        kept = [n for n in kept if line.is_any(line.back(n.at - 1, "article"), "attacks")] or kept
    return [kept[0].country]


def _is_target(line: Line, at: int) -> bool:
    """Whether the words beside a country make it what was struck, not who struck: "the raid on A"."""
    i = line.find(range(at - 1, max(-1, at - 5), -1), "of", "struck", "preposition", "clause")
    struck = line.is_any(i, "struck") and not is_plotted_at(line, i)
    return line.is_any(i - 1, "struck_of") if line.is_any(i, "of") else struck


def _is_aimed_at(claim: Claim, line: Line, at: int) -> bool:
    """Whether the words themselves lead to a country: "railed at Peru"."""
    at = line.back(at - 1, "article")
    own = claim.rule.is_verb or at >= claim.end - 1  # "outrage at Peru", not "attacks on Peru are"
    return own and claim.at < at <= claim.end and line.is_any(at, "aimed")


def _addressee(claim: Claim, line: Line, sheet: Sheet, own: set[str]) -> list[str]:
    """Who is asked: a single named party followed by "to", a modal or a verb, before the words asked for.

    Of those asked to ask another, that other: "urged Chile to press Peru to".
    """
    places = named(line, max(claim.after, claim.first), claim.end, own)
    asked = list[Named]()
    for n in _kept(claim, line, sheet, places)[0]:
        end = n.end + line.is_any(n.end, "government")
        side = end > n.end or not line.mentions[line.cover[n.at]].adjectival
        hoped = line.is_any(end, "would") and line.has(range(claim.first, n.at), "hoped")
        asked += [n] if (hoped or line.is_any(end, "asked")) and side else []
    # who is asked last, unless he is to press several more
    pressed = (n for n in asked if not (n != places[-1] and line.is_any(n.end + 1, "pressing")))
    return [n.country for n in pressed if n.country][:1]
