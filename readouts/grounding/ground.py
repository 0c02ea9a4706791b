"""From a report and a model's answer to the records that may enter the warehouse.

What belongs here: the order of the checks, and the making of the records. What does not: any check, each in its own
module, and the joining with the rules' reading (``readouts.joining``).

What an answer says enters only where the text carries it. A piece that fails is a fault and stays out; what stands
stays. Words and offsets are the text's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from readouts.domain.records import Call, Doubt, ParsedArticle, Party, Reaction, Report, Role
from readouts.grounding.actors.cast import Cast, cast_of
from readouts.grounding.actors.names import Words, telling_words, words_of
from readouts.grounding.actors.sides import sides_of, surely, toward_is_told, weights_of
from readouts.grounding.addressed import speaks_to_the_reader
from readouts.grounding.answer import ALL, SaidCall, SaidParty, SaidReaction, read_answer
from readouts.grounding.call_words import faulty_medium
from readouts.grounding.dating import day_of
from readouts.grounding.denial import is_denied
from readouts.grounding.document import Document, read_document
from readouts.grounding.evidence import faulty_evidence, is_of_another_stance, place_of
from readouts.grounding.faults import Effect, Fault, fault
from readouts.grounding.fields import faulty_words, party_of, place_told
from readouts.grounding.roles.acting import actor_of
from readouts.grounding.roles.holders import faulty_holder, is_unclear
from readouts.grounding.roles.other_calls import Calls
from readouts.grounding.roles.ringing import faulty_initiator
from readouts.grounding.roles.taking_part import not_in_call
from readouts.grounding.standing import Standing, is_same, letters_of
from readouts.reference.stances.coherence import contradictions, without_contradictions

_MANY = 3
"""From so many parties on a call is a conference."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """What stands of an answer, the calls in its order, and what does not."""

    article: ParsedArticle
    faults: tuple[Fault, ...]


def ground(
    report: Report, answer: object, *, model: str | None = None, trusts_countries: bool = False
) -> Grounded:
    """Return what the text carries of an answer; never raises, whatever the answer is.

    Args:
        answer: any JSON value, meant to be of the schema. model: the name of the model that gave it. trusts_countries:
        whether this model's countries were measured right, so that one that it alone tells is not doubtful.
    """
    return _Grounding(report, model, trusts_countries).run(answer)


@dataclass(slots=True)
class _Grounding:
    """One answer being held against one report."""

    report: Report
    model: str | None
    trusts_countries: bool
    faults: list[Fault] = field(default_factory=list)
    mains: frozenset[str] = frozenset()
    is_alone: bool = False
    named: set[str] = field(default_factory=set)
    general: tuple[Doubt, ...] = ()
    document: Document = field(init=False)
    words: Words = field(init=False)
    calls: Calls = field(init=False)

    def run(self, answer: object) -> Grounded:
        said, self.faults = read_answer(answer)
        if not said:
            return Grounded(ParsedArticle((), ()), tuple(self.faults))
        self.document = read_document(self.report)
        self.words = Words(self.document.view, self.report.language)
        if speaks_to_the_reader(self.document):
            self.general = ("speaks-to-reader",)
        self.mains, self.is_alone = _mains(said), len(said) == 1
        self.named = {party.name for call in said for party in call.parties if party.name}
        begun = [one for call in said if (one := self._begun(call)) is not None]
        elsewhere: dict[str, set[str]] = {}
        for one in begun:
            for party, weights in zip(one.cast.parties, one.weights, strict=True):
                for label in surely(weights):
                    elsewhere.setdefault(label, set()).add(party.name or "")
        for one in begun:
            self._judge(one, elsewhere)
        standing = self._once(begun)
        self.calls = Calls(self.document, [one.cast for one in standing])
        found = [self._record(number, one) for number, one in enumerate(standing)]
        article = ParsedArticle(tuple(call for call in found if call is not None), ())
        return Grounded(article, tuple(self.faults))

    def _note(self, kind: str, path: str, value: object, effect: Effect) -> None:
        self.faults.append(fault(kind, path, value, effect))

    def _begun(self, said: SaidCall) -> Standing | None:
        document, words = self.document, self.words
        told = place_told(document, words, said)
        if isinstance(told, str):
            self._note(told, f"{said.path}.told", said.told, "refused")
            return None
        parties = [party for party in said.parties if self._is_named(party)]
        others = self.named - {party.name for party in said.parties}
        cast = cast_of(document, words, parties, others)
        many = len(said.parties) >= _MANY
        strangers = [place for word in self._of_others(said) for place in words.forms(word)]
        absent = not_in_call(document, cast, told, strangers, many=many, mains=self.mains)
        for number in absent:
            party = parties[number]
            self._note("not_in_call", party.path, party.name or party.as_written, "refused")
        if absent:
            parties = [party for number, party in enumerate(parties) if number not in absent]
            cast = cast_of(document, words, parties, others)
        if len(parties) < 2:
            self._note("too_few", said.path, said.told, "refused")
            return None
        return Standing(said, told, cast, weights_of(document, cast))

    def _judge(self, one: Standing, elsewhere: Mapping[str, set[str]]) -> None:
        document, said, told, cast = self.document, one.said, one.told, one.cast
        verdicts = sides_of(document, cast, one.weights, elsewhere)
        for party, verdict in zip(cast.parties, verdicts, strict=True):
            if verdict.fault:
                self._note(verdict.fault, f"{party.path}.country", party.country, "opened")
        if faulty_medium(document, said.medium, told):
            self._note("medium_not_told", f"{said.path}.medium", said.medium, "opened")
            said.medium = "unspecified"
        one.initiator = self._initiator(cast, said, told)
        one.date, one.basis, kind = day_of(document, said, told, alone=self.is_alone)
        if kind == "not_in_text":
            self._note(kind, f"{said.path}.date_words", said.date_words, "opened")
        elif kind is not None:
            self._note(kind, f"{said.path}.date", said.date, "opened")
        one.parties = [
            party_of(document, party, verdict, told, _role(number, one.initiator))
            for number, (party, verdict) in enumerate(zip(cast.parties, verdicts, strict=True))
        ]

    def _is_named(self, party: SaidParty) -> bool:
        """Whether a party's words are the text's; an office that is not is left open."""
        wrong = faulty_words(self.document, self.words, party)
        if wrong is None:
            return True
        kind, key = wrong
        path = f"{party.path}.{key}" if key else party.path
        value = getattr(party, key or "letter")
        if key == "office":
            self._note(kind, path, value, "opened")
            party.office = None
            return True
        self._note(kind, path, value, "refused")
        return False

    def _of_others(self, said: SaidCall) -> set[str]:
        """Return the words of names of those who take part in other calls of the answer only."""
        language = self.report.language
        own = {word for p in said.parties for word in words_of(p.name or "", language)}
        return {word for name in self.named for word in telling_words(name, language)} - own

    def _initiator(self, cast: Cast, said: SaidCall, told: tuple[int, int]) -> int | None:
        if said.initiator is None:
            return None
        kind: str | None = "no_letter"
        if (number := _numbered(cast, said.initiator)) is not None:
            kind = faulty_initiator(self.document, cast, number, told, alone=self.is_alone)
        if kind is None:
            return number
        self._note(kind, f"{said.path}.initiator", said.initiator, "opened")
        return None

    def _once(self, standing: list[Standing]) -> list[Standing]:
        """Return each call once; one that is told again gives its reactions to the first."""
        kept: list[Standing] = []
        for one in standing:
            first = next((other for other in kept if is_same(one, other)), None)
            if first is None:
                kept.append(one)
                continue
            self._note("told_twice", one.said.path, one.said.told, "noted")
            letters = letters_of(one, first)
            first.said.reactions += [
                replace(reaction, by=letters.get(reaction.by, reaction.by))
                for reaction in one.said.reactions
            ]
            if not first.date:
                first.date, first.basis = one.date, one.basis
        return kept

    def _record(self, number: int, one: Standing) -> Call | None:
        reactions: dict[Reaction, SaidReaction] = {}
        for said in one.said.reactions:
            reaction = self._reaction(number, one, said)
            if reaction is not None:
                reactions.setdefault(reaction, said)
        doubts = self.general
        if any(self._is_doubtful(party) for party in one.parties):
            doubts = (*doubts, "country-by-model")
        call = Call(
            one.date,
            one.basis,
            one.said.medium,
            one.initiator,
            tuple(one.parties),
            tuple(reactions),
            *self.document.quoted(one.told),
            read_by="model",
            model=self.model,
            doubts=doubts,
        )
        wrong = contradictions(call, self.report.published)
        for against in wrong:
            if against.reaction is None:
                self._note(against.kind, one.said.path, one.said.told, "refused")
            else:
                said = reactions[against.reaction]
                self._note(against.kind, said.path, said.toward or said.by, "refused")
        return without_contradictions(call, wrong)

    def _is_doubtful(self, party: Party) -> bool:
        return party.country_basis == "model" and not self.trusts_countries

    def _reaction(self, number: int, one: Standing, said: SaidReaction) -> Reaction | None:
        document, doubts = self.document, self.general
        joint = said.by.casefold() == ALL
        who = None if joint else _numbered(one.cast, said.by)
        if who is None and not joint:
            self._note("no_letter", f"{said.path}.by", said.by, "refused")
            return None
        place = place_of(document, said.evidence, one.told)
        kind = faulty_evidence(document, place)
        if kind is not None or place is None:
            self._note(kind or "not_in_text", f"{said.path}.evidence", said.evidence, "refused")
            return None
        kind = None if who is None else faulty_holder(document, one.cast, who, said.stance, place)
        stands = "here" if joint else self.calls.stands_with_another(number, place)
        if kind is None and stands == "with another":
            kind = "other_call"
        if kind is not None:
            self._note(kind, f"{said.path}.by", said.by, "refused")
            return None
        toward = said.toward
        if toward and not toward_is_told(document, one.parties, toward, place):
            self._note("toward_not_named", f"{said.path}.toward", toward, "opened")
            toward = None
        if stands == "perhaps with another":
            doubts = (*doubts, "unclear-call")
        if is_of_another_stance(document, said.stance, place):
            doubts = (*doubts, "other-stance")
        if is_denied(document, said.stance, place):
            doubts = (*doubts, "denied")
        if who is not None and (
            is_unclear(document, one.cast, who, said.stance, place)
            or actor_of(document, one.cast, place) not in (None, who)
        ):
            doubts = (*doubts, "unclear-holder")
        party = one.parties[who] if who is not None else None
        if party is not None and self._is_doubtful(party):
            doubts = (*doubts, "country-by-model")
        return Reaction(
            "joint" if party is None else party.name,
            party.country if party else None,
            party.organisation if party else None,
            said.stance,
            toward,
            *document.quoted(place),
            "model",
            read_by="model",
            model=self.model,
            doubts=doubts,
        )


def _mains(said: list[SaidCall]) -> frozenset[str]:
    """Return the names of those who take part in most calls of an answer, where there are several."""
    counts = Counter(party.name for call in said for party in call.parties if party.name)
    return frozenset(name for name, count in counts.items() if count > 1 and 2 * count > len(said))


def _role(number: int, initiator: int | None) -> Role:
    if initiator is None:
        return "participant"
    return "initiator" if number == initiator else "recipient"


def _numbered(cast: Cast, letter: str) -> int | None:
    return next((n for n, party in enumerate(cast.parties) if party.letter == letter), None)
