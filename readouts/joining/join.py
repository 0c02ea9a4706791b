"""Joining the rules' reading of a report with a model's.

What belongs here: which reading gives which field, and the doubts that follow from two readings. What does not: the
comparison (``matching``) and the numbers (``confidence``).

Where a model read the report, what the rules alone say is doubtful, unless the model has the same stance of the same
party in other words; where none did, the rules' reading counts, but for what a rule says that is weaker than the table
of weak rules allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readouts.domain.records import Call, Doubt, ParsedArticle, Party, Reaction, Report
from readouts.joining.confidence import Counts, earned_by_rules, is_weak, of_rule
from readouts.joining.matching import is_about_another, matched_calls, same_reactions, share_words
from readouts.reference.stances.coherence import contradictions, without_contradictions


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that contradicts itself, whoever read it, with the kind of contradiction."""

    kind: str
    call: Call
    reaction: Reaction | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What is known of a report from all who read it, and what was refused.

    ``whole`` holds what was refused too, for a gate that refuses it and keeps it with its reason.
    """

    article: ParsedArticle
    refused: tuple[Refused, ...]
    whole: ParsedArticle


def join(
    report: Report,
    rules: ParsedArticle,
    model: ParsedArticle | None = None,
    counts: Counts | None = None,
) -> Joined:
    """Return one reading of a report from the rules' and, where one read it, a model's.

    Args:
        rules: what the rules read. model: what stands of a model's answer, None where no model read the report. counts:
        those of that model; None where nobody measured it, and then its records carry no number.
    """
    if model is None:
        calls = [_of_rules(call, report.language) for call in rules.calls]
    else:
        counts = counts or Counts({})  # nobody measured this model: its records carry no number
        calls = [_with(call, counts, report.language) for call in _joined(rules, model, report)]
    kept: list[Call] = []
    refused: list[Refused] = []
    for call in calls:
        wrong = contradictions(call, report.published)
        refused += [Refused(one.kind, call, one.reaction) for one in wrong]
        stands = without_contradictions(call, wrong)
        if stands is not None:
            kept.append(stands)
    whole = ParsedArticle(tuple(calls), rules.unparsed)
    return Joined(ParsedArticle(tuple(kept), rules.unparsed), tuple(refused), whole)


def _joined(rules: ParsedArticle, model: ParsedArticle, report: Report) -> list[Call]:
    """Return the calls of both readings in the order of the text, each once."""
    matched = matched_calls(model.calls, rules.calls)
    taken = {j for j, _ in matched.values()}
    calls = [
        _one(call, rules.calls[matched[i][0]], matched[i][1], report) if i in matched else call
        for i, call in enumerate(model.calls)
    ]
    calls += [_alone(call) for j, call in enumerate(rules.calls) if j not in taken]
    return sorted(calls, key=lambda call: (call.start, call.end))


def _one(said: Call, ruled: Call, parties: dict[int, int], report: Report) -> Call:
    """Join one call of the model with the same of the rules.

    The model's words are kept, so that a record keeps its id when the rules change, and who rang. Of day and medium
    what one of them leaves open the other fills; where they tell two, neither is known.
    """
    sides = tuple(
        _party(party, ruled.parties[parties[i]]) if i in parties else party
        for i, party in enumerate(said.parties)
    )
    date, basis = (said.date, said.date_basis) if said.date else (ruled.date, ruled.date_basis)
    if ruled.date and date != ruled.date:
        date, basis = None, "open"
    media = {said.medium, ruled.medium} - {"unspecified"}
    doubts = said.doubts
    if not any(party.country_basis == "model" for party in sides):
        doubts = _without_country(doubts)
    call = replace(
        said,
        date=date,
        date_basis=basis,
        medium=media.pop() if len(media) == 1 else "unspecified",
        parties=tuple(_with_role(party, i, said.initiator) for i, party in enumerate(sides)),
        read_by="both",
        doubts=doubts,
    )
    return replace(call, reactions=tuple(_reactions(said, ruled, parties, call, report)))


def _party(said: Party, ruled: Party) -> Party:
    """Join one party: what the model leaves open is filled by the rules, whose country the text or a table tells."""
    known = said
    if not (said.country or said.organisation) and (ruled.country or ruled.organisation):
        known = replace(
            known,
            country=ruled.country,
            organisation=ruled.organisation,
            country_basis=ruled.country_basis,
        )
    elif said.country_basis == "model" and ruled.country == said.country:
        known = replace(known, country_basis=ruled.country_basis)
    return replace(
        known,
        name=said.name or ruled.name,
        name_written=said.name_written or ruled.name_written,
        office=said.office or ruled.office,
        office_kind=said.office_kind or ruled.office_kind,
        person=said.person or ruled.person,
    )


def _without_country(doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in doubts if doubt != "country-by-model")


def _with_role(party: Party, number: int, initiator: int | None) -> Party:
    if initiator is None:
        return replace(party, role="participant")
    return replace(party, role="initiator" if number == initiator else "recipient")


def _reactions(
    said: Call, ruled: Call, parties: dict[int, int], call: Call, report: Report
) -> list[Reaction]:
    """Return the reactions of both readings: the model's first, then what the rules have in words of their own."""
    theirs: list[tuple[int, Reaction]] = []
    for reaction in ruled.reactions:
        holder = _holder(ruled, reaction)
        there = next(
            (i for i, j in parties.items() if j == holder), holder if holder == _JOINT else _NOBODY
        )
        theirs.append((there, reaction))
    own = [(_holder(said, reaction), reaction) for reaction in said.reactions]
    same = same_reactions(own, theirs, report)
    found: list[Reaction] = []
    for i, (holder, reaction) in enumerate(own):
        ours = [r for j, (_, r) in enumerate(theirs) if (i, j) in same]
        joined = _of(call, holder, reaction)
        if ours:
            joined = replace(joined, read_by="both")
        told = {r.toward for r in ours if share_words(r, reaction)}
        if told:  # the rules have it from its words
            doubts = tuple(doubt for doubt in joined.doubts if doubt not in _SETTLED)
            toward = joined.toward or (told.pop() if len(told) == 1 else None)
            beside = any(not r.in_call for r in ours if share_words(r, reaction))
            joined = replace(joined, doubts=doubts, toward=toward, in_call=not beside)
        elif _is_read_otherwise(reaction, holder, own, theirs):
            joined = replace(joined, doubts=(*joined.doubts, "other-reading"))
        found.append(joined)
    sure = [(there, r) for (there, _), r in zip(own, found, strict=True) if not r.doubts]
    joint = {j for _, j in same}
    for holder, reaction in (one for j, one in enumerate(theirs) if j not in joint):
        alone: tuple[Doubt, ...] = () if _is_confirmed(reaction, holder, sure) else ("rules-alone",)
        found.append(replace(_of(call, holder, reaction), doubts=(*reaction.doubts, *alone)))
    return found


def _is_confirmed(reaction: Reaction, holder: int, sure: Sequence[tuple[int, Reaction]]) -> bool:
    """Whether the model has the stance from the same party in other words, toward the same where the rules say whom."""
    same = [r for there, r in sure if (there, r.stance) == (holder, reaction.stance)]
    return any(reaction.toward in (None, r.toward) for r in same)


_SETTLED: frozenset[Doubt] = frozenset({"other-stance", "denied", "unclear-holder"})
"""Doubts of one reader that go where the other has the same of the same words."""
_MOSTLY = 0.6
"""So much of the longer of two clauses is shared where they are one."""
_JOINT = -1
_NOBODY = -2


def _holder(call: Call, reaction: Reaction) -> int:
    """Return which party of a call holds a reaction: its number, ``_JOINT``, or ``_NOBODY`` where none does."""
    if reaction.speaker == "joint":
        return _JOINT
    for i, party in enumerate(call.parties):
        side = (party.name, party.country, party.organisation)
        if side == (reaction.speaker, reaction.country, reaction.organisation):
            return i
    return _NOBODY


def _of(call: Call, holder: int, reaction: Reaction) -> Reaction:
    """Return a reaction as one of the joined call's party."""
    if holder < 0:
        return reaction
    party = call.parties[holder]
    doubts = reaction.doubts
    if party.country_basis != "model":
        doubts = _without_country(doubts)
    return replace(
        reaction,
        speaker=party.name,
        country=party.country,
        organisation=party.organisation,
        doubts=doubts,
    )


def _is_read_otherwise(
    reaction: Reaction,
    holder: int,
    said: Sequence[tuple[int, Reaction]],
    ruled: Sequence[tuple[int, Reaction]],
) -> bool:
    """Whether the rules read the same words as another party's, and the model does not too; or as about somebody else.

    What one reader has and the other leaves out of words that both read ("both leaders agreed", of which the rules
    give one side) contradicts nothing.

    Args:
        said: holders and reactions of the model's call. ruled: those of the rules', by the parties of the model's.
    """
    clause = [(there, r) for there, r in ruled if _are_one_clause(r, reaction)]
    same = [r for there, r in clause if (there, r.stance) == (holder, reaction.stance)]
    if same:
        return all(is_about_another(r, reaction) for r in same)
    theirs = [(there, r.stance) for there, r in clause]
    if not theirs or any(there == _NOBODY for there, _ in theirs) or holder == _JOINT:
        return False
    if any(there in (holder, _JOINT) for there, _ in theirs):
        return False
    ours = {(there, r.stance) for there, r in said if share_words(r, reaction)}
    return not any(reading in ours or reading[0] == _JOINT for reading in theirs)


def _are_one_clause(one: Reaction, other: Reaction) -> bool:
    """Whether two readings rest on mostly the same words; of two stances in one sentence each has its clause."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _MOSTLY * max(one.end - one.start, other.end - other.start)


def _alone(call: Call) -> Call:
    doubts: tuple[Doubt, ...] = (*call.doubts, "rules-alone")
    reactions = tuple(replace(r, doubts=(*r.doubts, "rules-alone")) for r in call.reactions)
    return replace(call, doubts=doubts, reactions=reactions)


def _of_rules(call: Call, language: str) -> Call:
    """Give what the rules read, where no model did, the confidence that each rule has earned."""
    call = _with(call, earned_by_rules(), language)
    reactions = []
    for reaction in call.reactions:
        assert reaction.confidence is not None, "the rules were counted"
        number = of_rule(reaction.confidence, reaction.rule, language)
        doubts: tuple[Doubt, ...] = ("weak-rule",) if is_weak(number, language) else ()
        reactions.append(replace(reaction, confidence=number, doubts=(*reaction.doubts, *doubts)))
    return replace(call, reactions=tuple(reactions))


def _with(call: Call, counts: Counts, language: str) -> Call:
    """Give a call and its reactions the confidence that records like them have earned.

    What the rules read in other words than the model, and it confirms, nobody counted.
    """
    reactions = tuple(
        replace(r, confidence=counts.confidence("reaction", r.read_by, language))
        if r.doubts or call.read_by == r.read_by or r.read_by != "rules"
        else r
        for r in call.reactions
    )
    number = counts.confidence("call", call.read_by, language)
    return replace(call, confidence=number, reactions=reactions)
