"""Layer 2b: whom "he", "she", "the latter", "The Norwegian" and an "I" outside quotation marks mean.

What belongs here: resolving pronouns to persons before them, or by the words right beside them, and finding whose
statement a text is, or whose turn in a transcript. What does not: names and offices (``resolve``), who
speaks in a quotation (``calls.parties``), and a writer who goes without a name (``Cast.narrator``).
"""

from __future__ import annotations

from itertools import groupby

from readouts.parse.actors.people.cast import Cast
from readouts.parse.actors.people.countries import known_as
from readouts.parse.actors.people.person import MANY, Person
from readouts.parse.actors.people.same_name import fold
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.text.tokens import DASHES
from readouts.reference.habits import countries_with
from readouts.reference.names.given_names import genders

_HEAD, _FOOT = 6, 3
"""Among so many of the first and of the last sentences a byline or a signature is looked for."""
_TURN = 40
"""A speaker's turn in a transcript is of so many sentences at most."""
_LABEL = 16
"""A label that opens a turn is of so many words at most."""
_BACK = 2
"""So many sentences before "the former" the two stand at most."""
_RECENT = 6
_DESCRIBED = 3
"""So many words at most, an article first, say before an office whose it is: "the Labour party leader"."""
_OPENING = 8
"""Among so many first words of a sentence stands who says something: "March 3: An aide close to Quen says he"."""
_RELATIVE = 4
"""So many words at most lie between a name and the subject of its clause: ", with whose country he"."""


def resolve(cast: Cast) -> None:
    """Resolve "he", "she" to the last fitting subject, else to the last fitting person."""
    reversed_names = countries_with("family name first")
    for person in cast.people:  # of whom no honorific tells, the given name may
        actor = person.actor
        if actor.gender is None and actor.country not in reversed_names:
            actor.gender = genders().get(_given_name(cast, person))
    _name_peoples(cast)
    reading = _Reading(cast)
    for ref in cast.refs:
        reading.begin(cast.sentence(ref))
        if ref.kind == "pronoun":
            reading.resolve(ref)
        elif len(ref.actors) == 1 and ref.kind in PERSONS:
            reading.tell(ref)
        if reading.subject is not None and ref.actors == (reading.subject,):
            reading.teller = reading.teller if cast.quoted[ref.first] else reading.subject


class _Reading:
    """What is known while an article is read: ``subject`` of the sentence, with ``doers`` who do the same; ``before``,
    that of the sentence before; ``recent`` people, the last told one behind; ``teller``, who last did something outside
    quotation marks; ``pair``, the sentence of a "former" or "latter" and the two it chose from; ``fronted`` says that a
    pronoun made its own the subject.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast, self.people = cast, cast.people
        self.subject: int | None = None
        self.before: int | None = None
        self.teller: int | None = None
        self.recent: list[int] = []
        self.doers: list[int] = []
        told_first = (p for p in self.people[:MANY] if p.actor.name and (p.kind or p.actor.place))
        self.first = next(told_first, None)
        self.is_of_a_woman = False
        self.told = self.fronted = False
        self.sentence, self.named = -1, -_RELATIVE
        self.pair: tuple[int, list[int]] = (-1, [])

    def begin(self, here: int) -> None:
        """Go on to a sentence."""
        if here == self.sentence:
            return
        # "A call came from Quen. He offered": of a sentence without a subject the last
        latest = self.recent[-1] if self.recent and self.told else self.before
        self.before = latest if self.subject is None else self.subject
        self.sentence, self.subject, self.doers = here, None, []
        self.told = self.fronted = False

    def resolve(self, ref: Ref) -> None:
        """Say whom a pronoun means, and learn the gender."""
        cast, sex = self.cast, ref.gender
        if cast.is_a(ref.first, "one_of_two"):
            ref.actors = self._one_of_two(ref)
            if ref.actors:
                ref.kind, ref.definite = "nominal", True
                self.tell(ref)
            return
        order = bound(cast, ref, self._order(ref), self.subject)
        own = () if cast.quoted[ref.first] else (cast.writer,)  # who writes "I" is no "she"
        order = [a for a in order if a not in (*_quoted_by(cast, ref), *own)]
        whom = cast.is_a(ref.first - 1, "whom") or cast.is_a(ref.first - 2, "of_whom")
        if whom and ref.first - self.named <= _RELATIVE:  # "Quen, to whom he offered help"
            order = [a for a in order if a not in self.recent[-1:]]
        fit = [a for a in order if self.people[a].actor.gender in (None, sex)]
        fit = [] if self._may_be_either(ref, fit) else fit[:1]
        ref.actors = tuple(fit)
        for a in fit:
            self.people[a].actor.gender = sex
        self.is_of_a_woman |= sex == "f" and self.first in [self.people[a] for a in fit]
        if fit and self.subject is None and cast.is_a(ref.first, "he_or_she"):
            self.subject, self.doers, self.fronted = fit[0], fit, True

    def _one_of_two(self, ref: Ref) -> tuple[int, ...]:
        """Whom "the former" or "the latter" means: of the two last named in one sentence, but who speaks to them.

        "The latter" is whoever was last told of in its own, if that is not who speaks there.
        """
        cast, latter = self.cast, self.cast.is_a(ref.first, "latter")
        acts = cast.tokens.lower[ref.last].endswith(("ed", "ly")) or cast.is_a(ref.last, "said")
        told = cast.refs_between(cast.tokens.first[max(0, self.sentence - _BACK)], ref.first)
        since = set[int]()
        for here, group in groupby(reversed(told), cast.sentence):
            refs = list(group)[::-1]
            places = {r.side for r in refs if r.kind == "place" and not r.adjectival}
            known = [r for r in refs if self._is_known(r)]
            named = [
                r.actors[0]
                for r in known
                if r.kind != "name" or self.people[r.actors[0]].may_be_party()
            ]
            if here == self.pair[0]:
                return (self.pair[1][latter],)
            own, two = here == self.sentence, list(dict.fromkeys(named))
            if len(two) == 1 or not (own or acts):
                two = [a for a in two if a != self.subject]
            if own and latter and two:
                return (two[-1],)
            if len(two) > 1:
                self.pair = self.sentence, two[-2:]
                return (two[-2 + latter],) if since <= set(two) else ()
            if len(places) > 1:
                break  # "Peru and Chile are at odds. The former"
            since |= set(two)
        return ()

    def _may_be_either(self, ref: Ref, fit: list[int]) -> bool:
        """Whether one of two of whom no gender is known thanks the other: "Quen rang Velt. He thanked her"."""
        unknown = [self.people[a].actor.gender is None for a in dict.fromkeys(fit)][:2]
        other = self.cast.is_a(ref.last + 1, "male" if ref.gender == "f" else "female")
        thanks = other and self.cast.is_a(ref.last, "thanks")
        return thanks and unknown == [True, True] and ref.first == self.cast.span(ref)[0]

    def _order(self, ref: Ref) -> list[int]:
        """Whom a pronoun may mean, the likeliest first."""
        cast = self.cast
        order = [a for a in (self.subject, self.before, *reversed(self.recent)) if a is not None]
        said = not cast.quoted[ref.first] and cast.quoted[max(0, ref.first - 2)]
        if said and self.teller is not None:
            order.insert(0, self.teller)  # '"... Quen was kind," he said'
        if _is_object(cast, ref):
            order = self._of_an_object(ref, order)
        before = None if self.before is None else cast.refs[min(self.people[self.before].refs)]
        new = before is not None and cast.sentence(before) == self.sentence - 1
        if self.first and self.is_of_a_woman and ref.gender == "f" and not new:
            # Leaders are men as a rule: a woman of whom a story begins to tell comes before whoever may be one.
            sure = [a for a in order if a == self.subject or self.people[a].actor.gender]
            order = [*sure, self.first.actor.id, *(a for a in order if a not in sure)]
        return order

    def _of_an_object(self, ref: Ref, order: list[int]) -> list[int]:
        """Whom "him" may mean, of those in ``order``: nobody who does something to him."""
        cast, subject, acts = self.cast, self.subject, _acts_on(self.cast, ref)
        if subject is not None and (acts or set(self.recent[-1:]) & set(self.doers)):
            # "The minister told her", "A and B told her"
            order = [a for a in order if a not in self.doers]
            # Whoever is known for a woman comes before whoever may be one.
            order.sort(key=lambda a: self.people[a].actor.gender is None and a != self.before)
            if acts and self.sentence - cast.tokens.sentence[self.named - 1] <= 1:
                order[:0] = [a for a in self.recent[-1:] if a != subject]
        # An office without a name ("whose call Chile's president missed") may be anybody's.
        return sorted(order, key=lambda a: _is_open(self.people[a]))

    def tell(self, ref: Ref) -> None:
        """Take note of somebody told of."""
        cast, who = self.cast, ref.actors[0]
        person, lower = self.people[who], cast.tokens.lower
        if ref.name and cast.refs[min(person.refs)] is ref and cast.is_a(ref.first - 1, "copula"):
            self.subject = who  # "The minister who was not on the line is Quen. He"
        once = ref.counterpart and cast.is_a(ref.first - 1, "a_or_an")  # "a colleague at the Union"
        if once or cast.is_a(ref.last, "of_a_leader") or not self._is_known(ref):
            return  # "his post in the Quen administration, where he"
        if cast.is_a(ref.first, "his_or_her") and self.subject not in (None, who):
            mine = self.people[self.subject].actor
            mine.gender = mine.gender or ("m" if cast.is_a(ref.first, "male") else "f")
        joined = self.doers and self.recent[-1:] == self.doers[-1:]
        if joined and lower[self.named : ref.first] in (["and"], [",", "and"], [","]):
            self.doers.append(who)
        self.recent, self.named, self.told = [*self.recent[1 - _RECENT :], who], ref.last, True
        aside = (_oblique(cast, ref) or _is_spoken_of(cast, ref)) and not _is_topic(cast, ref)
        first = cast.span(ref)[0]
        # "Though he gave no details, Quen said that he": the main clause has its own
        main = self.fronted and lower[ref.first - 1] == "," and cast.is_a(first, "opens_a_clause")
        if (self.subject is None or main) and not aside:
            self.subject, self.doers, self.fronted = who, [who], False

    def _is_known(self, ref: Ref) -> bool:
        """Whether words name one person: a bare name does where it comes again, or acts."""
        if ref.kind not in PERSONS or len(ref.actors) != 1:
            return False
        cast, person = self.cast, self.people[ref.actors[0]]
        known = ref.kind != "name" or not person.weak or person.actor.country
        lower = cast.tokens.lower  # also "the head of the committee, Ilvar Mar, told them"
        verb = ref.last + (lower[ref.first - 1] == lower[ref.last] == ",")
        does = lower[verb].endswith("ed") or cast.is_a(verb, "said", "telephoned")
        return bool(known or len(person.refs) > 1 or (len(person.key) > 1 and does))


def bound(cast: Cast, ref: Ref, order: list[int], subject: int | None) -> list[int]:
    """Whom a pronoun may mean by the words beside it, of those that the sentences leave in ``order``.

    "Misled Moe about his calls": whoever misled. "Asked Moe about his calls", "An aide to Quen says he cannot", "The
    trial was caused by his call": nobody who is known.
    """
    his = cast.is_a(ref.first, "his_or_her")
    if his and cast.is_a(ref.first - 1, "of_his_own"):
        *before, told = [ref, *cast.refs_between(cast.span(ref)[0], ref.first - 1)]
        if cast.span(ref)[0] < told.first < told.last == ref.first - 1 and told.kind != "place":
            verb = told.first - 1 - cast.is_a(told.first - 1, "article")
            who = [r.actors for r in before if r.actors and not set(r.actors) & set(told.actors)]
            tells = cast.is_a(verb, "tells_of_his_own") and who and subject in (None, *who[-1])
            return list(who[-1]) if tells else []
    verb = ref.first - 1 - (cast.tokens.lower[ref.first - 1] == "that")
    says = cast.is_a(verb, "announced") and cast.is_a(ref.first, "he_or_she")
    begin = cast.span(ref)[0] + 1
    opening = range(begin, min(begin + _OPENING, verb))
    stranger = any(cast.is_a(i, "stranger") and cast.is_a(i - 1, "a_or_an") for i in opening)
    says = says and (stranger or cast.is_a(verb - 1, "family", "delegation"))
    caused = cast.tokens.lower[verb] == "by" and his
    return [] if (says or caused) and subject is None else order


def _is_spoken_of(cast: Cast, ref: Ref) -> bool:
    """Whether somebody is told of by whoever says "I" in quotation marks: '"I told Quen so," says Moe. He'."""
    begin, end = cast.span(ref)
    told = not all(cast.quoted[ref.first : end - 1])
    return told and bool(cast.quoted[ref.first]) and "i" in cast.tokens.lower[begin : ref.first]


def _quoted_by(cast: Cast, ref: Ref) -> tuple[int, ...]:
    """Who is named right behind the quotation that "he" rings in: not Quen in '"He rang me," Quen said'."""
    rings = cast.quoted[ref.first] and cast.is_a(ref.last + 1, "i_or_me")
    told = cast.refs_between(ref.last, cast.span(ref)[1]) if rings else []
    who = next((r for r in told if not cast.quoted[r.first] and r.kind in PERSONS), None)
    near = who is not None and any(cast.quoted[who.first - 3 : who.first])
    return who.actors if who is not None and near else ()


def _given_name(cast: Cast, person: Person) -> str:
    """The first word of a name of several, for "Quen" that of the office-holder; "" where it is not known."""
    if len(person.key) > 1:
        return person.key[0]
    words = (known_as(cast, person) or "").split()
    return fold(words[0]) if len(words) > 1 else ""


def _name_peoples(cast: Cast) -> None:
    """Say whom "The Norwegian" means that does something: the one person of that country who has a name."""
    for ref in cast.refs:
        the = cast.tokens.lower[ref.first - 1] == "the"
        if not (the and ref.kind == "place" and ref.adjectival and ref.country):
            continue
        beside = cast.tokens.lower[ref.last] == "," and cast.is_a(ref.last + 1, "a_or_an")
        acts = cast.is_a(ref.last, "said", "modal", "telephoned")
        if beside or acts or cast.tokens.lower[ref.last].endswith("ed"):
            theirs = [p for p in cast.people if p.actor.country == ref.country and p.actor.name]
            if len(theirs) == 1:
                ref.kind, ref.actors = "nominal", (theirs[0].actor.id,)
                ref.adjectival, ref.definite = False, True


def _is_open(person: Person) -> bool:
    """Whether neither a name nor the gender is known."""
    return not person.actor.name and person.actor.gender is None


def _is_object(cast: Cast, ref: Ref) -> bool:
    """Whether a pronoun is whom something is done to: "him", and "her" before no noun."""
    word, behind = cast.tokens.lower[ref.first], ref.last
    free = cast.is_a(behind, "preposition", "clause_end", "behind_object", "article")
    return word == "him" or (word == "her" and (free or not cast.tokens.lower[behind]))


def _acts_on(cast: Cast, ref: Ref) -> bool:
    """Whether the subject of the sentence does something to whom a pronoun means: "A rang B and accused him".

    "He had told him", too: nobody tells himself.
    """
    verb = before = ref.first - 1
    while cast.is_a(before - 1, "before_act"):
        before -= 1
    return cast.is_a(before - 1, "and_then", "he_or_she") and not cast.is_a(verb, "preposition")


def _oblique(cast: Cast, ref: Ref) -> bool:
    """Whether the words stand behind a preposition, or own something other than the office that speaks for them."""
    if cast.tokens.lower[ref.last] == "'s":
        return not cast.is_a(ref.last + 1, "speaks_for")
    i, words = ref.first - 1, cast.tokens.words
    for back in range(_DESCRIBED):  # "from the opposition leader, Ilvar Quen"
        if i - back > 0 and cast.is_a(i - back, "article"):
            i -= back + 1
            break
        mark = not words[i - back].isalpha() or cast.is_a(i - back, "preposition")
        if mark or cast.is_a(i - back, "talk_noun"):  # "In the call Quen had with Moe, he"
            break
    return i >= 0 and cast.is_a(i, "preposition")


def _is_topic(cast: Cast, ref: Ref) -> bool:
    """Whether a sentence opens with whom or whose view it tells of: "As for Quen, he", "In Quen's view it was"."""
    words = range(cast.span(ref)[0], ref.first)
    owns = cast.tokens.lower[ref.last] == "'s" and cast.is_a(ref.last + 1, "view")
    whose = owns or any(cast.is_a(k, "view") for k in words)
    leads = all(cast.is_a(k, "opens_topic", "leads_to_topic", "view") for k in words)
    return bool(words) and leads and (whose or cast.is_a(words[0], "opens_topic"))


# Who says "I" where no quotation marks stand around it.


def signer(cast: Cast) -> int | None:
    """Return the actor whose statement a text is: "Statement by President Quen", "Ilvar Quen, Foreign Minister"."""
    tokens = cast.tokens
    last = len(tokens.first)
    for sentence in [*range(min(last, _HEAD)), *range(last - 1, max(0, last - 1 - _FOOT), -1)]:
        first, end = tokens.first[sentence], tokens.last[sentence]
        for ref in _officials(cast, first, end)[: _HEAD if sentence < _HEAD else 1]:
            by = ref.first - 1
            by -= by >= first and tokens.lower[by] == "the"
            # "Statement by", "remarks of the"
            stated = by > first and cast.is_a(by, "stated_by") and _is_statement(cast, first, by)
            begin = first + (tokens.words[first] in DASHES or tokens.lower[first] in ("the", "by"))
            last_of_name = end - cast.is_a(end - 1, "post_nominal")  # "The Hon. Ilvar Quen MP"
            byline = ref.first == begin and ref.last >= last_of_name - 1 and ref.kind == "person"
            byline = byline and tokens.words[end - 1] not in ".!?"
            if byline or (stated and sentence < _HEAD):
                return ref.actors[0] if len(ref.actors) == 1 else None
    return None


def _is_statement(cast: Cast, first: int, by: int) -> bool:
    """Whether a line tells of a statement "by" somebody: "Remarks of", "Statement to the House by"."""
    if cast.is_a(by - 1, "statement"):
        return True
    said = next((k for k in range(first, by) if cast.is_a(k, "statement")), by)
    to_whom = (
        said < by and cast.tokens.lower[by] == "by" and cast.tokens.sentence[by] in cast.headings
    )
    return to_whom and not any(cast.is_a(k, "about_what") for k in range(said, by))


def labelled(cast: Cast, i: int) -> list[int] | None:
    """Return who speaks at token ``i`` of a transcript ("PRESIDENT QUEN: ..."), None where it is none."""
    tokens = cast.tokens
    at = tokens.sentence[i]
    for sentence in range(at, max(-1, at - _TURN), -1):
        first, end = tokens.first[sentence], tokens.last[sentence]
        head = tokens.words[first : min(end, first + _LABEL)]
        label = head[: head.index(":")] if ":" in head else []
        if sentence not in cast.paragraph_starts or not label:
            continue
        small = any(word[0].isalpha() and not word.isupper() for word in label)
        if small and not _is_speaker(cast, first, first + len(label)):
            continue
        refs = _officials(cast, first, first + len(label))[:1]
        nameless = any(ref.kind == "nominal" and not ref.country for ref in refs)
        if nameless and cast.official and cast.source:
            own = cast.author is None or cast.author[0].office_kind == refs[0].office_kind
            return [cast.narrator] if own else []
        return [actor for ref in refs for actor in ref.actors]
    return None


def _is_speaker(cast: Cast, first: int, end: int) -> bool:
    """Whether words before a colon are who speaks in a house: "Hon. Ilvar Quen (Minister of State)"."""
    titled = any(cast.is_a(k, "title_in_a_house") for k in (first, first + 1))
    refs, words = cast.refs_between(first, end), cast.tokens.words
    told = {k for r in refs for k in range(r.first, r.last)}
    plain = all(k in told or not words[k].islower() for k in range(first, end))
    return plain and any(r.name for r in refs) and (titled or "(" in words[first:end])


def _officials(cast: Cast, first: int, last: int) -> list[Ref]:
    return [r for r in cast.refs_between(first, last) if r.kind in PERSONS and not r.plural]
