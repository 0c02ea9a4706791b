"""People of a report who are no party of the call, and whom "he", "they" or "both sides" may mean.

What belongs here: whom the sentences before a pronoun tell of ("Farmers blocked the road. They condemned ...", "She met
Minister Velt. The two condemned"), and words that set a group apart from the parties. What does not: which party a
pronoun means otherwise (``holders``), and hearsay inside one sentence (``silence``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import Subject
from readouts.parse.reactions.sheets import Sheet
from readouts.reference.stances.patterns import ED, S

_OPENING = 14
"""Among so many first words of a sentence stands its subject."""
_BACK = 3
"""So many sentences back pronouns are followed that go on about the same people."""

_MET = 8
"""Among so many words before somebody stands that he was met: "hosted at her lake house the Finnish minister"."""


def may_be_meant(sheet: Sheet, line: Line, claim: Claim, told: int) -> bool:
    """Whether the pronoun that holds a claim may mean people who are of no call, told of right before it.

    ``told`` is the sentence that tells of the call.
    """
    several, start = _is_they(line, claim), claim.subject.start
    plural = claim.subject.kind == "all" or {line.kind(m) for m in claim.subject.mentions} == {
        "group"
    }
    if plural and start >= 0 and _have_met(sheet, line, start, told):
        return True
    if several and _are_of_a_conflict(sheet, line, claim):
        return True
    if _comes_before_a_name(line, claim):
        return True
    for index in range(line.index - 1, max(-1, line.index - _BACK - 1), -1):
        before = sheet.read(index).line
        if several is None or before.heading:
            return False
        m = before.mention_at(0)
        pronoun = before.kind(m) in ("pronoun", "group") and before.spans[m][1] == 1
        if pronoun and not before.possessive[m] and not before.is_any(0, "possessive"):
            continue
        sides = several and line.has(range(start, start + 3), "parties")
        elsewhere = sides and _is_of_elsewhere(sheet, before)
        return elsewhere or _opens_with_others(sheet, before, several=several)
    return False


def _have_met(sheet: Sheet, line: Line, start: int, told: int) -> bool:
    """Whether a plural may be of those of a meeting: "She then met Minister Velt. They condemned".

    Of a meeting told with the call or before it only where several met, and the plural counts nobody: "She hosted
    Nordic ministers. She also rang Quen. The ministers condemned".
    """
    if not line.grammar["call"].isdisjoint(line.vocabulary):
        return False  # "In the call the two ministers condemned"
    before = range(line.mention_before(start) + 1)
    named = {line.mentions[m].actors for m in before if line.kind(m) in ("person", "nominal")}
    if len(named) == 2 and any(sheet.callers.isdisjoint(actors) for actors in named):
        return True  # "The President of A met the President of B, and they"
    counted = line.has(range(start - 1, start + 3), "count_2")
    for index in range(line.index - 1, max(told - 1 - (line.index == told + 1), -1), -1):
        told_of = sheet.read(index).line
        if told_of.heading or (index != told and _is_of_a_call(sheet, told_of)):
            return False
        met = {
            _is_other(sheet, told_of, m) for m in range(len(told_of.spans)) if _is_met(told_of, m)
        }
        if ("several" in met and not counted) or (index > told and met - {""}):
            return True
    return False


def _is_of_a_call(sheet: Sheet, line: Line) -> bool:
    """Whether a sentence speaks of a call, or names two of those who had one."""
    named = {a for m in line.mentions if m.kind != "group" for a in m.actors} & sheet.callers
    return len(named) > 1 or not line.grammar["call"].isdisjoint(line.vocabulary)


def _is_met(line: Line, m: int) -> bool:
    """Whether a mention stands behind a word for a meeting: "she met Velt", "before a dinner with Nordic leaders"."""
    begin = line.begin(m)
    for k in range(begin - 1, max(-1, begin - _MET), -1):
        apart = line.is_any(k, "preposition") and not line.is_any(k, "with", "of")
        if apart or line.is_any(k, "clause", "call", "possessive") or line.cover[k] >= 0:
            return False
        if line.is_any(k, "meets") or (
            line.is_any(k, "gathering") and not line.is_any(k - 1, "definite")
        ):
            return True
    return not m and line.is_any(line.spans[m][1], "gathers")


def _is_other(sheet: Sheet, line: Line, m: int) -> str:
    """Whether a mention is of "one" or "several" who had no call; "" where it is of callers, or nobody."""
    mention = line.mentions[m]
    known = len(sheet.callers.intersection(mention.actors))
    if mention.kind == "group" and known < 2:
        return "several"  # "Nordic ministers in Oslo" may be taken for one who is in Oslo
    return "one" if mention.kind in ("person", "nominal") and mention.actors and not known else ""


def is_told_by_name(sheet: Sheet, line: Line) -> bool:
    """Whether a sentence of several calls is told to one whose name is no party's: "To Marek Bor, he said that".

    Whose call it was cannot be told then. Also "told Marek Bor that", "in her talk with Marek Bor, she".
    """
    if sheet.calls_told[line.index] < 2:
        return False
    to = (k for k in range(len(line.words)) if line.is_any(k, "facing", "tell", "told", "does_to"))
    return any(_is_proper(sheet, line, k + 1) for k in to)


def _is_proper(sheet: Sheet, line: Line, at: int) -> bool:
    """Whether a word begins the name of somebody who is nobody known: "Marek" in "told Marek Bor"."""
    if not 0 < at < len(line.words) or line.cover[at] >= 0:
        return False
    written = sheet.document.text[line.starts[at] : line.ends[at]]
    return written[:1].isupper() and not written.isupper()


def _comes_before_a_name(line: Line, claim: Claim) -> bool:
    """Whether "he" of a clause that opens a sentence may be whom the next names: "Although he condemned it, Quen"."""
    m, opens = claim.subject.only, ("granted", "while", "after", "when_then", "as")
    if line.kind(m) != "pronoun" or line.spans[m][0] != 1 or not line.is_any(0, *opens):
        return False
    comma = next((k for k in range(claim.at, len(line.words)) if line.words[k] == ","), -1)
    return comma > 0


def _is_they(line: Line, claim: Claim) -> bool | None:
    """Whether the holder of a claim is "they", "both sides" (True) or "he", "she" (False); None for any other."""
    start = claim.subject.start
    if line.has(range(start - 2, start + 3), "of"):
        return None  # "each of the five"
    if claim.subject.kind == "all":
        return True if start >= 0 else None
    return {"group": True, "pronoun": False}.get(line.kind(claim.subject.only))


def _are_of_a_conflict(sheet: Sheet, line: Line, claim: Claim) -> bool:
    """Whether "the two sides" are those who fight: "Quen said that the sides had agreed to a ceasefire".

    So they are, too, behind two countries that are no party's: "the war of A with B; the sides accused each other".
    """
    start = claim.subject.start
    if line.has(range(start, start + 2), "accord"):
        return claim.rule.stance == "restraint"  # "an agreement was reached on a truce"
    if claim.subject.kind != "all" or not line.is_any(start, "camps"):
        return False
    before = line.mentions[: line.mention_before(start) + 1]
    named = {m.country for m in before if m.country}
    others = len(named) > 1 and sheet.places_of_callers.isdisjoint(named)
    by_office = claim.reporter is not None and claim.reporter.kind == "unknown"
    by_office = by_office and line.has(range(start), "teller")
    if by_office and claim.rule.stance != "restraint":
        return (
            others  # "The Ministry said the sides condemned the raid", not "had agreed to a truce"
        )
    return others or claim.reporter not in (None, claim.subject)


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
    if not line.has(range(begin, end), "ministry_field"):
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
    m = line.cover[end - 1] if end else -1
    pair = [m for at, m in line.countries if at < _OPENING and line.has((at - 1, at + 1), "and")]
    if several and len(pair) > 1 and sheet.places_of_callers.isdisjoint(m.country for m in pair):
        return True  # "Spain and Portugal were"
    if m >= 0 and not sheet.callers.isdisjoint(line.mentions[m].actors):
        offices = [sheet.document.actors[a].office or "" for a in line.mentions[m].actors]
        return several and is_of_other_office(line, m, offices)
    if several:  # "Ministers of Spain and Portugal met": officials of states, none of them a party
        officials = m >= 0 and line.kind(m) == "group"
        return officials or _is_people(line, end - 1)
    names = [k for k in range(end) if line.cover[k] < 0 and line.is_capital(k)]
    names = [k for k in names if not line.quoted[k]]  # '"Why us? There are others," Quen said'
    known = line.has(range(end), "teller", "government", "office")
    return line.is_any(end - 1, "person_noun") or (len(names) > 1 and not known)


def _first_verb(sheet: Sheet, line: Line) -> int:
    """Where the noun phrase that opens a sentence ends: at a preposition, a comma or the verb."""
    for i, word in enumerate(line.words[:_OPENING]):
        if line.is_any(i, "preposition", "relative") or word in (",", "(", "-"):
            return i
        verbal = line.is_any(i, "auxiliary", "modal") or sheet.lexicon.forms.get(word, 0) & (ED | S)
        past = word.endswith("ed") and line.cover[i] < 0
        if i and (past or (verbal and not _is_people(line, i))):
            return i
    return min(len(line.words), _OPENING)


def _is_people(line: Line, i: int) -> bool:
    """Whether a word is a plural of people: one of the table, or by its ending ("carmakers", "activists")."""
    word, endings = line.word(i), tuple(line.grammar["people_ending"])
    return (word.endswith(endings) and len(word) > 5) or line.is_any(i, "people_noun")
