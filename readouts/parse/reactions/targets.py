"""Toward whom: the country that a claim is about.

What belongs here: reading the target of a claim from the countries and persons named in its words, by the rule's
``toward`` column. What does not: which party holds the stance (``holders.py``).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from readouts.parse.document import Document, Mention
from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.lines import Line
from readouts.reference.stances import Lexicon

COUNTERPART = "*"
"""Stands for the country of the other party until the claim is tied to a call."""


@dataclass(frozen=True, slots=True)
class Named:
    """A country named at word ``at``, by itself or through a person of that country."""

    at: int
    end: int
    country: str
    person: bool


def _at(entry: tuple[int, Mention]) -> int:
    return entry[0]


def named(line: Line, document: Document, first: int, last: int) -> list[Named]:
    """Return the countries named in a range of words, in order; an organisation is "" (no country)."""
    found: list[Named] = []
    for k in range(bisect_left(line.countries, first, key=_at), len(line.countries)):
        at, mention = line.countries[k]
        if at >= last:
            break
        m = line.cover[at]
        end = line.spans[m][1] if m >= 0 else at + 1
        person = mention.kind not in ("country", "organisation")
        if found and found[-1].at <= at < found[-1].end and found[-1].person:
            continue
        found.append(Named(at, end, mention.country or "", person))
    for m in range(line.mention_before(first) + 1, line.mention_before(last) + 1):
        begin, end = line.spans[m]
        mention = line.mentions[m]
        if not mention.country and len(mention.actors) == 1:
            actor = document.actors[mention.actors[0]]
            if actor.country and all(n.at != begin for n in found):
                found.append(Named(begin, end, actor.country, True))
    found.sort(key=lambda n: n.at)
    return found


def toward(
    claim: Claim, line: Line, document: Document, lexicon: Lexicon, own: set[str]
) -> list[str] | None:
    """Return the target countries of a claim: codes, or COUNTERPART; empty where the text leaves it open.

    ``own`` are the countries of the holder, which are never the target; None where the claim is about the holder
    alone, and so is no reaction.
    """
    kind = claim.rule.toward
    if kind == "none":
        return []
    if kind == "counterpart":
        return [COUNTERPART]
    if kind == "partner":
        partners = [n.country for n in named(line, document, claim.at, claim.end)]
        return [code for code in partners[:1] if code not in own] or None
    if kind == "addressee":
        return _addressee(claim, line, document, lexicon, own)
    start = claim.at
    if line.words[start] in lexicon.grammar["entitled"]:
        start = max(claim.first, start - 3)
    if claim.owner >= 0 and claim.rule.stance != "criticism":
        start = min(start, line.spans[claim.owner][0])
    if claim.rule.is_verb and kind == "agent":
        start = min(start, _antecedent(claim, line))
    everyone = named(line, document, start, claim.last)
    if claim.rule.id == "criticism.noun" and everyone and everyone[0].country in own:
        return []
    found = [n for n in everyone if n.country not in own]
    if not found and claim.rule.id in BACKWARD:
        since = _clause_start(claim, line)
        found = [n for n in named(line, document, since, claim.at) if n.country not in own]
        aside = claim.first and line.words[claim.first - 1] == ","
        if not found and claim.after == claim.first:
            found = [n for n in named(line, document, 0, claim.at) if n.country not in own][-1:]
        if not found and aside:
            found = [n for n in named(line, document, 0, claim.first) if n.country not in own][:1]
    if not found and kind in ("agent", "theme") and _antecedent(claim, line) < claim.at:
        found = [
            n
            for n in named(line, document, _antecedent(claim, line), claim.at)
            if n.country not in own
        ]
    after = line.words[claim.at + 1] if claim.at + 1 < len(line.words) else ""
    if not found and kind == "agent" and after in lexicon.grammar["theirs"]:
        found = [n for n in named(line, document, 0, claim.at) if n.country not in own][-1:]
    if not found and claim.rule.id in BACKWARD and _told(claim, line, lexicon):
        return [COUNTERPART]
    if (
        kind == "object"
        and claim.rule.stance in TO_OTHERS
        and _to_oneself(claim, line, everyone, own)
    ):
        return None
    if kind == "object":
        return _object(claim, line, document, lexicon, found, own)
    if kind == "faction":
        codes = {n.country for n in found if n.at < claim.end + 8}
        return [codes.pop()] if len(codes) == 1 and "" not in codes else []
    return _agent(claim, line, lexicon, found)


BACKWARD = frozenset({"criticism.say_bad", "criticism.penalty"})
"""Rules whose target may stand before the words that fired: the subject of the blamed deed."""


TO_OTHERS = frozenset({"support", "solidarity", "condolence", "commendation"})


def _told(claim: Claim, line: Line, lexicon: Lexicon) -> bool:
    """Whether the blame is said to somebody's face: "told her that it would be a mistake"."""
    at = claim.after
    if not 0 < at < len(line.words) or line.words[at - 1] not in lexicon.grammar["tell"]:
        return False
    while at < len(line.words) - 1 and line.words[at] in lexicon.grammar["determiner"]:
        at += 1
    return line.cover[at] >= 0


def _is_pronoun(line: Line, at: int) -> bool:
    return line.cover[at] >= 0 and line.mentions[line.cover[at]].kind == "pronoun"


def _to_oneself(claim: Claim, line: Line, everyone: list[Named], own: set[str]) -> bool:
    """Whether the first one named behind "with", "to" or "for" is the holder's own country."""
    for n in everyone:
        if n.at < claim.at or (claim.owner >= 0 and n.at == line.spans[claim.owner][0]):
            continue
        at = n.at - 1
        while at > 0 and line.words[at] in line.grammar["article"]:
            at -= 1
        facing = (
            at >= 0 and line.words[at] in line.grammar["facing"] and not _is_pronoun(line, n.at)
        )
        return n.country in own and facing and n.end >= claim.end
    return False


def _clause_start(claim: Claim, line: Line) -> int:
    """Where the clause of a reported blame begins: behind "that", or behind whom it is said to."""
    for i in range(claim.at - 1, claim.first, -1):
        if line.words[i] in line.grammar["that"] or line.words[i] == ";":
            return i
    m = line.cover[claim.first] if claim.first < len(line.words) else -1
    return line.spans[m][1] if m >= 0 else claim.first


def _pair(line: Line, found: list[Named], k: int) -> list[Named]:
    """The countries joined to ``found[k]`` by "and" or a comma, itself included."""
    out = [found[k]]
    for nxt in found[k + 1 :]:
        between = line.words[out[-1].end : nxt.at]
        if len(between) <= 2 and between and set(between) <= line.grammar["listing"]:
            out.append(nxt)
        else:
            break
    return out


def _direct(claim: Claim, line: Line, document: Document, offices: frozenset[str]) -> str | None:
    """The country of the person right behind the verb, "" for who has none, None where no person stands there."""
    at = claim.end
    while at < len(line.words) - 1 and line.words[at] in line.grammar["article"]:
        at += 1
    m = line.cover[at] if at < len(line.words) else -1
    if m < 0 and at < len(line.words) and at > claim.end and line.words[at] in offices:
        return COUNTERPART
    if m < 0 or line.possessive[m] or line.mentions[m].kind not in ("person", "nominal"):
        return None
    mention = line.mentions[m]
    if mention.country or len(mention.actors) != 1:
        return mention.country
    return document.actors[mention.actors[0]].country or ""


def _object(
    claim: Claim,
    line: Line,
    document: Document,
    lexicon: Lexicon,
    found: list[Named],
    own: set[str],
) -> list[str]:
    words, against = line.words, lexicon.grammar["against"]
    if claim.rule.is_verb and claim.rule.stance == "commendation":
        praised = _direct(claim, line, document, lexicon.grammar["person"])
        if praised is not None and praised not in own:
            return [praised] if praised else []
    for k, n in enumerate(found):
        opposed = any(words[i] in against for i in range(max(claim.at, n.at - 3), n.at))
        if opposed and claim.rule.stance != "criticism":
            continue
        if not n.country and _is_pronoun(line, n.at):
            continue
        if not n.country and k + 1 < len(found) and words[n.at - 1] in line.grammar["possessing"]:
            continue
        pair = _pair(line, found, k)
        if claim.rule.id in OPEN and (
            len(pair) > 1
            or not line.grammar["between"].isdisjoint(words[max(claim.at, n.at - 3) : n.at])
        ):
            return []
        return [x.country for x in pair if x.country]
    if claim.rule.id in ANSWERS and not found:
        return [COUNTERPART]
    fallen = any("strife" in line.tags[i] for i in range(claim.at, min(claim.last, len(words))))
    fallen = fallen or not line.grammar["mutual"].isdisjoint(words[claim.at : claim.last])
    if claim.rule.stance == "condolence" and fallen:
        return []
    told = [n for n in named(line, document, claim.after, claim.at) if n.country not in own]
    if (
        claim.rule.stance == "condolence"
        and told
        and words[told[0].at - 1] in line.grammar["facing"]
    ):
        return [told[0].country] if told[0].country else []
    if claim.rule.stance == "criticism" or claim.rule.id in OPEN:
        return []
    return [COUNTERPART]


OPEN = frozenset({"commendation.welcome"})
"""Rules whose target stays open where nobody is named: how a matter was settled is welcomed."""


def _antecedent(claim: Claim, line: Line) -> int:
    """Where the words begin that "which he condemned" goes back to; the claim's own beginning elsewhere."""
    start = claim.subject.start if claim.subject.start >= 0 else claim.at
    if start > 1 and line.words[start - 1] in line.grammar["which"]:
        return max(0, start - 10)
    return claim.at


def _agent(claim: Claim, line: Line, lexicon: Lexicon, found: list[Named]) -> list[str]:
    words = line.words
    kept = [n for n in found if n.country]
    for k, n in enumerate(kept):
        before = words[max(0, n.at - 4) : n.at]
        pair = _pair(line, kept, k)
        if claim.rule.toward == "theme":
            if (
                len(pair) > 1
                or not line.grammar["between"].isdisjoint(before)
                or "-" in words[n.at]
            ):
                return []
            return [_threatened(claim, line, lexicon, kept, k)]
        if _is_target(before, lexicon):
            continue
        return [x.country for x in pair]
    return [COUNTERPART] if claim.rule.id in ANSWERS and not kept else []


ANSWERS = frozenset({"criticism.reject", "criticism.object"})
"""Rules whose words answer the other side where they name nobody else."""


def _threatened(claim: Claim, line: Line, lexicon: Lexicon, kept: list[Named], k: int) -> str:
    """The country a worry is about: of an attack to come the threatened one, else the first named."""
    words, grammar = line.words, lexicon.grammar
    since = max(0, min(claim.at, kept[k].at - 6))
    looming = any(w in grammar["looming"] for w in words[since : kept[k].at])
    if looming:
        for n in kept[k:]:
            if _is_target(words[max(0, n.at - 4) : n.at], lexicon):
                return n.country
    return kept[k].country


def _is_target(before: list[str], lexicon: Lexicon) -> bool:
    """Whether the words before a country make it what was struck, not who struck."""
    grammar = lexicon.grammar
    for i in range(len(before) - 1, -1, -1):
        word = before[i]
        if word in grammar["struck"]:
            return True
        if word in grammar["of"]:
            return i > 0 and before[i - 1] in grammar["struck_of"]
        if word in grammar["preposition"] or word in grammar["clause"]:
            return False
    return False


def _addressee(
    claim: Claim, line: Line, document: Document, lexicon: Lexicon, own: set[str]
) -> list[str]:
    """Who is asked: a single named party followed by "to", a modal or a verb, before the words asked for."""
    words, grammar = line.words, lexicon.grammar
    found = [n for n in named(line, document, claim.after, claim.end) if n.country not in own]
    for k, n in enumerate(found):
        after = words[n.end] if n.end < len(words) else ""
        state = after in grammar["government"]
        if state:
            after = words[n.end + 1] if n.end + 1 < len(words) else ""
        if after not in grammar["asked"] or words[n.at - 1] in grammar["whereabouts"]:
            continue
        pair = _pair(line, found, k)
        if len(pair) > 1 or not n.country:
            return []
        if k and len(_pair(line, found, k - 1)) > 1:
            return []
        mention = line.mentions[line.cover[n.at]]
        if (mention.adjectival and not state) or len(mention.actors) > 1:
            continue
        if not claim.first <= n.at:
            continue
        return [n.country]
    return []


LOOK_BACK = 12
"""How many sentences back the doer of "the attack" is looked for."""


def doers(line: Line, lexicon: Lexicon) -> list[str]:
    """Return the countries that a sentence names as doers of an attack: "Peru's strikes", "the Peruvian raid"."""
    words, tags, grammar = line.words, line.tags, lexicon.grammar
    out: list[str] = []
    for at, mention in line.countries:
        m = line.cover[at]
        if not mention.country or m < 0 or mention.kind != "country":
            continue
        end = line.spans[m][1]
        if words[max(0, at - 1)] in grammar["struck"]:
            continue
        by = range(max(0, at - 4), at) if words[max(0, at - 1)] in grammar["by"] else range(0)
        if any("crisis" in tags[i] for i in by):
            out.append(mention.country)
            continue
        for i in range(end, min(end + 5, len(words))):
            if "crisis" in tags[i]:
                out.append(mention.country)
                break
            if line.cover[i] >= 0 or words[i] in grammar["preposition"]:
                break
    return out


def speaks_of_deed(claim: Claim, line: Line) -> bool:
    """Whether the claim's words are about an attack of a state that they do not name."""
    deed = False
    for i in range(claim.at, min(claim.last, len(line.words))):
        if "terror" in line.tags[i]:
            return False
        deed = deed or "crisis" in line.tags[i]
    return deed
