"""Layer 3b: who is meant where no group of people that is known stands before a verb.

What belongs here: who says "I", whom a bare title or "he" means that has a call ("The Minister also received a call
from X"), and that somebody's aide or nobody known has it, so that no one is put in its place. What does not: groups
and the verbs that they are subjects of (``groups``), whose statement a text is as a whole (``pronouns``), whom a title
means where it has no call (``actors``), and the sides of a call (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import like_office, office_words, same_words
from readouts.parse.actors.people.pronouns import labelled
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import KIN, OWNER, SUBJECT, Search
from readouts.parse.calls.parties.groups import actors_of, groups_before, groups_of, last_subject

_NEAR = 6
_QUOTE = 6
"""How many sentences back the speaker of a quotation is looked for."""
_SAYS = 5
"""Within so many words behind a name stands that it says something: "has this evening issued"."""
_NOTE = 25
"""A note in the first person is of few sentences; a transcript of many."""
_BEFORE = 12
"""Among so many sentences before a title stand those whom it may mean."""
_OWNED = 5
"""So many words at most say who of somebody's it is: "Quen's former right-hand man"."""
_BACK = 60
"""Among so many calls told last it is looked whether two have had one."""
_OBJECT = 6
"""Among so many words before a call stands the verb that has it for its object."""


def is_first_person(s: Search, i: int) -> bool:
    """ "I called", "we have also spoken", "I had a good call": whether token ``i`` is a verb of "I"."""
    words = s.tokens.words
    for j in range(i - 1, max(s.opening(i), i - _NEAR) - 1, -1):
        if words[j] == "I" or s.lower[j] == "we":
            return True
        if not words[j].isalnum() or words[j][0].isupper():
            return False
    return False


def speaker(s: Search, i: int) -> list[int]:
    """Return who speaks in the first person at token ``i``.

    In quotation marks, the first official of the sentence, or of those before, who is said to speak; outside,
    whoever's statement the text is.
    """
    if not s.cast.quoted[i]:
        turn = labelled(s.cast, i)
        return turn if turn is not None else [] if s.signer is None else [s.signer]
    sentence = s.tokens.sentence[i]
    for here in range(sentence, max(-1, sentence - _QUOTE), -1):
        for group in groups_of(s, here)[:20]:
            who, begin, end = group.refs[0].actors, group.refs[0].first, group.last
            if s.cast.quoted[begin] or group.role != SUBJECT or len(who) != 1:
                continue
            says = s.has("saying", begin - 2, begin) or s.has("saying", end, end + _SAYS)
            if s.people[who[0]].may_be_party() and (says or s.lower[end] == ":"):
                return list(who)
        if any(not s.cast.quoted[k] and s.lower[k] == ":" for k in range(s.span(here)[0], i)):
            break  # "Minister Quen in parliament: "I spoke": nobody of whom was told before
    return []


def narrator(s: Search, i: int) -> list[int]:
    """Return who writes "I spoke with ..." on an official page that nowhere names the writer, or is the writer's."""
    note = (len(s.sentences) <= _NOTE or s.cast.author is not None) and not s.cast.quoted[i]
    return [s.cast.narrator] if note and s.cast.official and s.cast.source else []


def told_last(s: Search, cue: Cue) -> list[int]:
    """Who may be "he" in "he called me": the parties of the call told last; nobody for "My mother called me"."""
    who = s.back(cue.first - 1, "fill", "to_have")
    he = who < s.opening(cue.first) or s.is_a(who, "subject_pronoun")
    return s.latest if he else []


def whose(s: Search, cue: Cue, left: list[int], right: list[int]) -> list[int] | None:
    """Take a bare title for the one whose calls the story tells; None where it, or "he", may be either of two."""
    groups = [g for g in groups_before(s, cue.first) if g.role in (SUBJECT, OWNER)]
    ref = groups[-1].refs[-1] if groups and len(groups[-1].refs) == 1 else None
    principal = s.principal
    if ref is None or len(left) != 1 or left[0] in (principal, *right):
        return left
    if ref.kind == "pronoun" and principal is not None:
        told = any({principal, left[0]} == set(frame.parties) for frame in s.frames[-_BACK:])
        owns = s.series is not None and told and ref.last == cue.first  # "In his conversation with"
        acts = groups[-1].role == SUBJECT and _goes_on(s, cue, principal, left[0], ref)
        return None if owns or acts else left
    if ref.kind != "nominal" or ref.side or ref.plural or ref.counterpart:
        return left
    if principal is not None:
        alike = s.people[left[0]].rank() == s.people[principal].rank()
        home = s.place(left[0]) == s.cast.source is not None
        return [principal] if alike and not home and principal not in right else left
    begin = s.tokens.first[max(0, s.here - _BEFORE)]
    named = {a for r in s.refs_between(begin, ref.first) if r.name for a in r.actors} - {*right}
    kind, words = ref.office_kind or "", office_words(ref.office or "")
    holders = [
        p
        for p in map(s.people.__getitem__, named)
        if same_words(p, words) or like_office(p, kind, words)
    ]
    return None if len({p.actor.place for p in holders if p.actor.place}) > 1 else left


def _goes_on(s: Search, cue: Cue, principal: int, other: int, ref: Ref) -> bool:
    """Whether "he then spoke with", "On Monday she rang" may go on with whose calls the story tells.

    Another named last may be whom he rang before, or somebody at home of whom no call has been told.
    """
    genders = {s.people[a].actor.gender for a in (principal, other)}
    first, near = s.span(s.here)[0], (cue.first - 2, cue.last + 1)
    goes_on = s.has("goes_on", first, ref.first) or s.has("goes_on", *near) or s.has("also", *near)
    timed = goes_on or any(first <= when.first < ref.first for when in s.times)
    told = any(other in frame.parties for frame in s.frames[-_BACK:])
    told = told or any(other in r.actors for r in s.refs_between(first, ref.first))
    at_home = s.place(other) in ("", s.place(principal)) and not told
    if {principal, other} <= set(s.latest):
        timed = goes_on or (timed and s.here in s.cast.paragraph_starts)
    else:
        timed = timed and at_home
    return timed and (None in genders or len(genders) == 1)


def is_of_aide(s: Search, cue: Cue) -> bool:
    """Whether somebody's aide is the subject: "A spokesman for Minister Quen spoke by phone", "Quen's envoy spoke"."""
    first, subject = s.opening(cue.first), last_subject(s, cue.first)
    unknown = subject is None or (subject.refs[-1].kind == "pronoun" and not actors_of(s, subject))
    begin = first
    if subject is not None and not unknown:
        begin = subject.last if subject.refs[-1].name else subject.first
    group = next(iter(groups_before(s, cue.first)[-1:]), None)
    his = group is not None and group.role == OWNER and cue.first - group.last <= _OWNED
    if group is not None and (group.role == KIN or (his and cue.kind in ("with", "direct"))):
        return True  # "an aide to Quen spoke", "Quen's right-hand man spoke"
    kin = (k for k in range(begin, cue.first) if s.is_a(k, "kin") or s.cast.is_a(k, "family"))
    refs = [r for r in s.refs_between(first, cue.first) if r.name]
    return any(not any(r.first <= k < r.last for r in refs) for k in kin)


def is_of_others(s: Search, cue: Cue) -> bool:
    """Whether what belongs to somebody is the subject: "The family of Quen rang", "The party of Quen got a call"."""
    group = next(iter(groups_before(s, cue.first)[-1:]), None)
    if group is None or group.role != "of" or groups_before(s, group.first):
        return False
    return cue.first - group.last <= _OWNED and "," not in s.lower[group.governor : cue.first]


def has_subject(s: Search, cue: Cue) -> bool:
    """Whether a verb that has the call for its object has a noun or a name before it: "Speaker Mar received a call"."""
    first, verb, strictly = s.opening(cue.first), cue.first, True
    if cue.kind not in ("with", "direct"):
        near = range(cue.first - 1, max(first, cue.first - _OBJECT) - 1, -1)
        verb = s.find(near, "holds")
        strictly = verb < 0
        # A call is only the occasion of "Mar discussed tariffs in a phone call with".
        if strictly and s.find(near[:3], "inside") >= 0:
            words = range(first + 1, cue.first)
            past = (k for k in words if s.lower[k].endswith("ed") or s.is_a(k, "finite"))
            verb = next(past, -1)
    who = verb - 1 - s.is_a(verb - 1, "to_have")
    known = [r for r in s.refs_between(first, who) if r.last >= who - 1]
    if verb > first and s.is_a(who, "who") and not (known or s.is_a(who - 1, "these")):
        return True  # "a source who has talked to Quen"
    return verb > first and _is_somebody(s, _head(s, verb - 1), strictly=strictly)


def _head(s: Search, at: int) -> int:
    """The last word of a verb's subject: before adverbs, auxiliaries, and an aside between commas."""
    first = s.tokens.first[s.here]
    while at > first and (s.is_a(at, "today", "to_have") or s.lower[at] == "was"):
        at -= 1
    if s.lower[at] != ",":
        return at
    opens = next((k for k in range(at - 1, first, -1) if s.lower[k] == ","), -1)
    return opens - 1 if opens > 0 and not s.is_a(first, "preposition") else -1


def _is_somebody(s: Search, at: int, *, strictly: bool) -> bool:
    """Whether a word ends a noun phrase; ``strictly``: a name, or words for an official."""
    first = s.tokens.first[s.here]
    word = s.tokens.words[at] if at >= first else ","
    if not word[0].isalpha() or s.is_a(at, "no_subject", "fill"):
        return False
    here = [
        r for r in s.refs_between(first, at + 1) if r.kind in PERSONS and r.first <= at < r.last
    ]
    if any(s.people[a].may_be_party() for r in here for a in r.actors):
        return False  # "King Quen, may God assist him, had"
    return bool(here) or (word[0].isupper() and at > first) or not strictly
