"""Layer 3d: which sentences tell of which call.

What belongs here: the scope of each call, from where it is told on to where the text turns to something else.
What does not: what the sentences say.
"""

from __future__ import annotations

from readouts.parse.document import Document
from readouts.parse.found import Found
from readouts.parse.parties import Reader
from readouts.parse.tokens import Tokens

_READOUT = 3


def scope(found: Found, document: Document, tokens: Tokens, reader: Reader) -> None:
    """Fill ``sentences`` of each frame."""
    frames = found.frames
    if not frames:
        return
    told: dict[int, list[int]] = {}
    for at, sentences in enumerate(found.told_in):
        for index in sentences:
            told.setdefault(index, []).append(at)
    whose: dict[int, list[int]] = {}
    for at, frame in enumerate(frames):
        for actor in frame.parties:
            whose.setdefault(actor, []).append(at)
    readout = any(document.sentences[i].heading or i < _READOUT for i in told)
    scopes: list[set[int]] = [set() for _ in frames]
    current: list[int] = []
    paragraph = -1
    for index, sentence in enumerate(document.sentences):
        if sentence.heading:
            if index in told and index == 0:
                continue
            if index:
                current = current if readout and len(frames) == 1 else []
            continue
        refs = reader.refs_between(tokens.first[index], tokens.last[index])
        actors = {a for r in refs for a in r.actors}
        groups = any(r.kind in ("group", "pronoun") or r.plural for r in refs)
        if index in told:
            current = told[index]
        elif current:
            named = [at for a in actors for at in whose.get(a, ())]
            own = [at for at in named if at in current]
            if named and not own:
                current = _fewest(whose, actors, len(frames))
            elif len(current) > 1 and own:
                narrowed = _narrow(own, frames, actors)
                current = narrowed or current
            elif (not named and not groups and sentence.paragraph != paragraph and not readout) or (
                not named and sentence.paragraph != paragraph and not readout and not groups
            ):
                current = []
        elif index in found.references:
            named = [at for a in actors for at in whose.get(a, ())]
            current = _fewest(whose, actors, len(frames)) if named else []
        for at in current:
            scopes[at].add(index)
        if current:
            paragraph = sentence.paragraph
    for at, frame in enumerate(frames):
        frame.sentences = sorted(
            scopes[at] | {i for i in found.told_in[at] if not document.sentences[i].heading}
        )
        if not frame.sentences:
            frame.sentences = sorted(found.told_in[at])


def _narrow(own: list[int], frames: list, actors: set[int]) -> list[int]:  # type: ignore[type-arg]
    """Of calls that share a party, those whose other party the sentence names."""
    full = [at for at in set(own) if all(p in actors for p in frames[at].parties)]
    if full:
        return sorted(full)
    counts = {at: sum(p in actors for p in frames[at].parties) for at in set(own)}
    shared = [p for p in actors if sum(p in frames[at].parties for at in counts) == 1]
    only = [at for at in counts if any(p in frames[at].parties for p in shared)]
    return sorted(only)


def _fewest(whose: dict[int, list[int]], actors: set[int], total: int) -> list[int]:
    """The calls of the named person who took part in the fewest."""
    persons = sorted((len(whose[a]), a) for a in actors if a in whose)
    return whose[persons[0][1]] if persons and persons[0][0] < max(2, total) else []
