"""People of a report who are no party of the call, and whom "he", "they" or "both sides" may mean.

What belongs here: who opens the sentence before a pronoun ("Farmers blocked the road. They condemned ..."), and words
that set a group apart from the parties. What does not: which party a pronoun means otherwise (``holders``), and
hearsay inside one sentence (``silence``).
"""

from __future__ import annotations

from collections.abc import Set

from readouts.parse.document import Document
from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import Subject
from readouts.parse.reactions.gatherings import may_have_met
from readouts.parse.reactions.sheets import Sheet
from readouts.reference.stances.patterns import ED, S

_OPENING = 14
"""Among so many first words of a sentence stands its subject."""
_NAME = 4
"""Words of a name with what its bearer is, at most: "Trader Marek Jan Bor"."""
_BACK = 3
"""So many sentences back pronouns are followed that go on about the same people."""
_ONE, _SEVERAL = "person_noun", "people_noun"


def may_be_meant(sheet: Sheet, line: Line, claim: Claim, told: int) -> bool:
    """Whether the pronoun that holds a claim may mean people who are of no call, told of right before it.

    ``told`` is the sentence that tells of the call.
    """
    several = _is_they(line, claim)
    if may_have_met(sheet, line, claim.subject, told) or _comes_before_a_name(line, claim):
        return True
    if several and _are_two_others(line, claim, sheet.callers):
        return True
    if _are_of_a_conflict(sheet, line, claim):
        return True
    start = claim.subject.start
    for index in range(line.index - 1, max(-1, line.index - _BACK - 1), -1):
        if several is None or sheet.document.sentences[index].heading:
            return False
        before = sheet.read(index).line
        m = before.mention_at(0)
        pronoun = before.kind(m) in ("pronoun", "group") and before.spans[m][1] == 1
        if pronoun and not before.possessive[m] and not before.is_any(0, "possessive"):
            continue
        sides = several and line.has(range(start, start + 3), "parties")
        if sides and _is_of_elsewhere(sheet, before):
            return True
        return _opens_with_others(sheet, before, several=several)
    return False


def is_told_by_name(sheet: Sheet, line: Line, claim: Claim) -> bool:
    """Whether a sentence of several calls is told to one whose name is no party's: "To Marek Bor, he said that".

    Whose call it was cannot be told then. Also "told Marek Bor that", "in her talk with Marek Bor, she".
    """
    if sheet.calls_told[line.index] < 2:
        return False
    opening = range(min(claim.subject.start, _OPENING))
    led = line.is_any(0, "in") and line.has(opening, "conversation")
    at = line.find(opening if led else opening[:1], "facing")
    told = claim.after if line.is_any(claim.after - 1, "tell", "told", "does_to") else -1
    end = at + 1
    while at >= 0 and _is_proper(sheet, line, end):
        end += 1
    whole = line.word(end) == "," or end == claim.subject.start  # not "With Ramadan near, he"
    return (end > at + 1 and whole) or _is_proper(sheet, line, told)


def _is_proper(sheet: Sheet, line: Line, at: int) -> bool:
    """Whether a word begins the name of somebody who is nobody known: "Marek" in "told Marek Bor"."""
    if not 0 < at < len(line.words) or line.cover[at] >= 0 or line.is_any(at, "weekday", "month"):
        return False
    written = sheet.document.text[line.starts[at] : line.ends[at]]
    return written[:1].isupper() and not written.isupper()


def _comes_before_a_name(line: Line, claim: Claim) -> bool:
    """Whether "he" of a clause that opens a sentence may be whom the next names: "Although he condemned it, Quen"."""
    m, opens = claim.subject.only, ("granted", "while", "after", "when_then", "as")
    if line.kind(m) != "pronoun" or line.spans[m][0] != 1 or not line.is_any(0, *opens):
        return False
    comma = next((k for k in range(claim.at, len(line.words)) if line.words[k] == ","), -1)
    named = line.mention_behind(comma + 1, "determiner")
    return comma > 0 and line.kind(named) == "person" and not line.possessive[named]


def _is_they(line: Line, claim: Claim) -> bool | None:
    """Whether the holder of a claim is "they", "both sides" (True) or "he", "she" (False); None for any other."""
    start = claim.subject.start
    if line.has(range(start - 2, start + 3), "of"):
        return None  # "each of the five"
    if claim.subject.kind == "all":
        return True if start >= 0 else None
    return {"group": True, "pronoun": False}.get(line.kind(claim.subject.only))


def _are_two_others(line: Line, claim: Claim, parties: Set[int]) -> bool:
    """Whether of two who are named before "they" one is no party: "the President of A met that of B, and they"."""
    before = range(line.mention_before(claim.subject.start) + 1)
    named = {line.mentions[m].actors for m in before if line.kind(m) in ("person", "nominal")}
    return len(named) == 2 and any(parties.isdisjoint(actors) for actors in named)


def _are_of_a_conflict(sheet: Sheet, line: Line, claim: Claim) -> bool:
    """Whether "the two sides" are those who fight: "Quen said that the sides had agreed to a ceasefire".

    So they are, too, behind two countries that are no party's: "the war of A with B; the sides accused each other".
    """
    start, teller = claim.subject.start, claim.reporter
    if claim.subject.kind != "all" or not line.is_any(start, "camps"):
        return False
    before = line.mentions[: line.mention_before(start) + 1]
    named = {m.country for m in before if m.country}
    one = teller is not None and line.kind(teller.only) not in ("group", "")
    one = one and not line.quoted[start]
    others = len(named) > 1 and sheet.countries_of_callers.isdisjoint(named)
    return others or (one and claim.rule.stance == "restraint")


def is_another(line: Line, teller: Subject) -> bool:
    """Whether whoever says what a state does is a person who speaks for no office of it: "Deputy Bor said"."""
    spans = [line.spans[m] for m in teller.mentions]
    kinds = {line.kind(m) for m in teller.mentions}
    near = [k for begin, end in spans for k in range(begin - 2, end)]
    person = teller.kind == "mention" and kinds <= {"person", "nominal"}
    return person and not line.has(near, "teller")


def is_of_other_office(line: Line, m: int, offices: list[str]) -> bool:
    """Whether a group holds another office than the parties: "the foreign ministers" behind a call of presidents.

    "The presidents" are not a president and an envoy, nor "the advisers" any but advisers.
    """
    if line.kind(m) != "group":
        return False
    begin, end = line.spans[m]
    written = (office.lower().replace("advisor", "adviser") for office in offices if office)
    held = [set(office.split()) for office in written]
    title = line.word(end - 1).removesuffix("s")
    if line.is_any(end - 1, "staff_title"):
        return not any("adviser" in words for words in held)
    if line.is_any(end - 1, "plural_title") and any(title not in words for words in held):
        return True
    if not line.has(range(begin, end), "ministry_field") or len(held) < len(offices):
        return False
    return all(not line.grammar["head_office"].isdisjoint(words) for words in held)


def _is_of_elsewhere(sheet: Sheet, line: Line) -> bool:
    """Whether a sentence tells of no party and of another country: "Fighting goes on in Kenya. Both sides"."""
    if any(not sheet.callers.isdisjoint(m.actors) for m in line.mentions):
        return False
    named = {m.place for _, m in line.countries}
    return bool(named) and named.isdisjoint(sheet.places_of_callers)


def _opens_with_others(sheet: Sheet, line: Line, *, several: bool) -> bool:
    """Whether the subject that opens a sentence is one person, or ``several``, who are no party."""
    end = _first_verb(sheet, line)
    if several and _are_places(sheet, line, end):
        return True
    head = _head(line, end)
    if head < 0:
        return False
    m = line.cover[head]
    if m >= 0 and not sheet.callers.isdisjoint(line.mentions[m].actors):
        offices = [sheet.document.actors[a].office or "" for a in line.mentions[m].actors]
        return several and is_of_other_office(line, m, offices)
    if several and m >= 0 and line.mentions[m].actors and line.kind(m) == "group":
        return (
            True  # "Ministers of Spain and Portugal met": officials of states, none of them a party
        )
    if several:
        return _is_people(line, head)
    return line.is_any(head, _ONE) or _is_name(sheet.document, line, end)


def _first_verb(sheet: Sheet, line: Line) -> int:
    forms = sheet.lexicon.forms
    for i, word in enumerate(line.words[:_OPENING]):
        verbal = line.is_any(i, "be", "auxiliary", "modal", "had") or forms.get(word, 0) & (ED | S)
        past = word.endswith("ed") and line.cover[i] < 0
        if i and (past or (verbal and not _is_people(line, i))):
            return i
    return min(len(line.words), _OPENING)


def _head(line: Line, end: int) -> int:
    """The noun of the phrase that opens a sentence: the last word before a preposition, a comma or the verb; or -1."""
    head = -1
    for i in range(end):
        if line.is_any(i, "preposition", "relative") or line.word(i) in (",", "(", "-"):
            break
        if line.word(i).isalnum():
            head = i
    return head


def _is_people(line: Line, i: int) -> bool:
    """Whether a word is a plural of people: one of the table, or by its ending ("carmakers", "activists")."""
    word, endings = line.word(i), tuple(line.grammar["people_ending"])
    people = word.endswith(endings) and len(word) > 5
    people = people and not line.is_any(i, "thing", "parties", "counterparts")
    return people or line.is_any(i, _SEVERAL)


def _are_places(sheet: Sheet, line: Line, end: int) -> bool:
    """Whether two countries open a sentence together, of which neither is a party's: "Spain and Portugal were"."""
    opening = line.mentions[: line.mention_before(end) + 1]
    named = [m.country for m in opening if m.kind == "country"]
    return (
        line.has(range(end), "and")
        and len(named) > 1
        and sheet.countries_of_callers.isdisjoint(named)
    )


def _is_name(document: Document, line: Line, end: int) -> bool:
    """Whether a name opens a sentence that is no party's: "Marek Bor, a lawyer, was arrested", "Trader Marek Bor lost".

    Of one who is known to nobody: who has an office is an official, and his name is a mention's.
    """
    names = 0
    for i in range(min(end, _NAME)):
        written = document.text[line.starts[i] : line.ends[i]]
        if line.cover[i] >= 0 or not (written.istitle() and written.isalpha()):
            break
        names += 1
    closed = line.word(names) == "," or names == end
    return names > 1 and closed and not line.has(range(names), "teller", "government", "office")
