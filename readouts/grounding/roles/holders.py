"""Who holds a stance: whether the party that an answer names is the one who acts where the words stand.

What belongs here: references to a party around the evidence, and who acts in it. What does not: which call it belongs
to (``other_calls``), and which stance the words carry.
"""

from __future__ import annotations

import re

from readouts.base.alike import NO_NUMBER, loose
from readouts.dates.names import names
from readouts.domain.records import Stance
from readouts.grounding.actors.cast import BOTH, SOMEONE, Cast, Mention, gender_of, is_small
from readouts.grounding.document import PARTS, Document
from readouts.grounding.roles.other_calls import opens_with_both
from readouts.reference.habits import languages_with, small_words
from readouts.reference.stances.taxonomy import stances_of

_DROPS_SUBJECT = languages_with("subjectless")
_OWN_COUNTRY = stances_of("by_its_country")
_SHARED = stances_of("shared_matter")
FIRST_PERSON = small_words("i")
_DONE_TO = re.compile(
    r"(?:'s office)?,? ?(?:was|were|is|are|had been|has been|have been|being)(?: \w+ly)?"
    r" (?:\w+ed|told|given|shown|sent|met|\w+(?:ght|wn))(?!\w)"
)
_DOES_TO = re.compile(
    r"(?<!\w)(?:thank(?:s|ed|ing)?|told|assur(?:es|ed|ing)|inform(?:s|ed|ing)|urg(?:es|ed|ing)|congratulat(?:es|ed|ing)"
    r"|prais(?:es|ed|ing)|commend(?:s|ed|ing)|warn(?:s|ed|ing)|reassur(?:es|ed|ing))(?!\w)"
)
_CLAUSE = re.compile(
    r"(?:[,;] |(?<!\w)(?:and|which|that|while|but|whom|as|whose) )"
    r"(?:the |his |her |its |their |prime |foreign |[\w.]+'s )*$"
)
_DAYS = frozenset({"weekday", "month", "number"})
"""Words of time that end what a preposition governs: "On Saturday X had a call"."""
_MATTER = re.compile(
    r"(?:the|to|an?|our|their|its|his|her|importance|need|ways?|how|continu\w+|ongoing|efforts?|strengthening)(?!\w)"
)
"""What the matter of a call begins with: "spoke with Y about [the importance of ...]", "[to continue ...]"."""
_NOT_ACTING = small_words("not acting")
_SOON = 25
_NOTE = (":", ";", "|")
"""Before words that are noted rather than told: "Video call with X: thanks for the ambulances"."""
_TITLES = 40
_OPENING = 60
"""Within so many characters of its start the evidence names who acts in it, if it does."""
AND = small_words("and")
_COMMAS = frozenset(",،、和与與及と")
_RELATIVE = re.compile(r"(?:who|which|qui|quien|que|che|котор\w+|який|яка|der|die)(?!\w)")
GOES_ON = small_words("goes on")
_ROYAL = re.compile(r"(?:his|her) (?:royal |serene )?(?:highness|majesty|holiness)(?!\w)")
"""What begins like a pronoun and goes back to nobody, but stands for whoever has the office."""
_CROWNED = re.compile(
    r"(?<!\w)(?:prince|princess|king|queen|emir|amir|sultan|pope|pontiff|sheikh)(?!\w)"
)
_BACK = 8


def faulty_holder(
    document: Document, cast: Cast, number: int, stance: Stance, evidence: tuple[int, int]
) -> str | None:
    """Return what is wrong with a party's holding what the evidence says, None where nothing is."""
    first, last = document.numbers_of(evidence)
    begun = first - 1
    if document.report.language in _DROPS_SUBJECT:
        begun = min(begun, document.paragraph(first)[0])
    near = cast.within(*document.stretch(begun, last))
    if not any(m.party in (number, BOTH, SOMEONE) for m in near):
        return "holder_not_named"
    return "holder_is_another" if _acts_another(document, cast, number, stance, evidence) else None


def is_unclear(
    document: Document, cast: Cast, number: int, stance: Stance, evidence: tuple[int, int]
) -> bool:
    """Whether "he" may as well go back to the other party as to the one that holds what the evidence says."""
    return _acts_another(document, cast, number, stance, evidence, surely=False)


def _acts_another(
    document: Document,
    cast: Cast,
    number: int,
    stance: Stance,
    evidence: tuple[int, int],
    *,
    surely: bool = True,
) -> bool:
    """Whether another party is the one who acts in the evidence, or in what leads to it, and this one is not."""
    start, end = document.sentences_of(evidence)
    if _is_done_to(document, cast, number, evidence):
        return True
    if opens_with_both(document, evidence):
        return False
    if is_royal(document, evidence[0]):
        crowned = {n for n, p in enumerate(cast.parties) if _CROWNED.search(loose(p.office or ""))}
        return bool(crowned) and number not in crowned
    actor = opening(document, cast, evidence)
    if is_first_person(document, evidence):
        if actor is not None and actor.party == SOMEONE and not _is_first(document, actor):
            return False  # "She was every bit as anxious as I am"
        actor = None
    lead = [m for m in cast.within(start, evidence[0]) if m.by != "pronoun"]
    if (spoken := _first_person_at(document, (start, evidence[0]))) is not None:
        lead = [m for m in lead if m.start < spoken]  # "I told him: Mr Vice President, [thank you]"
    if actor is not None and actor.by == "side" and actor.party != number:
        speaks = any(m.by not in ("side", "pronoun") for m in (*lead, *cast.within(actor.end, end)))
        if stance in _OWN_COUNTRY and not speaks:
            return True
        actor = None
    if actor is None:
        if stance in _SHARED and _was_spoken_with(document, cast, number, start, evidence[0]):
            return False
        actor = _leads(document, cast, number, lead, evidence)
    if actor is None or actor.party in (number, BOTH) or is_passive(document, actor):
        return False
    if actor.party == SOMEONE:
        return _pronoun_means_another(document, cast, number, actor, surely=surely)
    later = [m for m in cast.within(evidence[1], end) if m.party == number and m.by != "side"]
    if any(not is_object(document, m) and not is_possessive(document, m) for m in later):
        return False
    inside = [m for m in cast.within(*evidence) if m.party == number and m.by != "side"]
    if any(_begins_clause(document, m) for m in inside):
        return False
    return not (
        _is_agent(document, cast, number, evidence) or is_joined(document, cast, number, actor)
    )


def _was_spoken_with(document: Document, cast: Cast, number: int, start: int, end: int) -> bool:
    """Whether the lead says that a call was held with the party: what "X spoke with Y about" or "to" is both theirs."""
    if not document.has("call", start, end):
        return False
    if not _MATTER.match(document.view.loose, end):
        return False
    return any(m.party == number and is_object(document, m) for m in cast.within(start, end))


def _leads(
    document: Document, cast: Cast, number: int, lead: list[Mention], evidence: tuple[int, int]
) -> Mention | None:
    """Return who acts in what stands before the evidence in its sentence, None where that is open or may be the
    party."""
    soon = cast.within(evidence[0], evidence[0] + _SOON)
    if any(m.by == "subject" and not _is_first(document, m) for m in soon):
        return None
    if document.view.text[max(0, evidence[0] - 4) : evidence[0]].rstrip(" '").endswith(_NOTE):
        return None
    if (
        lead
        and lead[0].party == number
        and lead[0].by == "side"
        and not is_possessive(document, lead[0])
    ):
        return None
    named = [m for m in lead if m.party >= 0 and m.by != "side"]
    if named and named[-1].party == number and _goes_back(document, evidence[0], named[-1]):
        return None
    acting = [m for m in lead if m.by != "side" and may_act(document, m)]
    if not acting or any(m.party == number for m in acting):
        return None
    return acting[-1]


def is_first_person(document: Document, evidence: tuple[int, int]) -> bool:
    """Whether somebody speaks of himself in the evidence."""
    return _first_person_at(document, evidence) is not None


def _first_person_at(document: Document, span: tuple[int, int]) -> int | None:
    """Return where in a stretch somebody first speaks of himself, None where nobody does."""
    return next(
        (
            hit.start
            for hit in document.hits_within(*span, {"subject", "pronoun"})
            if document.word(hit) in FIRST_PERSON
        ),
        None,
    )


def may_act(document: Document, mention: Mention) -> bool:
    """Whether a mention may be the one who acts: no object, and no "our" or "each other"."""
    if is_object(document, mention) or _is_first(document, mention):
        return False
    return document.word(mention) not in _NOT_ACTING


def is_royal(document: Document, at: int) -> bool:
    """Whether "His Majesty" or its like begins at a place."""
    return _ROYAL.match(document.view.loose, at) is not None


def _is_done_to(document: Document, cast: Cast, number: int, evidence: tuple[int, int]) -> bool:
    """Whether the evidence says what somebody did to the party: "thanked the Vice President", "told X that"."""
    text = document.view.loose
    for found in _DOES_TO.finditer(text, *evidence):
        for mention in cast.within(found.end(), found.end() + _TITLES):
            if mention.party == number and not is_possessive(document, mention):
                return is_small(document.view.text[found.end() : mention.start])
            break
    return False


def _is_first(document: Document, mention: Mention) -> bool:
    return document.word(mention) in FIRST_PERSON


def is_passive(document: Document, mention: Mention) -> bool:
    """Whether something is done to whom a mention names: "the minister had been thanked", "X was told that"."""
    return is_done(document, mention.end)


def is_done(document: Document, at: int) -> bool:
    """Whether a verb in the passive begins at a place."""
    return _DONE_TO.match(document.view.loose, at) is not None


def is_possessive(document: Document, mention: Mention) -> bool:
    """Whether something is said to be a party's: "Norway's"."""
    return document.view.text.startswith("'s", mention.end)


def _begins_clause(document: Document, mention: Mention) -> bool:
    """Whether a mention opens a clause of its own: "..., which the Prime Minister welcomed"."""
    before = document.view.loose[max(0, mention.start - _TITLES) : mention.start]
    return _CLAUSE.search(before) is not None


def _pronoun_means_another(
    document: Document, cast: Cast, number: int, actor: Mention, *, surely: bool
) -> bool:
    """Whether "he" goes on with the sentence before, in which another party alone acts; surely, or possibly."""
    if document.word(actor) not in GOES_ON:
        return False
    if is_royal(document, actor.start):
        return False
    sentence = document.sentence_at(actor.start)
    here = cast.within(*document.stretch(sentence))
    if document.has("every", *document.stretch(sentence)):
        return False
    own = [m for m in here if m.party == number and m.by != "side"]
    if any(not is_object(document, m) for m in own):
        return False
    lead = [m for m in here if m.start < actor.start and m.by != "pronoun" and may_act(document, m)]
    if own and lead and lead[0].party not in (number, BOTH, SOMEONE):
        told = _DOES_TO.search(document.view.loose, lead[0].end, actor.start)
        # "X told Y he hoped"
        return told is not None and all(m.party == lead[0].party for m in lead)
    pronouns = {document.word(m) for m in here if m.by == "subject"}
    if len(pronouns & GOES_ON) > 1:
        return False
    first = document.paragraph(sentence)[0]
    for before in range(sentence - 1, max(first, sentence - _BACK) - 1, -1):
        spoken = [m for m in cast.within(*document.stretch(before)) if not is_object(document, m)]
        if any(m.party in (number, BOTH) and not is_possessive(document, m) for m in spoken):
            return False
        acting = {m.party for m in spoken if m.by == "name"}
        if acting:
            pronoun = gender_of(document.word(actor))
            gender = cast.gender(next(iter(acting)))
            is_met = any(m.party == number for m in cast.within(*document.stretch(before)))
            return len(acting) == 1 and (
                gender == pronoun or (not gender and not (is_met and surely))
            )
    return False


def _goes_back(document: Document, at: int, mention: Mention) -> bool:
    """Whether the evidence is said by whoever was named last: a relative clause, or what stands between quotes."""
    text = document.view.text
    before = text[max(0, at - 3) : at].rstrip(" ")
    if before.endswith(("'", "：")) or text.startswith("'", at):
        return True
    return _RELATIVE.match(document.view.loose, at) is not None or not is_object(document, mention)


def opening(document: Document, cast: Cast, evidence: tuple[int, int]) -> Mention | None:
    """Return the mention that opens the evidence, None where it opens with something else, mostly its verb."""
    for mention in cast.within(evidence[0], min(evidence[0] + _OPENING, evidence[1])):
        if not is_small(document.view.text[evidence[0] : mention.start]):
            return None
        is_apart = is_object(document, mention) or is_possessive(document, mention)
        if mention.by != "pronoun" and not is_apart:
            return mention
    return None


def is_joined(document: Document, cast: Cast, number: int, actor: Mention) -> bool:
    """Whether the party is in one list with the one who acts: "the Secretary and the President", "X, Y and the
    ministers"."""
    text = document.view.text
    start, end = document.sentence_of(actor.start)
    near = [m for m in cast.within(start, end) if m.by not in ("pronoun", "side")]
    if actor not in near:
        return False
    place = near.index(actor)
    members: set[int] = set()
    is_list = False
    for step in (1, -1):
        last = actor
        i = place + step
        while 0 <= i < len(near):
            low, high = sorted((last, near[i]))
            between = text[low.end : high.start]
            if near[i].party != last.party and not _joins(between):
                break
            is_list = (
                is_list or any(word in AND for word in NO_NUMBER.findall(between)) or "و" in between
            )
            members.add(near[i].party)
            last, i = near[i], i + step
    return is_list and bool({number, BOTH, SOMEONE} & (members - {actor.party}))


def _joins(between: str) -> bool:
    """Whether what stands between two makes them one list: "and", a comma, titles."""
    words = NO_NUMBER.findall(between)
    if not is_small(" ".join(word for word in words if word not in AND)):
        return False
    return any(w in AND or w.startswith("و") for w in words) or bool(_COMMAS & set(between))


def is_object(document: Document, mention: Mention) -> bool:
    """Whether a mention is not the one who acts: behind a preposition or a verb of telling, or a possessive."""
    text = document.view.text
    if is_possessive(document, mention) and mention.by == "name":
        return True
    begun = max(document.sentence_of(mention.start)[0], mention.start - _TITLES)
    before = list(document.hits_within(begun, mention.start, {"object"}))
    if not before:
        return False
    between = text[before[-1].end : mention.start]
    if set(between) & PARTS or "." in between or not is_small(between):
        return False
    return not any(
        one.kind in _DAYS for one in names(document.report.language).find(loose(between))
    )


def _is_agent(document: Document, cast: Cast, number: int, evidence: tuple[int, int]) -> bool:
    """Whether the evidence names the party behind "by": "was condemned by X"."""
    text = document.view.loose
    return any(
        m.party == number
        and text[max(0, m.start - _TITLES) : m.start].rstrip().endswith(("by", "by the"))
        for m in cast.within(*evidence)
    )
