"""Layer 2b: whom "he", "she", "the former" and "the latter" mean.

What belongs here: resolving pronouns to persons before them. What does not: names and offices (``resolve``), and what
the words right beside a pronoun make of it (``bound``).
"""

from __future__ import annotations

from typing import Literal

from readouts.parse.actors.people.bound import bound
from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.countries import known_as
from readouts.parse.actors.people.person import MANY, Person, gender
from readouts.parse.actors.people.same_name import fold
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.text.tokens import BULLETS
from readouts.reference.names.customs import countries_with
from readouts.reference.names.given_names import genders

_RECENT = 6
_DESCRIBED = 3
"""So many words at most, an article first, say before an office whose it is: "the Labour party leader"."""
_RELATIVE = 4
"""So many words at most lie between a name and the subject of its clause: ", with whose country he"."""


def resolve(cast: Cast) -> None:
    """Resolve "he", "she" to the last fitting subject, else to the last fitting person."""
    reversed_names = countries_with("family name first")
    for person in cast.people:  # of whom no honorific tells, the given name may
        actor = person.actor
        if actor.gender is None and actor.country not in reversed_names:
            actor.gender = _by_descent(cast, person) or genders().get(_given_name(cast, person))
    topic, women = _topic(cast), set[int]()
    told_first = (p for p in cast.people[:MANY] if p.actor.name and (p.kind or p.actor.place))
    first = next((p.actor.id for p in told_first), None)
    subject: int | None = None
    before: int | None = None
    recent: list[int] = []
    doers: list[int] = []
    native: int | None = None
    owner: int | None = None
    told = False
    sentence, teller, named = -1, None, -_RELATIVE
    lower, words, quoted = cast.tokens.lower, cast.words, cast.quoted
    for ref in _in_order(cast):
        here = cast.sentence(ref)
        if here != sentence:
            # "A call came from Quen. He offered": of a sentence without a subject the last
            latest = recent[-1] if recent and told else before
            sentence, before, subject = here, latest if subject is None else subject, None
            doers, told, native, owner = [], False, None, None
            if here in cast.story_starts:
                before, teller, recent = None, None, []
            if topic is not None and before is not None and _bulleted(cast, here):
                before = topic
        if ref.kind == "pronoun":
            said = not quoted[ref.first] and quoted[max(0, ref.first - 2)]
            caused = lower[ref.first] in words["his_or_her"] and lower[ref.first - 1] == "by"
            his = owner if caused else None  # "Quen's trial was set off by his call"
            order = [a for a in (subject, his, before, *reversed(recent)) if a is not None]
            if said and teller is not None:
                order.insert(0, teller)  # '"... Quen was kind," he said'
            if native is not None:  # "The Norwegian said he", "The Norwegian told him"
                order = [a for a in order if a != native]
                order[:0] = [] if _is_object(cast, ref) else [native]
            acts = _acts_on(cast, ref)
            if (
                subject is not None
                and _is_object(cast, ref)
                and (acts or set(recent[-1:]) & set(doers))
            ):
                # "The minister told her", "A and B told her"
                order = [a for a in order if a not in doers]
                # Whoever is known for a woman comes before whoever may be one.
                order.sort(key=lambda a: cast.people[a].actor.gender is None and a != before)
                if acts and here - cast.tokens.sentence[named - 1] <= 1:
                    order[:0] = [a for a in recent[-1:] if a != subject]
            if _is_object(cast, ref):
                # An office without a name ("whose call Chile's president missed") may be anybody's.
                order.sort(key=lambda a: _is_open(cast.people[a]))
            new = before is not None and _is_first_told_in(cast, before, here - 1)
            if first is not None and first in women and gender(ref.gender) == "f" and not new:
                # Leaders are men as a rule: a woman of whom a story begins to tell comes before whoever may be one.
                sure = [a for a in order if a == subject or cast.people[a].actor.gender]
                order = [*sure, first, *(a for a in order if a not in sure)]
            order = bound(cast, ref, order, subject)
            whom = cast.is_a(ref.first - 1, "whom") or cast.is_a(ref.first - 2, "of_whom")
            if whom and ref.first - named <= _RELATIVE:  # "Quen, to whom he offered help"
                order = [a for a in order if a not in recent[-1:]]
            fit = [a for a in order if cast.people[a].actor.gender in (None, ref.gender)]
            fit = [] if _may_be_either(cast, ref, fit) else fit[:1]
            ref.actors = tuple(fit)
            for a in fit:
                cast.people[a].actor.gender = gender(ref.gender)
            women.update(fit if gender(ref.gender) == "f" else ())
            if fit and subject is None and lower[ref.first] in words["he_or_she"]:
                subject, doers = fit[0], fit
        elif len(ref.actors) == 1 and ref.kind in PERSONS:
            who = ref.actors[0]
            person, behind = cast.people[who], lower[ref.last]
            if (
                ref.name
                and cast.is_a(ref.first - 1, "copula")
                and cast.refs[min(person.refs)] is ref
            ):
                subject = who  # "The minister who was not on the line is Quen. He"
            if ref.counterpart and cast.is_a(ref.first - 1, "a_or_an"):
                continue  # "a colleague at the Union" comes once
            if cast.is_a(ref.last, "of_a_leader"):
                continue  # "his post in the Quen administration, where he"
            known = ref.kind != "name" or not person.weak or person.actor.country
            does = behind.endswith("ed") or behind in words["said"] | words["telephoned"]
            acts = len(person.key) > 1 and does
            if not (known or len(person.refs) > 1 or acts):
                continue  # a bare name counts where it comes again, or acts
            word = lower[ref.first]
            if word in words["his_or_her"] and subject is not None and subject != who:
                mine = cast.people[subject].actor
                mine.gender = mine.gender or ("m" if word in words["male"] else "f")
            if doers and recent[-1:] == doers[-1:] and _is_joined(cast, named, ref):
                doers.append(who)
            recent, named, told = [*recent[1 - _RECENT :], who], ref.last, True
            if behind == "'s" and ref.first == cast.span(ref)[0]:
                owner = who
            if subject is None and not (_oblique(cast, ref) or _is_spoken_of(cast, ref)):
                subject, doers = who, [who]
        elif subject is None and native is None:
            native = _of_a_people(cast, ref)
        if subject is not None and not quoted[ref.first] and ref.actors == (subject,):
            teller = subject
    _name_peoples(cast)


def _may_be_either(cast: Cast, ref: Ref, fit: list[int]) -> bool:
    """Whether one of two of whom no gender is known thanks the other: "Quen rang Velt, and promised aid. He
    thanked her". In other words whoever acted before goes on.
    """
    said = [cast.people[a].actor.gender for a in dict.fromkeys(fit)]
    other = "male" if gender(ref.gender) == "f" else "female"
    thanks = cast.is_a(ref.last, "thanks") and cast.is_a(ref.last + 1, other)
    return said[:2] == [None, None] and thanks and ref.first == cast.span(ref)[0]


def _is_spoken_of(cast: Cast, ref: Ref) -> bool:
    """Whether somebody is told of by whoever says "I" in quotation marks: '"I told Quen so," says Moe. He'."""
    begin, end = cast.span(ref)
    told = not all(cast.quoted[ref.first : end - 1])
    return told and bool(cast.quoted[ref.first]) and "i" in cast.tokens.lower[begin : ref.first]


def _is_first_told_in(cast: Cast, actor: int, sentence: int) -> bool:
    """Whether a sentence is the first that tells of somebody."""
    return cast.sentence(cast.refs[min(cast.people[actor].refs)]) == sentence


def _by_descent(cast: Cast, person: Person) -> Literal["m", "f"] | None:
    """ "Bin" in a name is of a son, "bint" of a daughter; None where neither is told."""
    words = (person.actor.name or "").lower().split()
    if not cast.words["of_a_son"].isdisjoint(words):
        return "m"
    return None if cast.words["of_a_daughter"].isdisjoint(words) else "f"


def _given_name(cast: Cast, person: Person) -> str:
    """The first word of a name of several, for "Quen" that of the office-holder; "" where it is not known."""
    if len(person.key) > 1:
        return person.key[0]
    words = (known_as(cast, person) or "").split()
    return fold(words[0]) if len(words) > 1 else ""


def _name_peoples(cast: Cast) -> None:
    """Say whom "The Norwegian" means that does something: "The Norwegian also rang Peru's minister"."""
    for ref in cast.refs:
        one = _of_a_people(cast, ref) if ref.kind == "place" else None
        side = cast.is_a(ref.last, "delegation")  # its words are read as the state's
        if one is not None and not side:
            ref.kind, ref.actors, ref.adjectival, ref.definite = "nominal", (one,), False, True


def _of_a_people(cast: Cast, ref: Ref) -> int | None:
    """Return the one person whom a people's name that does something means: "The Norwegian said he"; else None."""
    lower = cast.tokens.lower
    by_people = ref.kind == "place" and ref.adjectival and lower[ref.first - 1] == "the"
    if not (by_people and ref.country):
        return None
    behind = ref.last + cast.is_a(ref.last, "delegation")  # "The Norwegian side said he"
    beside = lower[behind] == "," and cast.is_a(behind + 1, "a_or_an")
    acts = cast.is_a(behind, "said", "modal", "telephoned") or lower[behind].endswith("ed")
    if not (beside or acts):
        return None
    theirs = [p.actor.id for p in cast.people if p.actor.country == ref.country and p.actor.name]
    return theirs[0] if len(theirs) == 1 else None


def _is_open(person: Person) -> bool:
    """Whether neither a name nor the gender is known."""
    return not person.actor.name and person.actor.gender is None


def _in_order(cast: Cast) -> list[Ref]:
    """References as they are resolved: whoever is said to speak before whom he speaks of: '"He was kind," she said'."""
    refs, quoted = list(cast.refs), cast.quoted
    for at, ref in enumerate(refs):
        speaks = ref.kind == "pronoun" and not quoted[ref.first] and quoted[max(0, ref.first - 2)]
        begin = at
        while speaks and begin > 0 and cast.sentence(refs[begin - 1]) == cast.sentence(ref):
            other = refs[begin - 1]
            if other.kind != "pronoun" or not quoted[other.first]:
                break
            begin -= 1
        if begin < at:
            refs[begin : at + 1] = [ref, *refs[begin:at]]
    return refs


def _is_object(cast: Cast, ref: Ref) -> bool:
    """Whether a pronoun is whom something is done to: "him", and "her" before no noun."""
    word, behind = cast.tokens.lower[ref.first], ref.last
    free = cast.is_a(behind, "preposition", "clause_end", "behind_object", "article")
    return word == "him" or (word == "her" and (free or not cast.tokens.lower[behind]))


def _is_joined(cast: Cast, last: int, ref: Ref) -> bool:
    """Whether somebody does with the one named before what he does: "A and B", "A and Norway's B"."""
    gap = cast.tokens.lower[last : ref.first]
    return gap[-1:] == ["and"] and gap[:-1] in ([], [","])


def _acts_on(cast: Cast, ref: Ref) -> bool:
    """Whether the subject of the sentence does something to whom a pronoun means: "A rang B and accused him".

    "He had told him", too: nobody tells himself.
    """
    verb = before = ref.first - 1
    while cast.is_a(before - 1, "before_act"):
        before -= 1
    return cast.is_a(before - 1, "and_then", "he_or_she") and not cast.is_a(verb, "preposition")


def _topic(cast: Cast) -> int | None:
    """Of whom the article tells most, the source's own first."""
    ours = {p: p.actor.country == cast.source and len(p.refs) > 2 for p in cast.people[:MANY]}
    main = max(ours, key=lambda p: (ours[p], len(p.refs)), default=None)
    return main.actor.id if main is not None and len(main.refs) > 3 else None


def _bulleted(cast: Cast, sentence: int) -> bool:
    """Whether a sentence begins an entry of a list: a dash, or a day with a colon."""
    first = cast.tokens.first[sentence]
    words = cast.tokens.words[first : first + 6]
    return sentence in cast.paragraph_starts and (words[0] in BULLETS or ":" in words[1:])


def _oblique(cast: Cast, ref: Ref) -> bool:
    """Whether the words stand behind a preposition, or own something other than the office that speaks for them."""
    if cast.tokens.lower[ref.last] == "'s":
        return not cast.is_a(ref.last + 1, "speaks_for")
    i, words = ref.first - 1, cast.tokens.words
    for back in range(_DESCRIBED):  # "from the opposition leader, Ilvar Quen"
        if i - back > 0 and cast.is_a(i - back, "article"):
            i -= back + 1
            break
        if not words[i - back].isalpha() or cast.is_a(i - back, "preposition"):
            break
    if i < 0 or cast.is_a(i - 1, "turn"):
        return False  # "it was the turn of President Quen. He"
    opens = i == cast.span(ref)[0] and cast.tokens.lower[i] == "for"
    if opens and cast.tokens.words[ref.last] == ",":
        return False  # "For Quen, it was a crime; he condemned it"
    return cast.is_a(i, "preposition")
