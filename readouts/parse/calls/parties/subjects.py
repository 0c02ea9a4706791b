"""Layer 3b: who is meant where no group of people that is known stands before a verb.

What belongs here: who says "I", whom a bare title means that has a call ("The Minister also received a call from X"),
"the latter" or "he", and that somebody's aide or nobody known has it, so that no one is put in its place. What does
not: groups and the verbs that they are subjects of (``groups``), whose statement a text is as a whole (``signers``),
whom a title means where it has no call (``actors``), and the sides of a call (``sides``).
"""

from __future__ import annotations

from readouts.parse.actors.people.person import (
    LEADERS,
    Person,
    like_office,
    office_words,
    same_words,
)
from readouts.parse.actors.people.signers import labelled
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import KIN, OWNER, SUBJECT, Search
from readouts.parse.calls.parties.groups import groups_before, groups_of, last_subject

_BACK = 60
"""Among so many calls told last it is looked whether somebody has had one."""
_NEAR = 6
_QUOTE = 6
"""How many sentences back the speaker of a quotation is looked for."""
_SAYS = 5
"""Within so many words behind a name stands that it says something: "has this evening issued"."""
_SPEECH = 60
"""How many, where all of them stand in quotation marks."""
_NOTE = 25
"""A note in the first person is of few sentences; a transcript of many."""
_BEFORE = 12
"""Among so many sentences before a title stand those whom it may mean."""
_OWNED = 4
"""So many words at most say who of somebody's it is: "Quen's former right-hand man"."""
_NAMED = 12
"""So many words at most are an office with its name."""
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
    last = max(-1, sentence - _QUOTE)
    for here in range(sentence, max(-1, sentence - _SPEECH), -1):
        for group in groups_of(s, here)[:20]:
            who, begin, end = group.refs[0].actors, group.refs[0].first, group.last
            if s.cast.quoted[begin]:
                continue
            says = s.has("saying", begin - 2, begin) or s.has("saying", end, end + _SAYS)
            official = len(who) == 1 and s.people[who[0]].may_be_party()
            if group.role == SUBJECT and official and (says or s.lower[end] == ":"):
                return list(who)
        if here <= last and not s.cast.quoted[s.span(here)[0]]:
            break
    return []


def narrator(s: Search, i: int, sentences: int) -> list[int]:
    """Return who writes "I spoke with ..." on an official page that nowhere names the writer."""
    if not (s.cast.official and s.cast.source) or s.cast.quoted[i] or sentences > _NOTE:
        return []
    return [] if labelled(s.cast, i) is not None else [s.cast.narrator()]


def page_owner(s: Search) -> list[int]:
    """Return whose calls an official page lists: the only one of its state that it names before: "Call from X"."""
    first, _ = s.span(s.here)
    named = {a for ref in s.refs_between(0, first) if ref.kind in PERSONS for a in ref.actors}
    own = [a for a in named if s.people[a].actor.name and s.place(a) == s.cast.source]
    return own if s.cast.official and s.cast.source and len(own) == 1 else []


def titled(s: Search, cue: Cue, left: list[int], right: list[int]) -> list[int] | None:
    """Take a bare title for the one whose calls the story tells; None where it may be either of two.

    Of several named before it is the one of the source's country.
    """
    principal, people = s.principal, s.people
    ref = _bare(s, cue)
    if ref is None or len(left) != 1 or left[0] in (principal, *right):
        return left
    if principal is not None:
        told, other = people[left[0]], people[principal]
        if told.actor.country == s.cast.source is not None and other.actor.country != s.cast.source:
            return left  # "Kenya's minister rang Minister Quen. The minister then rang" is Quen at home
        alike = people[left[0]].rank() == people[principal].rank()
        return [principal] if alike and principal not in right else left
    meant = [p for p in _named_before(s, ref) if p.actor.id not in right]
    if len({p.actor.place for p in meant}) < 2:
        return left
    home = [p.actor.id for p in meant if p.actor.country == s.cast.source is not None]
    return home if len(home) == 1 else None


def _bare(s: Search, cue: Cue) -> Ref | None:
    """The title without a name or a country that the sentence has for the one side."""
    groups = [g for g in groups_before(s, cue.first) if g.role in (SUBJECT, OWNER)]
    ref = groups[-1].refs[0] if groups and len(groups[-1].refs) == 1 else None
    if ref is None or ref.kind != "nominal" or ref.side or ref.plural or ref.counterpart:
        return None
    return ref


def _named_before(s: Search, title: Ref) -> list[Person]:
    """Those named before a title in the sentences near it who hold such an office."""
    kind, words = title.office_kind or "", office_words(title.office or "")
    begin = s.tokens.first[max(0, s.here - _BEFORE)]
    named = {a for r in s.refs_between(begin, title.first) if r.name for a in r.actors}
    return [
        p
        for p in (s.people[a] for a in sorted(named))
        if p.may_be_party() and p.actor.place and not p.former
        if same_words(p, words) or like_office(p, kind, words) or kind == p.kind in LEADERS
    ]


def again(s: Search, cue: Cue, left: list[int]) -> list[int]:
    """Whose round it is, where "he then spoke with", "On Monday she rang" may as well be of another named last.

    He may be whom the one whose round it is rang before, or somebody at home of whom no call has been told.
    """
    principal, subject = s.principal, last_subject(s, cue.first)
    if len(left) != 1 or principal is None or principal == left[0]:
        return left
    if s.series is not None and s.is_a(cue.first - 1, "his_or_her"):
        # "A rang several. ... In his conversation with D": his whose round it is, not whom he rang before
        rung = any(set(frame.parties) == {principal, left[0]} for frame in s.frames[-_BACK:])
        return [principal] if rung else left
    if subject is None or subject.refs[-1].kind != "pronoun":
        return left
    genders = {s.people[a].actor.gender for a in (principal, left[0])}
    near = cue.first - 2, cue.last + 1
    goes_on = s.has("goes_on", *near) or s.has("also", *near)
    first = s.span(s.here)[0]
    timed = any(first <= when.first < subject.first for when in s.times)
    timed = timed or s.has("goes_on", first, subject.first)
    if {principal, left[0]} <= set(s.latest):
        goes_on = goes_on or (timed and s.here in s.cast.paragraph_starts)
        return [principal] if goes_on and (None in genders or len(genders) == 1) else left
    said = subject.refs[-1].gender
    fits = said is None or s.people[principal].actor.gender in (None, said)
    told = any(left[0] in frame.parties for frame in s.frames[-_BACK:])
    here = any(left[0] in r.actors for r in s.refs_between(first, subject.first))
    at_home = s.place(left[0]) in ("", s.place(principal)) and not here
    return [principal] if fits and at_home and not told and (goes_on or timed) else left


def is_stranger(s: Search, cue: Cue) -> bool:
    """Whether words that stand for nobody known are the subject of a call: a stranger's, or somebody's aide's."""
    return is_of_aide(s, cue) or _has_subject(s, cue)


def only_joins(s: Search, cue: Cue) -> bool:
    """Whether others only took part in a call told of: "X and Y joined the call", "were also on the line"."""
    if s.is_a(cue.last, "link"):
        return False
    before = max(s.tokens.first[s.here], cue.first - 4)
    also = s.has("was", before, cue.first) and s.has("also", before, cue.last + 1)
    if cue.kind == "manner":
        return also and s.lower[cue.first] == "on"
    there = s.lower[cue.first - 2] == "on" and (also or s.has("was", before, cue.first))
    joined = s.has("joined", cue.first - 3, cue.first)
    return cue.kind == "noun" and s.is_a(cue.first - 1, "definite") and (joined or there)


def is_of_aide(s: Search, cue: Cue) -> bool:
    """Whether somebody's aide is the subject: "A spokesman for Minister Quen spoke by phone", "Quen's envoy spoke"."""
    first = s.tokens.first[s.here]
    if s.is_a(cue.first - 1, "kin") and s.lower[cue.first - 2] == "'s":
        return True
    at = _head(s, cue.first - 1)
    if cue.kind != "noun" and _is_of_his(s, at):
        return True
    said = at - 1 - (s.lower[at - 1] == "that")
    told = s.is_a(at, "subject_pronoun") and s.is_a(said, "announced")
    if told and s.cast.is_a(said - 1, "family"):
        return True  # "The widow said she had called"
    if any(group.role == KIN for group in groups_before(s, cue.first)[-1:]):
        return True
    return any(
        s.is_a(k, "kin") and s.has("of_or_for", k + 1, k + 2)
        for k in range(first, min(first + 3, cue.first))
    )


def _is_of_his(s: Search, at: int) -> bool:
    """Whether a subject that ends at a token is somebody of a person named: "Quen's right-hand man"."""
    near = range(at - 1, max(s.tokens.first[s.here], at - 1 - _OWNED), -1)
    owner = next((k for k in near if s.lower[k] == "'s"), -1)
    named = [r for r in s.refs_between(owner - _NAMED, owner) if r.last == owner]
    words = s.tokens.words[owner + 1 : at + 1]
    plain = all(w.islower() and w[-1].isalpha() for w in words) and not s.refs_between(
        owner, at + 1
    )
    his = owner > 0 and plain and not s.has("of_a_call", owner, at + 1)
    return his and any(r.kind in PERSONS and (r.name or r.office) for r in named)


def _has_subject(s: Search, cue: Cue) -> bool:
    """Whether a verb that has the call for its object has a noun or a name before it: "Speaker Mar received a call"."""
    first, verb, strictly = s.opening(cue.first), cue.first, True
    if cue.kind not in ("with", "direct"):
        near = range(cue.first - 1, max(first, cue.first - _OBJECT) - 1, -1)
        verb = s.find(near, "holds")
        strictly = verb < 0
        # A call is only the occasion of "Mar discussed tariffs in a phone call with".
        if strictly and cue.kind == "noun" and s.find(near[:3], "inside") >= 0:
            past = (
                k
                for k in range(first + 1, cue.first)
                if s.lower[k].endswith("ed") or s.is_a(k, "finite")
            )
            verb = next(past, -1)
    if verb > first and _is_one_who(s, verb - 1):
        return True
    return verb > first and _is_somebody(s, _head(s, verb - 1), strictly=strictly)


def _is_one_who(s: Search, at: int) -> bool:
    """Whether somebody unknown does it: "a source who has talked to both Quen and Velt"."""
    at -= s.is_a(at, "to_have")
    article = s.find(range(at - 2, at - 5, -1), "a_or_an") if s.is_a(at, "who") else -1
    return article >= 0 and not s.refs_between(article, at)


def _head(s: Search, at: int) -> int:
    """The last word of a verb's subject: before adverbs, auxiliaries, and an aside between commas."""
    first = s.tokens.first[s.here]
    while at > first and (s.is_a(at, "today") or s.is_a(at, "to_have") or s.lower[at] == "was"):
        at -= 1
    if s.lower[at] != ",":
        return at
    opens = next((k for k in range(at - 1, first, -1) if s.lower[k] == ","), -1)
    return opens - 1 if opens > 0 and not s.is_a(first, "preposition") else -1


def _is_somebody(s: Search, at: int, *, strictly: bool) -> bool:
    """Whether a word ends a noun phrase; ``strictly``: a name, or words for an official."""
    word = s.tokens.words[at] if at >= s.tokens.first[s.here] else ","
    if not word[0].isalpha() or s.is_a(at, "no_subject") or s.is_a(at, "fill"):
        return False
    here = s.refs_between(s.tokens.first[s.here], at + 1)
    here = [r for r in here if r.kind in PERSONS and r.first <= at < r.last]
    if any(s.people[a].may_be_party() for r in here for a in r.actors):
        return False  # "King Quen, may God assist him, had"
    officials = bool(here)
    return officials or (word[0].isupper() and at > s.tokens.first[s.here]) or not strictly
